// Rows of a period → the steps that they stand in, on the clock of the norm's zone: hours as they pass, longer steps as the wall has them, weeks
// from Monday, months of the calendar.
import { DAY_MS, formatDuration, HOUR_MS, parseDuration } from "./duration.ts";
import { formatMonths, monthOf, parseMonths } from "./month-grid.ts";
import { firstInstant, type Zone } from "./zone.ts";

/** So many milliseconds, or months of the calendar. */
export type StepSize = { ms: number } | { months: number };

/** null where a text is no step. */
export function parseStep(text: string): StepSize | null {
  const ms = parseDuration(text);
  const months = parseMonths(text);
  return ms !== null ? { ms } : months !== null ? { months } : null;
}

export function formatStepSize(step: StepSize): string {
  return "ms" in step ? formatDuration(step.ms) : formatMonths(step.months);
}

const MONTH_MEAN_MS = (365.25 / 12) * DAY_MS;

/** How long it is, of months on average. */
export function lengthOf(step: StepSize): number {
  return "ms" in step ? step.ms : step.months * MONTH_MEAN_MS;
}

const LADDER = "1min 5min 10min 15min 30min 1h 2h 3h 4h 6h 12h 1d 1w 1mo 1q 1y".split(" ").map(parseStep) as StepSize[];
const YEAR: StepSize = { months: 12 };

/** The shortest usual step, or so many years, of which a span touches so many at most, of two or more. `rowMs`: how far rows are apart; null where that is not regular. */
export function stepFor(spanMs: number, points: number, rowMs: number | null): StepSize {
  const isWhole = (step: StepSize) => rowMs === null || !("ms" in step) || (step.ms > rowMs && step.ms % rowMs === 0);
  const isLonger = (step: StepSize) => rowMs === null || lengthOf(step) > rowMs;
  const years = Math.max(1, Math.ceil(spanMs / lengthOf(YEAR) / Math.max(1, points - 1)));
  return (
    LADDER.find((step) => isWhole(step) && isLonger(step) && Math.ceil(spanMs / lengthOf(step)) < points) ?? {
      months: 12 * years,
    }
  );
}

export interface Runs {
  /** Index of the first row of each step, ascending. */
  starts: Uint32Array;
  /** When each step begins. */
  instants: Float64Array;
  /** When the first step begins that is missing before a step; NaN where none is. */
  missing: Float64Array;
}

/** `instants`: ascending; `local`: the same on the wall. */
export function runsOf(step: StepSize, instants: Float64Array, local: Float64Array, zone: Zone): Runs {
  const starts: number[] = [];
  const begins: number[] = [];
  const missing: number[] = [];
  // Where the clock is put back it shows an hour twice; a longer step is as long as the wall has it.
  const isByWall = !("ms" in step) || step.ms > HOUR_MS;
  const instantOf = (wallMs: number, row: number) => {
    const instant = firstInstant(zone, wallMs);
    return Number.isNaN(instant) ? (instants[row] as number) : instant;
  };
  let before: number | undefined;
  for (let row = 0; row < instants.length; row++) {
    const shown = local[row] as number;
    const wall = beginOf(step, shown);
    const key = isByWall ? wall : wall - (shown - (instants[row] as number));
    // A step that the clock is put back into stays in the one after it.
    if (before !== undefined && key <= before) continue;
    const next = before === undefined ? key : nextOf(step, before);
    starts.push(row);
    begins.push(isByWall ? instantOf(wall, row) : key);
    missing.push(next >= key ? Number.NaN : isByWall ? instantOf(next, row) : next);
    before = key;
  }
  return {
    starts: Uint32Array.from(starts),
    instants: Float64Array.from(begins),
    missing: Float64Array.from(missing),
  };
}

// The first Monday of 1970.
const MONDAY_MS = 4 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;

/** When the step begins on the wall that a time on it is in. */
function beginOf(step: StepSize, wallMs: number): number {
  if ("months" in step) return Date.UTC(1970, step.months * Math.floor(monthOf(wallMs) / step.months));
  const anchor = step.ms % WEEK_MS === 0 ? MONDAY_MS : 0;
  return anchor + step.ms * Math.floor((wallMs - anchor) / step.ms);
}

function nextOf(step: StepSize, beginMs: number): number {
  return "months" in step ? Date.UTC(1970, monthOf(beginMs) + step.months) : beginMs + step.ms;
}
