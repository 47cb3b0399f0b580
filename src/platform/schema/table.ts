// Tables as they come over HTTP: by column, or by rows. What a column may hold is in column.ts.
import type { JsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import type { Label, Table } from "../../engine/feature/table.ts";
import { cut, show } from "../../engine/parameter/show.ts";
import {
  type AddFault,
  type Column,
  hasAcceptedCount,
  isAccepted,
  isColumn,
  isText,
  labelFault,
  notANumber,
  roomFor,
  toColumn,
} from "./column.ts";
import {
  CELL_COUNT_MAX,
  COLUMN_NAME_LENGTH_MAX,
  FAULT_COUNT_MAX,
  FEATURE_COUNT_MAX,
  LABEL_LENGTH_MAX,
  MAGNITUDE_MAX,
  MODEL_CELL_COUNT_MAX,
  MODEL_COLUMN_COUNT_MAX,
  ROW_COUNT_MAX,
} from "./limit.ts";

export { show, showNames } from "../../engine/parameter/show.ts";
export type { JsonSchema };

/** One past what is told, so that the answer can say that there is more. */
const FAULTS_COLLECTED = FAULT_COUNT_MAX + 1;

const columnInput = v.any();

/** What a table may hold at most, and what to do with more. */
interface TableLimit {
  columns: number;
  cells: number;
  instead: string;
  /** Whether columns may hold text, true and false. */
  hasLabels: boolean;
}

const NORM_TABLE: TableLimit = {
  columns: FEATURE_COUNT_MAX,
  cells: CELL_COUNT_MAX,
  instead: "send several batches",
  hasLabels: true,
};
const MODEL_TABLE: TableLimit = {
  columns: MODEL_COLUMN_COUNT_MAX,
  cells: MODEL_CELL_COUNT_MAX,
  instead: "a sample of the rows would do",
  hasLabels: false,
};

/** `{column: values}`, or rows of values whose columns are named x1 … xp. */
const tableWithin = (limit: TableLimit) => {
  const input = v.any();
  handWritten.set(input, describe(limit));
  return v.pipe(
    input,
    v.rawTransform(({ dataset, addIssue, NEVER }): Table => {
      const fault = collector(addIssue);
      const table = Array.isArray(dataset.value)
        ? fromRows(dataset.value, limit, fault.add)
        : fromColumns(dataset.value, limit, fault.add);
      return fault.count() > 0 || table === null ? NEVER : table;
    }),
  );
};

const numberOrMissing: JsonSchema = { type: ["number", "null"], minimum: -MAGNITUDE_MAX, maximum: MAGNITUDE_MAX };
const numbers: JsonSchema = { type: "array", items: numberOrMissing, minItems: 1, maxItems: ROW_COUNT_MAX };

/** What the schemas of this file accept, for OpenAPI, which cannot be derived from their one-pass checks. */
export const handWritten = new Map<v.GenericSchema, JsonSchema>([
  [
    columnInput,
    { ...numbers, description: "One value per row: zero, or of size 1e-30 to 1e30; null is a missing value." },
  ],
]);

export const NormTable = tableWithin(NORM_TABLE);
export const ModelTable = tableWithin(MODEL_TABLE);

/** `number[]`, null for a missing value. */
export const ColumnOfNumbers = v.pipe(
  columnInput,
  v.rawTransform(({ dataset, addIssue, NEVER }): Float64Array => {
    const fault = collector(addIssue);
    const column = toColumn(dataset.value, fault.add);
    return fault.count() > 0 ? NEVER : column.values;
  }),
);

function describe({ columns, cells, hasLabels }: TableLimit): JsonSchema {
  const label: JsonSchema[] = [{ type: "string", maxLength: LABEL_LENGTH_MAX }, { type: "boolean" }];
  const item: JsonSchema = hasLabels ? { anyOf: [numberOrMissing, ...label] } : numberOrMissing;
  return {
    description:
      "By column, or by rows whose columns are then named x1 … xp. A value is zero, or of size 1e-30 to 1e30, and is held to 15 " +
      `digits at least; null is a missing value. At most ${cells} values.` +
      (hasLabels ? " A column of categories holds text, true and false, or whole numbers as labels." : ""),
    anyOf: [
      {
        type: "object",
        minProperties: 1,
        maxProperties: columns,
        additionalProperties: { ...numbers, items: item },
      },
      {
        type: "array",
        minItems: 1,
        maxItems: ROW_COUNT_MAX,
        items: { type: "array", items: item, minItems: 1, maxItems: columns },
      },
    ],
  };
}

/** Why a column cannot have this name; null when it can. */
export function columnNameFault(name: string): string | null {
  if (name.length === 0 || name.length > COLUMN_NAME_LENGTH_MAX) {
    return `a column name has 1 to ${COLUMN_NAME_LENGTH_MAX} characters, not ${name.length}`;
  }
  if (/\p{Cc}/u.test(name)) return "a column name has no control characters";
  // They have no UTF-8: two names would be stored as one.
  if (!name.isWellFormed()) return "a column name has no halves of characters";
  return isReserved(name) ? `"${name}" is reserved and cannot name a column` : null;
}

/** Names that objects have of themselves; valibot passes over some of them in silence. */
export function isReserved(name: string): boolean {
  return name in Object.prototype || name === "prototype";
}

function fromColumns(input: unknown, limit: TableLimit, fault: AddFault): Table | null {
  if (typeof input !== "object" || input === null) {
    fault(`${show(input)} is not a table: send {column: numbers} or rows of numbers`);
    return null;
  }
  const columns = Object.keys(input);
  if (!hasAcceptedCount(columns.length, "column", limit.columns, fault)) return null;
  const first: unknown = Object.values(input)[0];
  if (isColumn(first) && !hasAcceptedCells(first.length, columns.length, limit, fault)) return null;
  const rowCount = isColumn(first) && first.length <= ROW_COUNT_MAX ? first.length : 0;
  const room = roomFor(columns.length, rowCount);
  const read = columns.map((name, j): Column => {
    const wrong = columnNameFault(name);
    if (wrong !== null) fault(wrong, name);
    const column = (input as Record<string, unknown>)[name];
    if (!isColumn(first) || !isColumn(column) || column.length === first.length)
      return toColumn(column, fault, { place: [name], room: room[j], hasLabels: limit.hasLabels });
    // It is not read: the values that are accepted were counted by the first column.
    const { length } = column;
    fault(`length ${length}, but ${cut(columns[0] ?? "")} has ${first.length}: all columns have one length`, name);
    return { values: new Float64Array() };
  });
  const labels = new Map(read.flatMap((of, j) => (of.labels === undefined ? [] : [[j, of.labels] as const])));
  const table = { columns, values: read.map(({ values }) => values), rowCount, isNamed: true };
  return labels.size === 0 ? table : { ...table, labels };
}

function fromRows(rows: unknown[], limit: TableLimit, fault: AddFault): Table | null {
  if (!hasAcceptedCount(rows.length, "row", ROW_COUNT_MAX, fault)) return null;
  const first = rows[0];
  const width = Array.isArray(first) ? first.length : 0;
  if (Array.isArray(first) && !hasAcceptedCount(width, "column", limit.columns, fault)) return null;
  if (!hasAcceptedCells(rows.length, width, limit, fault)) return null;
  const values = roomFor(width, rows.length);
  const labelled = new Set<number>();
  for (const [i, row] of rows.entries()) {
    const isRow = Array.isArray(row) && row.length === width;
    if (!(isRow ? fillRow(row, i) : fault(noRow(row, width), i))) break;
  }
  const labels = new Map(
    [...labelled].map((j) => [j, rows.map((row) => (Array.isArray(row) ? row[j] : null) as Label)] as const),
  );
  const table = { columns: values.map((_, j) => `x${j + 1}`), values, rowCount: rows.length, isNamed: false };
  return labels.size === 0 ? table : { ...table, labels };

  /** Says whether to go on. */
  function fillRow(row: unknown[], i: number): boolean {
    for (let j = 0; j < width; j++) {
      const value: unknown = row[j];
      if (isAccepted(value)) (values[j] as Float64Array)[i] = value ?? Number.NaN;
      else if (limit.hasLabels && isText(value)) {
        labelled.add(j);
        const wrong = labelFault(value);
        if (wrong !== null && !fault(wrong, i, j)) return false;
      } else if (!fault(notANumber(value), i, j)) return false;
    }
    return true;
  }
}

function noRow(row: unknown, width: number): string {
  return Array.isArray(row)
    ? `length ${row.length}, but the first row has ${width}`
    : `${show(row)} is not a row: a row is an array of values`;
}

/** Says whether the table is small enough. */
function hasAcceptedCells(
  rowCount: number,
  columnCount: number,
  { cells, instead }: TableLimit,
  fault: AddFault,
): boolean {
  if (rowCount * columnCount <= cells) return true;
  fault(`${rowCount} rows × ${columnCount} columns are more than the ${cells} values that are accepted; ${instead}`);
  return false;
}

type AddIssue = (info: { message: string; path?: [v.IssuePathItem, ...v.IssuePathItem[]] }) => void;

/** Gathers faults with their paths, and counts them; past what is told, it only counts. */
export function collector(addIssue: AddIssue): { add: AddFault; count(): number } {
  let count = 0;
  return {
    count: () => count,
    add(message, ...keys) {
      if (count++ >= FAULTS_COLLECTED) return false;
      const path = keys.map(
        (key) => ({ type: "unknown", origin: "value", input: undefined, key, value: undefined }) as const,
      );
      const [head, ...tail] = path;
      addIssue(head === undefined ? { message } : { message, path: [head, ...tail] });
      return count < FAULTS_COLLECTED;
    },
  };
}
