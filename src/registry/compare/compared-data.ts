// What a comparison learns from, in KV under its own prefix, until it ends.
import { decodeFloats, encodeFloats } from "../../engine/math/float-text.ts";
import { NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { orWithout } from "../../platform/context/or-without.ts";
import { deleteAll } from "../../platform/store/text.ts";
import { hasInputs } from "../schema/data-figure.ts";
import type { Input } from "../schema/input.ts";
import { type ComparisonRow, comparisonPrefix } from "../store/comparisons.ts";
import { type Dataset, putDataset, putInputs, readInputs } from "../store/datasets.ts";
import { loadTable } from "../train/open-training.ts";

const dataKey = (key: string) => `${comparisonPrefix(key)}data`;
/** Where the folds are that a training would deal, where those are others. */
const trainingFoldsKey = (key: string) => `${comparisonPrefix(key)}training-folds`;
/** Where it is what a candidate said on a fold, by the unit of both. */
export const saidKey = (key: string, unit: number) => `${comparisonPrefix(key)}said/${unit}`;

interface NewCompared {
  /** With the folds that are compared on. */
  dataset: Dataset;
  /** Those that a training would deal, where they are others and it is asked for. */
  trainingFolds: Uint8Array | undefined;
  /** How X became the columns; undefined where all are numbers. */
  inputs: Input[] | undefined;
}

/** Answers how many pieces the table took. */
export async function putCompared(
  context: Context,
  key: string,
  { dataset, trainingFolds, inputs }: NewCompared,
): Promise<number> {
  const { models } = context;
  if (inputs) await putInputs(models, dataKey(key), inputs);
  if (trainingFolds) await models.put(trainingFoldsKey(key), encodeFloats(Float64Array.from(trainingFolds)));
  return putDataset(models, dataKey(key), dataset, () => context.sleep(0));
}

export function loadCompared(context: Context, { key, shape, chunkCount }: ComparisonRow): Promise<Dataset> {
  return loadTable(context, dataKey(key), { id: key, ...shape, chunkCount });
}

/** As a training stores it: with the folds that it would deal, and how X became the columns. */
export async function loadForTraining(
  context: Context,
  comparison: ComparisonRow,
): Promise<{ dataset: Dataset; inputs: Input[] | undefined }> {
  const { key, shape, folds } = comparison;
  const { models } = context;
  const dataset = await loadCompared(context, comparison);
  const inputs = hasInputs(shape.profile) ? await readInputs(models, dataKey(key)) : undefined;
  const ofTraining = folds.areOwn ? await models.get(trainingFoldsKey(key)) : undefined;
  if (ofTraining === null || (inputs === undefined && hasInputs(shape.profile)))
    throw new NotYet(`The table of comparison ${key}`);
  return {
    dataset: ofTraining === undefined ? dataset : { ...dataset, folds: Uint8Array.from(decodeFloats(ofTraining)) },
    inputs,
  };
}

// A Worker may call KV a thousand times a request. What is left goes with the daily cleaning.
const KEYS_DELETED_MAX = 900;

/** Nobody needs it any more. */
export async function deleteCompared(context: Context, key: string): Promise<void> {
  await orWithout(context, deleteAll(context.models, comparisonPrefix(key), KEYS_DELETED_MAX));
}
