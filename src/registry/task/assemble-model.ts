// The last piece of a training: every unit is there; the model gets its head, its figures and its probabilities.

import { decodeFloats } from "../../engine/math/float-text.ts";
import { addOutOfBagInSlices, decideInSlices } from "../../engine/model/ask-in-slices.ts";
import type { Params } from "../../engine/model/family.ts";
import { edgesOf } from "../../engine/model/grid.ts";
import { hasEnds, rawWidth } from "../../engine/model/raw-responses.ts";
import { assert, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { readText } from "../../platform/store/text.ts";
import { type Warning, warn } from "../../warning.ts";
import { hasInputs } from "../schema/data-figure.ts";
import type { Input } from "../schema/input.ts";
import { formatOf } from "../schema/model-artifact.ts";
import { depend } from "../score/depend.ts";
import { heldOutIntervals, type Said } from "../score/held-out-intervals.ts";
import { keepDecisions } from "../score/keep-decisions.ts";
import { lossesOf, scoreModel } from "../score/score-model.ts";
import { warningsOfCurves, warningsOfEdges, warningsOfFolds, warningsOfScore } from "../score/warn-of-score.ts";
import { datasetKey, type Part, putHead, readPart, taskKey } from "../store/artifacts.ts";
import { type Dataset, readInputs } from "../store/datasets.ts";
import { HELD_BYTES_MAX } from "../store/model-cache.ts";
import type { TaskRow } from "../store/registry.ts";
import type { TrainingResult } from "../store/tasks.ts";
import type { OpenTraining } from "../train/open-training.ts";
import { trainingSet } from "../train/prepare-training.ts";
import type { TaskWork } from "./do-work.ts";
import { type HeldOut, onlyHeldOut, placeFold } from "./try-fold.ts";

/** What a piece of fitting gave. */
export interface Fitted {
  part: (Part & { bytes: number }) | null;
  /** Raw responses of held-out rows, in KV. */
  folds: { fold: number; chunks: number }[];
}

/** Where the raw responses of a fold are. */
export function foldKey(modelKey: string, taskId: string, fold: number): string {
  return `${taskKey(modelKey, taskId)}/fold-${fold}`;
}

interface Assembly {
  task: TaskRow;
  open: OpenTraining;
  data: Dataset;
  fitted: Fitted[];
}

export async function* assembleModel(
  context: Context,
  { task, open, data, fitted }: Assembly,
): TaskWork<TrainingResult> {
  const { key, training, dataset, plan } = open;
  const { family } = plan;
  const { problem, name } = training;
  const params = training.params as Params;
  const classCount = dataset.classes?.length ?? 0;
  const parts = fitted.flatMap(({ part }) => part ?? []).sort((a, b) => a.from - b.from);
  const unitCount = family.unitCount(params);
  assert(parts.at(-1)?.to === unitCount, `model ${key} v${task.version} lacks units`);

  const {
    outOfBag,
    treesPerRow,
    importance,
    told: ofUnits,
  } = yield* passOver(context, { task, open, data, fitted }, parts);
  const held = await outOfFold(context, { task, open, data, fitted });
  const isTold = held?.raw.every(Number.isFinite) ?? false;
  const told = isTold ? held : null;
  // A curve between two classes needs rows of both.
  const isCalibrated = told !== null && classCount > 0 && new Set(told.target).size > 1;
  const calibration = (isCalibrated && family.calibrate?.(told.raw, told.target, classCount)) || null;
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const inputs = await inputsOf(context, open);
  const columns_with_missing = dataset.columns.filter((_, j) => data.columns[j]?.some(Number.isNaN));
  const judged = { problem, classCount };
  const rowSeconds = family.work(plan.shape, params).decideSeconds ?? 0;
  const ofFolds = told && {
    ...{ method: "cross_validation" as const, rows: told.rows, actual: told.target, folds: told.folds },
    decided: yield* decideInSlices(family, told.raw, { classCount, unitCount, calibration, params, rowSeconds }),
  };
  const ofBag = outOfBag && bagOf(outOfBag);
  const crossed = ofFolds && scoreModel({ ...judged, ...ofFolds });
  const bagged = ofBag && scoreModel({ ...judged, ...ofBag, folds: null });
  // Ends are said out of fold alone.
  const said = bagged && !hasEnds(family, params) ? ofBag : crossed && ofFolds;
  const sure = problem === "regression" && said !== null ? heldOutIntervals(said) : null;
  const intervals = sure && { intervals: sure.intervals };
  const score = bagged
    ? { ...bagged, trees_per_row: treesPerRow, ...intervals, cv: crossed }
    : crossed && { ...crossed, trees_per_row: null, ...intervals };
  await putHead(context.models, key, task.version, {
    format: formatOf({ name, inputs, classes: dataset.classes, columns_with_missing }),
    ...{
      problem,
      name,
      params,
      ...(inputs && { inputs }),
      columns: dataset.columns,
      classes: dataset.classes,
      calibration,
    },
    columns_with_missing,
    ...(problem === "regression" && { conformal: sure?.conformal ?? null }),
    ...{ unit_count: unitCount, parts: parts.map(({ from, to, chunks }) => ({ from, to, chunks })), bytes },
  });
  const hasDependence =
    score !== null && (yield* depend(context, { task, open, data, parts, importance, calibration, inputs }));
  const shown = bagged ? ofBag : ofFolds;
  const hasDecisions = score !== null && shown != null && (yield* keepDecisions(context, { task, open, said: shown }));
  const { given, grid } = training;
  const edges = grid
    ? edgesOf(
        { family, problem, given },
        grid.map((cell) => cell.params),
        lossesOf(grid, problem),
      )
    : [];
  const warnings = [
    ...training.warnings,
    ...ofUnits,
    ...warningsOfEdges(edges),
    ...(score === null ? [] : warningsOfScore(score, { hTune: training.hTune, classes: dataset.classes })),
    ...(plan.isCrossValidated ? warningsOfFolds(data, dataset) : []),
    ...(calibration === null ? [] : warningsOfCurves(calibration)),
    ...(held !== null && crossed === null
      ? [warn("Not finite", "what the model says is no finite number; other hyperparameters are needed.")]
      : []),
    ...(bagged !== null && bagged.rows < data.target.length
      ? [warn("Rows not scored", `every tree drew ${data.target.length - bagged.rows}.`)]
      : []),
    ...(bytes > HELD_BYTES_MAX
      ? [
          warn(
            "Large model",
            `it takes ${Math.round(bytes / 1e6)} MB, more than is held ready, so each prediction reads it anew.`,
          ),
        ]
      : []),
  ];
  const beside = { ...(hasDependence && { hasDependence }), ...(hasDecisions && { hasDecisions }) };
  return { score: score && { ...score, ...beside }, importance, bytes, warnings };

  /** Of the rows that some tree did not draw; NaN is one that every tree drew. */
  function bagOf(means: Float64Array): Said {
    const width = family.width(classCount);
    const seen = Uint32Array.from(data.target.keys()).filter((row) => !Number.isNaN(means[row * width]));
    const of = means.filter((_, i) => !Number.isNaN(means[Math.floor(i / width) * width]));
    const decided = family.decide(of, { classCount, unitCount: 1, params, calibration: null });
    return {
      method: "out_of_bag",
      rows: seen,
      actual: Float64Array.from(seen, (row) => data.target[row] as number),
      decided: { ...decided, ends: null },
      folds: plan.foldCount === 0 ? null : Uint8Array.from(seen, (row) => data.folds[row] as number),
    };
  }
}

/** How X became the columns; undefined where all are numbers. */
async function inputsOf(context: Context, { key, dataset }: OpenTraining): Promise<Input[] | undefined> {
  if (!hasInputs(dataset.profile)) return undefined;
  const inputs = await readInputs(context.models, datasetKey(key, dataset.id));
  if (inputs === undefined) throw new NotYet(`The columns of dataset ${dataset.id}`);
  return inputs;
}

/** Goes over the units once, part by part: what they say out of bag, and the mean of what columns matter to them. */
async function* passOver(
  context: Context,
  { task, open, data }: Assembly,
  parts: readonly Part[],
): TaskWork<{
  outOfBag: Float64Array | null;
  treesPerRow: number | null;
  importance: Record<string, number[]>;
  told: Warning[];
}> {
  const { key, training, dataset, plan } = open;
  const { family } = plan;
  const params = training.params as Params;
  const learned = trainingSet(data, dataset.classes, params);
  const sums: Record<string, { sum: Float64Array; units: number }> = {};
  const told: Warning[] = [];
  let outOfBag: Float64Array | undefined;
  for (const part of parts) {
    const units = await readPart(context.models, key, task.version, part);
    if (units === undefined) throw new NotYet(`Units ${part.from} of ${key} v${task.version}`);
    const of = { units, data: learned, params, range: part };
    if (plan.isOutOfBag) outOfBag = yield* addOutOfBagInSlices(context.kernel, family, of, outOfBag);
    for (const unit of units) {
      told.push(...(family.warnings?.(unit) ?? []));
      for (const [measure, values] of Object.entries(family.importance(unit))) {
        sums[measure] ??= { sum: new Float64Array(dataset.columns.length), units: 0 };
        if (values === null) continue;
        const { sum } = sums[measure];
        for (let j = 0; j < values.length; j++) sum[j] = (sum[j] as number) + (values[j] as number);
        sums[measure].units++;
      }
    }
  }
  const means = Object.entries(sums).map(([measure, { sum, units }]) => [
    measure,
    Array.from(sum, (total) => total / Math.max(1, units)),
  ]);
  const classCount = learned.classCount;
  return {
    outOfBag: outOfBag && family.outOfBag ? family.outOfBag.means(outOfBag, classCount) : null,
    treesPerRow: outOfBag && family.outOfBag ? family.outOfBag.unitsPerRow(outOfBag, classCount) : null,
    importance: Object.fromEntries(means),
    told,
  };
}

/** What models of the other folds say of each row; null where nothing was held out. */
async function outOfFold(context: Context, { task, open, data, fitted }: Assembly): Promise<HeldOut | null> {
  const { key, training, dataset, plan } = open;
  const tried = fitted.flatMap(({ folds }) => folds);
  if (tried.length === 0) return null;
  const width = rawWidth(plan.family, dataset.classes?.length ?? 0, training.params as Params);
  const all = new Float64Array(data.target.length * width);
  const folds = { count: plan.foldCount, of: data.folds };
  for (const { fold, chunks } of tried) {
    const text = await readText(context.models, foldKey(key, task.id, fold), chunks);
    if (text === undefined) throw new NotYet(`Fold ${fold} of task ${task.id}`);
    placeFold(all, decodeFloats(text), { folds, fold, width });
  }
  return onlyHeldOut(all, folds, data.target);
}
