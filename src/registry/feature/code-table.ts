// A table as it was sent, and what a model learns from: numbers and codes of levels, with what is to be known of each column so that
// rows can be asked about in the same way.
import { cut, showNames } from "../../engine/parameter/show.ts";
import type { Fault } from "../../error.ts";
import { contentsOf } from "../../platform/schema/contents.ts";
import { findType } from "../../platform/schema/find-type.ts";
import {
  CATEGORY_LEVEL_COUNT_MAX,
  CATEGORY_TEXT_LENGTH_MAX,
  FAULT_COUNT_MAX,
  LABEL_LENGTH_MAX,
  MODEL_CELL_COUNT_MAX,
  MODEL_COLUMN_COUNT_MAX,
} from "../../platform/schema/limit.ts";
import { formatPath } from "../../platform/schema/parse.ts";
import { type Cell, columnNameFault, type SentColumn, type SentTable, show } from "../../platform/schema/table.ts";
import type { Warning } from "../../warning.ts";
import { type ColumnType, type Input, type Level, learnedColumns, levelsLength, partName } from "../schema/input.ts";
import { coder, findLevels } from "./category.ts";
import { dateInput, makeParts } from "./date-parts.ts";
import { numbersOf, type RowFault, timesOf } from "./read-column.ts";
import { warningsOfColumn } from "./warn-of-column.ts";

export interface CodedTable {
  /** Of X. */
  inputs: Input[];
  /** What is learned from. */
  columns: string[];
  values: Float64Array[];
  warnings: Warning[];
}

/** `types`: by column what it is to be taken for. Everything that is wrong is told at once. */
export function codeTable(
  { columns, values }: SentTable,
  types: Readonly<Record<string, ColumnType>>,
): CodedTable | { faults: Fault[] } {
  const faults: Fault[] = unknownNames(columns, types);
  const coded = columns.map((name, j) => {
    const fault = (message: string, ...row: number[]) => {
      if (faults.length <= FAULT_COUNT_MAX) faults.push({ path: formatPath(["X", name, ...row]), message });
      return faults.length <= FAULT_COUNT_MAX;
    };
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    return codeColumn({ name, column: values[j] as SentColumn, type }, fault);
  });
  const inputs = coded.map(({ input }) => input);
  if (faults.length === 0) faults.push(...tableFaults(inputs, values[0]?.length ?? 0));
  if (faults.length > 0) return { faults };
  return {
    inputs,
    columns: learnedColumns(inputs).map(({ name }) => name),
    values: coded.flatMap((each) => each.values),
    warnings: coded.flatMap((each) => each.warnings),
  };
}

export interface Sent {
  name: string;
  column: SentColumn;
  type: ColumnType | undefined;
}

type ColumnFault = (message: string, ...row: number[]) => boolean;
type Coded = { input: Input; values: Float64Array[]; warnings: Warning[] };

function codeColumn(sent: Sent, fault: ColumnFault): Coded {
  const { name, column } = sent;
  const type = sent.type ?? typeOf(sent, fault);
  const advice = sent.type === undefined ? `; ${adviceFor(name)}` : `; types take the column for a ${type}`;
  const told: RowFault = (message, row) => fault(`${message}${advice}`, row);
  if (type === "number") {
    const values = numbersOf(column, told);
    return { input: { name, type }, values: [values], warnings: warningsOfColumn({ ...sent, values }) };
  }
  if (type === "date") {
    const { localMs, offsetCount } = timesOf(column, told);
    const input = dateInput(name, localMs);
    const warnings = warningsOfColumn({ ...sent, values: localMs, offsetCount });
    return { input, values: makeParts(input, localMs), warnings };
  }
  const levels = findLevels(column);
  const wrong = levelsFault(levels, sent.type);
  if (wrong !== null) fault(wrong);
  const codes = codesOf(column, levels);
  return {
    input: { name, type, levels },
    values: [codes],
    warnings: warningsOfColumn({ ...sent, values: codes, levels }),
  };
}

