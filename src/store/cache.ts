// What one isolate remembers between requests.
import { count } from "../math/factor.ts";
import type { Held } from "../model/family.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { StoredHead } from "./artifacts.ts";
import type { Dataset } from "./datasets.ts";
import type { Basis } from "./factors.ts";
import type { NormRow } from "./norms.ts";
import type { RegisteredModel } from "./registry.ts";
import type { SessionModel } from "./session-models.ts";

export interface Cache {
  /** Models of norms by their key in KV; they never change. Here and below: what was asked for last is last. */
  models: Map<string, NormModel>;
  /** What the newest version that was learned here rests on, by the norm's id. */
  bases: Map<string, KnownBasis>;
  /** Norms by name, as D1 had them lately. */
  norms: Map<string, Recent<NormRow>>;
  /** Models of the registry by key and version; they never change. */
  held: Map<string, HeldModel>;
  /** Models of the registry by id, as D1 had them lately. */
  registered: Map<number, Recent<RegisteredModel>>;
  /** The gender model in use, as D1 had it lately; null where there is none. */
  sessionModel: Map<"", Recent<SessionModel | null>>;
  /** Which part of what the service stands on could not be had lately; null where all could. */
  ready: Map<"", Recent<string | null>>;
  /** What answered a prediction last, by the model's key. */
  serving: { registered: Map<string, RegisteredModel>; sessions: Map<string, SessionModel> };
  /** What was trained on last, where that is small. */
  dataset: { id: string; data: Dataset } | null;
  /** What is being loaded, for whoever else asks for it meanwhile. */
  loading: Loading;
  /** Counts the writes of this isolate, so that a read under way during a write is not remembered. */
  writes: number;
}

export interface Loading {
  models: Map<string, Promise<NormModel>>;
  bases: Map<string, Promise<Basis>>;
  held: Map<string, Promise<HeldModel>>;
  datasets: Map<string, Promise<Dataset>>;
}

export interface Recent<T> {
  value: T;
  readAtMs: number;
}

/** It never changes: whatever a norm learns or forgets is another version. */
interface KnownBasis {
  forgetCount: number;
  version: number;
  basis: Basis;
}

/** A model's head, and its units ready to be asked; null where they are too large to be kept. */
export interface HeldModel {
  head: StoredHead;
  held: Held | null;
}

// A read of D1 takes longer than all the rest of a prediction. What this isolate writes it knows at once; what another one
// writes is seen within this time. Only predictions are answered so.
const AGE_MAX_MS = 1_000;

const ONE_EACH = { sizeOf: () => 1, sizeMax: 100 };

// 16 MB of numbers, whatever the size of the models: the largest has 66,000 in its spread and 18,000 in its tail.
const MODEL_VALUES_MAX = 2_000_000;
// What a model takes beside those.
const MODEL_VALUES_LEAST = 1_000;

// 16 MB of numbers: four of the largest norms, or some 250 of 32 columns.
const BASIS_VALUES_MAX = 2_000_000;
const BASIS_VALUES_LEAST = 1_000;

/** Of one model of the registry, and of all of them together: a quarter of an isolate. */
export const HELD_BYTES_MAX = 32_000_000;
// What a model takes beside its numbers.
const HELD_BYTES_LEAST = 100_000;

export function createCache(): Cache {
  return {
    models: new Map(),
    bases: new Map(),
    norms: new Map(),
    held: new Map(),
    registered: new Map(),
    sessionModel: new Map(),
    ready: new Map(),
    serving: { registered: new Map(), sessions: new Map() },
    dataset: null,
    loading: { models: new Map(), bases: new Map(), held: new Map(), datasets: new Map() },
    writes: 0,
  };
}

/** A norm, or a model of the registry, as it was at most a second ago; read by `read` where it is not remembered. */
export async function recent<Key, T>(
  cache: Cache,
  entries: Map<Key, Recent<T>>,
  key: Key,
  { nowMs, read }: { nowMs: number; read: () => Promise<T> },
): Promise<T> {
  const known = lookUp(entries, key);
  if (known !== undefined && Math.abs(nowMs - known.readAtMs) < AGE_MAX_MS) return known.value;
  const { writes } = cache;
  const value = await read();
  if (writes === cache.writes) {
    remember(entries, key, { value, readAtMs: nowMs }, ONE_EACH);
  }
  return value;
}

/** To be called after every write to a norm. */
export function forgetNorm(cache: Cache, name: string): void {
  cache.writes++;
  cache.norms.delete(name);
}

/** To be called after every write to a model of the registry. */
export function forgetRegistered(cache: Cache, id: number): void {
  cache.writes++;
  cache.registered.delete(id);
  cache.sessionModel.clear();
}

/** What answered a prediction last, to go on with where the version that is to follow cannot be read yet. */
export function rememberServing<T>(serving: Map<string, T>, key: string, model: T): void {
  remember(serving, key, model, ONE_EACH);
}

/** To be called after writes of others. */
export function forgetRecent(cache: Cache): void {
  cache.writes++;
  cache.norms.clear();
  cache.registered.clear();
  cache.sessionModel.clear();
}

/** Keeps a norm's model under its key in KV. */
export function rememberModel(cache: Cache, key: string, model: NormModel): void {
  const sizeOf = ({ spread, tail }: NormModel) =>
    MODEL_VALUES_LEAST + spread.r.length + tail.positions.length * (1 + tail.values.length);
  remember(cache.models, key, model, { sizeOf, sizeMax: MODEL_VALUES_MAX });
}

type BasisOwner = Pick<NormRow, "id" | "forgetCount" | "specification">;

/** What a version of a norm rests on, where that is remembered; not from before a batch was forgotten. */
export function cachedBasis(cache: Cache, norm: BasisOwner, version: number): Basis | undefined {
  const known = lookUp(cache.bases, norm.id);
  return known?.version === version && known.forgetCount === norm.forgetCount ? known.basis : undefined;
}

/**
 * Keeps what a version rests on, so that the next training need not read it, unless something is missing in it. Where batches fade
 * or leave, it is read: weights that are multiplied step by step are rounded otherwise.
 */
export function rememberBasis(cache: Cache, norm: BasisOwner, version: number, basis: Basis): void {
  if (basis.unlearnedCount > 0 || norm.specification.forget !== undefined) return;
  // A norm without rows may be specified anew, and has columns then that these factors know nothing of.
  if (basis.folds.every((fold) => count(fold) === 0)) {
    cache.bases.delete(norm.id);
    return;
  }
  const sizeOf = ({ basis }: KnownBasis) => BASIS_VALUES_LEAST + (basis.folds.length + 1) * basis.steps.r.length;
  const known = { forgetCount: norm.forgetCount, version, basis };
  remember(cache.bases, norm.id, known, { sizeOf, sizeMax: BASIS_VALUES_MAX });
}

/** Keeps a version of a model of the registry. */
export function rememberHeld(cache: Cache, name: string, model: HeldModel): void {
  const sizeOf = ({ held }: HeldModel) => HELD_BYTES_LEAST + (held?.bytes ?? 0);
  remember(cache.held, name, model, { sizeOf, sizeMax: HELD_BYTES_MAX });
}

/** What is kept under a key, which is the last to be dropped from now on. */
export function lookUp<Key, T>(entries: Map<Key, T>, key: Key): T | undefined {
  const value = entries.get(key);
  if (value === undefined) return undefined;
  entries.delete(key);
  entries.set(key, value);
  return value;
}

/** Keeps an entry, and drops those that were asked for longest ago while all are too large together. */
function remember<Key, T>(
  entries: Map<Key, T>,
  key: Key,
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
