// The last stage of a gender model's training: cross-validation by blocks of the model, of the other families beside it, and, to show how
// much that flatters, on folds that cut through blocks.

import * as v from "valibot";
import { decodeFloats, encodeFloats } from "../../engine/math/float-text.ts";
import { families } from "../../engine/model/families.ts";
import type { Family, Params } from "../../engine/model/family.ts";
import { type Folds, foldByClass } from "../../engine/model/fold-rows.ts";
import type { WorkAfter } from "../../engine/model/plan-training.ts";
import { modelSeconds, type Plan, possibleParams, reportStage, type Stage } from "../../engine/model/plan-training.ts";
import { secondOf } from "../../engine/score/score-classification.ts";
import { NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { RESULT_DAYS } from "../../platform/schema/limit.ts";
import { putText, readText } from "../../platform/store/text.ts";
import { taskKey } from "../../registry/store/artifacts.ts";
import type { Dataset } from "../../registry/store/datasets.ts";
import type { TaskRow } from "../../registry/store/registry.ts";
import { listPieces, type TrainingResult } from "../../registry/store/tasks.ts";
import type { TaskWork } from "../../registry/task/do-work.ts";
import { onlyHeldOut, placeFold, tryFold } from "../../registry/task/try-fold.ts";
import type { ModelOwner } from "../../registry/train/model-owner.ts";
import { loadDataset, type OpenTraining } from "../../registry/train/open-training.ts";
import { insertReport } from "../store/session-models.ts";
import { describeReport, type HeldOut } from "./describe-report.ts";
import { paramsFor } from "./session-params.ts";

export const genderModelOwner: ModelOwner = { estimate, stageOf, work, finish };

/** What is cross-validated. */
interface Variant {
  family: Family;
  params: Params;
  isShuffled: boolean;
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
  const { key, plan, dataset, training } = open;
  const variants = variantsOf(plan.family, training.params as Params);
  const done: { unit: number; chunks: number }[] = [];
  for (let unit = units.from; unit < units.to; unit++) {
    const { family, params, isShuffled } = variants[Math.floor(unit / plan.foldCount)] as Variant;
    const folds = foldsOf(plan, data, isShuffled);
    const { raw } = yield* tryFold(context.kernel, {
      family,
      params,
      classes: dataset.classes,
      data,
      folds,
      fold: unit % plan.foldCount,
    });
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
  const heldOut: HeldOut[] = [];
  for (const [i, variant] of variants.entries()) {
    const folds = foldsOf(plan, data, variant.isShuffled);
    const width = variant.family.width(2);
    const raw = new Float64Array(data.target.length * width);
    for (const { unit, chunks } of done.filter(({ unit }) => Math.floor(unit / plan.foldCount) === i)) {
      const text = await readText(context.models, unitKey(key, task.id, unit), chunks);
      if (text === undefined) throw new NotYet(`Unit ${unit} of the report of task ${task.id}`);
      placeFold(raw, decodeFloats(text), { folds, fold: unit % plan.foldCount, width });
    }
    const held = onlyHeldOut(raw, folds, data.target);
    heldOut.push({
      name: variant.family.name,
      params: variant.params,
      target: held.target,
      folds: { count: folds.count, of: held.folds },
      scores: malesOf(variant, held.raw, held.target),
    });
  }
  const { report, threshold } = describeReport({ heldOut, data, dataset, importance });
  await insertReport(context.database, { modelId: task.modelId, version: task.version, threshold, report });
}

/** The chosen model, the same on shuffled folds, then the other families. */
function variantsOf(chosen: Family, params: Params): Variant[] {
  const others = families.filter(({ name }) => name !== chosen.name);
  return [
    { family: chosen, params, isShuffled: false },
    { family: chosen, params, isShuffled: true },
    ...others.map((family) => {
      const given = paramsFor({ name: family.name, h_tune: false });
      return { family, params: v.parse(family.params.classification, given) as Params, isShuffled: false };
    }),
  ];
}

function foldsOf({ foldCount }: Plan, { columns, folds, target }: Dataset, isShuffled: boolean): Folds {
  // As many as of blocks: what is compared has learned from as much.
  const shuffled = isShuffled ? foldByClass({ columns, target, classCount: 2 }, foldCount) : null;
  return shuffled === null || typeof shuffled === "string" ? { count: foldCount, of: folds } : shuffled;
}

/** The probability of "male", the second class, one a row. */
function malesOf({ family, params }: Variant, raw: Float64Array, target: Float64Array): Float64Array {
  const calibration = family.calibrate?.(raw, target, 2) ?? null;
  const { probability } = family.decide(raw, { classCount: 2, unitCount: family.unitCount(params), calibration });
  return secondOf(probability as Float64Array);
}

function unitKey(modelKey: string, taskId: string, unit: number): string {
  return `${taskKey(modelKey, taskId)}/report-${unit}`;
}
