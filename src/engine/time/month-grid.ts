// Rows that are months, quarters or years apart: none of these has a length, but on the calendar they are regular.
import { DAY_MS } from "./duration.ts";

export interface MonthGrid {
  /** Months from row to row, and which of them the rows stand in. */
  step: number;
  phase: number;
  /** Since the month began; a month without so many days has its row on the last one. */
  phaseMs: number;
}

/** The longest month. */
export const MONTH_MAX_MS = 31 * DAY_MS;

const UNITS = { mo: 1, q: 3, y: 12 };

/** How many months "1mo", "2q" or "1y" are, spelt as in Polars; null where a text is none of these. */
export function parseMonths(text: string): number | null {
  const [, count, unit] = /^([1-9]\d?)(mo|q|y)$/.exec(text) ?? [];
  return count === undefined ? null : Number(count) * UNITS[unit as keyof typeof UNITS];
}

export function formatMonths(count: number): string {
  if (count === 0) return "less than 1mo";
  const [unit, size] = count % 12 === 0 ? ["y", 12] : count % 3 === 0 ? ["q", 3] : ["mo", 1];
  return `${count / Number(size)}${unit}`;
}

/**
 * The grid of times on one clock, ascending; null where they stand on none. `stated`: the step, which is else the smallest one of the
 * times.
 */
export function inferMonths(times: Float64Array, stated: number | null): MonthGrid | null {
  if (times.length < 2 && stated === null) return null;
  const places = Array.from(times, placeOf);
  const isEnds = places.every(({ sinceMs, lengthMs }) => sinceMs >= lengthMs - DAY_MS);
  const latest = places.reduce((most, { sinceMs }) => Math.max(most, sinceMs), 0);
  const phaseMs = isEnds ? MONTH_MAX_MS - DAY_MS + (latest % DAY_MS) : latest;
  const months = times.map((ms) => monthPosition(ms, { step: 1, phase: 0, phaseMs }));
  const first = months[0] as number;
  const step =
    stated ?? months.slice(1).reduce((least, month, i) => Math.min(least, month - (months[i] as number)), Infinity);
  if (step < 1 || months.some((month) => !Number.isInteger(month) || (month - first) % step !== 0)) return null;
  return { step, phase: first % step, phaseMs };
}

/** Steps since 1970; a number that is not whole for a time beside the grid. */
export function monthPosition(ms: number, { step, phase, phaseMs }: MonthGrid): number {
  const { month, sinceMs, lengthMs } = placeOf(ms);
  return (month + (sinceMs - rowSinceMs(lengthMs, phaseMs)) / lengthMs - phase) / step;
}

/** How long a step is that begins with a row. */
export function stepFrom(ms: number, { step, phaseMs }: MonthGrid): number {
  const { fromMs, toMs } = monthEnds(monthOf(ms) + step);
  return fromMs + rowSinceMs(toMs - fromMs, phaseMs) - ms;
}

/** When in a month its row stands. */
function rowSinceMs(lengthMs: number, phaseMs: number): number {
  return Math.min(phaseMs, lengthMs - DAY_MS + (phaseMs % DAY_MS));
}

function placeOf(ms: number): { month: number; sinceMs: number; lengthMs: number } {
  const month = monthOf(ms);
  const { fromMs, toMs } = monthEnds(month);
  return { month, sinceMs: ms - fromMs, lengthMs: toMs - fromMs };
}

/** Months since January 1970 of a wall-clock time. */
export function monthOf(localMs: number): number {
  const date = new Date(localMs);
  return 12 * (date.getUTCFullYear() - 1970) + date.getUTCMonth();
}

/** When a month begins and ends on the wall clock, in ms since 1970. */
export function monthEnds(month: number): { fromMs: number; toMs: number } {
  return { fromMs: Date.UTC(1970, month), toMs: Date.UTC(1970, month + 1) };
}
