// Tasks and the quality of models: parse, call one use case, answer.
import type { IRequest } from "itty-router";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readParam, readQuery } from "../../platform/http/read.ts";
import { answer, answerJson, noContent } from "../../platform/http/respond.ts";
import { type Form, orRows, RowsQuery, readForm } from "../../platform/http/tabular/form.ts";
import { respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { rowsOfColumns, rowsOfObjects } from "../../platform/http/tabular/rows.ts";
import { RESULT_WAIT_MS } from "../../platform/schema/limit.ts";
import { Metric, Model, TaskProgress, TaskResult } from "../schema/model-answer.ts";
import { ModelId, ResultQuery, TaskId } from "../schema/model-request.ts";
import { deleteMetric, putMetric, readMetric, refreshMetric } from "../serve/put-metric.ts";
import { cancelTask, readResult } from "../task/read-result.ts";

const RETRY_AFTER_SECONDS = "1";

const ResultAsked = orRows(ResultQuery);

export const getResult: Endpoint = {
  id: "getResult",
  summary: "What a task came to: predictions as an array, or the model that was trained",
  description:
    "Waits for a task under way, then answers 202 with its progress. A failed task answers with its problem.",
  query: ResultAsked,
  answers: { 200: TaskResult, 202: TaskProgress },
  answerHeaders: { 202: ["Retry-After"] },
  rows: "A row is the prediction `y` of a row, in their order; or the model that was trained. 202 is JSON.",
  refusals: [404, 409],
  mayBeTooMuch: true,
  async handle(request, context) {
    const query = readQuery(request, ResultAsked);
    const { wait } = query;
    const form = readForm(request, query);
    const result = await readResult(context, taskId(request), wait === undefined ? RESULT_WAIT_MS : 1000 * wait);
    if ("running" in result) return answer(result.running, 202, { "retry-after": RETRY_AFTER_SECONDS });
    if ("model" in result)
      return respondIn(form, {
        json: () => answer(result.model),
        rows: () => ({ rows: rowsOfObjects(Model, [result.model]) }),
      });
    return respondIn(form, { json: () => answerJson(result.json), rows: () => ({ rows: rowsOfTargets(result.json) }) });
  },
};

export const deleteResult: Endpoint = {
  id: "cancelTask",
  summary: "Cancel a task under way",
  description:
    "What it has done comes to nothing. A version that serves goes on; a first training leaves a model that is not trained.",
  answers: { 204: null },
  refusals: [404, 409],
  async handle(request, context) {
    await cancelTask(context, taskId(request));
    return noContent();
  },
};

const ONE_METRIC = "One row.";

export const postMetric: Endpoint = {
  id: "putMetric",
  summary: "Put a model's quality in the database",
  description:
    "Accuracy or RMSE out of sample: out of bag for a forest, else by cross-validation; null where nothing could be held out.",
  query: RowsQuery,
  answers: { 201: Metric },
  rows: ONE_METRIC,
  refusals: [404, 409],
  async handle(request, context) {
    const form = readForm(request, readQuery(request, RowsQuery));
    return sendMetric(form, await putMetric(context, modelId(request)), 201);
  },
};

export const getMetric: Endpoint = {
  id: "getMetric",
  summary: "A model's quality, as it was put",
  description: "The row that POST or PUT put there last, which a retraining does not change.",
  query: RowsQuery,
  answers: { 200: Metric },
  isTagged: true,
  rows: ONE_METRIC,
  refusals: [404],
  async handle(request, context) {
    const form = readForm(request, readQuery(request, RowsQuery));
    return sendMetric(form, await readMetric(context, modelId(request)));
  },
};

export const putMetricRoute: Endpoint = {
  id: "refreshMetric",
  summary: "Refresh a model's quality after a retraining",
  description: "Puts the figures of the version that serves now in place of the row that is there.",
  query: RowsQuery,
  answers: { 200: Metric },
  rows: ONE_METRIC,
  refusals: [404, 409],
  async handle(request, context) {
    const form = readForm(request, readQuery(request, RowsQuery));
    return sendMetric(form, await refreshMetric(context, modelId(request)));
  },
};

export const deleteMetricRoute: Endpoint = {
  id: "deleteMetric",
  summary: "Remove a model's quality",
  description: "The model itself stays.",
  answers: { 204: null },
  refusals: [404],
  async handle(request, context) {
    await deleteMetric(context, modelId(request));
    return noContent();
  },
};

function sendMetric(form: Form, metric: Metric, status = 200): Promise<Response> {
  return respondIn(form, {
    json: () => answer(metric, status),
    rows: () => ({ rows: rowsOfObjects(Metric, [metric]), status }),
  });
}

/** Predictions that stand as JSON. */
function rowsOfTargets(json: string) {
  const targets: unknown[] = JSON.parse(json);
  return rowsOfColumns(targets.length, [{ name: "y", at: (row) => targets[row] }]);
}

function taskId(request: IRequest): string {
  return readParam(request, "task_id", TaskId);
}

function modelId(request: IRequest): number {
  return readParam(request, "model_id", ModelId);
}
