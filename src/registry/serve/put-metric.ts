// The quality of a model in the database: put there, read, refreshed after a retraining, removed.
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import type { Metric } from "../schema/model-answer.ts";
import { deleteMetricRow, findMetric, insertMetric, type MetricRow, updateMetric } from "../store/metrics.ts";
import { requireReady } from "./predict-model.ts";
import { requireModel } from "./read-model.ts";

/** 409 where it is there already. */
export async function putMetric(context: Context, modelId: number): Promise<Metric> {
  const inserted = await insertMetric(context.database, await valuesOf(context, modelId, "put metrics"));
  if (inserted === undefined)
    throw new AppError(
      "conflict",
      `Cannot put metrics: model ${modelId} has some already; PUT /metrics/${modelId} refreshes them`,
    );
  return metricOf(inserted);
}

export async function readMetric(context: Context, modelId: number): Promise<Metric> {
  await requireModel(context, modelId, "read metrics");
  const found = await findMetric(context.database, modelId);
  if (found === undefined) throw noMetric(modelId, "read");
  return metricOf(found);
}

/** To the quality of the version that serves now. */
export async function refreshMetric(context: Context, modelId: number): Promise<Metric> {
  const updated = await updateMetric(context.database, await valuesOf(context, modelId, "refresh metrics"));
  if (updated === undefined) throw noMetric(modelId, "refresh");
  return metricOf(updated);
}

export async function deleteMetric(context: Context, modelId: number): Promise<void> {
  await requireModel(context, modelId, "delete metrics");
  if (!(await deleteMetricRow(context.database, modelId))) throw noMetric(modelId, "delete");
}

async function valuesOf(context: Context, modelId: number, what: string): Promise<Omit<MetricRow, "id">> {
  const { model, training } = await requireModel(context, modelId, what);
  requireReady(model, what);
  const { problem, name, hTune, score } = training;
  const metric = score?.metric ?? (problem === "classification" ? "Accuracy" : "RMSE");
  return { modelId, problem, modelName: name, hTune, metric, metricValue: score?.metric_value ?? null };
}

function noMetric(modelId: number, what: string): AppError {
  return new AppError(
    "not_found",
    `Cannot ${what} metrics: model ${modelId} has none; POST /metrics/${modelId} puts them`,
  );
}

function metricOf({ id, modelId, problem, modelName, hTune, metric, metricValue }: MetricRow): Metric {
  return { id, model_id: modelId, problem, model_name: modelName, h_tune: hTune, metric, metric_value: metricValue };
}
