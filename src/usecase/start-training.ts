// From an order to a version under way: the numbers to KV, then one commit that names them, then the first pieces.
import type { Params } from "../model/family.ts";
import { fitStage, type Plan, tuneStage } from "../model/plan-training.ts";
import { datasetKey } from "../store/artifacts.ts";
import { type Dataset, putDataset } from "../store/datasets.ts";
import { type InsertOwn, insertVersion } from "../store/registry.ts";
import { deleteAll } from "../store/text.ts";
import type { Context } from "./context.ts";
import type { RegistryContext } from "./model-owner.ts";
import { orWithout } from "./or-without.ts";
import { waitingSeconds } from "./piece-seconds.ts";
import type { DataShape, Order } from "./prepare-training.ts";
import { runTask, sendStage } from "./run-task.ts";

export interface Start {
  modelKey: string;
  isNew: boolean;
  order: Order;
  plan: Plan;
  seconds: number;
  warnings: string[];
  /** New numbers, or where those are that were stored before. */
  data: { dataset: Dataset; shape: DataShape; insertOwn?: InsertOwn } | { datasetId: string };
  /** Whether to go on in the background though the work is small. */
  isAsync: boolean;
}

export interface Started {
  modelId: number;
  version: number;
  taskId: string;
  isDone: boolean;
}

/** undefined where the model is gone, or its data's owner has one already and this would be another. */
export async function startTraining(context: RegistryContext, start: Start): Promise<Started | undefined> {
  const { modelKey, isNew, order, plan, seconds, warnings, isAsync } = start;
  const createdAtMs = context.nowMs();
  const dataset = await storeData(context, start, createdAtMs);
  const stage = order.hTune ? tuneStage(plan, context.pieceSeconds) : fitStage(plan, context.pieceSeconds);
  const task = { id: context.newId(), ...stage };
  const datasetId = "datasetId" in start.data ? start.data.datasetId : (dataset?.id ?? null);
  const { problem, name, hTune, given } = order;
  const insertOwn = "insertOwn" in start.data ? start.data.insertOwn : undefined;
  const params: Params | null = plan.params;
  const training = { problem, name, hTune, given, params, datasetId, warnings, seconds, bytes: 0, createdAtMs };
  const inserted = await insertVersion(context.database, { modelKey, dataset, training, task, insertOwn }, isNew);
  if (inserted === undefined) {
    if (dataset !== null) await orWithout(context, deleteAll(context.models, `${datasetKey(modelKey, dataset.id)}/`));
    return undefined;
  }
  const isShort = !isAsync && seconds <= waitingSeconds(context);
  if (!isShort) await sendStage(context, task);
  return { ...inserted, taskId: task.id, isDone: isShort && (await runTask(context, task)) };
}

/** A key that no other has, and that says when it was made. */
export function newKey(context: Context): string {
  return `${context.nowMs()}-${context.newId()}`;
}

async function storeData(context: Context, { modelKey, data }: Start, createdAtMs: number) {
  if ("datasetId" in data) return null;
  const id = newKey(context);
  const giveWay = () => context.sleep(0);
  const chunkCount = await putDataset(context.models, datasetKey(modelKey, id), data.dataset, giveWay);
  return { id, ...data.shape, chunkCount, createdAtMs };
}
