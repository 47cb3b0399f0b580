// What one isolate remembers between requests.
import type { NormModel } from "../schema/norm-model.ts";
import type { NormRow } from "./norms.ts";

export interface Cache {
  /** Models by their key in KV; they never change. Newest last. */
  models: Map<string, NormModel>;
  /** Norms by name, as D1 had them lately. */
  norms: Map<string, { norm: NormRow; readAtMs: number }>;
  /** Counts the writes of this isolate, so that a read under way during a write is not remembered. */
  writes: number;
}

// A read of D1 takes longer than all the rest of a prediction. What this isolate writes it knows at once; what another one
// writes is seen within this time. Only predictions are answered so.
const NORM_AGE_MAX_MS = 1_000;

// The largest model (256 features and a full tail) takes 0.3 MB.
const ENTRIES_MAX = 100;

export function createCache(): Cache {
  return { models: new Map(), norms: new Map(), writes: 0 };
}

/** A norm as it was at most a second ago, read by `read` where it is not remembered. */
export async function recentNorm(
  cache: Cache,
  name: string,
  nowMs: number,
  read: () => Promise<NormRow>,
): Promise<NormRow> {
  const known = cache.norms.get(name);
  if (known !== undefined && Math.abs(nowMs - known.readAtMs) < NORM_AGE_MAX_MS) return known.norm;
  const { writes } = cache;
  const norm = await read();
  if (writes === cache.writes) remember(cache.norms, name, { norm, readAtMs: nowMs });
  return norm;
}

/** To be called after every write to a norm. */
export function forgetNorm(cache: Cache, name: string): void {
  cache.writes++;
  cache.norms.delete(name);
}

/** Sets the newest entry and drops the oldest ones past the most. */
export function remember<T>(entries: Map<string, T>, key: string, value: T): void {
  entries.delete(key);
  entries.set(key, value);
  for (const oldest of entries.keys()) if (entries.size > ENTRIES_MAX) entries.delete(oldest);
}
