// Where rows stand in time: the step of a series, and the position of a row as a whole number of steps. Steps shorter than a day
// are counted in universal time; days and more by the clock on the wall, whose days have 23 to 25 hours.
import { DAY_MS, HOUR_MS, parseDuration } from "./duration.ts";
import type { Inferred, Interval } from "./feature.ts";

export interface Instants {
  /** Milliseconds since 1970, ascending, one per row; and the same as the clock on the wall shows them. */
  instants: Float64Array;
  local: Float64Array;
  /** Whether they were told as the clock on the wall shows them. */
  isWall?: boolean;
}

export type TimeGrid = Pick<Inferred, "timed" | "stepMs" | "isLocalGrid" | "phaseMs" | "interval">;

export const NO_TIMES: TimeGrid = { timed: false, stepMs: null, isLocalGrid: false, phaseMs: 0, interval: null };

// Longer than any hour, and any day with its clock change; shorter than any month.
const DAILY_MS = 0.9 * DAY_MS;
const MONTHLY_MS = 26 * DAY_MS;

/** The grid that rows with times stand on: their smallest distance, where all others are multiples of it, or the step stated. */
export function inferGrid({ instants, local, isWall: isTold = false }: Instants, stated: string | undefined): TimeGrid {
  const statedMs = stated === undefined ? null : parseDuration(stated);
  const [gridOfInstants, gridOfWall] = [regularStep(instants, statedMs), regularStep(local, statedMs)];
  const isWall =
    gridOfWall !== null &&
    standsOnWall(gridOfWall, { isTold, fitsInstants: gridOfInstants === gridOfWall, instants, local });
  const stepMs = isWall ? gridOfWall : gridOfInstants;
  const phaseMs = stepMs === null ? 0 : ((isWall ? local : instants)[0] as number) % stepMs;
  return { timed: true, stepMs, isLocalGrid: isWall, phaseMs, interval: intervalOf(instants, statedMs) };
}

/**
 * Whether a step is one of the wall clock. Where both clocks fit, no change of them being among the rows: it is, where times were
 * told by it, and days that do not begin at midnight of universal time.
 */
function standsOnWall(
  stepMs: number,
  of: { isTold: boolean; fitsInstants: boolean; instants: Float64Array; local: Float64Array },
): boolean {
  if (of.isTold) return stepMs > HOUR_MS;
  if (stepMs % DAY_MS !== 0) return false;
  const phase = (times: Float64Array) => (times[0] as number) % DAY_MS;
  return !of.fitsInstants || phase(of.local) === 0 || phase(of.instants) !== 0;
}

/** Steps since 1970 of each row; a number that is not whole for a row that stands beside the grid. */
export function positionsOf({ stepMs, isLocalGrid, phaseMs }: TimeGrid, { instants, local }: Instants): Float64Array {
  if (stepMs === null) return Float64Array.from(instants, (_, i) => i);
  return (isLocalGrid ? local : instants).map((ms) => (ms - phaseMs) / stepMs);
}

/** Whether each row is the next one after the row before it; the first is not. Without a regular step all others are. */
export function areConsecutive({ stepMs }: TimeGrid, instants: Float64Array | null, rowCount: number): Uint8Array {
  const slack = 1.5; // a day of 25 hours still follows on the one before
  const follows = new Uint8Array(rowCount).fill(1, 1);
  if (stepMs === null || instants === null) return follows;
  return follows.map((_, i) => Number(i > 0 && (instants[i] as number) - (instants[i - 1] as number) < slack * stepMs));
}

function regularStep(times: Float64Array, statedMs: number | null): number | null {
  let step = statedMs ?? Infinity;
  for (let i = 1; i < times.length && statedMs === null; i++) {
    step = Math.min(step, (times[i] as number) - (times[i - 1] as number));
  }
  // Months are not all of one length, though two or three may be.
  if (!Number.isFinite(step) || step <= 0 || (statedMs === null && step >= MONTHLY_MS)) return null;
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
