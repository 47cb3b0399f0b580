// The calls that send a norm rows: train, predict.
import type { IRequest } from "itty-router";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { kindOfType } from "../../platform/form/body-kind.ts";
import { type TableParts, takeParts, wantedBy } from "../../platform/form/take-parts.ts";
import { requireInside } from "../../platform/http/door.ts";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { openCsv } from "../../platform/http/open-csv.ts";
import { readIdempotencyKey, readQuery } from "../../platform/http/read.ts";
import { answer } from "../../platform/http/respond.ts";
import { noteChange } from "../../platform/http/served.ts";
import { readForm, refuseZone } from "../../platform/http/tabular/form.ts";
import { respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { CELL_COUNT_MAX } from "../../platform/schema/limit.ts";
import { explainNorm } from "../answer/explain-norm.ts";
import { predictNorm } from "../answer/predict-norm.ts";
import { trainChunks } from "../learn/train-chunks.ts";
import { trainRows } from "../learn/train-rows.ts";
import { PredictAnswer, TrainAnswer } from "../schema/norm-answer.ts";
import { PredictQuery, TrainQuery } from "../schema/norm-query.ts";
import { BatchName, PredictRequest, TrainRequest } from "../schema/norm-request.ts";
import { predictionAsSent, rowsAsSent } from "./as-sent.ts";
import { normName } from "./norm.ts";
import { tabulatePrediction } from "./norm-rows.ts";
import { categoriesOf, readParts, readRows } from "./read-rows.ts";
import { streamRows } from "./stream-rows.ts";

/** The norm of a newcomer, who names none. */
const DEFAULT_NORM = "default";

export const postTrain: Endpoint = {
  id: "trainNorm",
  summary: "Add a batch to a norm, exactly as if all batches had been fitted at once",
  description:
    "The first `train` of a norm that was not specified fixes its columns. `batch`, or the header `Idempotency-Key`, names the " +
    "batch: the same name with the same content answers as the first time, with `replayed: true`, and counts once. Where the first " +
    "batch has times (`t`), all have; rows from before the last trained time are a batch of their own, and `warnings` says so. A `text/csv` body " +
    "may have 100 MiB: it is learned from as it comes, as one batch.",
  query: TrainQuery,
  body: TrainRequest,
  tables: true,
  answers: { 200: TrainAnswer },
  refusals: [409],
  handle: (request, context) => train(request, context, normName(request)),
};

export const postTrainDefault: Endpoint = {
  ...postTrain,
  id: "trainDefault",
  summary: `Add a batch to the norm "${DEFAULT_NORM}"`,
  isWithin: true,
  handle: (request, context) => train(request, context, defaultNorm(request)),
};

export const postPredict: Endpoint = {
  id: "predictNorm",
  summary: "Predict with a norm",
  description:
    "Columns that the norm does not know are ignored. With `explain=true` the answer says how much of each y each feature accounts for.",
  query: PredictQuery,
  body: PredictRequest,
  tables: true,
  answers: { 200: PredictAnswer },
  rows:
    "A row is a row of x: `t` where there were times, `y`, `lower`, `upper`, `extrapolated` (the columns and groups of which the row has what was " +
    "not trained on) and `is_far` (its leverage is more than ten). With `explain=true` also `contribution.` with each feature and `source.` with what they come of.",
  refusals: [404, 409],
  isLong: false,
  handle: (request, context) => predict(request, context, normName(request)),
};

export const postPredictDefault: Endpoint = {
  ...postPredict,
  id: "predictDefault",
  summary: `Predict with the norm "${DEFAULT_NORM}"`,
  isWithin: true,
  handle: (request, context) => predict(request, context, defaultNorm(request)),
};

function defaultNorm(request: IRequest): string {
  requireInside(request, "norms", DEFAULT_NORM);
  return DEFAULT_NORM;
}

async function train(request: IRequest, context: Context, norm: string): Promise<Response> {
  const key = readIdempotencyKey(request, BatchName);
  if (kindOfType(request.headers.get("content-type") ?? "") === "csv")
    return trainCsv(request, context, norm, { query: readQuery(request, TrainQuery), key });
  const call = { norm, query: TrainQuery, schema: TrainRequest, hasTarget: true };
  const { query, body, parts, inTerms } = await readRows(request, context, call);
  const sent = { ...named(body, key), yColumn: query.target };
  return told(request, await inTerms(() => trainRows(context, norm, sent)), parts);
}

/** As one request's rows, or, where they are more than that holds, as they come. */
async function trainCsv(
  request: IRequest,
  context: Context,
  norm: string,
  { query, key }: { query: TrainQuery; key: string | undefined },
): Promise<Response> {
  const isText = await categoriesOf(context, norm);
  const opened = await openCsv(request, context, { ...query, keeps: wantedBy(query), isText });
  const parts = opened.whole && takeParts(opened.whole, query, { hasTarget: true });
  if (parts !== null && isWithin(parts)) {
    const { body, inTerms } = await readParts(parts, query, TrainRequest);
    const sent = { ...named(body, key), yColumn: query.target };
    return told(request, await inTerms(() => trainRows(context, norm, sent)), parts);
  }
  const { batch } = named({ batch: query.batch }, key);
  const sent = streamRows(opened, query, { batch });
  const answered = await trainChunks(context, norm, sent);
  return told(request, answered, sent);
}

/** Whether a table has no more values than a request may. */
function isWithin({ x }: TableParts): boolean {
  const columns = Object.values(x);
  return columns.length * (columns[0]?.length ?? 0) <= CELL_COUNT_MAX;
}

function told(request: IRequest, answered: TrainAnswer, parts: Pick<TableParts, "warnings"> | null): Response {
  const { norm, batch, version, replayed = false } = answered;
  noteChange(request, { on: `/norms/${norm}`, batch, version, isRepeated: replayed });
  return answer(parts === null ? answered : { ...answered, warnings: [...parts.warnings, ...answered.warnings] });
}

/** The batch has the name that its body or its header gives. */
function named<Body extends Pick<TrainRequest, "batch">>(body: Body, key: string | undefined): Body {
  if (key === undefined) return body;
  if (body.batch === undefined || body.batch === key) return { ...body, batch: key };
  throw new AppError(
    "invalid",
    `Cannot train: batch is "${body.batch}", but Idempotency-Key is "${key}"; give one of them`,
    [{ path: "batch", message: "not the Idempotency-Key" }],
  );
}

async function predict(request: IRequest, context: Context, norm: string): Promise<Response> {
  const call = { norm, query: PredictQuery, schema: PredictRequest, hasTarget: false };
  const { query, body, parts, inTerms } = await readRows(request, context, call);
  const form = readForm(request, query, parts !== null);
  refuseZone(query, body.t !== undefined);
  return inTerms(() =>
    respondIn(form, {
      json: async () => {
        const predicted = query.explain ? explainNorm(context, norm, body) : predictNorm(context, norm, body);
        return answer(predictionAsSent(await predicted, parts));
      },
      rows: async () => rowsAsSent(await tabulatePrediction(context, norm, body, query), parts),
    }),
  );
}
