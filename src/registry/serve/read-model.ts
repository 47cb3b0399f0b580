// Models of the registry as they are told.
import { AppError, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { pageOf } from "../../platform/context/page.ts";
import { tellAbout } from "../../platform/schema/answer/about-answer.ts";
import { PAGE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import type { PartialDependence } from "../schema/dependence-answer.ts";
import type { Model, ModelCard, TrainingVersion, VersionList } from "../schema/model-answer.ts";
import type { ModelPageQuery, VersionPageQuery } from "../schema/model-request.ts";
import { readDependence } from "../store/artifacts.ts";
import { type ModelSummary, pageOfModels } from "../store/model-list.ts";
import { findModel, pageOfTrainings, type RegisteredModel } from "../store/registry.ts";
import { detailsOf } from "./model-details.ts";
import { originOf } from "./read-origin.ts";

/** The model of an id; 404 where there is none. `what`: the caller wants to do. */
export async function requireModel(context: Context, id: number, what: string): Promise<RegisteredModel> {
  const found = await findModel(context.database, id);
  if (found === undefined) throw noModel(id, what);
  return found;
}

export function noModel(id: number, what: string): AppError {
  return new AppError("not_found", `Cannot ${what}: there is no model ${id}; GET /api/ml_models lists those there are`);
}

/** One page of the models that are asked for and whose titles begin so, oldest first or newest; `next`: the id after which the next page begins, null where there is none. */
export async function listModels(
  context: Context,
  { after, limit = PAGE_LENGTH_MAX, order, tag, problem, name }: ModelPageQuery,
  prefix: string,
): Promise<{ models: Model[]; next: number | null }> {
  const read = await pageOfModels(context.database, { after, limit: limit + 1, order, tag, problem, name, prefix });
  const { rows, next } = pageOf(read, limit, ({ model }) => model.id);
  return { models: rows.map(toModel), next };
}

export async function readCard(context: Context, id: number): Promise<ModelCard> {
  const found = await requireModel(context, id, "show the card");
  const [origin, partial_dependence, page] = await Promise.all([
    originOf(context, found),
    dependenceOf(context, found),
    versionsOf(context, found, {}),
  ]);
  return { ...modelOf(found), ...detailsOf(found), partial_dependence, origin, versions: page.versions };
}

async function dependenceOf(context: Context, { model, training }: RegisteredModel): Promise<PartialDependence | null> {
  if (!training.score?.hasDependence) return null;
  const found = await readDependence(context.models, model.key, training.version);
  if (found === undefined) throw new NotYet(`The partial dependence of ${model.key} v${training.version}`);
  return found;
}

/** One page of the versions of a model, newest first. */
export async function listVersions(context: Context, id: number, page: VersionPageQuery): Promise<VersionList> {
  const found = await requireModel(context, id, "list versions");
  return { model_id: id, ...(await versionsOf(context, found, page)) };
}

export function modelOf({ dataset, ...found }: RegisteredModel): Model {
  const { score } = found.training;
  const model = toModel({
    ...found,
    metric: score?.metric ?? null,
    metricValue: score?.metric_value ?? null,
    rowCount: dataset?.rowCount ?? null,
    columnCount: dataset === null ? null : (dataset.profile?.inputs ?? dataset.columns).length,
  });
  if (dataset?.profile == null || dataset.owner !== null) return model;
  return { ...model, types: Object.fromEntries(dataset.profile.inputs.map(({ column, type }) => [column, type])) };
}

function toModel({ model, training, metric, metricValue, rowCount, columnCount, taskId }: ModelSummary): Model {
  return {
    id: model.id,
    problem: training.problem,
    name: training.name,
    h_tune: training.hTune,
    path: `/api/ml_models/${model.id}/download`,
    version: model.activeVersion,
    status: training.status,
    params: training.params ?? null,
    metric,
    metric_value: metricValue,
    rows: rowCount,
    columns: columnCount,
    warnings: training.warnings,
    created_at: new Date(model.createdAtMs).toISOString(),
    ...tellAbout(model.about),
    ...(taskId !== null && { task_id: taskId }),
  };
}

async function versionsOf(
  context: Context,
  { model }: RegisteredModel,
  { after, limit = PAGE_LENGTH_MAX }: VersionPageQuery,
): Promise<Pick<VersionList, "versions" | "next">> {
  const read = await pageOfTrainings(context.database, model.id, { after, limit: limit + 1 });
  const { rows, next } = pageOf(read, limit, ({ version }) => version);
  const toVersion = (training: (typeof rows)[number]): TrainingVersion => ({
    version: training.version,
    is_active: training.version === model.activeVersion,
    problem: training.problem,
    name: training.name,
    h_tune: training.hTune,
    status: training.status,
    given: training.given,
    params: training.params ?? null,
    rows: training.rows,
    metric: training.score?.metric ?? null,
    metric_value: training.score?.metric_value ?? null,
    work_seconds: training.seconds,
    bytes: training.bytes,
    error: training.failure?.message ?? null,
    warnings: training.warnings,
    created_at: new Date(training.createdAtMs).toISOString(),
    finished_at: training.finishedAtMs === null ? null : new Date(training.finishedAtMs).toISOString(),
  });
  return { versions: rows.map(toVersion), next };
}
