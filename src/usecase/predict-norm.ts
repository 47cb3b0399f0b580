// What consumption should have been.
import { AppError } from "../error.ts";
import { lagged, type Tail } from "../feature/lag.ts";
import { predictRidge } from "../model/ridge/predict-ridge.ts";
import type { PredictAnswer } from "../schema/norm-answer.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { PredictRequest } from "../schema/norm-request.ts";
import { recentNorm } from "../store/cache.ts";
import type { NormRow } from "../store/norms.ts";
import { findVersion } from "../store/versions.ts";
import { requireColumns } from "./check-columns.ts";
import type { Context } from "./context.ts";
import { loadModel } from "./load-model.ts";
import { requireNorm } from "./read-norm.ts";

export async function predictNorm(context: Context, name: string, request: PredictRequest): Promise<PredictAnswer> {
  const read = () => requireNorm(context, name);
  const recent = await recentNorm(context.cache, name, context.nowMs(), read);
  // Whoever asks for a newer version than is remembered knows more.
  const norm = (request.version ?? 0) > recent.version ? await read() : recent;
  if (norm.version === 0)
    throw new AppError("not_trained", `Cannot predict: norm "${name}" is not trained; train it first`);
  const version = request.version ?? norm.version;
  if (version !== norm.version) await requireVersion(context, norm, version);
  requireColumns(norm.specification, request.x.columns);
  const model = await loadModel(context, norm, version);
  if (model.rows === 0) {
    throw new AppError(
      "not_trained",
      `Cannot predict: norm "${name}" has no complete row up to version ${version}; train it first`,
    );
  }
  const { specification } = norm;
  const tail = (request.continues ?? specification.continues) ? tailOf(model) : [];
  const y = predictRidge(model, lagged(specification, request.x, tail), request.x.rowCount);
  return { norm: name, version, y: toAnswers(y) };
}

/** NaN, and what overflowed, is null. */
function toAnswers(y: Float64Array): (number | null)[] {
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

function tailOf(model: NormModel): Tail {
  return model.tail.map((column) => Float64Array.from(column, (value) => value ?? Number.NaN));
}
