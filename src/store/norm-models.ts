// Models of norms in KV, under keys that never change their meaning: norm id, how many batches were forgotten, version. So a copy can be
// kept for ever, at the edge and in the isolate, and none is ever stale.
import * as v from "valibot";
import { type NormModel, StoredModel } from "../schema/norm-model.ts";
import { type Cache, rememberModel } from "./cache.ts";
import {
  decodeFactors,
  decodeFloats,
  decodeSparse,
  decodeTail,
  encodeFactors,
  encodeFloats,
  encodeSparse,
  encodeTail,
} from "./codec.ts";
import type { KeyPage, KeyValueStore } from "./key-value.ts";
import type { NormRow } from "./norms.ts";

// Versions whose model stays in KV; an older one is merged anew when asked for. It bounds what deleting a norm has to delete.
const VERSIONS_KEPT = 32;

type NormKey = Pick<NormRow, "id" | "forgetCount">;

export function cachedModel(cache: Cache, norm: NormKey, version: number): NormModel | undefined {
  return cache.models.get(keyOf(norm, version));
}

export function cacheModel(cache: Cache, norm: NormKey, version: number, model: NormModel): void {
  rememberModel(cache, keyOf(norm, version), model);
}

export async function readModel(store: KeyValueStore, norm: NormKey, version: number): Promise<NormModel | undefined> {
  const text = await store.get(keyOf(norm, version));
  return text === null ? undefined : fromText(text);
}

/** Puts a model, and takes away the one that falls out of the versions kept. */
export async function putModel(store: KeyValueStore, norm: NormKey, version: number, model: NormModel): Promise<void> {
  await Promise.all([
    store.put(keyOf(norm, version), toText(model)),
    version > VERSIONS_KEPT ? deleteModel(store, norm, version - VERSIONS_KEPT) : undefined,
  ]);
}

export async function deleteModel(store: KeyValueStore, norm: NormKey, version: number): Promise<void> {
  await store.delete(keyOf(norm, version));
}

/** Deletes every model of a norm: those listed, and the newest by name, since KV lists a key only some time after it is put. */
export async function deleteModels(store: KeyValueStore, norm: NormKey & { version: number }): Promise<void> {
  const newest = Array.from({ length: VERSIONS_KEPT }, (_, i) => keyOf(norm, norm.version - i));
  const names = new Set(newest.slice(0, norm.version));
  let cursor: string | null = null;
  do {
    const page: KeyPage = await store.list({ prefix: `norm/${norm.id}/`, cursor });
    for (const { name } of page.keys) names.add(name);
    cursor = page.list_complete ? null : page.cursor;
  } while (cursor !== null);
  await Promise.all(Array.from(names, (name) => store.delete(name)));
}

function toText({ coefficients, spread, scatter, tail, ...model }: NormModel): string {
  const stored: StoredModel = {
    ...model,
    format: 3,
    coefficients: encodeFloats(coefficients),
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
  const decoded = { coefficients, spread, scatter: decodeSparse(model.scatter), tail: decodeTail(model.tail) };
  return { ...model, weight, ...decoded };
}

function keyOf(norm: NormKey, version: number): string {
  return `norm/${norm.id}/f${norm.forgetCount}/v${version}`;
}
