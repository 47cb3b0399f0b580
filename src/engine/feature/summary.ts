// What is known of the rows of a batch beside their factors: from when to when, which days of a year, and the range of each
// column. Summaries of several batches join as their factors do.

import { DAY_MS } from "../time/duration.ts";
import { stepFrom } from "../time/month-grid.ts";
import type { Inferred, LevelsByColumn } from "./feature.ts";
import type { CellsByColumn } from "./kept-feature.ts";
import { addMonths, type MonthSums, sumMonths } from "./month-sums.ts";

export interface Summary {
  /** First and last instant, ms since 1970; null without times. */
  fromMs: number | null;
  toMs: number | null;
  /** Days of the year that a row stands for, as numbers from 0 (January 1st) to 365, ascending, February 29th counted. */
  days: number[];
  /** Per column of the norm; null where no value is known. */
  minima: (number | null)[];
  maxima: (number | null)[];
  /** Nothing of either is known of what was stored before 0.4.0. The least y; null of no rows. */
  targetMinimum?: number | null;
  months?: MonthSums;
  /** Of the columns whose knots the rows place, where their values lie; the columns of months and factors are of these cells. */
  cells?: CellsByColumn;
  /** Of columns of categories the levels that the rows have; so are the columns. */
  levels?: LevelsByColumn;
}

export const NO_ROWS: Summary = {
  fromMs: null,
  toMs: null,
  days: [],
  minima: [],
  maxima: [],
  targetMinimum: null,
  months: {},
};

interface Times {
  instants: Float64Array | null;
  local: Float64Array;
  grid: Pick<Inferred, "stepMs" | "interval"> & Partial<Pick<Inferred, "isLocalGrid" | "months">>;
}

const YEAR_MS = 366 * DAY_MS;
// A row of a month that no other follows, or only long after it.
const MONTH_MS = 30 * DAY_MS;
const GAP_MS = 100 * DAY_MS;

/** How much time a row stands for: its step; a row of months, which have none, the time to the next one. */
function lengthOf(row: number, local: Float64Array, { stepMs, interval }: Times["grid"]): number {
  if (stepMs !== null || interval !== "monthly") return stepMs ?? 1;
  const next = (local[row + 1] ?? Infinity) - (local[row] as number);
  return next < GAP_MS ? next : MONTH_MS;
}

/** Days that a year has at least. */
const DAYS_PER_YEAR = 365;

/**
 * The summary of the rows `used`. `columns`: those of the norm; `learned`: what is learned from, y last; `local`: wall-clock times of
 * all rows, empty without times.
 */
export function summarise(
  columns: readonly Float64Array[],
  used: Uint32Array,
  { instants, local, learned, grid }: Times & { learned: readonly Float64Array[] },
): Summary {
  const days = new Set<number>();
  const { months } = grid;
  const onGrid = grid.isLocalGrid ? local : instants;
  for (const row of used) {
    if (instants === null) break;
    const from = local[row] as number;
    const length = months ? stepFrom(onGrid?.[row] as number, months) : lengthOf(row, local, grid);
    const to = from + Math.min(length, YEAR_MS);
    for (let ms = from; ms < to; ms += DAY_MS) days.add(dayOfYear(ms));
  }
  const at = (row: number | undefined) => (instants === null || row === undefined ? null : (instants[row] as number));
  const bound = (column: Float64Array, pick: (a: number, b: number) => number) => {
    let best = Number.NaN;
    for (const row of used) {
      const value = column[row] as number;
      if (!Number.isNaN(value)) best = Number.isNaN(best) ? value : pick(best, value);
    }
    return Number.isNaN(best) ? null : best;
  };
  const target = learned.at(-1);
  return {
    fromMs: at(used[0]),
    toMs: at(used.at(-1)),
    days: [...days].sort((a, b) => a - b),
    minima: columns.map((column) => bound(column, Math.min)),
    maxima: columns.map((column) => bound(column, Math.max)),
    targetMinimum: target === undefined ? null : bound(target, Math.min),
    months: sumMonths(learned, used, local),
  };
}

export function joinSummaries(summaries: readonly Summary[]): Summary {
  const pick = (of: (number | null)[], best: (...values: number[]) => number) => {
    const known = of.filter((value) => value !== null);
    return known.length === 0 ? null : best(...known);
  };
  const length = Math.max(0, ...summaries.map(({ minima }) => minima.length));
  const range = (key: "minima" | "maxima", best: (...values: number[]) => number) =>
    Array.from({ length }, (_, j) =>
      pick(
        summaries.map((summary) => summary[key][j] ?? null),
        best,
      ),
    );
  return {
    fromMs: pick(
      summaries.map(({ fromMs }) => fromMs),
      Math.min,
    ),
    toMs: pick(
      summaries.map(({ toMs }) => toMs),
      Math.max,
    ),
    days: [...new Set(summaries.flatMap(({ days }) => days))].sort((a, b) => a - b),
    minima: range("minima", Math.min),
    maxima: range("maxima", Math.max),
    // Where one part does not know its own, nothing is known of all.
    ...(summaries.every(({ targetMinimum }) => targetMinimum !== undefined) && {
      targetMinimum: pick(
        summaries.map(({ targetMinimum = null }) => targetMinimum),
        Math.min,
      ),
    }),
    months: summaries.reduce<MonthSums>((sums, { months = {} }) => addMonths(sums, months), {}),
  };
}

/** Share of the year's days that have a row. */
export function yearCoverage({ days }: Summary): number {
  return Math.min(1, days.length / DAYS_PER_YEAR);
}

/** Months of the year that have a row, from 1. */
export function monthsOf({ days }: Summary): number[] {
  return [...new Set(days.map((day) => FIRST_DAYS.findLastIndex((first) => first <= day) + 1))];
}

const FIRST_DAYS = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335];

function dayOfYear(localMs: number): number {
  const date = new Date(localMs);
  return (FIRST_DAYS[date.getUTCMonth()] as number) + date.getUTCDate() - 1;
}
