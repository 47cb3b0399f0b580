// A training under way, as its pieces meet it.

import type { Plan } from "../../engine/model/plan-training.ts";
import { assert, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { loadOnce } from "../../platform/context/load-once.ts";
import { entriesOf, lookUp, remember } from "../../platform/store/cache.ts";
import { datasetKey } from "../store/artifacts.ts";
import { type Dataset, readDataset } from "../store/datasets.ts";
import { DATASET, DATASET_VALUES_KEPT, LOADING_DATASETS } from "../store/model-cache.ts";
import { type DatasetRow, findTraining, type TaskRow, type TrainingRow } from "../store/registry.ts";
import { planOf } from "./prepare-training.ts";

/** A training under way: what is known of it, and how it is cut. */
export interface OpenTraining {
  key: string;
  training: TrainingRow;
  dataset: DatasetRow;
  plan: Plan;
}

export async function openTraining(context: Context, { modelId, version }: TaskRow): Promise<OpenTraining> {
  const found = await findTraining(context.database, modelId, version);
  assert(found?.dataset != null, `training ${version} of model ${modelId} has no data`);
  const { key, training, dataset } = found;
  return {
    key,
    training,
    dataset,
    plan: { ...planOf(training, dataset), params: training.params },
  };
}

export function loadDataset(context: Context, modelKey: string, row: DatasetRow): Promise<Dataset> {
  return loadTable(context, datasetKey(modelKey, row.id), row);
}

type StoredTable = Pick<DatasetRow, "id" | "rowCount" | "chunkCount" | "columns" | "profile" | "foldsBy">;

/** What stands under a key. `id`: no other table has it. */
export async function loadTable(context: Context, key: string, row: StoredTable): Promise<Dataset> {
  const load = () => readAll(context, key, row);
  return lookUp(context.cache, DATASET, row.id) ?? loadOnce(context, LOADING_DATASETS, row.id, load);
}

async function readAll(context: Context, key: string, row: StoredTable): Promise<Dataset> {
  const data = await readDataset(context.models, key, row);
  if (data === undefined) throw new NotYet(`Dataset ${row.id}`);
  if (row.rowCount * row.columns.length <= DATASET_VALUES_KEPT) remember(context.cache, DATASET, row.id, data);
  else entriesOf(context.cache, DATASET).clear();
  return data;
}
