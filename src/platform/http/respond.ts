// Answers out. The one place that knows which HTTP status a code has, and the one catch of the HTTP side.
import {
  AppError,
  type ErrorCode,
  NotYet,
  QuotaSpent,
  RateLimited,
  StoppedPartway,
  type WorldFailure,
} from "../../error.ts";
import type { Context } from "../context/context.ts";
import { failureOf, toldError } from "../store/told-error.ts";
import { paced } from "./paced.ts";

interface Meaning {
  status: number;
  title: string;
}

const MEANINGS: Record<ErrorCode, Meaning> = {
  malformed_json: { status: 400, title: "Malformed JSON" },
  malformed_csv: { status: 400, title: "Malformed CSV" },
  malformed_body: { status: 400, title: "Malformed body" },
  malformed_url: { status: 400, title: "Malformed URL" },
  incomplete: { status: 400, title: "Incomplete" },
  unauthorized: { status: 401, title: "Unauthorized" },
  cross_site: { status: 403, title: "Cross-site" },
  forbidden: { status: 403, title: "Forbidden" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Conflict" },
  not_trained: { status: 409, title: "Not trained" },
  cancelled: { status: 409, title: "Cancelled" },
  timeout: { status: 408, title: "Timeout" },
  failed: { status: 500, title: "Failed" },
  too_large: { status: 413, title: "Too large" },
  url_too_long: { status: 414, title: "URL too long" },
  unsupported_media_type: { status: 415, title: "Unsupported media type" },
  invalid: { status: 422, title: "Invalid" },
  misdirected: { status: 421, title: "Misdirected" },
  rate_limited: { status: 429, title: "Rate limited" },
  not_configured: { status: 503, title: "Not configured" },
  not_yet: { status: 503, title: "Not yet" },
  busy: { status: 503, title: "Busy" },
  unavailable: { status: 503, title: "Unavailable" },
  storage_full: { status: 507, title: "Storage full" },
};

/** What credentials would do (RFC 6750). */
const CHALLENGES: Partial<Record<ErrorCode, string>> = {
  unauthorized: "Bearer",
  forbidden: 'Bearer error="insufficient_scope"',
};

/** What goes away by itself, so that asking again is worth it. */
const PASSING: ReadonlySet<ErrorCode> = new Set(["not_yet", "busy", "unavailable"]);
const RETRY_SECONDS = 5;

const WORLD: Record<WorldFailure, string> = {
  storage_full: "Cannot store: the disk or the database is full; deleting what is needed no longer makes room",
  busy: "Cannot answer: the database is at work for others",
  unavailable:
    "Cannot answer: what the service stores its data in cannot be read or written; GET /ready says when it can",
};

const JSON_HEADERS = { "content-type": "application/json" };

export function answer(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return answerJson(JSON.stringify(body), status, headers);
}

// What fits into the buffers of a connection is sent at once.
const PACED_LENGTH_LEAST = 1_000_000;

/** An answer that is JSON text already. */
export function answerJson(text: string, status = 200, headers: Record<string, string> = {}): Response {
  const init = { status, headers: { ...JSON_HEADERS, ...headers } };
  return text.length < PACED_LENGTH_LEAST ? new Response(text, init) : paced([text].values(), text.length, init);
}

/** JSON to be saved as a file, sent as it is made; `bytes` of it are held at once. */
export function download({
  name,
  text,
  bytes,
}: {
  name: string;
  text: AsyncGenerator<string>;
  bytes: number;
}): Response {
  return paced(text, bytes, { headers: { ...JSON_HEADERS, "content-disposition": `attachment; filename="${name}"` } });
}

export function noContent(headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 204, headers });
}

/** An error as application/problem+json (RFC 9457), with members of its own (`more`) after those that all have. */
export function problem(error: AppError, headers: Record<string, string> = {}, more: object = {}): Response {
  const { status, title } = MEANINGS[error.code];
  const challenge = CHALLENGES[error.code];
  const authenticate = challenge === undefined ? {} : { "www-authenticate": challenge };
  const retry = PASSING.has(error.code) ? { "retry-after": String(RETRY_SECONDS) } : {};
  return sendProblem(
    { title, status, detail: error.message, code: error.code, errors: error.faults },
    { ...authenticate, ...retry, ...headers },
    more,
  );
}

/** What was thrown, as an answer: our own errors in full, anything else as an id that the log knows. */
export function catchError(error: unknown, context: Context): Response {
  if (error instanceof StoppedPartway) return problemOf(error.cause, context, error.done);
  return problemOf(error, context, {});
}

function problemOf(error: unknown, context: Context, done: object): Response {
  if (error instanceof RateLimited) return problem(error, { "retry-after": String(error.seconds) }, done);
  if (error instanceof AppError) return problem(error, {}, done);
  if (error instanceof NotYet) {
    const isSpent = error instanceof QuotaSpent;
    const seconds = isSpent ? Math.ceil((error.resetAtMs - context.nowMs()) / 1000) : RETRY_SECONDS;
    const told = new AppError("not_yet", `Cannot answer: ${error.message}; ask again in ${seconds} seconds`);
    return problem(told, { "retry-after": String(seconds) }, done);
  }
  const id = context.newId();
  context.log({ level: "error", id, ...toldError(error) });
  const failure = failureOf(error);
  if (failure !== undefined) return problem(new AppError(failure, `${WORLD[failure]}. Error ${id}`), {}, done);
  const told = { title: "Internal error", status: 500, detail: `Error ${id}`, code: "internal", errors: [] };
  return sendProblem(told, {}, done);
}

interface Problem extends Meaning {
  detail: string;
  code: string;
  errors: unknown[];
}

function sendProblem(body: Problem, headers: Record<string, string>, more: object): Response {
  const type = `urn:edgefit:problem:${body.code}`;
  const init = {
    status: body.status,
    headers: { ...JSON_HEADERS, "content-type": "application/problem+json", ...headers },
  };
  return new Response(JSON.stringify({ type, ...body, ...more }), init);
}
