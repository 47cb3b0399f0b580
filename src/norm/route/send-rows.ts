// The calls that send a norm rows: train, predict.
import type { IRequest } from "itty-router";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readIdempotencyKey } from "../../platform/http/read.ts";
import { answer } from "../../platform/http/respond.ts";
import { orRows, readForm, refuseZone } from "../../platform/http/tabular/form.ts";
import { respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { predictNorm } from "../answer/predict-norm.ts";
import { trainNorm } from "../learn/train-norm.ts";
import { PredictAnswer, TrainAnswer } from "../schema/norm-answer.ts";
import { PredictQuery, TrainQuery } from "../schema/norm-query.ts";
import { BatchName, HistoryQuery, NormPageQuery, PredictRequest, TrainRequest } from "../schema/norm-request.ts";
import { predictionAsSent, rowsAsSent } from "./as-sent.ts";
import { normName } from "./norm.ts";
import { tabulatePrediction } from "./norm-rows.ts";
import { readRows } from "./read-rows.ts";

/** The norm of a newcomer, who names none. */
const DEFAULT_NORM = "default";

const _NormsQuery = orRows(NormPageQuery);

export const postTrain: Endpoint = {
  summary: "Add a batch to a norm, exactly as if all batches had been fitted at once",
  description:
    "The first `train` of a norm that was not specified fixes its columns. `batch`, or the header `Idempotency-Key`, names the " +
    "batch: the same name with the same content answers as the first time, with `replayed: true`, and counts once. Where the first " +
    "batch has times (`t`), all have; rows from before the last trained time are a batch of their own, and `warnings` says so.",
  query: TrainQuery,
  body: TrainRequest,
  tables: true,
  answers: { 200: TrainAnswer },
  refusals: [409],
  handle: (request, context) => train(request, context, normName(request)),
};

export const postTrainDefault: Endpoint = {
  ...postTrain,
  summary: `Add a batch to the norm "${DEFAULT_NORM}"`,
  handle: (request, context) => train(request, context, DEFAULT_NORM),
};

export const postPredict: Endpoint = {
  summary: "Predict with a norm",
  description: "Columns that the norm does not know are ignored.",
  query: PredictQuery,
  body: PredictRequest,
  tables: true,
  answers: { 200: PredictAnswer },
  rows:
    "A row is a row of x: `t` where there were times, `y`, `lower`, `upper`, `extrapolated` (the columns and groups of which the row has what was " +
    "not trained on) and `is_far` (its leverage is more than ten).",
  refusals: [404, 409],
  isLong: false,
  handle: (request, context) => predict(request, context, normName(request)),
};

export const postPredictDefault: Endpoint = {
  ...postPredict,
  summary: `Predict with the norm "${DEFAULT_NORM}"`,
  handle: (request, context) => predict(request, context, DEFAULT_NORM),
};

const _VersionsQuery = orRows(HistoryQuery);

async function train(request: IRequest, context: Context, norm: string): Promise<Response> {
  const key = readIdempotencyKey(request, BatchName);
  const call = { query: TrainQuery, schema: TrainRequest, hasTarget: true };
  const { body, parts, inTerms } = await readRows(request, context, call);
  const told = await inTerms(() => trainNorm(context, norm, named(body, key)));
  return answer(parts === null ? told : { ...told, warnings: [...parts.warnings, ...told.warnings] });
}

/** The batch has the name that its body or its header gives. */
function named(body: TrainRequest, key: string | undefined): TrainRequest {
  if (key === undefined) return body;
  if (body.batch === undefined || body.batch === key) return { ...body, batch: key };
  throw new AppError(
    "invalid",
    `Cannot train: batch is "${body.batch}", but Idempotency-Key is "${key}"; give one of them`,
    [{ path: "batch", message: "not the Idempotency-Key" }],
  );
}

async function predict(request: IRequest, context: Context, norm: string): Promise<Response> {
  const call = { query: PredictQuery, schema: PredictRequest, hasTarget: false };
  const { query, body, parts, inTerms } = await readRows(request, context, call);
  const form = readForm(request, query, parts !== null);
  refuseZone(query, body.t !== undefined);
  return inTerms(() =>
    respondIn(form, {
      json: async () => answer(predictionAsSent(await predictNorm(context, norm, body), parts)),
      rows: async () => rowsAsSent(await tabulatePrediction(context, norm, body, query.timezone), parts),
    }),
  );
}
