// Training a new model of the registry, and a new version of one that is there.
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { orWithout } from "../../platform/context/or-without.ts";
import { aboutIn, withTarget } from "../../platform/schema/about.ts";
import { summary } from "../../platform/schema/parse.ts";
import { forgetRecent } from "../../platform/store/cache.ts";
import { deleteAll } from "../../platform/store/text.ts";
import { type Warning, warn } from "../../warning.ts";
import { type CodedTable, codeTable } from "../feature/code-table.ts";
import { hasInputs } from "../schema/data-figure.ts";
import type { Model } from "../schema/model-answer.ts";
import type { SentData, TrainModelRequest } from "../schema/model-request.ts";
import { modelOf, requireModel } from "../serve/read-model.ts";
import { modelPrefix } from "../store/artifacts.ts";
import { type DatasetRow, deleteRegistered, findModel } from "../store/registry.ts";
import { describeData, type TrainingTable } from "./describe-data.ts";
import { ownerOfData, type RegistryContext } from "./model-owner.ts";
import { type Order, planTraining } from "./prepare-training.ts";
import { newKey, type Started, startTraining } from "./start-training.ts";
import { warningsOfData } from "./warn-of-data.ts";

/** In warnings, one each. */
const COLUMNS_NAMED = 5;

export interface StartedTraining {
  model: Model;
  /** That is trained. */
  version: number;
  taskId: string;
  isDone: boolean;
}

/** `isAsync`: goes on in the background even where the work is small. */
export async function trainModel(
  context: RegistryContext,
  request: TrainModelRequest,
  isAsync: boolean,
): Promise<StartedTraining> {
  const order = orderOf(request);
  const table = tableOf(request, `train ${order.name}`) as CodedTraining;
  const data = dataOf(table);
  const planned = withData(planTraining(order, data.shape), table);
  const modelKey = newKey(context);
  const about = withTarget(aboutIn(request), request.yColumn);
  const start = { modelKey, isNew: true, order, ...planned, data, about, isAsync };
  const started = await startTraining(context, start).catch(async (error) => {
    await forgetFailed(context, modelKey);
    throw error;
  });
  return answerOf(context, started as Started);
}

/**
 * On the data of the version that serves, or of the newest where none does, unless new data come. The version that serves goes on until
 * the new one is ready.
 */
export async function retrainModel(
  context: RegistryContext,
  id: number,
  request: TrainModelRequest,
  isAsync: boolean,
): Promise<StartedTraining> {
  const { model, dataset } = await requireModel(context, id, "retrain");
  const order = orderOf(request);
  const table = tableOf(request, `train ${order.name}`);
  const data = table === null ? { datasetId: storedData(id, order, dataset).id } : dataOf(table);
  const owner = table === null && dataset !== null ? ownerOfData(context, dataset) : null;
  if (dataset !== null) owner?.requireUsable(dataset);
  const onlyPlanned = planTraining(order, "shape" in data ? data.shape : (dataset as DatasetRow), {
    after: owner?.estimate,
  });
  const planned = table === null ? onlyPlanned : withData(onlyPlanned, table, warningsOfTypes(dataset, table));
  const about = withTarget(aboutIn(request), request.yColumn, model.about);
  const start = { modelKey: model.key, isNew: false, order, ...planned, data, about, isAsync };
  const started = await startTraining(context, start);
  if (started === undefined) throw new AppError("not_found", `Cannot retrain: model ${id} was deleted meanwhile`);
  forgetRecent(context.cache);
  return answerOf(context, started);
}

/** With what to know of the data as they came. */
function withData<Planned extends { warnings: Warning[] }>(
  planned: Planned,
  table: CodedTraining,
  others: Warning[] = [],
): Planned {
  return { ...planned, warnings: [...planned.warnings, ...table.warnings, ...others, ...warningsOfData(table)] };
}

/** Of columns that are read otherwise than those of the data before: `types` is not kept from one table to the next. */
function warningsOfTypes(before: DatasetRow | null, { inputs }: CodedTraining): Warning[] {
  const types = new Map(before?.profile?.inputs.map(({ column, type }) => [column, type]));
  return inputs
    .filter(({ name, type }) => types.has(name) && types.get(name) !== type)
    .slice(0, COLUMNS_NAMED)
    .map(({ name, type }) =>
      warn(
        "Other type",
        `column ${name} is taken for a ${type}, and was for a ${types.get(name)} before; \`types\` tells which.`,
      ),
    );
}

/** Its rows dealt and counted, and how X became the columns where that is to be kept. */
export function dataOf(table: CodedTraining) {
  const data = describeData(table);
  return { ...data, inputs: hasInputs(data.shape.profile) ? table.inputs : undefined };
}

/** What is stored of a model's data, which must be of the problem at hand. */
function storedData(id: number, { problem }: Order, dataset: DatasetRow | null): DatasetRow {
  if (dataset === null) {
    throw new AppError("invalid", `Cannot retrain: model ${id} has no stored data; send X and y`, [
      { path: "X", message: "missing: the model was uploaded without data" },
    ]);
  }
  if ((dataset.classes === null) !== (problem === "regression")) {
    const message = `the stored y is of a ${dataset.classes === null ? "regression" : "classification"}; send X and y for another problem`;
    throw new AppError("invalid", `Cannot retrain: problem: ${message}`, [{ path: "problem", message }]);
  }
  return dataset;
}

function orderOf({ problem, name, h_tune, params }: TrainModelRequest): Order {
  return { problem, name, hTune: h_tune, given: params ?? {} };
}

export type CodedTraining = TrainingTable & CodedTable;

/** What was sent to learn from; null where it was not. Refuses columns that are of no type. `what`: the caller wants to do. */
export function tableOf({ X, y, groups, t, sample_weight, types }: SentData, what: string): CodedTraining | null {
  if (X === undefined || y === undefined) return null;
  const coded = codeTable(X, types ?? {});
  if ("faults" in coded) throw new AppError("invalid", `Cannot ${what}: ${summary(coded.faults)}`, coded.faults);
  const isClasses = !(y instanceof Float64Array);
  return {
    ...coded,
    target: isClasses ? y.target : y,
    classes: isClasses ? y.classes : null,
    groups,
    timesMs: t?.ms,
    ...(sample_weight && { weights: sample_weight }),
  };
}

/** What a training that was started answers. */
export async function answerOf(
  context: Context,
  { modelId, version, taskId, isDone }: Started,
): Promise<StartedTraining> {
  const found = await findModel(context.database, modelId);
  if (found === undefined) throw new AppError("not_found", `Cannot tell of model ${modelId}: it was deleted meanwhile`);
  return { model: modelOf(found), version, taskId, isDone };
}

/** A training that failed while its caller waited leaves nothing. */
async function forgetFailed(context: Context, modelKey: string): Promise<void> {
  await deleteRegistered(context.database, modelKey);
  await orWithout(context, deleteAll(context.models, modelPrefix(modelKey)));
}
