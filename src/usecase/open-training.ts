// A training under way, as its pieces meet it.
import * as v from "valibot";
import { assert } from "../error.ts";
import type { Params } from "../model/family.ts";
import { gridOf } from "../model/grid.ts";
import type { Plan } from "../model/plan-training.ts";
import { familyOf, shapeOfHead } from "../schema/model-artifact.ts";
import { datasetKey } from "../store/artifacts.ts";
import { type Dataset, readDataset } from "../store/datasets.ts";
import { type DatasetRow, findTraining, type TaskRow, type TrainingRow } from "../store/registry.ts";
import type { Context } from "./context.ts";

/** A training under way: what is known of it, and how it is cut. */
export interface OpenTraining {
  key: string;
  training: TrainingRow;
  dataset: DatasetRow;
  plan: Plan;
  /** Whether its rows are sessions: then a report follows. */
  isOfSessions: boolean;
}

export async function openTraining(context: Context, { modelId, version }: TaskRow): Promise<OpenTraining> {
  const found = await findTraining(context.database, modelId, version);
  assert(found?.dataset != null, `training ${version} of model ${modelId} has no data`);
  const { key, training, dataset, ofSessions } = found;
  const family = familyOf(training.name);
  const full = (cell: Params): Params =>
    v.parse(family.params[training.problem], { ...training.given, ...cell }) as Params;
  const cells = training.hTune ? gridOf(family, training.problem, training.given).map(full) : [];
  const shape = shapeOfHead(dataset, dataset.rowCount);
  return {
    key,
    training,
    dataset,
    plan: { family, shape, foldCount: dataset.foldCount, cells, params: training.params },
    isOfSessions: ofSessions !== null,
  };
}

export async function loadDataset(context: Context, modelKey: string, row: DatasetRow): Promise<Dataset> {
  const { cache } = context;
  if (cache.dataset?.id === row.id) return cache.dataset.data;
  const data = await readDataset(context.models, datasetKey(modelKey, row.id), row);
  // Thrown, so that the message comes again: elsewhere KV shows a value up to a minute after it was put.
  if (data === undefined) throw new Error(`Dataset ${row.id} is not to be read yet`);
  const isSmall = row.rowCount * row.columns.length <= DATASET_VALUES_KEPT;
  cache.dataset = isSmall ? { id: row.id, data } : null;
  return data;
}

// One small table stays for the next pieces: 8 MB.
const DATASET_VALUES_KEPT = 1_000_000;
