// From an order to a version under way: the numbers to KV, then one commit that names them, then the first pieces.
import type { Params } from "../../engine/model/family.ts";
import { fitStage, messageSeconds, type Plan, tuneStage } from "../../engine/model/plan-training.ts";
import type { Context } from "../../platform/context/context.ts";
import { orWithout } from "../../platform/context/or-without.ts";
import { waitingSeconds } from "../../platform/context/piece-seconds.ts";
import type { AboutRequest } from "../../platform/schema/about.ts";
import type { KeyValueStore } from "../../platform/store/key-value.ts";
import { deleteAll } from "../../platform/store/text.ts";
import type { Warning } from "../../warning.ts";
import type { Input } from "../schema/input.ts";
import { datasetKey } from "../store/artifacts.ts";
import { type Dataset, putDataset, putInputs } from "../store/datasets.ts";
import { type InsertOwn, insertTraining } from "../store/registry.ts";
import { runTask, sendStage } from "../task/run-task.ts";
import type { DataShape } from "./describe-data.ts";
import type { RegistryContext } from "./model-owner.ts";
import type { Order } from "./prepare-training.ts";

export interface Start {
  modelKey: string;
  isNew: boolean;
  order: Order;
  plan: Plan;
  /** Estimated work of the training, and of the largest unit of what comes after the model. */
  seconds: number;
  unitSecondsAfter: number;
  warnings: Warning[];
  about?: AboutRequest;
  /** New numbers, or where those are that were stored before. */
  data: NewData | { datasetId: string };
  /** Whether to go on in the background though the work is small. */
  isAsync: boolean;
}

interface NewData {
  dataset: Dataset;
  shape: DataShape;
  /** How X became the columns; none where all are numbers. */
  inputs?: Input[] | undefined;
  /** What their owner keeps beside them, in the database and in KV under their key. */
  insertOwn?: InsertOwn;
  putOwn?: (store: KeyValueStore, key: string) => Promise<void>;
}

export interface Started {
  modelId: number;
  version: number;
  taskId: string;
  isDone: boolean;
}

/** undefined where the model is gone, or its data's owner has one already and this would be another. */
export async function startTraining(context: RegistryContext, start: Start): Promise<Started | undefined> {
  const { modelKey, isNew, order, plan, seconds, warnings, about, isAsync } = start;
  refuseLongPieces(context, start);
  const createdAtMs = context.nowMs();
  const dataset = await storeData(context, start, createdAtMs);
  const stage = order.hTune ? tuneStage(plan, context.pieceSeconds) : fitStage(plan, context.pieceSeconds);
  const task = { id: context.newId(), ...stage };
  const datasetId = "datasetId" in start.data ? start.data.datasetId : (dataset?.id ?? null);
  const { problem, name, hTune, given } = order;
  const insertOwn = "insertOwn" in start.data ? start.data.insertOwn : undefined;
  const params: Params | null = plan.params;
  const training = { problem, name, hTune, given, params, datasetId, warnings, seconds, bytes: 0, createdAtMs };
  const inserted = await insertTraining(
    context.database,
    { modelKey, dataset, training, task, about, insertOwn },
    isNew,
  );
  if (inserted === undefined) {
    if (dataset !== null) await orWithout(context, deleteAll(context.models, `${datasetKey(modelKey, dataset.id)}/`));
    return undefined;
  }
  const isShort = !isAsync && seconds <= waitingSeconds(context) && context.cpu.has(seconds + MESSAGE_SECONDS);
  if (!isShort) await sendStage(context, task, plan);
  return { ...inserted, taskId: task.id, isDone: isShort && (await runTask(context, task, plan)) };
}

// What leads to a piece and follows from it, and to read a value of the table, on one core (`npm run bench:cpu`).
export const MESSAGE_SECONDS = 2e-3;
const VALUE_SECONDS = 2e-8;

/** To read a table, before a piece of work on it begins. */
export function readingSeconds({ rowCount, columns }: { rowCount: number; columns: readonly unknown[] }): number {
  return VALUE_SECONDS * rowCount * (columns.length + 1);
}

/** Refuses a training of which some piece would be stopped by the host. */
function refuseLongPieces({ cpu, pieceSeconds }: Context, { plan, unitSecondsAfter }: Start): void {
  const { rowCount, columnCount } = plan.shape;
  const reading = MESSAGE_SECONDS + VALUE_SECONDS * rowCount * (columnCount + 1);
  cpu.require(reading + Math.max(messageSeconds(plan, pieceSeconds), unitSecondsAfter), "a piece of this training");
}

/** A key that no other has, and that says when it was made. */
export function newKey(context: Context): string {
  return `${context.nowMs()}-${context.newId()}`;
}

async function storeData(context: Context, { modelKey, data }: Start, createdAtMs: number) {
  if ("datasetId" in data) return null;
  const id = newKey(context);
  const giveWay = () => context.sleep(0);
  const key = datasetKey(modelKey, id);
  const chunkCount = await putDataset(context.models, key, data.dataset, giveWay);
  if (data.inputs) await putInputs(context.models, key, data.inputs);
  await data.putOwn?.(context.models, key);
  return { id, ...data.shape, chunkCount, createdAtMs };
}
