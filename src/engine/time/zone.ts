// Instants ↔ local wall-clock times of an IANA time zone, daylight saving included. Local times are held as the milliseconds
// since 1970 that a clock on Greenwich's wall would have: arithmetic on them is the calendar's. The rules of the zones are the
// runtime's (Intl); they are asked for once a day of data, not once a row.
import { DAY_MS, HOUR_MS } from "./duration.ts";

export interface Zone {
  /** The wall clock at an instant. */
  toLocal(instantMs: number): number;
  /**
   * The instant at which the wall clock shows a time; where it does so twice, the first one that is after `afterMs`, else the
   * second; NaN where it never does.
   */
  toInstant(localMs: number, afterMs: number): number;
  /** The instant with which the day of a midnight begins, also where the clock skips midnight; NaN where it skips the whole day. */
  startOfDay(midnightMs: number): number;
  /** The wall clock at an instant, but of the first of a day midnight, also where the clock skips that. */
  toDay(instantMs: number): number;
}

/** Whether the runtime knows a zone of this name. */
export function isZone(timezone: string): boolean {
  try {
    return /^[A-Za-z]/.test(timezone) && formatterOf(timezone) !== undefined;
  } catch {
    return false;
  }
}

export function createZone(timezone: string): Zone {
  if (timezone === "UTC") {
    const same = (ms: number) => ms;
    return { toLocal: same, toInstant: same, startOfDay: same, toDay: same };
  }
  const formatter = formatterOf(timezone);
  const days = new Map<number, Day>();
  // A day ends with the offset that the next one begins with.
  const midnights = new Map<number, number>();
  const midnight = (number: number) => {
    const known = midnights.get(number) ?? offset(formatter, number * DAY_MS);
    midnights.set(number, known);
    return known;
  };

  function dayAt(instantMs: number): Day {
    const number = Math.floor(instantMs / DAY_MS);
    const day = days.get(number) ?? dayOf(formatter, number, midnight);
    days.set(number, day);
    return day;
  }

  function offsetAt(instantMs: number): number {
    const day = dayAt(instantMs);
    return instantMs < day.changeMs ? day.before : day.after;
  }

  /** The midnight that the clock skips when it changes at an instant; NaN where it skips none. */
  function skippedMidnight(instantMs: number): number {
    const { changeMs, before, after } = dayAt(instantMs - 1);
    if (changeMs !== instantMs) return Number.NaN;
    const midnightMs = Math.floor((instantMs + after) / DAY_MS) * DAY_MS;
    return midnightMs > instantMs - 1 + before ? midnightMs : Number.NaN;
  }

  function toInstant(localMs: number, afterMs: number): number {
    const instants = [localMs - offsetAt(localMs - DAY_MS), localMs - offsetAt(localMs + DAY_MS)]
      .filter((instant) => instant + offsetAt(instant) === localMs)
      .sort((a, b) => a - b);
    return instants.find((instant) => instant > afterMs) ?? instants.at(-1) ?? Number.NaN;
  }

  return {
    toLocal: (ms) => ms + offsetAt(ms),
    toInstant,
    startOfDay(midnightMs) {
      const instant = toInstant(midnightMs, -Infinity);
      if (!Number.isNaN(instant)) return instant;
      const around = [midnightMs - offsetAt(midnightMs + DAY_MS), midnightMs - offsetAt(midnightMs - DAY_MS)] as const;
      return around.map((ms) => dayAt(ms).changeMs).find((ms) => skippedMidnight(ms) === midnightMs) ?? Number.NaN;
    },
    toDay(ms) {
      const midnightMs = skippedMidnight(ms);
      return Number.isNaN(midnightMs) ? ms + offsetAt(ms) : midnightMs;
    },
  };
}

/** The first instant at which the wall clock shows a time, or else goes past it, being put forward by an hour; NaN where it skips more. */
export function firstInstant({ startOfDay, toInstant }: Zone, localMs: number): number {
  const instant = localMs % DAY_MS === 0 ? startOfDay(localMs) : toInstant(localMs, -Infinity);
  return Number.isNaN(instant) ? toInstant(localMs + HOUR_MS, -Infinity) : instant;
}

/** One day in universal time: the offset before and after the clocks change, where they do. */
interface Day {
  before: number;
  after: number;
  changeMs: number;
}

function dayOf(formatter: Intl.DateTimeFormat, number: number, midnight: (number: number) => number): Day {
  let from = number * DAY_MS;
  let to = from + DAY_MS;
  const before = midnight(number);
  const after = midnight(number + 1);
  if (before === after) return { before, after, changeMs: to };
  while (to - from > 1_000) {
    const middle = from + Math.floor((to - from) / 2_000) * 1_000;
    if (offset(formatter, middle) === before) from = middle;
    else to = middle;
  }
  return { before, after, changeMs: to };
}

/** Wall clock minus universal time, in ms, at a whole second. */
function offset(formatter: Intl.DateTimeFormat, instantMs: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatter.formatToParts(instantMs)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instantMs;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "iso8601",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
}
