// How much rows still count: exponential forgetting, or a window. Rows with times age by whole months of the norm's clock, or by whole days
// where they are forgotten within two months, so that it does not matter how they were cut into batches.
import { DAY_MS, parseDuration } from "./duration.ts";
import { monthEnds, monthOf } from "./month-grid.ts";

/** `half_life` or `window`, as durations. */
export interface Forget {
  half_life?: string | undefined;
  window?: string | undefined;
}

/** 2^(−age/half-life): the weight of rows that old, 1 without a half-life. */
export function weightOf(forget: Forget | undefined | null, ageMs: number): number {
  const halfLifeMs = forget?.half_life === undefined ? null : parseDuration(forget.half_life);
  return halfLifeMs === null ? 1 : 2 ** (-ageMs / halfLifeMs);
}

/** The time before which rows are left out; null without a window. */
export function windowStart(forget: Forget | undefined | null, newestMs: number): number | null {
  const windowMs = forget?.window === undefined ? null : parseDuration(forget.window);
  return windowMs === null ? null : newestMs - windowMs;
}

export type Unit = "day" | "month";

const MONTHS_FROM_MS = 60 * DAY_MS;

/** What rows age by. */
export function unitOf({ half_life, window }: Forget): Unit {
  const ms = parseDuration(half_life ?? window ?? "") ?? 0;
  return ms >= MONTHS_FROM_MS ? "month" : "day";
}

/** When the day or month ends that a time on the wall clock lies in. */
export function unitEnd(localMs: number, unit: Unit): number {
  return unit === "month" ? monthEnds(monthOf(localMs)).toMs : (Math.floor(localMs / DAY_MS) + 1) * DAY_MS;
}
