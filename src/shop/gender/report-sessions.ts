// The last stage of a gender model's training: cross-validation by blocks of the model, of the other families beside it, and, to show how
// much that flatters, on folds that cut through blocks.

import { decodeFloats, encodeFloats } from "../../engine/math/float-text.ts";
import type { Params } from "../../engine/model/family.ts";
import type { WorkAfter } from "../../engine/model/plan-training.ts";
import { modelSeconds, type Plan, possibleParams, reportStage, type Stage } from "../../engine/model/plan-training.ts";
import { AppError, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { RESULT_DAYS } from "../../platform/schema/limit.ts";
import { putText, readText } from "../../platform/store/text.ts";
import { datasetKey, taskKey } from "../../registry/store/artifacts.ts";
import type { Dataset } from "../../registry/store/datasets.ts";
import type { DatasetRow, TaskRow } from "../../registry/store/registry.ts";
import { listPieces, type TrainingResult } from "../../registry/store/tasks.ts";
import type { TaskWork } from "../../registry/task/do-work.ts";
import type { ModelOwner } from "../../registry/train/model-owner.ts";
import { loadDataset, type OpenTraining } from "../../registry/train/open-training.ts";
import { areOfSessions } from "../feature/session.ts";
import { insertReport } from "../store/session-models.ts";
import { type Beginnings, readBeginnings } from "./beginnings.ts";
import { describeReport } from "./describe-report.ts";
import { gatherVariant, type Tried, tryVariant, type Variant, variantsOf } from "./try-variant.ts";

export const genderModelOwner: ModelOwner = { requireUsable, estimate, stageOf, work, finish };

function requireUsable({ columns }: Pick<DatasetRow, "columns">): void {
  if (areOfSessions(columns)) return;
  const message =
    "the stored data are of an earlier version, with other features; POST /sessions/model trains on the sessions themselves";
  throw new AppError("invalid", `Cannot retrain: ${message}`, [{ path: "X", message }]);
}

/** Variant by variant, fold by fold. */
function stageOf(context: Context, { plan, training }: OpenTraining): Stage {
  const { seconds } = estimate({ ...plan, params: training.params });
  const { length } = variantsOf(plan.family, training.params as Params);
  return reportStage(length * plan.foldCount, seconds, context.pieceSeconds);
}

/** The report's work on one core, and that of one model on one fold; while tuning has not chosen, its dearest cell counts. */
function estimate(plan: Plan): ReturnType<WorkAfter> {
  const { family, shape, foldCount } = plan;
  const each = possibleParams(plan).map((tried) =>
    variantsOf(family, tried).map((variant) => modelSeconds({ shape, family: variant.family }, variant.params)),
  );
  return {
    seconds: Math.max(...each.map((seconds) => foldCount * seconds.reduce((sum, more) => sum + more, 0))),
    unitSeconds: Math.max(...each.flat()),
  };
}

/** Raw responses of held-out rows, put into KV; answers where. */
async function* work(
  context: Context,
  task: TaskRow,
  { open, data, units }: { open: OpenTraining; data: Dataset; units: { from: number; to: number } },
): TaskWork<{ unit: number; chunks: number }[]> {
  const { key, plan, training } = open;
  const variants = variantsOf(plan.family, training.params as Params);
  const beginnings = await beginningsBeside(context, open);
  const done: { unit: number; chunks: number }[] = [];
  for (let unit = units.from; unit < units.to; unit++) {
    const variant = variants[Math.floor(unit / plan.foldCount)] as Variant;
    const of = { data, foldCount: plan.foldCount, beginnings };
    const raw = yield* tryVariant(context.kernel, variant, unit % plan.foldCount, of);
    const chunks = await putText(context.models, unitKey(key, task.id, unit), encodeFloats(raw), RESULT_DAYS * 86_400);
    done.push({ unit, chunks });
  }
  return done;
}

/** Makes the report of what all pieces gave, and stores it with the threshold. */
async function finish(
  context: Context,
  task: TaskRow,
  open: OpenTraining,
  { importance }: TrainingResult,
): Promise<void> {
  const { key, plan, training, dataset } = open;
  const data = await loadDataset(context, key, dataset);
  const variants = variantsOf(plan.family, training.params as Params);
  const done = (await listPieces<{ unit: number; chunks: number }[]>(context.database, task.id, "report")).flat();
  const beginnings = await beginningsBeside(context, open);
  const tried: Tried[] = [];
  for (const [i, variant] of variants.entries()) {
    const raws: Float64Array[] = [];
    for (const { unit, chunks } of done.filter(({ unit }) => Math.floor(unit / plan.foldCount) === i)) {
      const text = await readText(context.models, unitKey(key, task.id, unit), chunks);
      if (text === undefined) throw new NotYet(`Unit ${unit} of the report of task ${task.id}`);
      raws[unit % plan.foldCount] = decodeFloats(text);
    }
    tried.push(gatherVariant(variant, raws, { data, foldCount: plan.foldCount, beginnings }));
  }
  const report = describeReport({ tried, data, dataset, importance });
  const { threshold } = report.method;
  await insertReport(context.database, { modelId: task.modelId, version: task.version, threshold, report });
}

/** What was kept beside the data; nothing beside those of an earlier version, whose training may have been under way. */
async function beginningsBeside(context: Context, { key, dataset }: OpenTraining): Promise<Beginnings> {
  if (!areOfSessions(dataset.columns)) return { categories: [], step: 1, sessions: [] };
  return readBeginnings(context.models, datasetKey(key, dataset.id));
}

function unitKey(modelKey: string, taskId: string, unit: number): string {
  return `${taskKey(modelKey, taskId)}/report-${unit}`;
}
