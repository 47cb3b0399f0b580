// The way of a request through the service.
import { type IRequest, Router } from "itty-router";
import { recordChange } from "./access/audit/record-change.ts";
import { findToken } from "./access/token/find-token.ts";
import { cut } from "./engine/parameter/show.ts";
import { AppError, TooLong } from "./error.ts";
import { type Caller, EVERYBODY } from "./platform/context/caller.ts";
import { type Access, authorise, requireScope } from "./platform/http/authorise.ts";
import { passDoor } from "./platform/http/door.ts";
import type { Route } from "./platform/http/endpoint.ts";
import { countWhileSent } from "./platform/http/paced.ts";
import { hasShortBody, refuseQuery } from "./platform/http/read.ts";
import { catchError, problem } from "./platform/http/respond.ts";
import type { Served } from "./platform/http/served.ts";
import { BODY_BYTES_MAX, MODEL_BODY_BYTES_MAX, UPLOAD_BYTES_MAX, URL_LENGTH_MAX } from "./platform/schema/limit.ts";
import type { RegistryContext } from "./registry/train/model-owner.ts";
import { doors, PATH_PARAMETERS, routes } from "./routes.ts";

// Of all calls.
const LARGEST_BYTES = Math.max(BODY_BYTES_MAX, MODEL_BODY_BYTES_MAX, UPLOAD_BYTES_MAX);

type Handler = (request: IRequest, context: RegistryContext, access: Access) => Response | Promise<Response>;

const router = Router<IRequest, [RegistryContext, Access], Response>();
for (const route of routes) {
  const { method, path } = route;
  const handler = guarded(route);
  if (method === "GET") router.get(path, handler);
  else if (method === "POST") router.post(path, handler);
  else if (method === "PUT") router.put(path, handler);
  else if (method === "PATCH") router.patch(path, handler);
  else router.delete(path, handler);
}
router.all("*", async (request, context, access) => {
  await authorise(request, access, context, findToken);
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

function guarded(route: Route<RegistryContext>): Handler {
  return async (request, context, access) => {
    const caller = await admit(route, request, context, access);
    const account = context.budget.open();
    const served = Object.assign(request, { account, cpu: context.cpu, caller, change: {} });
    let response: Response;
    try {
      await passDoor(route, doors, served, context);
      response = await answerHereOrElsewhere(route, served, context);
    } finally {
      account.close();
      // A refusal, too, tells of what is stored.
      context.settle();
    }
    return countWhileSent(response, context);
  };
}

/** Who asks, where that may be; before a byte of the body is read. */
async function admit(
  { scope, endpoint }: Route<RegistryContext>,
  request: IRequest,
  context: RegistryContext,
  access: Access,
): Promise<Caller> {
  if (scope === "open") return EVERYBODY;
  const caller = await authorise(request, access, context, findToken);
  requireScope(caller, scope);
  if (endpoint.query === undefined) refuseQuery(request);
  return caller;
}

/** Where there are threads, another one answers what may take long, or turns out to. */
async function answerHereOrElsewhere(
  route: Route<RegistryContext>,
  request: Served,
  context: RegistryContext,
): Promise<Response> {
  const { elsewhere } = context;
  const { endpoint } = route;
  if (elsewhere === undefined) return answerHere(route, request, context);
  if ((endpoint.isLong ?? request.method !== "GET") || !hasShortBody(request)) {
    request.account.take(bytesAtMost(request));
    return elsewhere(request, request.caller);
  }
  keepText(request);
  try {
    return await answerHere(route, request, context);
  } catch (error) {
    if (error instanceof TooLong) return elsewhere(request, request.caller);
    throw error;
  }
}

/** A change that cannot be recorded is not answered as done. */
async function answerHere(route: Route<RegistryContext>, request: Served, context: RegistryContext): Promise<Response> {
  const response = await route.endpoint.handle(request, context);
  if (response.ok) await recordChange(context, route, { request, named: PATH_PARAMETERS });
  return response;
}

/** What is read of a body at most: one that is longer, or does not say so and is, is refused past the limit. */
function bytesAtMost({ headers }: Served): number {
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
