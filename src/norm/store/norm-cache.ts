// What one isolate remembers of norms.
import { count } from "../../engine/kernel/factor.ts";
import { type Cache, entriesOf, type Kind, loadingOf, lookUp, recentOf, remember } from "../../platform/store/cache.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { Basis } from "./factors.ts";
import { keyOf, type NormKey } from "./norm-models.ts";
import type { NormRow } from "./norms.ts";

/** Norms by name. */
export const NORMS = recentOf<string, NormRow>();

/** By their keys in KV. */
export const LOADING_MODELS = loadingOf<NormModel>();
export const LOADING_BASES = loadingOf<Basis>();

// What a model takes beside its numbers.
const MODEL_VALUES_LEAST = 1_000;

/**
 * Models by their key in KV; they never change. 16 MB of numbers, whatever the size of the models: the largest has 66,000 in its spread and
 * 18,000 in its tail.
 */
const MODELS: Kind<string, NormModel> = {
  sizeOf: ({ spread, tail }) => MODEL_VALUES_LEAST + spread.r.length + tail.positions.length * (1 + tail.values.length),
  sizeMax: 2_000_000,
  isRecent: false,
};

/** It never changes: whatever a norm learns or forgets is another version. */
interface KnownBasis {
  forgetCount: number;
  version: number;
  basis: Basis;
}

const BASIS_VALUES_LEAST = 1_000;

/**
 * What the newest version that was learned here rests on, by the norm's id. 16 MB of numbers: four of the largest norms, or some 250 of 32
 * columns.
 */
const BASES: Kind<string, KnownBasis> = {
  sizeOf: ({ basis }) => BASIS_VALUES_LEAST + (basis.folds.length + 1) * basis.steps.r.length,
  sizeMax: 2_000_000,
  isRecent: false,
};

/** To be called after every write to a norm. */
export function forgetNorm(cache: Cache, name: string): void {
  cache.writes++;
  entriesOf(cache, NORMS).delete(name);
}

export function cachedModel(cache: Cache, norm: NormKey, version: number): NormModel | undefined {
  return lookUp(cache, MODELS, keyOf(norm, version));
}

export function cacheModel(cache: Cache, norm: NormKey, version: number, model: NormModel): void {
  remember(cache, MODELS, keyOf(norm, version), model);
}

type BasisOwner = Pick<NormRow, "id" | "forgetCount" | "specification">;

/** What a version of a norm rests on, where that is remembered; not from before a batch was forgotten. */
export function cachedBasis(cache: Cache, norm: BasisOwner, version: number): Basis | undefined {
  const known = lookUp(cache, BASES, norm.id);
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
    entriesOf(cache, BASES).delete(norm.id);
    return;
  }
  remember(cache, BASES, norm.id, { forgetCount: norm.forgetCount, version, basis });
}
