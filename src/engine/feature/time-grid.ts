// Where rows stand in time: the step of a series, and the position of a row as a whole number of steps. Steps shorter than a day
// are counted in universal time; days and more by the clock on the wall, whose days have 23 to 25 hours.
import { DAY_MS, formatDuration, HOUR_MS, parseDuration } from "../time/duration.ts";
import {
  formatMonths,
  inferMonths,
  MONTH_MAX_MS,
  type MonthGrid,
  monthPosition,
  parseMonths,
} from "../time/month-grid.ts";
import type { Inferred, Interval } from "./feature.ts";

export interface Instants {
  /** Milliseconds since 1970, ascending, one per row; and the same as the clock on the wall shows them. */
  instants: Float64Array;
  local: Float64Array;
  /** As `local`, but midnight of the first instant of each day, also where the clock skips that. */
  days: Float64Array;
  /** Whether they were told as the clock on the wall shows them. */
  isWall?: boolean;
}

export type TimeGrid = Pick<Inferred, "timed" | "stepMs" | "isLocalGrid" | "phaseMs" | "months" | "interval">;

export const NO_TIMES: TimeGrid = { timed: false, stepMs: null, isLocalGrid: false, phaseMs: 0, interval: null };

// Longer than any hour, and any day with its clock change; shorter than any month.
const DAILY_MS = 0.9 * DAY_MS;
const MONTHLY_MS = 26 * DAY_MS;
// Months are not all of one length, though two or three may be: so many rows as far apart, every 28 days say, are none.
const LONG_ROWS_LEAST = 4;

/** The grid that rows with times stand on: their smallest distance, where all others are multiples of it, or the step stated. */
export function inferGrid(times: Instants, stated: string | undefined): TimeGrid {
  const grid = gridOf(times, stated, MONTHLY_MS);
  const isNone = grid.stepMs === null && grid.months === undefined;
  return isNone && times.instants.length >= LONG_ROWS_LEAST ? gridOf(times, stated, Infinity) : grid;
}

/** `most`: a step that is not stated is shorter, unless it is one of months. */
function gridOf(times: Instants, stated: string | undefined, most: number): TimeGrid {
  const { instants, days, isWall: isTold = false } = times;
  const statedMonths = stated === undefined ? null : parseMonths(stated);
  if (statedMonths !== null) return monthsOf(times, statedMonths);
  const statedMs = stated === undefined ? null : parseDuration(stated);
  const [gridOfInstants, gridOfDays] = [regularStep(instants, statedMs, most), regularStep(days, statedMs, most)];
  const isOfDays = gridOfDays !== null && gridOfDays % DAY_MS === 0;
  const local = isOfDays ? days : times.local;
  const gridOfWall = isOfDays ? gridOfDays : regularStep(local, statedMs, most);
  const isWall =
    gridOfWall !== null &&
    standsOnWall(gridOfWall, { isTold, fitsInstants: gridOfInstants === gridOfWall, instants, local });
  const stepMs = isWall ? gridOfWall : gridOfInstants;
  const interval = intervalOf(instants, statedMs);
  if (stepMs === null && interval === "monthly" && statedMs === null) return monthsOf(times, null);
  const phaseMs = stepMs === null ? 0 : ((isWall ? local : instants)[0] as number) % stepMs;
  return { timed: true, stepMs, isLocalGrid: isWall, phaseMs, interval };
}

/** Of months, quarters and years: on the wall clock if that fits, and if they do not begin days of universal time instead. */
function monthsOf({ instants, days, isWall: isTold = false }: Instants, stated: number | null): TimeGrid {
  const [onWall, onInstants] = [inferMonths(days, stated), inferMonths(instants, stated)];
  const beginDays = (of: MonthGrid | null) => of !== null && of.phaseMs % DAY_MS === 0;
  const isLocalGrid = onWall !== null && (isTold || beginDays(onWall) || !beginDays(onInstants));
  const months = isLocalGrid ? onWall : onInstants;
  return { timed: true, stepMs: null, isLocalGrid, phaseMs: 0, ...(months && { months }), interval: "monthly" };
}

