// Models of norms in KV, under keys that never change their meaning: norm id, how many batches were forgotten, version. So a copy can be
// kept for ever, at the edge and in the isolate, and none is ever stale.
import * as v from "valibot";
import { decodeFloats, encodeFloats } from "../../engine/math/float-text.ts";
import type { KeyValueStore } from "../../platform/store/key-value.ts";
import { type NormModel, StoredModel } from "../schema/norm-model.ts";
import { decodeFactors, decodeSparse, decodeTail, encodeFactors, encodeSparse, encodeTail } from "./codec.ts";
import type { NormRow } from "./norms.ts";

// Versions whose model stays in KV; an older one is merged anew when asked for. It bounds what deleting a norm has to delete.
const VERSIONS_KEPT = 32;

export const ALL_NORMS = "norm/";

export type NormKey = Pick<NormRow, "id" | "forgetCount">;

export async function readNormModel(
  store: KeyValueStore,
  norm: NormKey,
  version: number,
): Promise<NormModel | undefined> {
  const text = await store.get(keyOf(norm, version));
  return text === null ? undefined : fromText(text);
}

/** Puts a model, and takes away the one that falls out of the versions kept. */
export async function putModel(store: KeyValueStore, norm: NormKey, version: number, model: NormModel): Promise<void> {
  await Promise.all([
    store.put(keyOf(norm, version), toText(model)),
    version > VERSIONS_KEPT ? deleteNormModel(store, norm, version - VERSIONS_KEPT) : undefined,
  ]);
}

export async function deleteNormModel(store: KeyValueStore, norm: NormKey, version: number): Promise<void> {
  await store.delete(keyOf(norm, version));
}

/**
 * Deletes what is kept of a norm up to a version, by name: KV lists a key only some time after it is put, and goes on listing one that
 * is deleted, which may not be written again within a second.
 */
export async function deleteNormModels(store: KeyValueStore, norm: NormKey, upTo: number): Promise<void> {
  const versions = Array.from({ length: Math.min(upTo, VERSIONS_KEPT) }, (_, i) => upTo - i);
  await Promise.all(versions.map((version) => deleteNormModel(store, norm, version)));
}

/** Of listed keys those that no norm will read again; `norms`: all that D1 knew of them after they were listed. */
export function spareModels(keys: readonly string[], norms: readonly (NormKey & { version: number })[]): string[] {
  const known = new Map(norms.map((norm) => [norm.id, norm]));
  return keys.filter((key) => {
    const norm = known.get(normOf(key));
    const isKept = (version: number) => norm !== undefined && keyOf(norm, version) === key;
    const version = Number(key.split("/v")[1]);
    return norm === undefined || !isKept(version) || version <= norm.version - VERSIONS_KEPT;
  });
}

/** The id of the norm whose model a key is of. */
export function normOf(key: string): string {
  return key.split("/")[1] ?? "";
}

function toText({ coefficients, means, spread, scatter, tail, ...model }: NormModel): string {
  const stored: StoredModel = {
    ...model,
    format: 3,
    coefficients: encodeFloats(coefficients),
    ...(means && { means: encodeFloats(means) }),
    spread: encodeFactors([spread]),
    scatter: encodeSparse(scatter),
    tail: encodeTail(tail),
  };
  return JSON.stringify(stored);
}

/** undefined for a model of an older format: it is made anew. */
function fromText(text: string): NormModel | undefined {
  const stored = v.safeParse(StoredModel, JSON.parse(text));
  if (!stored.success) return undefined;
  const { format: _, ...model } = stored.output;
  const coefficients = decodeFloats(model.coefficients);
  const [spread] = decodeFactors(model.spread, coefficients.length + 1);
  if (spread === undefined) return undefined;
  const { weight = model.rows } = model;
  const means = model.means === undefined ? null : decodeFloats(model.means);
  const decoded = { coefficients, means, spread, scatter: decodeSparse(model.scatter), tail: decodeTail(model.tail) };
  return { ...model, weight, ...decoded };
}

/** The key of a model in KV. */
export function keyOf(norm: NormKey, version: number): string {
  return `${ALL_NORMS}${norm.id}/f${norm.forgetCount}/v${version}`;
}
