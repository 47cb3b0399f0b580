// What a clock and a calendar on the wall say of a row. Numbers as in pandas: Monday is day 0, January month 1.
import { DAY_MS, HOUR_MS } from "./duration.ts";

/** Calendar features that have levels, with the first level (the one left out: all others are told against it) and the last. */
export const CALENDARS = {
  hour_of_day: { first: 0, last: 23 },
  day_of_week: { first: 0, last: 6 },
  hour_of_week: { first: 0, last: 167 },
  month: { first: 1, last: 12 },
  weekend: { first: 0, last: 1 },
} as const;
export type Calendar = keyof typeof CALENDARS;

/** How many levels there are beside the first. */
export function levelCount(calendar: Calendar): number {
  const { first, last } = CALENDARS[calendar];
  return last - first;
}

export const PERIODS = ["daily", "weekly", "yearly"] as const;
export type Period = (typeof PERIODS)[number];

// 1970-01-01 was a Thursday, day 3.
const FIRST_WEEKDAY = 3;

/** The level of each row. `local`: wall-clock milliseconds since 1970. */
export function levels(calendar: Calendar, local: Float64Array): Float64Array {
  return local.map(LEVEL_OF[calendar]);
}

// 1970 begins a few hours before 0 west of Greenwich, and % would keep the sign.
const modulo = (a: number, b: number) => ((a % b) + b) % b;
const hourOfDay = (ms: number) => modulo(Math.floor(ms / HOUR_MS), 24);
const dayOfWeek = (ms: number) => modulo(Math.floor(ms / DAY_MS) + FIRST_WEEKDAY, 7);

const LEVEL_OF: Record<Calendar, (ms: number) => number> = {
  hour_of_day: hourOfDay,
  day_of_week: dayOfWeek,
  hour_of_week: (ms) => 24 * dayOfWeek(ms) + hourOfDay(ms),
  month: (ms) => new Date(ms).getUTCMonth() + 1,
  weekend: (ms) => (dayOfWeek(ms) >= 5 ? 1 : 0),
};

/** How much of the day, of the week (from Monday) or of the year is over, from 0 to 1. */
export function phases(period: Period, local: Float64Array): Float64Array {
  return local.map(PHASE_OF[period]);
}

const PHASE_OF: Record<Period, (ms: number) => number> = {
  daily: (ms) => modulo(ms, DAY_MS) / DAY_MS,
  weekly: (ms) => modulo(ms + FIRST_WEEKDAY * DAY_MS, 7 * DAY_MS) / (7 * DAY_MS),
  yearly(ms) {
    const year = new Date(ms).getUTCFullYear();
    const start = Date.UTC(year, 0);
    return (ms - start) / (Date.UTC(year + 1, 0) - start);
  },
};

/** Number of the week since 1970, weeks beginning on Monday. */
export function weekNumber(localMs: number): number {
  return Math.floor((localMs + FIRST_WEEKDAY * DAY_MS) / (7 * DAY_MS));
}
