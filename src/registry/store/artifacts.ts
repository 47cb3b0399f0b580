// Trained models in KV: a head, and their units in parts as the pieces of the training wrote them. Keys never change their meaning:
// model key, version, range of units.

import type { KeyValueStore } from "../../platform/store/key-value.ts";
import { putText, readPieces, readText } from "../../platform/store/text.ts";
import type { PartialDependence } from "../schema/dependence-answer.ts";
import type { ModelOrigin } from "../schema/model-answer.ts";
import type { ModelHead } from "../schema/model-artifact.ts";
import { fromPlain, toPlain } from "../schema/plain.ts";

/** Units `from` … `to` − 1, in so many values of KV. */
export interface Part {
  from: number;
  to: number;
  chunks: number;
}

export interface StoredHead extends ModelHead {
  parts: Part[];
  /** Of all parts. */
  bytes: number;
  /** Of a version that was uploaded: whether its file told where it came from. */
  has_origin?: boolean;
}

export const ALL_MODELS = "model/";
export const modelPrefix = (modelKey: string) => `${ALL_MODELS}${modelKey}/`;
export const datasetKey = (modelKey: string, datasetId: string) => `${modelPrefix(modelKey)}data/${datasetId}`;
export const taskKey = (modelKey: string, taskId: string) => `${modelPrefix(modelKey)}task/${taskId}`;
export const versionKey = (modelKey: string, version: number) => `${modelPrefix(modelKey)}v${version}`;

export async function putPart(
  store: KeyValueStore,
  of: { modelKey: string; version: number },
  { from, to, units }: { from: number; to: number; units: readonly unknown[] },
): Promise<Part & { bytes: number }> {
  const text = JSON.stringify(toPlain(units));
  return {
    from,
    to,
    chunks: await putText(store, partKey(of.modelKey, of.version, from, to), text),
    bytes: text.length,
  };
}

/** Units as JSON in the pieces that KV holds; undefined for one that is not (or not yet) there. */
export function readPartPieces(
  store: KeyValueStore,
  modelKey: string,
  version: number,
  { from, to, chunks }: Part,
): AsyncGenerator<string | undefined> {
  return readPieces(store, partKey(modelKey, version, from, to), chunks);
}

/** undefined where they are not (or not yet) there. */
export async function readPart(
  store: KeyValueStore,
  modelKey: string,
  version: number,
  { from, to, chunks }: Part,
): Promise<unknown[] | undefined> {
  const text = await readText(store, partKey(modelKey, version, from, to), chunks);
  return text === undefined ? undefined : (fromPlain(JSON.parse(text)) as unknown[]);
}

export async function putHead(
  store: KeyValueStore,
  modelKey: string,
  version: number,
  head: StoredHead,
): Promise<void> {
  await store.put(`${versionKey(modelKey, version)}/head`, JSON.stringify(head));
}

/** undefined where it is not (or not yet) there. Its format may be another than this service reads. */
export async function readHead(
  store: KeyValueStore,
  modelKey: string,
  version: number,
): Promise<StoredHead | undefined> {
  const text = await store.get(`${versionKey(modelKey, version)}/head`);
  return text === null ? undefined : (JSON.parse(text) as StoredHead);
}

export async function putOrigin(store: KeyValueStore, modelKey: string, version: number, card: ModelOrigin) {
  await store.put(originKey(modelKey, version), JSON.stringify(card));
}

/** undefined where it is not (or not yet) there. */
export async function readOrigin(
  store: KeyValueStore,
  modelKey: string,
  version: number,
): Promise<ModelOrigin | undefined> {
  const text = await store.get(originKey(modelKey, version));
  return text === null ? undefined : (JSON.parse(text) as ModelOrigin);
}

function originKey(modelKey: string, version: number): string {
  return `${versionKey(modelKey, version)}/origin`;
}

export async function putDependence(
  store: KeyValueStore,
  modelKey: string,
  version: number,
  dependence: PartialDependence,
): Promise<void> {
  await store.put(dependenceKey(modelKey, version), JSON.stringify(dependence));
}

/** undefined where it is not (or not yet) there. */
export async function readDependence(
  store: KeyValueStore,
  modelKey: string,
  version: number,
): Promise<PartialDependence | undefined> {
  const text = await store.get(dependenceKey(modelKey, version));
  return text === null ? undefined : (JSON.parse(text) as PartialDependence);
}

function dependenceKey(modelKey: string, version: number): string {
  return `${versionKey(modelKey, version)}/dependence`;
}

function partKey(modelKey: string, version: number, from: number, to: number): string {
  return `${versionKey(modelKey, version)}/units/${from}-${to}`;
}

/** What keys begin with that are under these. */
export function prefixesOf(keys: string[]): string[] {
  return keys.map((key) => `${key}/`);
}
