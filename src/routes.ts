// The route table: one line per endpoint, with its name in the document and what a token must be allowed.
import * as audit from "./access/route/audit.ts";
import * as token from "./access/route/token.ts";
import { documentParts } from "./document.ts";
import * as kept from "./norm/route/kept-rows.ts";
import * as norm from "./norm/route/norm.ts";
import * as question from "./norm/route/norm-question.ts";
import * as rows from "./norm/route/send-rows.ts";
import { NormName } from "./norm/schema/norm-specification.ts";
import { getAbout, getHealth, getReady } from "./platform/http/about.ts";
import { getDocs, getDocsFile } from "./platform/http/docs-page.ts";
import { type Door, requireInside } from "./platform/http/door.ts";
import type { Group, Route } from "./platform/http/endpoint.ts";
import { getOpenApi } from "./platform/http/openapi/open-api.ts";
import { getProblem, getProblems } from "./platform/http/problem/problem.ts";
import { readParam } from "./platform/http/read.ts";
import { getPageFile } from "./platform/http/web-page.ts";
import * as comparison from "./registry/route/comparison.ts";
import * as model from "./registry/route/model.ts";
import { getModels } from "./registry/route/model-list.ts";
import * as version from "./registry/route/model-version.ts";
import * as task from "./registry/route/task.ts";
import { ComparisonId } from "./registry/schema/comparison/comparison-request.ts";
import { ModelId, TaskId } from "./registry/schema/model-request.ts";
import { requireComparisonInside, requireModelInside, requireTaskInside } from "./registry/serve/require-inside.ts";
import type { RegistryContext } from "./registry/train/model-owner.ts";
import * as category from "./shop/route/category.ts";
import * as session from "./shop/route/session.ts";
import * as sessionModel from "./shop/route/session-model.ts";
import { StoredSessionId } from "./shop/schema/session.ts";
import { getStorage } from "./storage-answer.ts";
import * as table from "./table/route/table.ts";