/** The wall clock as features see it: a row that is a day, or a month, begins at midnight though the clock skips that. */
export function wallOf({ stepMs, isLocalGrid, phaseMs, months }: TimeGrid, { local, days }: Instants): Float64Array {
  const isOfDays = months !== undefined || (stepMs !== null && stepMs % DAY_MS === 0 && phaseMs % DAY_MS === 0);
  return isLocalGrid && isOfDays ? days : local;
}

/** How far rows are apart, or so many steps of them: "1h", "1q"; null where that is not regular. */
export function formatStep({ stepMs, months }: TimeGrid, steps = 1): string | null {
  if (stepMs !== null) return formatDuration(Math.round(steps * stepMs));
  return months === undefined ? null : formatMonths(Math.round(steps * months.step));
}

/**
 * Whether a step is one of the wall clock. Where both clocks fit, no change of them being among the rows: it is, where times were
 * told by it, and days that do not begin at midnight of universal time.
 */
function standsOnWall(
  stepMs: number,
  of: { isTold: boolean; fitsInstants: boolean; instants: Float64Array; local: Float64Array },
): boolean {
  const isOfDays = stepMs % DAY_MS === 0;
  const length = (times: Float64Array) => (times.at(-1) as number) - (times[0] as number);
  // The clock changed by whole steps: rows of hours that follow on each other skip none of them.
  if (!isOfDays && of.fitsInstants && length(of.instants) !== length(of.local)) return false;
  if (of.isTold) return stepMs > HOUR_MS;
  if (!isOfDays) return false;
  const phase = (times: Float64Array) => (times[0] as number) % DAY_MS;
  return !of.fitsInstants || phase(of.local) === 0 || phase(of.instants) !== 0;
}

/** Steps since 1970 of each row; a number that is not whole for a row that stands beside the grid. */
export function positionsOf(grid: TimeGrid, times: Instants): Float64Array {
  const { stepMs, isLocalGrid, phaseMs, months } = grid;
  const on = isLocalGrid ? wallOf(grid, times) : times.instants;
  if (stepMs !== null) return on.map((ms) => (ms - phaseMs) / stepMs);
  return on.map((ms, i) => (months === undefined ? i : monthPosition(ms, months)));
}

/** Whether each row is the next one after the row before it; the first is not. Without a regular step all others are. */
export function areConsecutive(
  { stepMs, months }: TimeGrid,
  instants: Float64Array | null,
  rowCount: number,
): Uint8Array {
  const slack = 1.5; // a day of 25 hours still follows on the one before
  const follows = new Uint8Array(rowCount).fill(1, 1);
  const step = stepMs ?? (months ? months.step * MONTH_MAX_MS : null);
  if (step === null || instants === null) return follows;
  return follows.map((_, i) => Number(i > 0 && (instants[i] as number) - (instants[i - 1] as number) < slack * step));
}

function regularStep(times: Float64Array, statedMs: number | null, most: number): number | null {
  let step = statedMs ?? Infinity;
  for (let i = 1; i < times.length && statedMs === null; i++) {
    step = Math.min(step, (times[i] as number) - (times[i - 1] as number));
  }
  if (!Number.isFinite(step) || step <= 0 || (statedMs === null && step >= most)) return null;
  for (let i = 1; i < times.length; i++) if (((times[i] as number) - (times[0] as number)) % step !== 0) return null;
  return step;
}

/** By the median distance of rows. */
function intervalOf(instants: Float64Array, statedMs: number | null): Interval | null {
  const distances = instants.slice(1).map((ms, i) => ms - (instants[i] as number));
  const middle = statedMs ?? distances.sort()[distances.length >> 1];
  if (middle === undefined) return null;
  return middle < DAILY_MS ? "hourly" : middle < MONTHLY_MS ? "daily" : "monthly";
}
