// Tables of numbers as they come over HTTP: shapes, finiteness and sizes are checked in one pass over the values, because
// a table may hold a million of them. null is a missing value and becomes NaN.
import type { JsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import type { Table } from "../../engine/feature/table.ts";
import { cut, show } from "../../engine/parameter/show.ts";
import {
  CELL_COUNT_MAX,
  COLUMN_NAME_LENGTH_MAX,
  FAULT_COUNT_MAX,
  FEATURE_COUNT_MAX,
  MAGNITUDE_MAX,
  MAGNITUDE_MIN,
  MODEL_CELL_COUNT_MAX,
  MODEL_COLUMN_COUNT_MAX,
  ROW_COUNT_MAX,
} from "./limit.ts";

export { show, showNames } from "../../engine/parameter/show.ts";
export type { JsonSchema };

/** One past what is told, so that the answer can say that there is more. */
const FAULTS_COLLECTED = FAULT_COUNT_MAX + 1;

/** Says whether another would still be told. */
type AddFault = (message: string, ...path: (string | number)[]) => boolean;

const columnInput = v.any();

/** What a table may hold at most, and what to do with more. */
interface TableLimit {
  columns: number;
  cells: number;
  instead: string;
}

const NORM_TABLE: TableLimit = { columns: FEATURE_COUNT_MAX, cells: CELL_COUNT_MAX, instead: "send several batches" };
const MODEL_TABLE: TableLimit = {
  columns: MODEL_COLUMN_COUNT_MAX,
  cells: MODEL_CELL_COUNT_MAX,
  instead: "a sample of the rows would do",
};

/** `{column: number[]}`, or rows `number[][]` whose columns are named x1 … xp. */
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

export const TableOfNumbers = tableWithin(NORM_TABLE);
export const ModelTable = tableWithin(MODEL_TABLE);

/** `number[]`, null for a missing value. */
export const ColumnOfNumbers = v.pipe(
  columnInput,
  v.rawTransform(({ dataset, addIssue, NEVER }): Float64Array => {
    const fault = collector(addIssue);
    const column = toColumn(dataset.value, fault.add);
    return fault.count() > 0 ? NEVER : column;
  }),
);

function describe({ columns, cells }: TableLimit): JsonSchema {
  return {
    description:
      "By column, or by rows whose columns are then named x1 … xp. A value is zero, or of size 1e-30 to 1e30, and is held to 15 " +
      `digits at least; null is a missing value. At most ${cells} values.`,
    anyOf: [
      { type: "object", minProperties: 1, maxProperties: columns, additionalProperties: numbers },
      {
        type: "array",
        minItems: 1,
        maxItems: ROW_COUNT_MAX,
        items: { type: "array", items: numberOrMissing, minItems: 1, maxItems: columns },
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
  if (isList(first) && !hasAcceptedCells(first.length, columns.length, limit, fault)) return null;
  const rowCount = isList(first) && first.length <= ROW_COUNT_MAX ? first.length : 0;
  const room = roomFor(columns.length, rowCount);
  const values = columns.map((name, j) => {
    const wrong = columnNameFault(name);
    if (wrong !== null) fault(wrong, name);
    const column = (input as Record<string, unknown>)[name];
    if (!isList(first) || !isList(column) || column.length === first.length)
      return toColumn(column, fault, { place: [name], room: room[j] });
    // It is not read: the values that are accepted were counted by the first column.
    const { length } = column;
    fault(`length ${length}, but ${cut(columns[0] ?? "")} has ${first.length}: all columns have one length`, name);
    return new Float64Array();
  });
  return { columns, values, rowCount, isNamed: true };
}

function fromRows(rows: unknown[], limit: TableLimit, fault: AddFault): Table | null {
  if (!hasAcceptedCount(rows.length, "row", ROW_COUNT_MAX, fault)) return null;
  const first = rows[0];
  const width = Array.isArray(first) ? first.length : 0;
  if (Array.isArray(first) && !hasAcceptedCount(width, "column", limit.columns, fault)) return null;
  if (!hasAcceptedCells(rows.length, width, limit, fault)) return null;
  const values = roomFor(width, rows.length);
  for (const [i, row] of rows.entries()) {
    const isRow = Array.isArray(row) && row.length === width;
    if (!(isRow ? fillRow(row, i) : fault(noRow(row, width), i))) break;
  }
  return { columns: values.map((_, j) => `x${j + 1}`), values, rowCount: rows.length, isNamed: false };

  /** Says whether to go on. */
  function fillRow(row: unknown[], i: number): boolean {
    for (let j = 0; j < width; j++) {
      const value: unknown = row[j];
      if (isAccepted(value)) (values[j] as Float64Array)[i] = value ?? Number.NaN;
      else if (!fault(notANumber(value), i, j)) return false;
    }
    return true;
  }
}

function noRow(row: unknown, width: number): string {
  return Array.isArray(row)
    ? `length ${row.length}, but the first row has ${width}`
    : `${show(row)} is not a row: a row is an array of numbers`;
}

/** Columns of one length in one piece of memory: under Deno each piece takes longer to get than a short column to fill. */
function roomFor(columnCount: number, length: number): Float64Array[] {
  const buffer = new ArrayBuffer(8 * columnCount * length);
  return Array.from({ length: columnCount }, (_, j) => new Float64Array(buffer, 8 * length * j, length));
}

/** `place` is where the column stands, nothing for y; `room` is where it goes if it has its length. */
function toColumn(
  input: unknown,
  fault: AddFault,
  { place = [], room }: { place?: string[]; room?: Float64Array | undefined } = {},
): Float64Array {
  if (!isList(input)) {
    fault(`${show(input)} is not an array of numbers`, ...place);
    return new Float64Array();
  }
  const { length } = input;
  if (!hasAcceptedCount(length, "row", ROW_COUNT_MAX, fault, ...place)) return new Float64Array();
  const values = room?.length === length ? room : new Float64Array(length);
  const isRead = input instanceof Float64Array;
  for (let i = 0; i < length; i++) {
    const value: unknown = input[i];
    if (isAccepted(value)) values[i] = value ?? Number.NaN;
    else if (isRead && Number.isNaN(value)) values[i] = Number.NaN;
    else if (!fault(notANumber(value), ...place, i)) break;
  }
  return values;
}

/** What JSON has for a column, or what was read as one elsewhere: numbers, of which NaN is missing. */
function isList(input: unknown): input is ArrayLike<unknown> {
  return Array.isArray(input) || input instanceof Float64Array;
}

function isAccepted(value: unknown): value is number | null {
  if (typeof value !== "number") return value === null;
  const size = Math.abs(value);
  return size === 0 || (size >= MAGNITUDE_MIN && size <= MAGNITUDE_MAX);
}

function notANumber(value: unknown): string {
  return `${show(value)} is neither zero nor a number of size ${MAGNITUDE_MIN} to ${MAGNITUDE_MAX}, nor null for a missing value`;
}

function hasAcceptedCount(count: number, what: string, most: number, fault: AddFault, ...place: string[]): boolean {
  if (count >= 1 && count <= most) return true;
  const told =
    count === 0
      ? `no ${what}s: at least one is needed`
      : `${count} ${what}s are more than the ${most} that are accepted`;
  fault(told, ...place);
  return false;
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
