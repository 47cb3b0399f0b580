// The last stage of a gender model's training: cross-validation by blocks of the model, of the other families beside it, and, to show how
// much that flatters, on folds that cut through blocks.

import * as v from "valibot";
import { decodeFloats, encodeFloats } from "../../engine/math/float-text.ts";
import { families } from "../../engine/model/families.ts";
import type { Family, Params } from "../../engine/model/family.ts";
import { type Folds, foldByClass, heldOutRows } from "../../engine/model/fold-rows.ts";
import type { WorkAfter } from "../../engine/model/plan-training.ts";
import { modelSeconds, type Plan, possibleParams, reportStage, type Stage } from "../../engine/model/plan-training.ts";
import { secondOf } from "../../engine/score/score-classification.ts";
import { NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { RESULT_DAYS } from "../../platform/schema/limit.ts";
import { putText, readText } from "../../platform/store/text.ts";
import { datasetKey, taskKey } from "../../registry/store/artifacts.ts";
import type { Dataset } from "../../registry/store/datasets.ts";
import type { TaskRow } from "../../registry/store/registry.ts";
import { listPieces, type TrainingResult } from "../../registry/store/tasks.ts";
import type { TaskWork } from "../../registry/task/do-work.ts";
import { onlyHeldOut, placeFold, tryFold } from "../../registry/task/try-fold.ts";
import type { ModelOwner } from "../../registry/train/model-owner.ts";
import { loadDataset, type OpenTraining } from "../../registry/train/open-training.ts";
import { areOfSessions, sessionFeatures } from "../feature/session.ts";
import { insertReport } from "../store/session-models.ts";
import { afterViews } from "./after-views.ts";
import { type Beginnings, type Begun, begunIn, readBeginnings } from "./beginnings.ts";
import { describeReport, type HeldOut, type HeldOutAfter } from "./describe-report.ts";
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
  const beginnings = await beginningsBeside(context, open);
  const done: { unit: number; chunks: number }[] = [];
  for (let unit = units.from; unit < units.to; unit++) {
    const { family, params, isShuffled } = variants[Math.floor(unit / plan.foldCount)] as Variant;
    const folds = foldsOf(plan, data, isShuffled);
    const fold = unit % plan.foldCount;
    // The first variant is the model itself.
    const isAsked = (row: number) => data.folds[row] === fold;
    const begun = unit < plan.foldCount ? begunIn(beginnings, isAsked).map(({ session }) => session) : [];
    const { raw } = yield* tryFold(context.kernel, {
      family,
      params,
      classes: dataset.classes,
      data,
      folds,
      fold,
      ...(begun.length > 0 && { beside: sessionFeatures(begun, beginnings).values }),
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
  const beginnings = await beginningsBeside(context, open);
  const heldOut: HeldOut[] = [];
  let after: HeldOutAfter[] = [];
  for (const [i, variant] of variants.entries()) {
    const folds = foldsOf(plan, data, variant.isShuffled);
    const width = variant.family.width(2);
    const raw = new Float64Array(data.target.length * width);
    const begun: { of: Begun; raw: Float64Array }[] = [];
    for (const { unit, chunks } of done.filter(({ unit }) => Math.floor(unit / plan.foldCount) === i)) {
      const text = await readText(context.models, unitKey(key, task.id, unit), chunks);
      if (text === undefined) throw new NotYet(`Unit ${unit} of the report of task ${task.id}`);
      const fold = unit % plan.foldCount;
      const told = decodeFloats(text);
      placeFold(raw, told, { folds, fold, width });
      if (i > 0) continue;
      const all = begunIn(beginnings, (row) => folds.of[row] === fold);
      const first = told.length - all.length * width;
      for (const [j, of] of all.entries())
        begun.push({ of, raw: told.subarray(first + j * width, first + (j + 1) * width) });
    }
    const held = onlyHeldOut(raw, folds, data.target);
    const { malesOf, threshold } = readerOf(variant, held.raw, held.target);
    const of = {
      target: held.target,
      folds: { count: folds.count, of: held.folds },
      scores: malesOf(held.raw),
      threshold,
    };
    heldOut.push({ name: variant.family.name, params: variant.params, ...of });
    if (i > 0) continue;
    const scores = malesOf(Float64Array.from(begun.flatMap(({ raw }) => [...raw])));
    after = afterViews(beginnings, {
      ...of,
      rows: heldOutRows(folds),
      begun: begun.map(({ of }) => of),
      begunScores: scores,
    });
  }
  const report = describeReport({ heldOut, after, data, dataset, importance });
  const { threshold } = report.method;
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

/**
 * How raw responses are read: the probability of "male", the second class, one a row, and from which one on the model itself, whose classes
 * weigh alike, says male. Nothing of it is chosen by what is right of the rows that it is judged by, but the curve of the probabilities.
 */
function readerOf({ family, params }: Variant, raw: Float64Array, target: Float64Array) {
  const calibration = family.calibrate?.(raw, target, 2) ?? null;
  const unitCount = family.unitCount(params);
  const malesOf = (raw: Float64Array) =>
    secondOf(family.decide(raw, { classCount: 2, unitCount, calibration }).probability as Float64Array);
  if (family.calibrate === undefined) return { malesOf, threshold: 0.5 };
  const [one, threshold, other] = malesOf(Float64Array.of(-1, 0, 1)) as unknown as [number, number, number];
  // A curve that is flat says nothing: the more frequent gender is told of all.
  const isFlat = one === other;
  return { malesOf, threshold: isFlat && threshold < 0.5 ? (threshold + 1) / 2 : threshold };
}

/** What was kept beside the data; nothing beside those of a version that kept nothing. */
async function beginningsBeside(context: Context, { key, dataset }: OpenTraining): Promise<Beginnings> {
  if (!areOfSessions(dataset.columns)) return { categories: [], step: 1, sessions: [] };
  return readBeginnings(context.models, datasetKey(key, dataset.id));
}

function unitKey(modelKey: string, taskId: string, unit: number): string {
  return `${taskKey(modelKey, taskId)}/report-${unit}`;
}
