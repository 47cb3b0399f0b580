// What was said of rows that were not learned from, in KV beside the version's units and written before D1 tells of it.
import { decodeFloats, encodeFloats } from "../../engine/math/float-text.ts";
import { joinFloats } from "../../engine/math/join-floats.ts";
import type { KeyValueStore } from "../../platform/store/key-value.ts";
import type { DecisionFigures } from "../schema/decision/decision-answer.ts";
import { versionKey } from "./artifacts.ts";

/** Some of the rows, in an order of chance: the first of them are a sample as well. */
export interface SampledRows {
  /** Their numbers in the table. */
  rows: Float64Array;
  actual: Float64Array;
  target: Float64Array;
  /** Of each row one a class. */
  probability: Float64Array | null;
  lower: Float64Array | null;
  upper: Float64Array | null;
}

export interface KeptDecisions {
  /** Of all rows that have a decision. */
  figures: DecisionFigures;
  sample: SampledRows;
}

/** Numbers of a row beside its probabilities; of ends two more. */
const COLUMN_COUNT = 3;

interface Stored {
  figures: DecisionFigures;
  count: number;
  hasEnds: boolean;
  values: string;
}

/** One value of KV: a row takes 32 bytes, each class 11 more. */
export async function putDecisions(
  store: KeyValueStore,
  modelKey: string,
  version: number,
  { figures, sample }: KeptDecisions,
): Promise<void> {
  const { rows, actual, target, probability, lower, upper } = sample;
  const parts = [rows, actual, target, lower, upper, probability].filter((part) => part !== null);
  const stored: Stored = {
    figures,
    count: rows.length,
    hasEnds: lower !== null,
    values: encodeFloats(joinFloats(parts)),
  };
  await store.put(keyOf(modelKey, version), JSON.stringify(stored));
}

/** undefined where they are not (or not yet) there. */
export async function readDecisions(
  store: KeyValueStore,
  modelKey: string,
  version: number,
): Promise<KeptDecisions | undefined> {
  const text = await store.get(keyOf(modelKey, version));
  if (text === null) return undefined;
  const { figures, count, hasEnds, values }: Stored = JSON.parse(text);
  const all = decodeFloats(values);
  const column = (place: number) => all.subarray(place * count, (place + 1) * count);
  const ends = hasEnds ? 2 : 0;
  const probability = all.subarray((COLUMN_COUNT + ends) * count);
  const sample = {
    ...{ rows: column(0), actual: column(1), target: column(2) },
    lower: hasEnds ? column(COLUMN_COUNT) : null,
    upper: hasEnds ? column(COLUMN_COUNT + 1) : null,
    probability: probability.length === 0 ? null : probability,
  };
  return { figures, sample };
}

function keyOf(modelKey: string, version: number): string {
  return `${versionKey(modelKey, version)}/decisions`;
}
