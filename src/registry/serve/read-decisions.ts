// What a version of a model said of rows that it did not learn from.
import { AppError, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import type { ModelDecisions } from "../schema/decision/decision-answer.ts";
import { DECISION_ROW_COUNT } from "../schema/decision/decision-limit.ts";
import type { DecisionsQuery } from "../schema/decision/decision-query.ts";
import type { ModelScore } from "../schema/model-figure.ts";
import { readDecisions, type SampledRows } from "../store/decisions.ts";
import { findTraining, type TrainingRow } from "../store/registry.ts";
import { intervalsOf, requireWidening } from "./model-interval.ts";
import { requireHead } from "./open-model.ts";
import { requireReady } from "./predict-model.ts";
import { requireModel } from "./read-model.ts";

const WHAT = "show decisions";

/** 404 for a version that there is not, 409 for one that keeps none. */
export async function readModelDecisions(
  context: Context,
  id: number,
  { version: asked, limit = DECISION_ROW_COUNT, interval }: DecisionsQuery,
): Promise<ModelDecisions> {
  const version = asked ?? requireReady((await requireModel(context, id, WHAT)).model, WHAT);
  const found = await findTraining(context.database, id, version);
  if (found === undefined) throw await noVersion(context, id, version);
  const { key, training, dataset } = found;
  const score = requireScore(id, training);
  const classes = dataset?.classes ?? null;
  const widening =
    interval === undefined ? null : requireWidening(await requireHead(context, key, version), version, interval);
  const kept = await readDecisions(context.models, key, version);
  if (kept === undefined) throw new NotYet(`The decisions of ${key} v${version}`);
  const { figures, sample } = kept;
  // In an order of chance: the first of them are a sample.
  const order = [...sample.rows.keys()].slice(0, limit).sort((a, b) => at(sample.rows, a) - at(sample.rows, b));
  const pick = (values: Float64Array) => order.map((i) => at(values, i));
  const labels = (values: Float64Array) => pick(values).map((value) => (classes === null ? value : classes[value]));
  return {
    ...{ model_id: id, version, problem: training.problem, method: score.method, rows: dataset?.rowCount ?? null },
    ...figures,
    confusion: score.classification && {
      classes: classes ?? [],
      counts: score.classification.confusion_matrix,
    },
    kept: order.length,
    row: pick(sample.rows),
    actual: labels(sample.actual) as ModelDecisions["actual"],
    predicted: labels(sample.target) as ModelDecisions["predicted"],
    classes,
    probability: sample.probability && rowsOf(sample.probability, order, classes?.length ?? 0),
    ...(widening !== null && { ...intervalOf(sample, order, widening), level: interval }),
  };
}

function at(values: Float64Array, i: number): number {
  return values[i] as number;
}

function rowsOf(values: Float64Array, order: readonly number[], width: number): number[][] {
  return order.map((i) => [...values.subarray(i * width, (i + 1) * width)]);
}

function intervalOf({ target, lower, upper }: SampledRows, order: readonly number[], widening: number) {
  const pick = (values: Float64Array) => Float64Array.from(order, (i) => at(values, i));
  const ends = lower && upper && { lower: pick(lower), upper: pick(upper) };
  return intervalsOf({ target: pick(target), probability: null, ends }, widening);
}

async function noVersion(context: Context, id: number, version: number): Promise<AppError> {
  await requireModel(context, id, WHAT);
  return new AppError(
    "not_found",
    `Cannot ${WHAT}: model ${id} has no version ${version}; GET /api/ml_models/${id}/versions lists those there are`,
  );
}

/** Of a version that keeps decisions. */
function requireScore(id: number, { version, status, score, datasetId }: TrainingRow): ModelScore {
  if (status !== "ready")
    throw new AppError("not_trained", `Cannot ${WHAT}: version ${version} of model ${id} is not ready: ${status}`);
  if (score?.hasDecisions) return score;
  const why =
    datasetId === null
      ? "was uploaded, and its file has none; a model that is trained here keeps them"
      : score === null
        ? "held out no row; train it again on more rows"
        : `is of before 0.13.0 and kept none; PUT /api/ml_models/${id} trains it again`;
  throw new AppError("conflict", `Cannot ${WHAT}: version ${version} ${why}`);
}
