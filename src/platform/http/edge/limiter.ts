// How many calls a key has in a minute: a bucket for each (token bucket), which fills evenly.
import { show } from "../../schema/table.ts";

/** Takes one call of a key: undefined where it had one, else in how many seconds it has one again. */
export interface Limiter {
  take(key: string): Promise<number | undefined> | number | undefined;
}

/** In which the limit is counted; the bindings of wrangler.toml have the same. */
export const MINUTE_MS = 60_000;

// Some 15 MB of keys. Past it the newcomers of a minute share one bucket: whoever sends from many addresses would otherwise push out
// those that he has emptied.
const KEYS_MAX = 100_000;
const NEWCOMERS = "newcomers";

/**
 * A bucket of `limit` calls for each key. Of a bucket one number is kept: when it is full again. `keysMax`: keys that are told apart.
 */
export function createLimiter(limit: number, nowMs: () => number, keysMax = KEYS_MAX): Limiter {
  const callMs = MINUTE_MS / limit;
  // The one that was not used for longest stands first.
  const fullAtMs = new Map<string, number>();

  /** A full bucket is as good as none. */
  function forgetFull(now: number): void {
    for (const [key, ms] of fullAtMs) {
      if (ms > now) return;
      fullAtMs.delete(key);
    }
  }

  return {
    take(asked) {
      const now = nowMs();
      forgetFull(now);
      const key = fullAtMs.has(asked) || fullAtMs.size < keysMax ? asked : NEWCOMERS;
      // No bucket takes longer than a minute, also where the clock was set back.
      const untilFullMs = Math.min(MINUTE_MS, Math.max(0, (fullAtMs.get(key) ?? 0) - now));
      const waitMs = Math.round(untilFullMs + callMs - MINUTE_MS);
      if (waitMs <= 0) fullAtMs.delete(key);
      fullAtMs.set(key, now + untilFullMs + (waitMs > 0 ? 0 : callMs));
      return waitMs > 0 ? Math.ceil(waitMs / 1_000) : undefined;
    },
  };
}

/** A setting of calls in a minute: "off" for as many as come, null. */
export function readLimit(name: string, text: string | undefined, unless: number | null): number | null {
  if (!text) return unless;
  if (text === "off") return null;
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new Error(
    `Cannot start: ${name} is ${show(text)}, not a number of calls in a minute from 1 to 9999999, or off`,
  );
}