export const groups: Group<RegistryContext>[] = [
  {
    tag: "Service",
    description: "What this is, whether it answers and whether it can work, what refusals mean, and this document.",
    routes: [
      { scope: "open", method: "GET", path: "/", endpoint: getAbout },
      { scope: "open", method: "GET", path: "/health", endpoint: getHealth },
      { scope: "open", method: "GET", path: "/ready", endpoint: getReady },
      {
        scope: "open",
        method: "GET",
        path: "/openapi.json",
        endpoint: getOpenApi(() => ({ groups, ...documentParts })),
      },
      { scope: "open", method: "GET", path: "/docs", endpoint: getDocs },
      { scope: "open", method: "GET", path: "/problems", endpoint: getProblems },
      { scope: "open", method: "GET", path: "/problems/:code", endpoint: getProblem },
      { scope: "admin", method: "GET", path: "/storage", endpoint: getStorage },
    ],
  },
  {
    tag: "Tables",
    description: "What a file is, told before a norm or a model learns from it.",
    routes: [{ scope: "predict", method: "POST", path: "/tables", endpoint: table.postTable }],
  },
  {
    tag: "Norms",
    kind: "norms",
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
      { scope: "read", method: "GET", path: "/norms/:norm/rows", endpoint: kept.getRows },
      { scope: "read", method: "GET", path: "/norms/:norm/history", endpoint: norm.getHistory },
      { scope: "read", method: "GET", path: "/norms/:norm/batches", endpoint: norm.getBatches },
      { scope: "read", method: "GET", path: "/norms/:norm/batches/:batch", endpoint: norm.getBatch },
      { scope: "read", method: "GET", path: "/norms/:norm/batches/:batch/rows", endpoint: kept.getBatchRows },
      { scope: "train", method: "DELETE", path: "/norms/:norm/batches/:batch", endpoint: norm.deleteBatch },
    ],
  },
  {
    tag: "Models",
    kind: "models",
    description:
      "The registry: Random Forest, Gradient Boosting, SVM, Ridge and averages of them, trained, scored out of sample, versioned, asked, retrained, downloaded.",
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
      { scope: "read", method: "GET", path: "/api/ml_models/:id/decisions", endpoint: version.getDecisions },
      { scope: "read", method: "GET", path: "/api/ml_models/:id/versions", endpoint: version.getVersions },
      {
        scope: "train",
        method: "POST",
        path: "/api/ml_models/:id/versions/:version/activate",
        endpoint: version.postActivate,
      },
      { scope: "read", method: "GET", path: "/api/ml_models/:id/download", endpoint: model.getDownload },
    ],
  },
  {
    tag: "Comparisons",
    kind: "models",
    description:
      "Which model? Several, tried on the same folds: figures, how sure their differences are, and the simplest that is as good as the best.",
    routes: [
      { scope: "read", method: "GET", path: "/api/comparisons", endpoint: comparison.getComparisons },
      { scope: "train", method: "POST", path: "/api/comparisons", endpoint: comparison.postComparison },
      { scope: "read", method: "GET", path: "/api/comparisons/:comparison", endpoint: comparison.getComparison },
      {
        scope: "train",
        method: "DELETE",
        path: "/api/comparisons/:comparison",
        endpoint: comparison.deleteComparisonRoute,
      },
      { scope: "train", method: "POST", path: "/api/comparisons/:comparison/cancel", endpoint: comparison.postCancel },
    ],
  },
  {
    tag: "Tasks",
    kind: "models",
    description: "What goes on in the background: trainings and predictions of stored data.",
    routes: [
      { scope: "read", method: "GET", path: "/results/:task_id", endpoint: task.getResult },
      { scope: "train", method: "DELETE", path: "/results/:task_id", endpoint: task.deleteResult },
    ],
  },
  {
    tag: "Metrics",
    kind: "models",
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
    kind: "sessions",
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
    kind: "sessions",
    description: "The visits of a web shop, by session and by visitor: what was viewed, by category.",
    routes: [
      { scope: "read", method: "GET", path: "/sessions", endpoint: session.getSessions },
      { scope: "train", method: "POST", path: "/sessions", endpoint: session.postSessions },
      { scope: "read", method: "GET", path: "/sessions/categories", endpoint: category.getTotals },
      { scope: "read", method: "GET", path: "/sessions/categories/history", endpoint: category.getHistory },
      { scope: "read", method: "GET", path: "/sessions/:session_id", endpoint: session.getSession },
      { scope: "train", method: "DELETE", path: "/sessions/:session_id", endpoint: session.deleteSession },
      { scope: "read", method: "GET", path: "/sessions/:session_id/categories", endpoint: category.getCategories },
      { scope: "train", method: "POST", path: "/sessions/:session_id/views", endpoint: session.postViews },
      { scope: "read", method: "GET", path: "/visitors/:visitor", endpoint: session.getVisitor },
      { scope: "train", method: "DELETE", path: "/visitors/:visitor", endpoint: session.deleteVisitor },
    ],
  },
  {
    tag: "Access",
    description: "Who may do what, and who did what: tokens, and the audit.",
    routes: [
      { scope: "admin", method: "GET", path: "/tokens", endpoint: token.getTokens },
      { scope: "admin", method: "POST", path: "/tokens", endpoint: token.postToken },
      { scope: "admin", method: "GET", path: "/tokens/:token", endpoint: token.getToken },
      { scope: "admin", method: "DELETE", path: "/tokens/:token", endpoint: token.deleteToken },
      { scope: "admin", method: "GET", path: "/audit", endpoint: audit.getAudit },
    ],
  },
];

export const routes: Route<RegistryContext>[] = groups.flatMap(({ kind, routes }) =>
  routes.map((route) => ({ ...route, kind })),
);

/** What the pages are made of: served, and no calls of the API. */
export const pageFiles: Route<RegistryContext>[] = [
  { scope: "open", method: "GET", path: "/docs/:version/:file", endpoint: getDocsFile },
  { scope: "open", method: "GET", path: "/page/:file", endpoint: getPageFile },
];

/** Who may touch what a path names. A visitor's sessions may have any id: they are of all. */
export const doors: Record<string, Door<RegistryContext>> = {
  norm: (request) => requireInside(request, "norms", readParam(request, "norm", NormName)),
  id: (request, context, prefix) => requireModelInside(context, readParam(request, "id", ModelId), prefix),
  model_id: (request, context, prefix) => requireModelInside(context, readParam(request, "model_id", ModelId), prefix),
  comparison: (request, context, prefix) =>
    requireComparisonInside(context, readParam(request, "comparison", ComparisonId), prefix),
  task_id: (request, context, prefix) => requireTaskInside(context, readParam(request, "task_id", TaskId), prefix),
  session_id: (request) => requireInside(request, "sessions", readParam(request, "session_id", StoredSessionId)),
};
