// How much a batch still counts: exponential forgetting, or a window.
import { parseDuration } from "../feature/duration.ts";

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

/** The time before which batches are left out; null without a window. */
export function windowStart(forget: Forget | undefined | null, newestMs: number): number | null {
  const windowMs = forget?.window === undefined ? null : parseDuration(forget.window);
  return windowMs === null ? null : newestMs - windowMs;
}
