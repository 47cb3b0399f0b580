// Rows in time: those of a request, and before them the tail, the last rows of what came before. Whoever looks back finds a row
// by its position, a whole number of steps since 1970 (or, without times, its place in the order), never by counting: gaps are
// gaps. Only the past enters: no feature of a row depends on a later one.
import type { Table } from "./table.ts";

/** The last rows of the columns that are looked back on, oldest first: `positions` ascending, one array of values per column. */
export interface Tail {
  positions: Float64Array;
  values: Float64Array[];
}

export const EMPTY_TAIL: Tail = { positions: new Float64Array(), values: [] };

export interface Series {
  /** Ascending; of the tail's rows and the table's. */
  positions: Float64Array;
  /** Where the rows of the table stand among them; null where there are no others. */
  places: Uint32Array | null;
  /** The values of a column, as long as `positions`; NaN where they are missing. */
  column(name: string): Float64Array;
}

/** The rows of a tail and of a table in one order; where both have a row of one position, the table's counts. */
export function joinSeries(columns: readonly string[], tail: Tail, table: Table, positions: Float64Array): Series {
  if (columns.length === 0 || tail.positions.length === 0) return aloneSeries(table, positions);
  const kept = without(tail.positions, positions);
  const joined = new Float64Array(kept.length + positions.length);
  const order = new Uint32Array(joined.length); // index into the tail, or the tail's length + index into the table
  const places = new Uint32Array(positions.length);
  for (let at = 0, i = 0, j = 0; at < joined.length; at++) {
    const before = i < kept.length ? (tail.positions[kept[i] as number] as number) : Infinity;
    const isTail = before < ((positions[j] as number | undefined) ?? Infinity);
    joined[at] = isTail ? before : (positions[j] as number);
    order[at] = isTail ? (kept[i++] as number) : tail.positions.length + j;
    if (!isTail) places[j++] = at;
  }
  const cache = new Map<string, Float64Array>();
  return {
    positions: joined,
    places,
    column(name) {
      let values = cache.get(name);
      if (values === undefined) {
        const before = tail.values[columns.indexOf(name)] ?? new Float64Array(tail.positions.length).fill(Number.NaN);
        const now = table.values[table.columns.indexOf(name)] as Float64Array;
        values = new Float64Array(order.length);
        for (const [at, i] of order.entries())
          values[at] = (i < before.length ? before[i] : now[i - before.length]) as number;
        cache.set(name, values);
      }
      return values;
    },
  };
}

/** The rows of a table with nothing before them. */
function aloneSeries(table: Table, positions: Float64Array): Series {
  return {
    positions,
    places: null,
    column: (name) => table.values[table.columns.indexOf(name)] as Float64Array,
  };
}

/** The tail after a series: its rows less than `length` steps before the last one, or before `last`. */
export function nextTail(
  columns: readonly string[],
  series: Series,
  length: number,
  last = series.positions.at(-1) as number,
): Tail {
  const { positions } = series;
  if (columns.length === 0 || length === 0) return EMPTY_TAIL;
  const from = positions.findIndex((position) => position > last - length);
  return {
    positions: positions.slice(from),
    values: columns.map((name) => series.column(name).slice(from)),
  };
}

/** The last rows of two tails together; where both have a row of one position, that of `own` counts. */
export function joinTails(columns: readonly string[], tail: Tail, own: Tail, length: number): Tail {
  const table = { columns: [...columns], values: own.values, rowCount: own.positions.length };
  return nextTail(columns, joinSeries(columns, tail, table, own.positions), length);
}

/** Indexes of the positions that are not among `others`; both ascending. */
function without(positions: Float64Array, others: Float64Array): number[] {
  const kept: number[] = [];
  let j = 0;
  positions.forEach((position, i) => {
    while (j < others.length && (others[j] as number) < position) j++;
    if (others[j] !== position) kept.push(i);
  });
  return kept;
}
