// Tasks and the quality of models: parse, call one use case, answer.
import type { IRequest } from "itty-router";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readParam, readQuery } from "../../platform/http/read.ts";
import { answer, answerJson, noContent } from "../../platform/http/respond.ts";
import { RESULT_WAIT_MS } from "../../platform/schema/limit.ts";
import { Metric, TaskProgress, TaskResult } from "../schema/model-answer.ts";
import { ModelId, ResultQuery, TaskId } from "../schema/model-request.ts";
import { deleteMetric, putMetric, readMetric, refreshMetric } from "../serve/put-metric.ts";
import { cancelTask, readResult } from "../task/read-result.ts";

const RETRY_AFTER_SECONDS = "1";

export const getResult: Endpoint = {
  summary: "What a task came to: predictions as an array, or the model that was trained",
  description:
    "Waits for a task under way, then answers 202 with its progress. A failed task answers with its problem.",
  query: ResultQuery,
  answers: { 200: TaskResult, 202: TaskProgress },
  refusals: [404, 409],
  mayBeTooMuch: true,
  async handle(request, context) {
    const { wait } = readQuery(request, ResultQuery);
    const result = await readResult(context, taskId(request), wait === undefined ? RESULT_WAIT_MS : 1000 * wait);
    if ("json" in result) return answerJson(result.json);
    return "model" in result
      ? answer(result.model)
      : answer(result.running, 202, { "retry-after": RETRY_AFTER_SECONDS });
  },
};

export const deleteResult: Endpoint = {
  summary: "Cancel a task under way",
  answers: { 204: null },
  refusals: [404, 409],
  async handle(request, context) {
    await cancelTask(context, taskId(request));
    return noContent();
  },
};

export const postMetric: Endpoint = {
  summary: "Put a model's quality in the database",
  description:
    "Accuracy or RMSE out of sample: out of bag for a forest, else by cross-validation; null where nothing could be held out.",
  answers: { 201: Metric },
  refusals: [404, 409],
  async handle(request, context) {
    return answer(await putMetric(context, modelId(request)), 201);
  },
};

export const getMetric: Endpoint = {
  summary: "A model's quality, as it was put",
  answers: { 200: Metric },
  refusals: [404],
  async handle(request, context) {
    return answer(await readMetric(context, modelId(request)));
  },
};

export const putMetricRoute: Endpoint = {
  summary: "Refresh a model's quality after a retraining",
  answers: { 200: Metric },
  refusals: [404, 409],
  async handle(request, context) {
    return answer(await refreshMetric(context, modelId(request)));
  },
};

export const deleteMetricRoute: Endpoint = {
  summary: "Remove a model's quality",
  answers: { 204: null },
  refusals: [404],
  async handle(request, context) {
    await deleteMetric(context, modelId(request));
    return noContent();
  },
};

function taskId(request: IRequest): string {
  return readParam(request, "task_id", TaskId);
}

function modelId(request: IRequest): number {
  return readParam(request, "model_id", ModelId);
}
