// Rows whose residuals scatter alike: those of one hour of the day, of one day of the week where rows are days; all others are one.
import { levels } from "../time/calendar.ts";
import type { Interval } from "./feature.ts";

/** How many groups rows of an interval have. */
export function groupCount(interval: Interval | null): number {
  return interval === "hourly" ? 24 : interval === "daily" ? 7 : 1;
}

/** The group of each row, from 0. `local`: wall-clock ms since 1970, empty without times. */
export function groupsOf(interval: Interval | null, local: Float64Array, rowCount: number): ArrayLike<number> {
  if (interval === "hourly") return levels("hour_of_day", local);
  if (interval === "daily") return levels("day_of_week", local);
  return new Uint8Array(rowCount);
}
