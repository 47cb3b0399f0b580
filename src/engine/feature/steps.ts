// What changes from one row to the next. Its factor tells how the residuals of any line follow on each other, Σ(eᵢ − eᵢ₋₁)², when the
// rows are gone: von Neumann's ratio (1941), the same however the rows were cut into batches.
import { DAY_MS } from "../time/duration.ts";
import type { Inferred } from "./feature.ts";

/** A last row, for the first one of the next batch to follow: when it was (null without times), and its columns, y last. */
export interface LastRow {
  ms: number | null;
  values: Float64Array;
  /** By column of categories its level: where it is kept, `values` has nothing that is made of it. */
  levels?: Record<string, string>;
}

// Where rows are wide and hours or shorter, some two steps a day are enough, and cost a twelfth of the time. Their distance has no divisor
// in common with the rows of a day, so that they go through all hours of it.
const WIDE = 64;
const STEPS_PER_DAY = 2;

/** Of each row whether the step to it is taken: by its place in time, so that any cut takes the same. */
export function takenSteps(
  { timed, stepMs }: Inferred,
  instants: Float64Array | null,
  columnCount: number,
): (row: number) => boolean {
  if (!timed || stepMs === null || instants === null || columnCount <= WIDE) return () => true;
  const perDay = Math.max(1, Math.round(DAY_MS / stepMs));
  let every = Math.max(1, Math.floor(perDay / STEPS_PER_DAY));
  while (haveCommonDivisor(every, perDay)) every++;
  return (row) => Math.round((instants[row] as number) / stepMs) % every === 0;
}

function haveCommonDivisor(a: number, b: number): boolean {
  for (let [x, y] = [a, b]; ; [x, y] = [y, x % y]) if (y === 0) return x > 1;
}

/**
 * The rows that a step leads to from the row before, both complete. `used`: the complete rows, ascending; `follows`: whether a row is the
 * next after the one before it, the first one after `last`.
 */
export function stepRows(
  used: Uint32Array,
  { follows, last, isTaken }: { follows: Uint8Array; last: LastRow | null; isTaken: (row: number) => boolean },
): Uint32Array {
  return used.filter((row, i) => {
    if (follows[row] !== 1 || !isTaken(row)) return false;
    return row === 0 ? last !== null : used[i - 1] === row - 1;
  });
}

/** The changes of each column over the steps to some rows. */
export function stepColumns(columns: readonly Float64Array[], to: Uint32Array, last: LastRow | null): Float64Array[] {
  return columns.map((column, j) => {
    const steps = new Float64Array(to.length);
    for (let i = 0; i < to.length; i++) {
      const row = to[i] as number;
      const before = row === 0 ? (last as LastRow).values[j] : column[row - 1];
      steps[i] = (column[row] as number) - (before as number);
    }
    return steps;
  });
}
