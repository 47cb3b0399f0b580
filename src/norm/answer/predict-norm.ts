// What consumption should have been, and how sure that is.

import { EMPTY_TAIL } from "../../engine/feature/series.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { spend } from "../../platform/context/leave-if-long.ts";
import { recent } from "../../platform/store/cache.ts";
import { type Warning, warn } from "../../warning.ts";
import { loadModel } from "../basis/load-model.ts";
import { neededColumns, requireColumns } from "../rows/check-columns.ts";
import { codeLevels } from "../rows/code-levels.ts";
import { windowWarnings } from "../rows/observe.ts";
import type { PredictAnswer } from "../schema/norm-answer.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { PredictRequest } from "../schema/norm-request.ts";
import { NORMS } from "../store/norm-cache.ts";
import type { NormRow } from "../store/norms.ts";
import { findVersion } from "../store/versions.ts";
import { bandOfRows, type Expected, expectRows } from "./expect-rows.ts";
import { outsideRange, outsideWarnings, rowsByName, rowsOf, unseenWarnings } from "./extrapolated.ts";
import { requireNorm } from "./read-norm.ts";

export async function predictNorm(context: Context, name: string, request: PredictRequest): Promise<PredictAnswer> {
  return answerOf(request, await predictRows(context, name, request, "predict"));
}

/** What is answered of predicted rows. */
export function answerOf({ level }: PredictRequest, { norm, version, prediction }: Predicted): PredictAnswer {
  const { y, extrapolated, leverage, warnings } = prediction;
  const [lower, upper] = [toAnswers(prediction.lower), toAnswers(prediction.upper)];
  return { norm: norm.name, version, y: toAnswers(y), lower, upper, level, extrapolated, leverage, warnings };
}

/** Rows that a version of a norm has predicted. */
export interface Predicted {
  norm: NormRow;
  version: number;
  model: NormModel;
  prediction: Prediction;
}

export interface Prediction {
  /** One per row; NaN where a value of the row, or of its past, is missing. */
  y: Float64Array;
  /** The ends of the interval. */
  lower: Float64Array;
  upper: Float64Array;
  instants: Float64Array | null;
  /** One per feature that is in. */
  columns: readonly Float64Array[];
  leverage: PredictAnswer["leverage"];
  /** 1 for each row of which something is not known at all, so that it has no interval. */
  isUnknown: Uint8Array;
  extrapolated: Record<string, number[]>;
  /** What to know of rows that stand for more or less time than the norm's. */
  spacing: Warning[];
  warnings: Warning[];
}

/** Predicts the rows of a request with the version that it asks for, or the newest one. `what`: the caller wants to do. */
export async function predictRows(
  context: Context,
  name: string,
  request: PredictRequest,
  what: string,
): Promise<Predicted> {
  const asked = await loadAsked(context, name, request.version, what);
  const { norm, model } = asked;
  spendPrediction(context, model, request.x.rowCount);
  return { ...asked, prediction: predict(norm, model, request) };
}

/** A version of a norm with its model, the newest unless given. `what`: the caller wants to do. */
export async function loadAsked(
  context: Context,
  name: string,
  asked: number | undefined,
  what: string,
): Promise<Pick<Predicted, "norm" | "version" | "model">> {
  const read = () => requireNorm(context, name);
  const known = await recent(context.cache, NORMS, name, { nowMs: context.nowMs(), read });
  // Whoever asks for a newer version than is remembered knows more.
  const norm = (asked ?? 0) > known.version ? await read() : known;
  if (norm.version === 0)
    throw new AppError("not_trained", `Cannot ${what}: norm "${name}" is not trained; train it first`);
  const version = asked ?? norm.version;
  if (version !== norm.version) await requireVersion(context, norm, version);
  const model = await loadModel(context, norm, version);
  if (model.rows === 0) {
    throw new AppError(
      "not_trained",
      `Cannot ${what}: norm "${name}" has no complete row up to version ${version}, or none that is not forgotten; train it first`,
    );
  }
  return { norm, version, model };
}

// A row's leverage, and less than that for a few features.
const SECONDS_PER_SQUARE = 2e-9;

