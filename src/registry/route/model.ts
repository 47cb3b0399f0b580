import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readBody } from "../../platform/http/read.ts";
import { answer, download, noContent } from "../../platform/http/respond.ts";
import { noteChange } from "../../platform/http/served.ts";
import { readForm } from "../../platform/http/tabular/form.ts";
import { respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { AboutRequest } from "../../platform/schema/about.ts";
import { PREDICTION_SECONDS_MAX, UPLOAD_BYTES_MAX } from "../../platform/schema/limit.ts";
import type { Warning } from "../../warning.ts";
import { Model, ModelCard, ModelPrediction, PredictionStarted, TrainingAccepted } from "../schema/model-answer.ts";
import { UploadRequest } from "../schema/model-artifact.ts";
import { PredictModelQuery, TrainModelQuery } from "../schema/model-query.ts";
import { PredictModelRequest, RetrainModelRequest, TrainModelRequest } from "../schema/model-request.ts";
import { amendModel } from "../serve/amend-model.ts";
import { deleteModel } from "../serve/delete-model.ts";
import { downloadModel } from "../serve/download-model.ts";
import { explainPrediction, predictModel } from "../serve/predict-model.ts";
import { readCard } from "../serve/read-model.ts";
import { predictStored } from "../task/predict-stored.ts";
import type { RegistryContext } from "../train/model-owner.ts";
import { retrainModel, type StartedTraining, trainModel } from "../train/train-model.ts";
import { uploadModel } from "../train/upload-model.ts";
import { modelId } from "./model-id.ts";
import { rowsOfPrediction } from "./model-rows.ts";
import { isAsync, PREFER } from "./prefer.ts";
import { readRows } from "./read-rows.ts";
import { requireTitle } from "./require-title.ts";
import { sendTrained } from "./send-trained.ts";

export const postModel: Endpoint<RegistryContext> = {
  id: "trainModel",
  summary: "Train a model",
  description:
    "201 with the model where it was trained while waiting, which is so for a second of work at most; else 202 with its `task_id`, and " +
    "GET /results/{task_id} tells when it is ready: a training that turns out to be more goes on there. `h_tune` searches the family's grid on the same folds for every cell; `params` " +
    "sets hyperparameters, and with `h_tune` narrows the grid to what is left open. `groups` or `t` say which rows belong together " +
    "in cross-validation.",
  headers: PREFER,
  query: TrainModelQuery,
  body: TrainModelRequest,
  tables: true,
  answers: { 201: Model, 202: TrainingAccepted },
  answerHeaders: { 202: ["Location"] },
  isWithin: true,
  async handle(request, context) {
    const call = { query: TrainModelQuery, schema: TrainModelRequest, hasTarget: true };
    const sent = await readRows(request, context, call);
    requireTitle(request, sent.body.title ?? null);
    const started = await sent.inTerms(() =>
      trainModel(context, { ...sent.body, yColumn: sent.yColumn }, isAsync(request)),
    );
    return sendTrained(request, withWarnings(started, sent.warnings), 201);
  },
};

export const postUpload: Endpoint = {
  id: "uploadModel",
  summary: "Take a downloaded model back, as a new one",
  description:
    "Its predictions are those of the model that was downloaded, to the bit. It has no data: retraining needs X and y.",
  body: UploadRequest,
  answers: { 201: Model },
  isWithin: true,
  async handle(request, context) {
    const file = await readBody(request, UploadRequest, UPLOAD_BYTES_MAX);
    requireTitle(request, file.about?.title ?? null);
    const model = await uploadModel(context, file);
    noteChange(request, { on: `/api/ml_models/${model.id}`, version: 1 });
    return answer(model, 201);
  },
};

export const getModel: Endpoint<RegistryContext> = {
  id: "predictStoredData",
  summary: "Start a prediction of a model on its stored training data",
  description:
    "Although it is a GET it starts a task, each time that it is sent, for its clients expect that. The answer is a JSON string whose last word is " +
    "the task: `r.json().split()[-1]`. GET /results/{task_id} gives the predictions.",
  answers: { 200: PredictionStarted },
  refusals: [404, 409, 507],
  mayBeTooMuch: true,
  isLong: true,
  async handle(request, context) {
    const id = modelId(request);
    return answer(`Prediction of model ${id} started, its task is ${await predictStored(context, id)}`);
  },
};

export const putModel: Endpoint<RegistryContext> = {
  id: "retrainModel",
  summary: "Retrain a model, as its next version",
  description:
    "On the stored data unless X and y come. The version that serves goes on until the new one is ready. Statuses as of training: 200 " +
    "when it was trained while waiting, else 202.",
  headers: PREFER,
  query: TrainModelQuery,
  body: RetrainModelRequest,
  tables: true,
  answers: { 200: Model, 202: TrainingAccepted },
  answerHeaders: { 202: ["Location"] },
  refusals: [404],
  mayCollide: true,
  async handle(request, context) {
    const id = modelId(request);
    const call = { query: TrainModelQuery, schema: RetrainModelRequest, hasTarget: true };
    const sent = await readRows(request, context, call);
    requireTitle(request, sent.body.title);
    const started = await sent.inTerms(() =>
      retrainModel(context, id, { ...sent.body, yColumn: sent.yColumn }, isAsync(request)),
    );
    return sendTrained(request, withWarnings(started, sent.warnings), 200);
  },
};

export const patchModel: Endpoint = {
  id: "amendModel",
  summary: "Change a model's title, description, tags, target or unit, without training",
  description: "What is left out stays as it is (RFC 7396); `application/merge-patch+json` is taken too.",
  body: AboutRequest,
  answers: { 200: Model },
  refusals: [404],
  async handle(request, context) {
    const id = modelId(request);
    const about = await readBody(request, AboutRequest);
    requireTitle(request, about.title);
    return answer(await amendModel(context, id, about));
  },
};

export const deleteModelRoute: Endpoint = {
  id: "deleteModel",
  summary: "Delete a model with its data, its artifacts and its metrics",
  description: "All its versions go; a task under way ends at its next piece.",
  answers: { 204: null },
  refusals: [404],
  async handle(request, context) {
    await deleteModel(context, modelId(request));
    return noContent();
  },
};

export const postPredict: Endpoint = {
  id: "predictModel",
  summary: "Predict rows",
  description:
    "Columns are found by name, others are ignored; rows of numbers are taken in the order of the model's columns. Of a model that takes " +
    `long for a row, as many rows are accepted as ${PREDICTION_SECONDS_MAX} seconds' estimated work: a refusal names their number. Of regression \`interval\`, ` +
    "0.9 say, asks for `lower` and `upper` too: as far from `y` as that share of held-out rows was at most (conformal intervals). With " +
    "`explain=true` the answer tells why: a base, and what each column adds to it for each row; to explain a row takes far longer than to predict it.",
  query: PredictModelQuery,
  body: PredictModelRequest,
  tables: true,
  answers: { 200: ModelPrediction },
  rows:
    "A row is a row of X, in their order: `y`, with `interval` `lower` and `upper`, and of classes `probability.` with each label, by name in lines of " +
    "JSON. With `explain=true` `contribution.` with each column, after the class where each has its own, and `std_error.` where they are estimates.",
  refusals: [404, 409],
  isLong: false,
  async handle(request, context) {
    const id = modelId(request);
    const call = { query: PredictModelQuery, schema: PredictModelRequest, hasTarget: false };
    const { query, body, isTable, warnings, inTerms } = await readRows(request, context, call);
    const form = readForm(request, query, isTable);
    const predicted = await inTerms(() => (query.explain ? explainPrediction : predictModel)(context, id, body));
    const told = { ...predicted, warnings: [...warnings, ...predicted.warnings] };
    return respondIn(form, { json: () => answer(told), rows: () => rowsOfPrediction(told) });
  },
};

export const getCard: Endpoint = {
  id: "getModelCard",
  summary: "Everything known of a model",
  description:
    "Its data, hyperparameters, scores with their spread, what tuning tried, what matters, and every version.",
  answers: { 200: ModelCard },
  isTagged: true,
  refusals: [404],
  async handle(request, context) {
    return answer(await readCard(context, modelId(request)));
  },
};

export const getDownload: Endpoint = {
  id: "downloadModel",
  summary: "The model as a file that another program can load",
  description:
    "JSON; numbers in bulk are base64 of their bytes under their NumPy dtype. docs/models.md tells what stands in it, and POST /api/ml_models/upload takes it back.",
  answers: { 200: UploadRequest },
  refusals: [404, 409],
  async handle(request, context) {
    const { origin, pathname } = new URL(request.url);
    const source = `${origin}${pathname.replace(/\/download$/, "")}`;
    return download(await downloadModel(context, modelId(request), source));
  },
};

/** With what to know of the table that it was sent. */
function withWarnings(started: StartedTraining, warnings: Warning[]): StartedTraining {
  const { model } = started;
  return { ...started, model: { ...model, warnings: [...warnings, ...model.warnings] } };
}
