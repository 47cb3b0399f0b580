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

const NORMS_MAX = 100;

// 16 MB of numbers, whatever the size of the models: the largest has 66,000 in its spread and 18,000 in its tail.
const MODEL_VALUES_MAX = 2_000_000;
// What a model takes beside those.
const MODEL_VALUES_LEAST = 1_000;

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
  if (writes === cache.writes) {
    remember(cache.norms, name, { norm, readAtMs: nowMs }, { sizeOf: () => 1, sizeMax: NORMS_MAX });
  }
  return norm;
}

/** To be called after every write to a norm. */
export function forgetNorm(cache: Cache, name: string): void {
  cache.writes++;
  cache.norms.delete(name);
}

/** Keeps a model under its key in KV. */
export function rememberModel(cache: Cache, key: string, model: NormModel): void {
  const sizeOf = ({ spread, tail }: NormModel) =>
    MODEL_VALUES_LEAST + spread.r.length + tail.positions.length * (1 + tail.values.length);
  remember(cache.models, key, model, { sizeOf, sizeMax: MODEL_VALUES_MAX });
}

/** Sets the newest entry, and drops the oldest ones while all are too large together. */
function remember<T>(
  entries: Map<string, T>,
  key: string,
  value: T,
  { sizeOf, sizeMax }: { sizeOf: (value: T) => number; sizeMax: number },
): void {
  entries.delete(key);
  entries.set(key, value);
  let size = 0;
  for (const each of entries.values()) size += sizeOf(each);
  for (const [oldest, each] of entries) {
    if (size <= sizeMax) return;
    entries.delete(oldest);
    size -= sizeOf(each);
  }
}