/** Of so many rows. */
export function spendPrediction(context: Context, { coefficients }: NormModel, rowCount: number): void {
  spend(context, SECONDS_PER_SQUARE * rowCount * coefficients.length ** 2, "a prediction of these rows");
}

function predict(norm: NormRow, model: NormModel, request: PredictRequest): Prediction {
  const { specification } = norm;
  const needed = neededColumns(norm, model.chosen);
  requireColumns(needed, request.x.columns);
  const sent = { t: request.t, x: codeLevels(specification, request.x, needed) };
  const continues = request.continues ?? specification.continues;
  const past = { tail: continues ? model.tail : EMPTY_TAIL, lastMs: model.toMs };
  return describeExpected(norm, model, expectRows(norm, model, sent, past), request.level);
}

/** What is told of rows beside what is expected of them. */
export function describeExpected(norm: NormRow, model: NormModel, expected: Expected, level: number): Prediction {
  const { specification } = norm;
  const { x, unseen, observed, columns, y, unknown } = expected;
  const { lower, upper, leverages, certainty } = bandOfRows(norm, model, expected, level);
  const leverage = leverageOf(model, leverages, unknown.isUnknown);
  const known = [...y.keys()].filter((row) => !Number.isNaN(y[row]));
  const outside = outsideRange(specification.columns, neededColumns(norm, model.chosen), model, x);
  return {
    y,
    lower,
    upper,
    instants: observed.instants,
    columns,
    leverage,
    isUnknown: unknown.isUnknown,
    extrapolated: rowsByName(unknown.byGroup, outside, rowsOf(unseen)),
    spacing: observed.warnings,
    warnings: [
      ...observed.clockWarnings,
      ...model.lasting,
      ...windowWarnings(observed.partialCount(known), known.length),
      ...(certainty.residualVariance !== null
        ? []
        : [warn("No interval", "the rows trained on leave no degrees of freedom, autocorrelation considered.")]),
      ...unseenWarnings(unseen, x.rowCount, specification.unseen_levels === "mean"),
      ...unknown.warnings,
      ...(leverage.rows.length === 0
        ? []
        : [
            warn(
              "Far rows",
              `${leverage.rows.length} of ${x.rowCount} rows are far from those trained on, all features together; their leverage is above ` +
                `${LEVERAGE_MEANS} times the mean of those, ${Math.round(leverage.largest ?? 0)} times at most.`,
            ),
          ]),
      ...outsideWarnings(outside, specification.columns, { ...model, rowCount: x.rowCount }),
    ],
  };
}

// Of real meters' hours 1 % or less of the rows trained on are above it (most often none); other seasons of a winter's norm are some ten to
// hundreds of times the mean.
const LEVERAGE_MEANS = 10;

/** Leverage in units of its mean over the rows trained on, parameters/n: a range of each column cannot see what never came together. */
function leverageOf(
  { degreesOfFreedom, weight }: NormModel,
  leverages: Float64Array,
  isUnknown: Uint8Array,
): Prediction["leverage"] {
  // What is not known does not scatter: such a row's would be of the rest of it.
  const relative = leverages.map((leverage, row) =>
    isUnknown[row] ? Number.NaN : (leverage * weight) / degreesOfFreedom,
  );
  const known = relative.filter(Number.isFinite);
  return {
    largest: known.length === 0 ? null : known.reduce((most, value) => Math.max(most, value), 0),
    rows: [...relative.keys()].filter((row) => (relative[row] as number) > LEVERAGE_MEANS),
  };
}

/** NaN, and what overflowed, is null. */
export function toAnswers(y: Float64Array): (number | null)[] {
  const answers: (number | null)[] = [];
  for (const value of y) answers.push(Number.isFinite(value) ? value : null);
  return answers;
}

async function requireVersion(context: Context, norm: NormRow, version: number): Promise<void> {
  if ((await findVersion(context.database, norm.id, version)) !== undefined) return;
  const told = `GET /norms/${norm.name}/history lists them`;
  const faults = [{ path: "version", message: `${version} is not there; the newest is ${norm.version}` }];
  throw new AppError("not_found", `Cannot find version ${version} of norm "${norm.name}": ${told}`, faults);
}
