// How far apart times are: the most frequent step, a month or a year where the calendar goes by those, and what is longer.
import { DAY_MS, formatDuration } from "../../engine/time/duration.ts";

export interface Steps {
  /** null of fewer than two times. */
  interval: string | null;
  gaps: { after: number; before: number; missing: number }[];
  /** In all gaps together. */
  missing: number;
}

// Of the Gregorian calendar, in days.
const MONTH = { least: 28, most: 31, mean: 30.436875 };
const YEAR = { least: 365, most: 366, mean: 365.2425 };
const HOUR = 1 / 24;
// A step that is longer by half leaves room for no whole one: 90 minutes among hours are an hour that came late.
const LONGER = 1.5;

/** `sorted`: milliseconds, in their order. */
export function findSteps(sorted: Float64Array): Steps {
  const counts = new Map<number, number>();
  for (let i = 1; i < sorted.length; i++) {
    const step = (sorted[i] as number) - (sorted[i - 1] as number);
    if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([a, n], [b, m]) => m - n || a - b);
  if (most === undefined) return { interval: null, gaps: [], missing: 0 };
  const calendar = calendarStep(most[0], counts);
  const stepMs = calendar === null ? most[0] : calendar.mean * DAY_MS;
  const longest = calendar === null ? LONGER * stepMs : (calendar.most + MONTH.least / 2) * DAY_MS;
  const gaps: Steps["gaps"] = [];
  for (let i = 1; i < sorted.length; i++) {
    const [after, before] = [sorted[i - 1] as number, sorted[i] as number];
    if (before - after <= longest) continue;
    gaps.push({ after, before, missing: Math.max(1, Math.round((before - after) / stepMs) - 1) });
  }
  return {
    interval: calendar?.name ?? formatDuration(stepMs),
    gaps,
    missing: gaps.reduce((sum, { missing }) => sum + missing, 0),
  };
}

/** A month or a year where the steps of that length are of more than one, or there is but one of them. */
function calendarStep(stepMs: number, counts: ReadonlyMap<number, number>) {
  const lengths = [...counts.keys()].map((ms) => ms / DAY_MS);
  for (const [name, { least, most, mean }] of [
    ["1mo", MONTH],
    ["1y", YEAR],
  ] as const) {
    // Where the clock is changed between them it is an hour more, or less.
    const isSo = (days: number) => days >= least - HOUR && days <= most + HOUR;
    if (isSo(stepMs / DAY_MS) && (lengths.filter(isSo).length > 1 || stepMs / DAY_MS > MONTH.least))
      return { name, most, mean };
  }
  return null;
}
