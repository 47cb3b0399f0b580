// The route table: one line per endpoint, with its name in the document and what a token must be allowed.
import * as norm from "./norm/route/norm.ts";
import * as question from "./norm/route/norm-question.ts";
import * as rows from "./norm/route/send-rows.ts";
import { BatchName } from "./norm/schema/norm-request.ts";
import { NormName } from "./norm/schema/norm-specification.ts";
import { getAbout, getHealth, getReady } from "./platform/http/about.ts";
import type { Group } from "./platform/http/endpoint.ts";
import { getOpenApi } from "./platform/http/openapi.ts";
import { getProblem, getProblems, ProblemCodeName } from "./platform/http/problem/problem.ts";
import * as model from "./registry/route/model.ts";
import { getModels } from "./registry/route/model-list.ts";
import * as task from "./registry/route/task.ts";
import { ModelId, TaskId, VersionNumber } from "./registry/schema/model-request.ts";
import type { RegistryContext } from "./registry/train/model-owner.ts";
import * as session from "./shop/route/session.ts";
import * as sessionModel from "./shop/route/session-model.ts";
import { SessionId, VisitorId } from "./shop/schema/session.ts";

export const groups: Group<RegistryContext>[] = [
  {
    tag: "Service",
    description: "What this is, whether it answers and whether it can work, what refusals mean, and this document.",
    routes: [
      { scope: "open", method: "GET", path: "/", endpoint: getAbout },
      { scope: "open", method: "GET", path: "/health", endpoint: getHealth },
      { scope: "open", method: "GET", path: "/ready", endpoint: getReady },
      { scope: "open", method: "GET", path: "/problems", endpoint: getProblems },
      { scope: "open", method: "GET", path: "/problems/:code", endpoint: getProblem },
    ],
  },
  {
    tag: "Norms",
    description:
      "What consumption should have been: a ridge regression that learns batch by batch, exactly as if all had been fitted at once.",
    routes: [
      { scope: "train", method: "POST", path: "/train", endpoint: rows.postTrainDefault },
      { scope: "predict", method: "POST", path: "/predict", endpoint: rows.postPredictDefault },
      { scope: "read", method: "GET", path: "/norms", endpoint: norm.getNorms },
      { scope: "read", method: "GET", path: "/norms/:norm", endpoint: norm.getNorm },
      { scope: "train", method: "PUT", path: "/norms/:norm", endpoint: norm.putNorm },
      { scope: "train", method: "DELETE", path: "/norms/:norm", endpoint: norm.deleteNormRoute },
      { scope: "train", method: "POST", path: "/norms/:norm/train", endpoint: rows.postTrain },
      { scope: "predict", method: "POST", path: "/norms/:norm/predict", endpoint: rows.postPredict },
      { scope: "predict", method: "POST", path: "/norms/:norm/savings", endpoint: question.postSavings },
      { scope: "train", method: "POST", path: "/norms/:norm/selection", endpoint: question.postSelection },
      { scope: "read", method: "GET", path: "/norms/:norm/selection", endpoint: question.getSelection },
      { scope: "read", method: "GET", path: "/norms/:norm/lambda", endpoint: question.getLambda },
      { scope: "predict", method: "POST", path: "/norms/:norm/what-if", endpoint: question.postWhatIf },
      { scope: "read", method: "GET", path: "/norms/:norm/history", endpoint: norm.getHistory },
      { scope: "read", method: "GET", path: "/norms/:norm/batches", endpoint: norm.getBatches },
      { scope: "read", method: "GET", path: "/norms/:norm/batches/:batch", endpoint: norm.getBatch },
      { scope: "train", method: "DELETE", path: "/norms/:norm/batches/:batch", endpoint: norm.deleteBatch },
    ],
  },
  {
    tag: "Models",
    description:
      "The registry: Random Forest, SVM and Ridge, trained, scored out of sample, versioned, asked, retrained, downloaded.",
    routes: [
      { scope: "read", method: "GET", path: "/api/ml_models", endpoint: getModels },
      { scope: "train", method: "POST", path: "/api/ml_models", endpoint: model.postModel },
      { scope: "train", method: "POST", path: "/api/ml_models/upload", endpoint: model.postUpload },
      { scope: "predict", method: "GET", path: "/api/ml_models/:id", endpoint: model.getModel },
      { scope: "train", method: "PUT", path: "/api/ml_models/:id", endpoint: model.putModel },
      { scope: "train", method: "PATCH", path: "/api/ml_models/:id", endpoint: model.patchModel },
      { scope: "train", method: "DELETE", path: "/api/ml_models/:id", endpoint: model.deleteModelRoute },
      { scope: "predict", method: "POST", path: "/api/ml_models/:id/predict", endpoint: model.postPredict },
      { scope: "read", method: "GET", path: "/api/ml_models/:id/card", endpoint: model.getCard },
      { scope: "read", method: "GET", path: "/api/ml_models/:id/versions", endpoint: model.getVersions },
      {
        scope: "train",
        method: "POST",
        path: "/api/ml_models/:id/versions/:version/activate",
        endpoint: model.postActivate,
      },
      { scope: "read", method: "GET", path: "/api/ml_models/:id/download", endpoint: model.getDownload },
    ],
  },
  {
    tag: "Tasks",
    description: "What goes on in the background: trainings and predictions of stored data.",
    routes: [
      { scope: "read", method: "GET", path: "/results/:task_id", endpoint: task.getResult },
      { scope: "train", method: "DELETE", path: "/results/:task_id", endpoint: task.deleteResult },
    ],
  },
  {
    tag: "Metrics",
    description: "The quality of the registry's models, put in the database.",
    routes: [
      { scope: "train", method: "POST", path: "/metrics/:model_id", endpoint: task.postMetric },
      { scope: "read", method: "GET", path: "/metrics/:model_id", endpoint: task.getMetric },
      { scope: "train", method: "PUT", path: "/metrics/:model_id", endpoint: task.putMetricRoute },
      { scope: "train", method: "DELETE", path: "/metrics/:model_id", endpoint: task.deleteMetricRoute },
    ],
  },
  // Before the sessions: /sessions/report is a call, and names no session (CALLS_ALONE). What comes first is served.
  {
    tag: "Gender",
    description: "A visitor's gender, predicted by the views of a visit: the model, its report, its predictions.",
    routes: [
      { scope: "read", method: "GET", path: "/sessions/model", endpoint: sessionModel.getModel },
      { scope: "train", method: "POST", path: "/sessions/model", endpoint: sessionModel.postModel },
      { scope: "read", method: "GET", path: "/sessions/report", endpoint: sessionModel.getReport },
      { scope: "predict", method: "POST", path: "/sessions/prediction", endpoint: sessionModel.postPrediction },
      {
        scope: "predict",
        method: "GET",
        path: "/sessions/:session_id/prediction",
        endpoint: sessionModel.getPrediction,
      },
    ],
  },
  {
    tag: "Sessions",
    description: "The visits of a web shop, by session and by visitor: what was viewed, by category.",
    routes: [
      { scope: "read", method: "GET", path: "/sessions", endpoint: session.getSessions },
      { scope: "train", method: "POST", path: "/sessions", endpoint: session.postSessions },
      { scope: "read", method: "GET", path: "/sessions/categories", endpoint: session.getTotals },
      { scope: "read", method: "GET", path: "/sessions/:session_id", endpoint: session.getSession },
      { scope: "train", method: "DELETE", path: "/sessions/:session_id", endpoint: session.deleteSession },
      { scope: "read", method: "GET", path: "/sessions/:session_id/categories", endpoint: session.getCategories },
      { scope: "train", method: "POST", path: "/sessions/:session_id/views", endpoint: session.postViews },
      { scope: "read", method: "GET", path: "/visitors/:visitor", endpoint: session.getVisitor },
      { scope: "train", method: "DELETE", path: "/visitors/:visitor", endpoint: session.deleteVisitor },
    ],
  },
];

