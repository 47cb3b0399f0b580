import { predictStage } from "../../engine/model/plan-training.ts";
import { AppError } from "../../error.ts";
import { waitingSeconds } from "../../platform/context/piece-seconds.ts";
import { shapeOfTable } from "../schema/model-artifact.ts";
import { loadSeconds, secondsARow } from "../serve/open-model.ts";
import { requireReady } from "../serve/predict-model.ts";
import { noModel, requireModel } from "../serve/read-model.ts";
import { insertPrediction } from "../store/tasks.ts";
import type { RegistryContext } from "../train/model-owner.ts";
import { runTask, sendStage } from "./run-task.ts";

const WHAT = "predict the stored data";

/** Starts the prediction of a model on the data that it was trained on; answers the task. A short one is done at once. */
export async function predictStored(context: RegistryContext, id: number): Promise<string> {
  const { model, training, dataset } = await requireModel(context, id, WHAT);
  const version = requireReady(model, WHAT);
  if (dataset === null)
    throw new AppError("conflict", `Cannot ${WHAT}: model ${id} has none; POST /api/ml_models/${id}/predict takes X`);
  const { name, params, bytes } = training;
  const { columns, classes } = dataset;
  const shape = shapeOfTable(dataset, 0);
  const seconds = dataset.rowCount * secondsARow({ name, params: params ?? {}, columns, classes, bytes }, shape);
  const piece = loadSeconds(bytes) + Math.min(seconds, context.pieceSeconds);
  context.cpu.require(piece, "to load the model and ask it");
  const task = { id: context.newId(), ...predictStage(dataset.rowCount, seconds, context.pieceSeconds) };
  const row = { ...task, modelId: id, version, createdAtMs: context.nowMs() };
  if (!(await insertPrediction(context.database, row))) throw noModel(id, WHAT);
  if (seconds <= waitingSeconds(context) && context.cpu.has(piece)) await runTask(context, task, null);
  else await sendStage(context, task, null);
  return task.id;
}
