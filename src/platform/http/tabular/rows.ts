// An answer as rows, for callers who ask for CSV or for lines of JSON.
import type * as v from "valibot";

/** One value of a row. A list or an object is a cell too: csv.ts says how it is written. */
export type Cell = unknown;

export interface Column {
  name: string;
  at(row: number): Cell;
  /** The same in a line of JSON, where that is another value. */
  inLine?(row: number): Cell;
}

export interface Rows {
  count: number;
  /** Of CSV, in their order. */
  columns: readonly Column[];
  /** A line of JSON. */
  lineOf(row: number): object;
}

/** Rows of columns that stand side by side. */
export function rowsOfColumns(count: number, columns: readonly Column[]): Rows {
  const lineOf = (row: number) => Object.fromEntries(columns.map(({ name, at, inLine = at }) => [name, inLine(row)]));
  return { count, columns, lineOf };
}

/**
 * Rows of objects of one schema. A line of JSON is the object; CSV has a column for each value in the order of the schema, those of an
 * object within it under names with dots: `error.rmse`.
 */
export function rowsOfObjects(schema: v.GenericSchema, objects: readonly object[]): Rows {
  const columns = pathsOf(schema).map((path) => ({
    name: path.join("."),
    at: (row: number) =>
      path.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], objects[row]),
  }));
  return { count: objects.length, columns, lineOf: (row) => objects[row] as object };
}

type Schema = v.GenericSchema & { wrapped?: v.GenericSchema; entries?: Record<string, v.GenericSchema> };

/** The ways to the values of an object that are no objects themselves. */
function pathsOf(schema: v.GenericSchema): string[][] {
  const { type, wrapped, entries } = schema as Schema;
  if (wrapped !== undefined) return pathsOf(wrapped);
  if (type !== "object" || entries === undefined) return [[]];
  return Object.entries(entries).flatMap(([name, entry]) => pathsOf(entry).map((path) => [name, ...path]));
}
