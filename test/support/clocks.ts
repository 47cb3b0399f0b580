// The clocks of all zones that Intl knows, and what is right around their changes: found by asking Intl for the wall clock of instants,
// which is not how src/engine/time/zone.ts goes about it.

export const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

export interface Change {
  /** The instant with which the clock changes, and by how much. */
  at: number;
  by: number;
}

export interface Clock {
  timezone: string;
  /** The wall clock at an instant, in ms since 1970 on Greenwich's wall. */
  wall(ms: number): number;
  changes: Change[];
}

/** Every zone, with the changes of its clock in some years. */
export function clocksOf(years: number[]): Clock[] {
  return Intl.supportedValuesOf("timeZone").map((timezone) => {
    const formatter = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "medium" });
    const wall = (ms: number) => Date.parse(`${formatter.format(ms).replace(" ", "T")}Z`);
    return { timezone, wall, changes: years.flatMap((year) => changesOf(wall, year)) };
  });
}

function changesOf(wall: Clock["wall"], year: number): Change[] {
  const found: Change[] = [];
  const offset = (ms: number) => wall(ms) - ms;
  for (let from = Date.UTC(year, 0); from < Date.UTC(year + 1, 0); from += WEEK) {
    let [before, after] = [from, from + WEEK];
    if (offset(before) === offset(after)) continue;
    while (after - before > 1_000) {
      const middle = before + 1_000 * Math.floor((after - before) / 2_000);
      if (offset(middle) === offset(from)) before = middle;
      else after = middle;
    }
    found.push({ at: after, by: offset(after) - offset(before) });
  }
  return found;
}

/** A wall-clock time as people write it. */
export function text(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 19);
}

/** A time with its offset from universal time, or as universal time where that is no whole minutes. */
export function withOffset(ms: number, wall: Clock["wall"]): string {
  const minutes = (wall(ms) - ms) / 60_000;
  if (!Number.isInteger(minutes)) return `${text(ms)}Z`;
  const parts = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${text(wall(ms))}${minutes < 0 ? "-" : "+"}${parts.map((part) => String(part).padStart(2, "0")).join(":")}`;
}

/** The days around a change with the first instant of each; those that the clock leaves out have none. */
export function daysAround({ at, by }: Change, wall: Clock["wall"]): { date: string; begins: number | undefined }[] {
  const dateOf = (wallMs: number) => text(wallMs).slice(0, 10);
  const today = Math.floor(wall(at) / DAY) * DAY;
  const offsets = [wall(at) - at, wall(at) - at - by];
  return [-3, -2, -1, 0, 1, 2, 3].map((days) => {
    const midnight = today + days * DAY;
    const candidates = [...offsets.map((offset) => midnight - offset), at].sort((a, b) => a - b);
    const isFirst = (ms: number) =>
      dateOf(wall(ms)) === dateOf(midnight) && dateOf(wall(ms - 1_000)) < dateOf(midnight);
    return { date: dateOf(midnight), begins: candidates.find(isFirst) };
  });
}
