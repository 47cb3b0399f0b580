// Reads tables value by value: numbers go to their column at once, and a column that holds text, true or false too stays as it was sent.
import type { Table } from "../../engine/feature/table.ts";
import { cut, show } from "../../engine/parameter/show.ts";
import type { AddFault } from "./collector.ts";
import { columnNameFault } from "./column-name.ts";
import { MAGNITUDE_MAX, MAGNITUDE_MIN, ROW_COUNT_MAX } from "./limit.ts";

/** A value of a column that does not hold numbers alone. */
export type Cell = number | string | boolean | null;

/** Numbers, NaN for a missing value; or as it was sent, where it holds text, true or false. */
export type SentColumn = Float64Array | readonly Cell[];

/** A model's table as it was sent. */
export interface SentTable extends Omit<Table, "values"> {
  values: SentColumn[];
}

/** What a table may hold, how much of it at most, and what to do with more. */
export interface TableLimit {
  columns: number;
  cells: number;
  instead: string;
  hasText: boolean;
}

export function fromColumns(input: unknown, limit: TableLimit, fault: AddFault): SentTable | null {
  if (typeof input !== "object" || input === null) {
    fault(`${show(input)} is not a table: send {column: ${kindOf(limit)}} or rows of ${kindOf(limit)}`);
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
      return toColumn(column, fault, { place: [name], room: room[j], hasText: limit.hasText });
    // It is not read: the values that are accepted were counted by the first column.
    const { length } = column;
    fault(`length ${length}, but ${cut(columns[0] ?? "")} has ${first.length}: all columns have one length`, name);
    return new Float64Array();
  });
  return { columns, values, rowCount, isNamed: true };
}

export function fromRows(rows: unknown[], limit: TableLimit, fault: AddFault): SentTable | null {
  if (!hasAcceptedCount(rows.length, "row", ROW_COUNT_MAX, fault)) return null;
  const first = rows[0];
  const width = Array.isArray(first) ? first.length : 0;
  if (Array.isArray(first) && !hasAcceptedCount(width, "column", limit.columns, fault)) return null;
  if (!hasAcceptedCells(rows.length, width, limit, fault)) return null;
  const numbers = roomFor(width, rows.length);
  const withText = new Set<number>();
  for (const [i, row] of rows.entries()) {
    const isRow = Array.isArray(row) && row.length === width;
    if (!(isRow ? fillRow(row, i) : fault(noRow(row, width, limit), i))) break;
  }
  const values = numbers.map((column, j) => (withText.has(j) ? rows.map((row) => (row as Cell[])[j] as Cell) : column));
  return { columns: values.map((_, j) => `x${j + 1}`), values, rowCount: rows.length, isNamed: false };

  /** Says whether to go on. */
  function fillRow(row: unknown[], i: number): boolean {
    for (let j = 0; j < width; j++) {
      const value: unknown = row[j];
      if (isAccepted(value)) (numbers[j] as Float64Array)[i] = value ?? Number.NaN;
      else if (limit.hasText && isText(value)) withText.add(j);
      else if (!fault(notAccepted(value, limit.hasText), i, j)) return false;
    }
    return true;
  }
}

function noRow(row: unknown, width: number, limit: TableLimit): string {
  return Array.isArray(row)
    ? `length ${row.length}, but the first row has ${width}`
    : `${show(row)} is not a row: a row is an array of ${kindOf(limit)}`;
}

function kindOf({ hasText }: TableLimit): string {
  return hasText ? "values" : "numbers";
}

/** Numbers that were read elsewhere come as a Float64Array, in which NaN is a missing value. */
function isList(input: unknown): input is unknown[] | Float64Array {
  return Array.isArray(input) || input instanceof Float64Array;
}

/** Columns of one length in one piece of memory: under Deno each piece takes longer to get than a short column to fill. */
function roomFor(columnCount: number, length: number): Float64Array[] {
  const buffer = new ArrayBuffer(8 * columnCount * length);
  return Array.from({ length: columnCount }, (_, j) => new Float64Array(buffer, 8 * length * j, length));
}

interface Placed {
  /** Where the column stands; nothing for y. */
  place?: string[];
  /** Where it goes if it has its length. */
  room?: Float64Array | undefined;
  hasText?: boolean;
}

/** Numbers, or what was sent where that is of other values too. */
export function toColumn(input: unknown, fault: AddFault, placed: Placed = {}): SentColumn {
  const { place = [], room, hasText = false } = placed;
  if (!isList(input)) {
    fault(`${show(input)} is not an array of ${hasText ? "values" : "numbers"}`, ...place);
    return new Float64Array();
  }
  const { length } = input;
  if (!hasAcceptedCount(length, "row", ROW_COUNT_MAX, fault, ...place)) return new Float64Array();
  if (input instanceof Float64Array) return checkNumbers(input, fault, placed);
  const values = room?.length === length ? room : new Float64Array(length);
  let isNumbers = true;
  for (let i = 0; i < length; i++) {
    const value: unknown = input[i];
    if (isAccepted(value)) values[i] = value ?? Number.NaN;
    else if (hasText && isText(value)) isNumbers = false;
    else if (!fault(notAccepted(value, hasText), ...place, i)) break;
  }
  return isNumbers ? values : (input as Cell[]);
}

function checkNumbers(values: Float64Array, fault: AddFault, { place = [], hasText = false }: Placed): Float64Array {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!isAcceptedNumber(value) && !Number.isNaN(value) && !fault(notAccepted(value, hasText), ...place, i)) break;
  }
  return values;
}

/** Whether a value is a number of such a size, or missing. */
export function isAccepted(value: unknown): value is number | null {
  return typeof value === "number" ? isAcceptedNumber(value) : value === null;
}

/** Whether a number is of a size that is accepted, so that all that is made of it is finite. */
export function isAcceptedNumber(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= MAGNITUDE_MIN && size <= MAGNITUDE_MAX);
}

function isText(value: unknown): value is string | boolean {
  return typeof value === "string" || typeof value === "boolean";
}

export function notAccepted(value: unknown, hasText: boolean): string {
  const others = hasText ? ", nor text, true, false, or null" : ", nor null";
  return `${show(value)} is neither zero nor a number of size ${MAGNITUDE_MIN} to ${MAGNITUDE_MAX}${others} for a missing value`;
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
