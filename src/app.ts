// The service: its route table, one line per endpoint, and the way of a request through it.
import { type IRequest, Router } from "itty-router";
import { cut } from "./engine/parameter/show.ts";
import { AppError, TooLong } from "./error.ts";
import * as norm from "./norm/route/norm.ts";
import * as question from "./norm/route/norm-question.ts";
import * as rows from "./norm/route/send-rows.ts";
import { BatchName } from "./norm/schema/norm-request.ts";
import { NormName } from "./norm/schema/norm-specification.ts";
import { getAbout, getHealth, getReady } from "./platform/http/about.ts";
import { type Access, authorise } from "./platform/http/authorise.ts";
import type { Counted } from "./platform/http/body.ts";
import type { Endpoint, Route } from "./platform/http/endpoint.ts";
import { getOpenApi } from "./platform/http/openapi.ts";
import { countWhileSent } from "./platform/http/paced.ts";
import { hasShortBody, refuseQuery } from "./platform/http/read.ts";
import { catchError, problem } from "./platform/http/respond.ts";
import { BODY_BYTES_MAX, MODEL_BODY_BYTES_MAX, UPLOAD_BYTES_MAX, URL_LENGTH_MAX } from "./platform/schema/limit.ts";
import * as model from "./registry/route/model.ts";
import { getModels } from "./registry/route/model-list.ts";
import * as task from "./registry/route/task.ts";
import { ModelId, TaskId, VersionNumber } from "./registry/schema/model-request.ts";
import type { RegistryContext } from "./registry/train/model-owner.ts";
import * as session from "./shop/route/session.ts";
import * as sessionModel from "./shop/route/session-model.ts";
import { SessionId, VisitorId } from "./shop/schema/session.ts";

export const routes: Route<RegistryContext>[] = [
  { method: "GET", path: "/", endpoint: getAbout },
  { method: "GET", path: "/health", endpoint: getHealth },
  { method: "GET", path: "/ready", endpoint: getReady },
  { method: "POST", path: "/train", endpoint: rows.postTrainDefault },
  { method: "POST", path: "/predict", endpoint: rows.postPredictDefault },
  { method: "GET", path: "/norms", endpoint: norm.getNorms },
  { method: "GET", path: "/norms/:norm", endpoint: norm.getNorm },
  { method: "PUT", path: "/norms/:norm", endpoint: norm.putNorm },
  { method: "DELETE", path: "/norms/:norm", endpoint: norm.deleteNormRoute },
  { method: "POST", path: "/norms/:norm/train", endpoint: rows.postTrain },
  { method: "POST", path: "/norms/:norm/predict", endpoint: rows.postPredict },
  { method: "POST", path: "/norms/:norm/savings", endpoint: question.postSavings },
  { method: "POST", path: "/norms/:norm/selection", endpoint: question.postSelection },
  { method: "GET", path: "/norms/:norm/selection", endpoint: question.getSelection },
  { method: "GET", path: "/norms/:norm/lambda", endpoint: question.getLambda },
  { method: "POST", path: "/norms/:norm/what-if", endpoint: question.postWhatIf },
  { method: "GET", path: "/norms/:norm/history", endpoint: norm.getHistory },
  { method: "GET", path: "/norms/:norm/batches", endpoint: norm.getBatches },
  { method: "GET", path: "/norms/:norm/batches/:batch", endpoint: norm.getBatch },
  { method: "DELETE", path: "/norms/:norm/batches/:batch", endpoint: norm.deleteBatch },
  { method: "GET", path: "/api/ml_models", endpoint: getModels },
  { method: "POST", path: "/api/ml_models", endpoint: model.postModel },
  { method: "POST", path: "/api/ml_models/upload", endpoint: model.postUpload },
  { method: "GET", path: "/api/ml_models/:id", endpoint: model.getModel },
  { method: "PUT", path: "/api/ml_models/:id", endpoint: model.putModel },
  { method: "PATCH", path: "/api/ml_models/:id", endpoint: model.patchModel },
  { method: "DELETE", path: "/api/ml_models/:id", endpoint: model.deleteModelRoute },
  { method: "POST", path: "/api/ml_models/:id/predict", endpoint: model.postPredict },
  { method: "GET", path: "/api/ml_models/:id/card", endpoint: model.getCard },
  { method: "GET", path: "/api/ml_models/:id/versions", endpoint: model.getVersions },
  { method: "POST", path: "/api/ml_models/:id/versions/:version/activate", endpoint: model.postActivate },
  { method: "GET", path: "/api/ml_models/:id/download", endpoint: model.getDownload },
  { method: "GET", path: "/results/:task_id", endpoint: task.getResult },
  { method: "DELETE", path: "/results/:task_id", endpoint: task.deleteResult },
  { method: "POST", path: "/metrics/:model_id", endpoint: task.postMetric },
  { method: "GET", path: "/metrics/:model_id", endpoint: task.getMetric },
  { method: "PUT", path: "/metrics/:model_id", endpoint: task.putMetricRoute },
  { method: "DELETE", path: "/metrics/:model_id", endpoint: task.deleteMetricRoute },
  { method: "GET", path: "/sessions", endpoint: session.getSessions },
  { method: "POST", path: "/sessions", endpoint: session.postSessions },
  { method: "POST", path: "/sessions/model", endpoint: sessionModel.postModel },
  { method: "GET", path: "/sessions/report", endpoint: sessionModel.getReport },
  { method: "GET", path: "/sessions/categories", endpoint: session.getTotals },
  { method: "POST", path: "/sessions/prediction", endpoint: sessionModel.postPrediction },
  { method: "GET", path: "/sessions/:session_id/prediction", endpoint: sessionModel.getPrediction },
  { method: "GET", path: "/sessions/:session_id", endpoint: session.getSession },
  { method: "DELETE", path: "/sessions/:session_id", endpoint: session.deleteSession },
  { method: "GET", path: "/sessions/:session_id/categories", endpoint: session.getCategories },
  { method: "POST", path: "/sessions/:session_id/views", endpoint: session.postViews },
  { method: "GET", path: "/visitors/:visitor", endpoint: session.getVisitor },
  { method: "DELETE", path: "/visitors/:visitor", endpoint: session.deleteVisitor },
];

