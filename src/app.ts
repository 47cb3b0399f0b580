// The way of a request through the service.
import { type IRequest, Router } from "itty-router";
import { cut } from "./engine/parameter/show.ts";
import { AppError, TooLong } from "./error.ts";
import { type Access, authorise } from "./platform/http/authorise.ts";
import type { Counted } from "./platform/http/body.ts";
import type { Route } from "./platform/http/endpoint.ts";
import { countWhileSent } from "./platform/http/paced.ts";
import { hasShortBody, refuseQuery } from "./platform/http/read.ts";
import { catchError, problem } from "./platform/http/respond.ts";
import { tagged } from "./platform/http/tagged.ts";
import { BODY_BYTES_MAX, MODEL_BODY_BYTES_MAX, UPLOAD_BYTES_MAX, URL_LENGTH_MAX } from "./platform/schema/limit.ts";
import type { RegistryContext } from "./registry/train/model-owner.ts";
import { CALLS_ALONE, INSTEAD, routes } from "./routes.ts";

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

function guarded({ scope, path, endpoint }: Route<RegistryContext>): Handler {
  return async (request, context, access) => {
    if (scope !== "open") {
      authorise(request, access);
      const called = pathOf(request);
      if (called !== path && CALLS_ALONE.includes(called)) return refuse(request);
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
  endpoint: Route<RegistryContext>["endpoint"],
  request: Counted,
  context: RegistryContext,
): Promise<Response> {
  const { elsewhere } = context;
  if (elsewhere === undefined) return answerOf(endpoint, request, context);
  if ((endpoint.isLong ?? request.method !== "GET") || !hasShortBody(request)) {
    request.account.take(bytesAtMost(request));
    return elsewhere(request);
  }
  keepText(request);
  try {
    return await answerOf(endpoint, request, context);
  } catch (error) {
    if (error instanceof TooLong) return elsewhere(request);
    throw error;
  }
}

async function answerOf(
  { handle, isTagged }: Route<RegistryContext>["endpoint"],
  request: Counted,
  context: RegistryContext,
): Promise<Response> {
  const response = await handle(request, context);
  return isTagged ? tagged(request, response) : response;
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

/** The path as the table has it: a slash at its end changes nothing. */
function pathOf({ url }: IRequest): string {
  return new URL(url).pathname.replace(/(?<=.)\/+$/, "");
}

/** 405 with what is allowed where another method would do, else 404. */
function refuse(request: IRequest): Response {
  const pathname = pathOf(request);
  const fitting = router.routes.filter(([method, pattern]) => method !== "ALL" && pattern.test(pathname));
  // /sessions/model is a call, and names no session.
  const named = fitting.filter(([, , , path]) => path === pathname);
  const here = named.length > 0 ? named : fitting;
  const [, , , template] = here[0] ?? [];
  if (template === undefined) {
    const near = nearest(pathname);
    const where = near === undefined ? "GET / says where to look" : `there is ${near.replace(/:(\w+)/g, "{$1}")}`;
    return problem(new AppError("not_found", `Cannot find ${cut(pathname)}: ${where}`));
  }
  const allowed = [...new Set(here.flatMap(([method]) => (method === "GET" ? ["GET", "HEAD"] : [method])))].join(", ");
  const instead = INSTEAD[`${request.method} ${template}`];
  const detail = `Cannot ${cut(request.method)} ${cut(pathname)}: ${allowed} would do${instead ? `; ${instead}` : ""}`;
  return problem(new AppError("method_not_allowed", detail), { allow: allowed });
}

/** The path of a call that is nearly what was asked for: in other letters or with doubled slashes, or with a name after it. */
function nearest(pathname: string): string | undefined {
  const path = pathname.replace(/\/{2,}/g, "/");
  const alike = routes.find((route) => new RegExp(`^${route.path.replace(/:\w+/g, "[^/]+")}/?$`, "i").test(path));
  return (alike ?? routes.find((route) => route.path.startsWith(`${path.toLowerCase()}/`)))?.path;
}
