// The way of a request through the service.
import { type IRequest, Router } from "itty-router";
import { recordChange } from "./access/audit/record-change.ts";
import { findToken } from "./access/token/find-token.ts";
import { documentParts } from "./document.ts";
import { cut } from "./engine/parameter/show.ts";
import { AppError, TooLong } from "./error.ts";
import { type Caller, EVERYBODY } from "./platform/context/caller.ts";
import { type Access, authorise, requireScope } from "./platform/http/authorise.ts";
import { passDoor } from "./platform/http/door.ts";
import type { Edge } from "./platform/http/edge/edge.ts";
import { finish } from "./platform/http/edge/finish.ts";
import { letIn } from "./platform/http/edge/let-in.ts";
import { refuseForeignHost, refuseForeignPage } from "./platform/http/edge/refuse-foreign.ts";
import type { Route } from "./platform/http/endpoint.ts";
import { gatherPieces } from "./platform/http/gather-pieces.ts";
import { countWhileSent, isPaced } from "./platform/http/paced.ts";
import { hasShortBody, refuseQuery } from "./platform/http/read.ts";
import { catchError, noContent } from "./platform/http/respond.ts";
import type { Served } from "./platform/http/served.ts";
import { tagged } from "./platform/http/tagged.ts";
import { BODY_BYTES_MAX, MODEL_BODY_BYTES_MAX, UPLOAD_BYTES_MAX, URL_LENGTH_MAX } from "./platform/schema/limit.ts";
import type { RegistryContext } from "./registry/train/model-owner.ts";
import { doors, pageFiles, routes } from "./routes.ts";
import { isOtherCall, methodsAt, refuseCall } from "./wrong-call.ts";

// Of all calls.
const LARGEST_BYTES = Math.max(BODY_BYTES_MAX, MODEL_BODY_BYTES_MAX, UPLOAD_BYTES_MAX);

type Handler = (
  request: IRequest,
  context: RegistryContext,
  access: Access,
  edge?: Edge,
) => Response | Promise<Response>;

const router = Router<IRequest, [RegistryContext, Access, Edge?], Response>();
for (const route of [...routes, ...pageFiles]) {
  const { method, path } = route;
  const handler = guarded(route);
  if (method === "GET") router.get(path, handler);
  else if (method === "POST") router.post(path, handler);
  else if (method === "PUT") router.put(path, handler);
  else if (method === "PATCH") router.patch(path, handler);
  else router.delete(path, handler);
}
router.all("*", async (request, context, access, edge) => {
  const allowed = methodsAt(router.routes, request);
  // Before a browser sends the token, it asks whether it may.
  if (request.method === "OPTIONS" && allowed.methods.length > 0)
    return noContent({ allow: allowed.methods.join(", ") });
  await letIn(request, edge, () => authorise(request, access, context, findToken));
  return refuseCall(request, allowed);
});

/** One request through the service, whatever is thrown on its way. `edge`: none of a request that was let in already. */
export async function serve(
  request: Request,
  context: RegistryContext,
  access: Access,
  edge?: Edge,
): Promise<Response> {
  const isHead = request.method === "HEAD";
  let response: Response;
  try {
    checkUrl(request.url);
    if (edge !== undefined) refuseForeignHost(request, edge);
    // GET has no body: one that HEAD was sent with stays behind.
    const { url, headers } = request;
    const routed = isHead ? new Request(url, { headers }) : request;
    response = await router.fetch(routed as unknown as IRequest, context, access, edge);
  } catch (error) {
    response = catchError(error, context);
  }
  if (isHead) response = await withoutBody(response);
  return edge === undefined ? response : finish(request, response, edge);
}

/** What HEAD is answered: as GET, without the body, and with its length where that is known before it is sent. */
async function withoutBody(response: Response): Promise<Response> {
  const { body, headers } = response;
  if (body === null) return response;
  if (!isPaced(response)) {
    headers.set("content-length", String((await response.arrayBuffer()).byteLength));
    return new Response(null, response);
  }
  await body.cancel();
  // Of no body at all Deno would say that its length is 0, and GET's is not.
  return new Response(new Blob().stream(), response);
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
  return async (request, context, access, edge) => {
    if (edge !== undefined && !isReading(route)) refuseForeignPage(request, edge);
    const caller = await admit(route, request, { context, access, edge });
    if (isOtherCall(route, request)) return refuseCall(request, methodsAt(router.routes, request));
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

/** Whether a call changes nothing, and has nothing done: there is a GET that begins a prediction. */
function isReading({ method, scope }: Route<RegistryContext>): boolean {
  return method === "GET" && (scope === "open" || scope === "read");
}

/** Who asks, where that may be; before a byte of the body is read. */
async function admit(
  { scope, endpoint }: Route<RegistryContext>,
  request: IRequest,
  { context, access, edge }: { context: RegistryContext; access: Access; edge: Edge | undefined },
): Promise<Caller> {
  if (scope === "open") return EVERYBODY;
  const caller = await letIn(request, edge, () => authorise(request, access, context, findToken));
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
  const isShort = hasShortBody(request);
  const giveUpRest = isShort ? keepText(request) : undefined;
  try {
    if (isShort && !(endpoint.isLong ?? request.method !== "GET")) return await answerHere(route, request, context);
    request.account.take(bytesAtMost(request));
    return await elsewhere(request, request.caller);
  } catch (error) {
    if (error instanceof TooLong) return await elsewhere(request, request.caller);
    throw error;
  } finally {
    giveUpRest?.();
  }
}

/** A change that cannot be recorded is not answered as done. */
async function answerHere(route: Route<RegistryContext>, request: Served, context: RegistryContext): Promise<Response> {
  const { handle, isTagged } = route.endpoint;
  const response = await handle(request, context);
  if (response.ok) await recordChange(context, route, { request, named: documentParts.inPaths });
  return isTagged ? tagged(request, response) : response;
}

/** What is read of a body at most: one that is longer, or does not say so and is, is refused past the limit. */
function bytesAtMost({ headers }: Served): number {
  const told = headers.get("content-length") ?? (headers.has("transfer-encoding") ? LARGEST_BYTES : 0);
  return Math.min(Number(told), LARGEST_BYTES);
}

/**
 * Lets the text be read again by whoever begins anew where the work turns out to be long. Answers what gives up the rest of it.
 */
function keepText(request: IRequest): () => void {
  if (request.body === null) return () => undefined;
  const { stream, stop } = gatherPieces(request.body);
  let text: Promise<string> | undefined;
  request.text = () => {
    text ??= new Response(stream).text();
    return text;
  };
  return stop;
}
