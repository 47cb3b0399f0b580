// Rows or columns as a caller has them → the table that the engine works on, checked once.
import type { Table } from "../feature/table.ts";
import { show } from "../parameter/show.ts";
import { refuse } from "./refuse.ts";

/** One number a row; NaN or null is a missing value. */
export type Numbers = ArrayLike<number | null>;

/** Rows, each of as many numbers; or columns by name. */
export type X = readonly Numbers[] | Readonly<Record<string, Numbers>>;

/** `names`: the columns that are wanted, found by name among columns, by place among rows; all unless given. */
export function readTable(x: X, names?: readonly string[]): Table {
  if (typeof x !== "object" || x === null) refuse("x", `${show(x)} is neither rows nor columns by name`);
  return Array.isArray(x) ? readRows(x, names) : readColumns(x as Record<string, Numbers>, names);
}

/** As many numbers as there are rows. */
export function readNumbers(values: Numbers, { path, rowCount }: { path: string; rowCount?: number }): Float64Array {
  if (typeof values?.length !== "number") refuse(path, `${show(values)} is no array of numbers`);
  if (rowCount !== undefined && values.length !== rowCount)
    refuse(path, `${values.length} values, but there are ${rowCount} rows`);
  const numbers = values instanceof Float64Array ? values : new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== null && (typeof value !== "number" || Math.abs(value) === Infinity))
      refuse(`${path}[${i}]`, `${show(value)} is neither a finite number nor NaN or null, a missing value`);
    if (numbers !== values) numbers[i] = value ?? Number.NaN;
  }
  return numbers;
}

/** Stops where a value is missing. */
export function refuseMissing(columns: readonly Float64Array[], names: readonly string[]): void {
  for (const [j, column] of columns.entries()) {
    const row = column.findIndex(Number.isNaN);
    if (row >= 0) refuse(`${names[j]}[${row}]`, "a missing value, which is accepted in x alone");
  }
}

function readRows(rows: readonly Numbers[], names: readonly string[] | undefined): Table {
  const width = names?.length ?? rows[0]?.length ?? 0;
  const values = Array.from({ length: width }, () => new Float64Array(rows.length));
  for (const [i, row] of rows.entries()) {
    const path = `x[${i}]`;
    const numbers = readNumbers(row, { path });
    if (numbers.length !== width) refuse(path, `${numbers.length} values; rows have ${width} here`);
    for (const [j, column] of values.entries()) column[i] = numbers[j] as number;
  }
  return { columns: names?.slice() ?? values.map((_, j) => `x${j + 1}`), values, rowCount: rows.length };
}

function readColumns(x: Readonly<Record<string, Numbers>>, names: readonly string[] = Object.keys(x)): Table {
  const absent = names.find((name) => !Object.hasOwn(x, name));
  if (absent !== undefined) refuse("x", `column ${show(absent)} is missing`);
  const rowCount = names.length === 0 ? 0 : (x[names[0] as string] as Numbers).length;
  const values = names.map((name) => readNumbers(x[name] as Numbers, { path: `x.${name}`, rowCount }));
  return { columns: [...names], values, rowCount };
}