const PATH_PARAMETERS = {
  code: ProblemCodeName,
  norm: NormName,
  batch: BatchName,
  id: ModelId,
  model_id: ModelId,
  task_id: TaskId,
  version: VersionNumber,
  session_id: SessionId,
  visitor: VisitorId,
};
const [service] = groups;
service?.routes.push({
  scope: "open",
  method: "GET",
  path: "/openapi.json",
  endpoint: getOpenApi(groups, PATH_PARAMETERS),
});

/** Paths of calls that name no session and no model, by whatever method. */
export const CALLS_ALONE = ["/sessions/model", "/sessions/report", "/sessions/prediction", "/api/ml_models/upload"];

const SESSIONS_ARE_SENT =
  "POST /sessions stores sessions and replaces those that are there, POST /sessions/{session_id}/views adds views to one";

/** Where to go who asks for what is done by another call, as one might guess. */
export const INSTEAD: Record<string, string> = {
  "POST /norms": "PUT /norms/{norm} makes a norm, and so does its first POST /norms/{norm}/train",
  "DELETE /norms": "DELETE /norms/{norm} deletes a norm",
  "POST /norms/:norm": "POST /norms/{norm}/train sends rows, POST /norms/{norm}/predict asks",
  "PATCH /norms/:norm": "PUT /norms/{norm} changes a norm; of title, description and tags what is left out stays",
  "POST /norms/:norm/batches": "POST /norms/{norm}/train sends a batch",
  "PUT /norms/:norm/batches/:batch": "POST /norms/{norm}/train sends a batch, which `batch` names",
  "PUT /api/ml_models": "POST /api/ml_models trains a model, PUT /api/ml_models/{id} retrains one",
  "DELETE /api/ml_models": "DELETE /api/ml_models/{id} deletes a model",
  "POST /api/ml_models/:id": "PUT /api/ml_models/{id} retrains, POST /api/ml_models/{id}/predict predicts",
  "GET /api/ml_models/upload": "GET /api/ml_models/{id}/download gives a model as a file",
  "PUT /sessions": SESSIONS_ARE_SENT,
  "DELETE /sessions": "DELETE /sessions/{session_id} forgets a session, DELETE /visitors/{visitor} all of a visitor",
  "POST /sessions/:session_id": SESSIONS_ARE_SENT,
  "PUT /sessions/:session_id": SESSIONS_ARE_SENT,
  "PATCH /sessions/:session_id": SESSIONS_ARE_SENT,
  "PUT /sessions/model": "POST /sessions/model trains, and trains anew",
  "DELETE /sessions/model": "DELETE /api/ml_models/{id} deletes a model; GET /sessions/model says which",
};

export const routes = groups.flatMap(({ routes }) => routes);
