// Rows that are months, quarters or years apart: none of these has a length, but on the calendar they are regular.
import { DAY_MS } from "./duration.ts";
import { monthEnds, monthOf } from "./month-sums.ts";

export interface MonthGrid {
  /** Months from row to row, and which of them the rows stand in. */
  step: number;
  phase: number;
  /** Since the month began; a month without so many days has its row on the last one. */
  phaseMs: number;
}

/** The longest month. */
export const MONTH_MAX_MS = 31 * DAY_MS;

/** The grid of times on one clock, ascending; null where they stand on none. */
export function inferMonths(times: Float64Array): MonthGrid | null {
  if (times.length < 2) return null;
  const places = Array.from(times, placeOf);
  const isEnds = places.every(({ sinceMs, lengthMs }) => sinceMs >= lengthMs - DAY_MS);
  const latest = Math.max(...places.map(({ sinceMs }) => sinceMs));
  const phaseMs = isEnds ? MONTH_MAX_MS - DAY_MS + (latest % DAY_MS) : latest;
  const months = times.map((ms) => monthPosition(ms, { step: 1, phase: 0, phaseMs }));
  const first = months[0] as number;
  const step = months.slice(1).reduce((least, month, i) => Math.min(least, month - (months[i] as number)), Infinity);
  if (step < 1 || months.some((month) => !Number.isInteger(month) || (month - first) % step !== 0)) return null;
  return { step, phase: first % step, phaseMs };
}

/** Steps since 1970; a number that is not whole for a time beside the grid. */
export function monthPosition(ms: number, { step, phase, phaseMs }: MonthGrid): number {
  const { month, sinceMs, lengthMs } = placeOf(ms);
  const expected = Math.min(phaseMs, lengthMs - DAY_MS + (phaseMs % DAY_MS));
  return (month + (sinceMs - expected) / lengthMs - phase) / step;
}

/** How long so many months are that begin at a time. */
export function monthsFrom(ms: number, count: number): number {
  const { month, sinceMs } = placeOf(ms);
  const { fromMs, toMs } = monthEnds(month + count);
  return Math.min(fromMs + sinceMs, toMs) - ms;
}

function placeOf(ms: number): { month: number; sinceMs: number; lengthMs: number } {
  const month = monthOf(ms);
  const { fromMs, toMs } = monthEnds(month);
  return { month, sinceMs: ms - fromMs, lengthMs: toMs - fromMs };
}
