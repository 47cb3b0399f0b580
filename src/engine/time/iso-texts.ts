// Many instants as ISO 8601: what they have in common is written once.
import { DAY_MS } from "./duration.ts";

// Times of day of one list: seconds of a day, with room.
const CLOCKS_MAX = 100_000;

/** As `toISOString` has each: `2026-01-31T13:00:00.000Z`. */
export function isoTexts(instants: ArrayLike<number>): string[] {
  const clocks = new Map<number, string>();
  let [known, day] = [Number.NaN, ""];
  return Array.from(instants, (ms) => {
    const at = Math.floor(ms / DAY_MS);
    const text = clocks.get(ms - at * DAY_MS);
    if (at === known && text !== undefined) return day + text;
    const whole = new Date(ms).toISOString();
    const cut = whole.indexOf("T");
    [known, day] = [at, whole.slice(0, cut)];
    if (clocks.size < CLOCKS_MAX) clocks.set(ms - at * DAY_MS, whole.slice(cut));
    return whole;
  });
}
