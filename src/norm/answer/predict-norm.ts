// What consumption should have been, and how sure that is.

import { EMPTY_TAIL } from "../../engine/feature/series.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { spend } from "../../platform/context/leave-if-long.ts";
import { recent } from "../../platform/store/cache.ts";
import { loadModel } from "../basis/load-model.ts";
import { neededColumns, requireColumns } from "../rows/check-columns.ts";
import { codeLevels } from "../rows/code-levels.ts";
import type { PredictAnswer } from "../schema/norm-answer.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { PredictRequest } from "../schema/norm-request.ts";
import { NORMS } from "../store/norm-cache.ts";
import type { NormRow } from "../store/norms.ts";
import { findVersion } from "../store/versions.ts";
import { describeRows, meetRows, type Prediction } from "./describe-rows.ts";
import { type Expected, expectRows } from "./expect-rows.ts";
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

/** The same, with one column of values for each feature that is in. */
export type PredictedWithFeatures = Predicted & { columns: readonly Float64Array[] };

/** Predicts the rows of a request with the version that it asks for, or the newest one. `what`: the caller wants to do. */
export async function predictRows(
  context: Context,
  name: string,
  request: PredictRequest,
  what: string,
): Promise<PredictedWithFeatures> {
  const asked = await loadAsked(context, name, request.version, what);
  const { norm, model } = asked;
  spendPrediction(context, model, request.x.rowCount);
  const expected = expect(norm, model, request);
  const prediction = describeRows(norm, model, meetRows(norm, model, expected), request.level);
  return { ...asked, prediction, columns: expected.columns };
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

function expect(norm: NormRow, model: NormModel, request: PredictRequest): Expected {
  const { specification } = norm;
  const needed = neededColumns(norm, model.chosen);
  requireColumns(needed, request.x.columns);
  const sent = { t: request.t, x: codeLevels(specification, request.x, needed) };
  const continues = request.continues ?? specification.continues;
  const past = { tail: continues ? model.tail : EMPTY_TAIL, lastMs: model.toMs };
  return expectRows(norm, model, sent, past);
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