const PATH_PARAMETERS = {
  norm: NormName,
  batch: BatchName,
  id: ModelId,
  model_id: ModelId,
  task_id: TaskId,
  version: VersionNumber,
  session_id: SessionId,
  visitor: VisitorId,
};
routes.push({ method: "GET", path: "/openapi.json", endpoint: getOpenApi(routes, PATH_PARAMETERS) });

// Of all calls.
const LARGEST_BYTES = Math.max(BODY_BYTES_MAX, MODEL_BODY_BYTES_MAX, UPLOAD_BYTES_MAX);

type Handler = (request: IRequest, context: RegistryContext, access: Access) => Response | Promise<Response>;

const router = Router<IRequest, [RegistryContext, Access], Response>();
for (const { method, path, endpoint } of routes) {
  const handler = guarded(endpoint);
  if (method === "GET") router.get(path, handler);
  else if (method === "POST") router.post(path, handler);
  else if (method === "PUT") router.put(path, handler);
  else if (method === "PATCH") router.patch(path, handler);
  else router.delete(path, handler);
}
router.all("*", (request, _, access) => {
  authorise(request, access);
  return refuse(request);
});

/** One request through the service, whatever is thrown on its way. HEAD is GET without the body. */
export async function serve(request: Request, context: RegistryContext, access: Access): Promise<Response> {
  const isHead = request.method === "HEAD";
  let response: Response;
  try {
    checkUrl(request.url);
    // GET has no body: one that HEAD was sent with stays behind.
    const { url, headers } = request;
    const routed = isHead ? new Request(url, { headers }) : request;
    response = await router.fetch(routed as unknown as IRequest, context, access);
  } catch (error) {
    response = catchError(error, context);
  }
  if (!isHead) return response;
  await response.body?.cancel();
  return new Response(null, response);
}

/** The router parses the whole query for every call, and looks at credentials later. */
function checkUrl(url: string): void {
  if (url.length > URL_LENGTH_MAX) {
    const told = `Cannot serve a URL of ${url.length} characters: at most ${URL_LENGTH_MAX} are accepted`;
    throw new AppError("url_too_long", told);
  }
  if (!URL.canParse(url))
    throw new AppError(
      "malformed_url",
      `Cannot serve ${cut(url)}: that is no URL; Host is to be a host, with a port or without`,
    );
}

function guarded(endpoint: Endpoint<RegistryContext>): Handler {
  return async (request, context, access) => {
    if (!endpoint.isOpen) {
      authorise(request, access);
      if (endpoint.query === undefined) refuseQuery(request);
    }
    const account = context.budget.open();
    let response: Response;
    try {
      response = await answerHereOrElsewhere(endpoint, Object.assign(request, { account, cpu: context.cpu }), context);
    } finally {
      account.close();
      // A refusal, too, tells of what is stored.
      context.settle();
    }
    return countWhileSent(response, context);
  };
}

/** Where there are threads, another one answers what may take long, or turns out to. */
async function answerHereOrElsewhere(
  endpoint: Endpoint<RegistryContext>,
  request: Counted,
  context: RegistryContext,
): Promise<Response> {
  const { elsewhere } = context;
  if (elsewhere === undefined) return endpoint.handle(request, context);
  if ((endpoint.isLong ?? request.method !== "GET") || !hasShortBody(request)) {
    request.account.take(bytesAtMost(request));
    return elsewhere(request);
  }
  keepText(request);
  try {
    return await endpoint.handle(request, context);
  } catch (error) {
    if (error instanceof TooLong) return elsewhere(request);
    throw error;
  }
}

/** What is read of a body at most: one that is longer, or does not say so and is, is refused past the limit. */
function bytesAtMost({ headers }: Counted): number {
  const told = headers.get("content-length") ?? (headers.has("transfer-encoding") ? LARGEST_BYTES : 0);
  return Math.min(Number(told), LARGEST_BYTES);
}

/** Lets the text be read again by whoever begins anew where the work turns out to be long. */
function keepText(request: IRequest): void {
  const read = request.text.bind(request);
  let text: Promise<string> | undefined;
  request.text = () => {
    text ??= read();
    return text;
  };
}

/** 405 with what is allowed where another method would do, else 404. */
function refuse(request: IRequest): Response {
  const { pathname } = new URL(request.url);
  const fitting = router.routes.filter(([method, pattern]) => method !== "ALL" && pattern.test(pathname));
  // /sessions/model is a call, and names no session.
  const named = fitting.filter(([, , , path]) => path === pathname);
  const here = named.length > 0 ? named : fitting;
  if (here.length === 0)
    return problem(new AppError("not_found", `Cannot find ${cut(pathname)}: GET / says where to look`));
  const allowed = [...new Set(here.flatMap(([method]) => (method === "GET" ? ["GET", "HEAD"] : [method])))].join(", ");
  const detail = `Cannot ${cut(request.method)} ${cut(pathname)}: ${allowed} would do`;
  return problem(new AppError("method_not_allowed", detail), { allow: allowed });
}