/** Of a column whose type is not told; where it is no type without doubt, the rows that do not fit are told. */
function typeOf({ name, column }: Sent, fault: ColumnFault): ColumnType {
  if (column instanceof Float64Array) return "number";
  const found = findType(contentsOf(column));
  if (typeof found === "string") return found;
  const { are, others } = found;
  for (const [row, cell] of column.entries())
    if (are(cell) && !fault(`${show(cell)}, but nearly all other values are ${others}; ${adviceFor(name)}`, row)) break;
  return "category";
}

function adviceFor(name: string): string {
  return `send null where a value is missing, or \`types: {${show(name)}: "category"}\` to take the column as text`;
}

function codesOf(column: SentColumn, levels: readonly Level[]): Float64Array {
  const codeOf = coder(levels);
  const codes = new Float64Array(column.length);
  for (let row = 0; row < column.length; row++) codes[row] = codeOf(column[row] as Cell);
  return codes;
}

function levelsFault(levels: readonly Level[], told: ColumnType | undefined): string | null {
  if (levels.length > CATEGORY_LEVEL_COUNT_MAX) {
    const instead = told === undefined ? "leave out a column that names rows" : "numbers may stay numbers";
    return `${levels.length} different values are more than the ${CATEGORY_LEVEL_COUNT_MAX} levels that are accepted; ${instead}`;
  }
  const texts = levels.filter((level) => typeof level === "string");
  const long = texts.find((text) => text.length > LABEL_LENGTH_MAX);
  if (long !== undefined)
    return `${show(long)} has ${long.length} characters; a level has at most ${LABEL_LENGTH_MAX}: long text tells no categories`;
  const broken = texts.find((text) => !text.isWellFormed());
  return broken === undefined ? null : `${show(broken)} has halves of characters, which are not told apart`;
}

function unknownNames(columns: readonly string[], types: Readonly<Record<string, ColumnType>>): Fault[] {
  const known = new Set(columns);
  return Object.keys(types)
    .filter((name) => !known.has(name))
    .slice(0, FAULT_COUNT_MAX)
    .map((name) => ({
      path: formatPath(["types", name]),
      message: `no column of X; those are ${showNames(columns)}`,
    }));
}

/** What no column shows by itself. */
function tableFaults(inputs: readonly Input[], rowCount: number): Fault[] {
  const learned = learnedColumns(inputs);
  const names = new Set(inputs.map(({ name }) => name));
  const parts = inputs.flatMap((input) =>
    input.type === "date"
      ? input.parts.map(({ part }) => ({ name: input.name, part: partName(input.name, part) }))
      : [],
  );
  const faults = parts.flatMap(({ name, part }): Fault[] => {
    const path = formatPath(["X", name]);
    const wrong = columnNameFault(part);
    if (wrong !== null) return [{ path, message: `its parts are named like ${cut(part)}: ${wrong}` }];
    return names.has(part)
      ? [{ path, message: `its part ${show(part)} has the name of another column; rename one` }]
      : [];
  });
  if (learned.length > MODEL_COLUMN_COUNT_MAX)
    faults.push({
      path: "X",
      message: `with the parts of dates ${learned.length} columns; at most ${MODEL_COLUMN_COUNT_MAX} are accepted`,
    });
  if (learned.length * rowCount > MODEL_CELL_COUNT_MAX) {
    const cells = `${rowCount} rows × ${learned.length} columns`;
    faults.push({
      path: "X",
      message: `with the parts of dates ${cells} are more than the ${MODEL_CELL_COUNT_MAX} values that are accepted`,
    });
  }
  const length = levelsLength(inputs);
  if (length > CATEGORY_TEXT_LENGTH_MAX)
    faults.push({
      path: "X",
      message: `all levels have ${length} characters; at most ${CATEGORY_TEXT_LENGTH_MAX} are accepted`,
    });
  return faults.slice(0, FAULT_COUNT_MAX);
}
