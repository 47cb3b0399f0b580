// Training a new model of the registry, and a new version of one that is there.
import { AppError } from "../error.ts";
import type { Model } from "../schema/model-answer.ts";
import type { TrainModelRequest } from "../schema/model-request.ts";
import { modelPrefix } from "../store/artifacts.ts";
import { forgetRegistered } from "../store/cache.ts";
import { deleteModel, findModel, findTraining } from "../store/registry.ts";
import { deleteAll } from "../store/text.ts";
import type { Context } from "./context.ts";
import { describeData, type Observed, type Order, planTraining } from "./prepare-training.ts";
import { modelOf, requireModel } from "./read-model.ts";
import { newModelKey, type Started, startTraining } from "./start-training.ts";

export interface Trained {
  model: Model;
  taskId: string;
  isDone: boolean;
}

/** `isAsync`: goes on in the background even where the work is small. */
export async function trainModel(context: Context, request: TrainModelRequest, isAsync: boolean): Promise<Trained> {
  return trainOn(context, orderOf(request), observedOf(request) as Observed, isAsync);
}

/** The same for data from wherever. */
export async function trainOn(context: Context, order: Order, observed: Observed, isAsync: boolean): Promise<Trained> {
  const data = describeData(observed);
  const planned = planTraining(order, data.shape, observed.values);
  const modelKey = newModelKey(context);
  const started = await startTraining(context, { modelKey, isNew: true, order, ...planned, data, isAsync }).catch(
    async (error) => {
      await forgetFailed(context, modelKey);
      throw error;
    },
  );
  return answerOf(context, started as Started);
}

/** On the data that the newest version learned from, unless new ones come. The version that serves goes on until the new one is ready. */
export async function retrainModel(
  context: Context,
  id: number,
  request: TrainModelRequest,
  isAsync: boolean,
): Promise<Trained> {
  const { model } = await requireModel(context, id, "retrain");
  const order = orderOf(request);
  const observed = observedOf(request);
  const start = { modelKey: model.key, isNew: false, order, isAsync };
  const started =
    observed === null ? await retrainOnStored(context, id, start) : await retrainOn(context, start, observed);
  if (started === undefined) throw new AppError("not_found", `Cannot retrain: model ${id} was deleted meanwhile`);
  forgetRegistered(context.cache, id);
  return answerOf(context, started);
}

type Target = { modelKey: string; isNew: boolean; order: Order; isAsync: boolean };

async function retrainOn(context: Context, start: Target, observed: Observed): Promise<Started | undefined> {
  const data = describeData(observed);
  return startTraining(context, { ...start, ...planTraining(start.order, data.shape, observed.values), data });
}

async function retrainOnStored(context: Context, id: number, start: Target): Promise<Started | undefined> {
  const { training } = await requireModel(context, id, "retrain");
  const found = await findTraining(context.database, id, training.version);
  if (found?.dataset == null) {
    throw new AppError("invalid", `Cannot retrain: model ${id} has no stored data; send X and y`, [
      { path: "X", message: "missing: the model was uploaded without data" },
    ]);
  }
  const { dataset } = found;
  if ((dataset.classes === null) !== (start.order.problem === "regression")) {
    const message = `the stored y is of a ${dataset.classes === null ? "regression" : "classification"}; send X and y for another problem`;
    throw new AppError("invalid", `Cannot retrain: problem: ${message}`, [{ path: "problem", message }]);
  }
  return startTraining(context, { ...start, ...planTraining(start.order, dataset), data: { datasetId: dataset.id } });
}

function orderOf({ problem, name, h_tune, params }: TrainModelRequest): Order {
  return { problem, name, hTune: h_tune, given: params ?? {} };
}

function observedOf({ X, y, groups, t }: TrainModelRequest): Observed | null {
  if (X === undefined || y === undefined) return null;
  const isClasses = !(y instanceof Float64Array);
  return {
    columns: X.columns,
    values: X.values,
    target: isClasses ? y.target : y,
    classes: isClasses ? y.classes : null,
    groups,
    timesMs: t?.ms,
  };
}

async function answerOf(context: Context, { modelId, taskId, isDone }: Started): Promise<Trained> {
  const found = await findModel(context.database, modelId);
  if (found === undefined) throw new AppError("not_found", `Cannot tell of model ${modelId}: it was deleted meanwhile`);
  return { model: modelOf(found), taskId, isDone };
}

/** A training that failed while its caller waited leaves nothing. */
async function forgetFailed(context: Context, modelKey: string): Promise<void> {
  await deleteModel(context.database, modelKey);
  await deleteAll(context.models, modelPrefix(modelKey));
}
