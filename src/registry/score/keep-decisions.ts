// What a new model says of rows that it did not learn from, put where it is drawn from: figures of all of them, and a sample of the rows.

import { shuffle, uniform } from "../../engine/math/random.ts";
import type { Decided } from "../../engine/model/training-set.ts";
import { calibrationCurve } from "../../engine/score/curve/calibration-curve.ts";
import { describeResiduals } from "../../engine/score/curve/describe-residuals.ts";
import { rank } from "../../engine/score/curve/ranking.ts";
import { precisionRecallCurve, rocCurve } from "../../engine/score/curve/roc-curve.ts";
import type { Context } from "../../platform/context/context.ts";
import type { DecisionFigures } from "../schema/decision/decision-answer.ts";
import { DECISION_ROW_COUNT_MAX, DECISION_VALUE_COUNT_MAX } from "../schema/decision/decision-limit.ts";
import type { Label } from "../schema/labels.ts";
import { putDecisions, type SampledRows } from "../store/decisions.ts";
import type { DatasetRow, TaskRow } from "../store/registry.ts";
import type { TaskWork } from "../task/do-work.ts";
import type { OpenTraining } from "../train/open-training.ts";
import { frequentClasses } from "./frequent-classes.ts";
import type { Said } from "./held-out-intervals.ts";

// Of a row and a class: to sort it, and to go over it for each curve.
const ROW_SECONDS = 2e-6;
/** Of the sample: the same rows each time. */
const SEED = 0;

/** Of at least one row; weights count in learning alone, as for all figures. Answers true, for the version's score to tell. */
export async function* keepDecisions(
  context: Context,
  { task, open, said }: { task: TaskRow; open: OpenTraining; said: Said },
): TaskWork<boolean> {
  const { key, dataset } = open;
  const figures = yield* figuresOf(said, dataset);
  await putDecisions(context.models, key, task.version, { figures, sample: sampleOf(said) });
  return true;
}

async function* figuresOf(
  { actual, decided }: Said,
  { classes, classCounts }: Pick<DatasetRow, "classes" | "classCounts">,
): TaskWork<DecisionFigures> {
  const none = { held_out: actual.length, roc: null, precision_recall: null, calibration: null };
  if (classes === null) return { ...none, residuals: describeResiduals(actual, decided.target) };
  const { probability } = decided;
  if (probability === null) return { ...none, residuals: null };
  const drawn: ReturnType<typeof curvesOf>[] = [];
  for (const k of frequentClasses(classCounts ?? [])) {
    drawn.push(curvesOf(k, { classes, actual, probability }));
    yield ROW_SECONDS * actual.length;
  }
  return {
    ...none,
    roc: drawn.map(({ roc }) => roc),
    precision_recall: drawn.map(({ precisionRecall }) => precisionRecall),
    calibration: drawn.map(({ calibration }) => calibration),
    residuals: null,
  };
}

function curvesOf(
  k: number,
  { classes, actual, probability }: { classes: readonly Label[]; actual: Float64Array; probability: Float64Array },
) {
  const label = { class: classes[k] as Label };
  const isOfClass = actual.map((value) => Number(value === k));
  const own = actual.map((_, row) => probability[row * classes.length + k] as number);
  const ranking = rank(isOfClass, own);
  const { averagePrecision, ...points } = precisionRecallCurve(ranking);
  return {
    roc: { ...label, ...rocCurve(ranking) },
    precisionRecall: { ...label, average_precision: averagePrecision, ...points },
    calibration: { ...label, ...calibrationCurve(isOfClass, own) },
  };
}

/** As many rows as are kept, in an order of chance. */
function sampleOf({ rows, actual, decided }: Said): SampledRows {
  const { target, probability, ends } = decided;
  const width = (probability?.length ?? 0) / rows.length;
  const most = Math.min(DECISION_ROW_COUNT_MAX, Math.floor(DECISION_VALUE_COUNT_MAX / Math.max(1, width)));
  const picked = shuffle(Uint32Array.from(rows.keys()), uniform(SEED)).subarray(0, most);
  const pick = (values: ArrayLike<number>) => Float64Array.from(picked, (i) => values[i] as number);
  return {
    ...{ rows: pick(rows), actual: pick(actual), target: pick(target) },
    probability: probability && pickRows(probability, picked, width),
    lower: ends && pick(ends.lower),
    upper: ends && pick(ends.upper),
  };
}

function pickRows(values: NonNullable<Decided["probability"]>, picked: Uint32Array, width: number): Float64Array {
  const all = new Float64Array(picked.length * width);
  for (const [i, row] of picked.entries()) all.set(values.subarray(row * width, (row + 1) * width), i * width);
  return all;
}
