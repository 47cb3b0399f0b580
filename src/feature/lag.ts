// Raw columns → the features of a norm: each column at time t and at the lags before. A row takes its past from the rows
// above it, and the first rows from the tail of what came before. Only the past enters: no answer depends on a later row.
import type { Table } from "./table.ts";

export interface LagSpecification {
  columns: string[];
  /** Per column the rows to look back, 0 = now; a column that is not named has [0]. */
  lags: Record<string, number[]>;
}

export interface Feature {
  name: string;
  column: string;
  lag: number;
}

/** Last rows of the columns that have lags, oldest first, one array per lagged column: what the next rows look back on. */
export type Tail = Float64Array[];

/** The features in order: by column, then by lag as specified. `T_out` is now, `T_out[t-6]` is six rows ago. */
export function features({ columns, lags }: LagSpecification): Feature[] {
  return columns.flatMap((column) =>
    (lags[column] ?? [0]).map((lag) => ({ name: lag === 0 ? column : `${column}[t-${lag}]`, column, lag })),
  );
}

/** The largest lag: so many rows the tail keeps. */
export function tailLength({ lags }: LagSpecification): number {
  return Object.values(lags).reduce((longest, of) => of.reduce((most, lag) => Math.max(most, lag), longest), 0);
}

/** One column per feature, each as long as the table; NaN where the lagged value does not exist. */
export function lagged({ columns, lags }: LagSpecification, table: Table, tail: Tail): Float64Array[] {
  const valuesOf = columnsOf(table);
  let laggedBefore = 0;
  return columns.flatMap((column, i) => {
    const values = valuesOf(column, i);
    const of = lags[column];
    if (of === undefined) return [values];
    const before = of.some((lag) => lag > 0) ? tail[laggedBefore++] : undefined;
    return of.map((lag) => (lag === 0 ? values : shift(values, before ?? new Float64Array(), lag)));
  });
}

/** `values` as they were `lag` rows before, the first of them out of `before`. */
function shift(values: Float64Array, before: Float64Array, lag: number): Float64Array {
  const shifted = new Float64Array(values.length).fill(Number.NaN);
  for (let row = 0; row < Math.min(lag, values.length); row++) {
    const at = before.length - lag + row;
    if (at >= 0) shifted[row] = before[at] as number;
  }
  if (lag < values.length) shifted.set(values.subarray(0, values.length - lag), lag);
  return shifted;
}

/** The tail after the table: its last rows, preceded by the tail before where the table is shorter. */
export function nextTail(specification: LagSpecification, table: Table, tail: Tail): Tail {
  const length = tailLength(specification);
  const valuesOf = columnsOf(table);
  return laggedColumns(specification).map((column, i) => {
    const joined = Float64Array.of(...(tail[i] ?? []), ...valuesOf(column, i).slice(-length));
    return joined.slice(-length);
  });
}

/** The columns that look back at all, in the order of the tail. */
export function laggedColumns({ columns, lags }: LagSpecification): string[] {
  return columns.filter((column) => lags[column]?.some((lag) => lag > 0));
}

/** Finds a column of a table by its name; `guess` is where it likely stands, for most send columns in the norm's order. */
function columnsOf({ columns, values }: Table): (name: string, guess: number) => Float64Array {
  let places: Map<string, number> | undefined;
  return (name, guess) => {
    if (columns[guess] === name) return values[guess] as Float64Array;
    places ??= new Map(columns.map((column, i) => [column, i]));
    return values[places.get(name) as number] as Float64Array;
  };
}
