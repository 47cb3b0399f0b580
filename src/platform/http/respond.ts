// Answers out, and the one catch of the HTTP side. Which status a code has stands in problem/meanings.ts.
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
import { AFTER_A_WHILE, MEANINGS, type ProblemCode, typeOf } from "./problem/meanings.ts";

/** What credentials would do (RFC 6750). */
const CHALLENGES: Partial<Record<ErrorCode, string>> = {
  unauthorized: "Bearer",
  forbidden: 'Bearer error="insufficient_scope"',
};

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
  return sendText(text, { status, headers: { ...JSON_HEADERS, ...headers } });
}

/** A text that is made already: a long one as it is read. */
export function sendText(text: string, init: ResponseInit): Response {
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
  const challenge = CHALLENGES[error.code];
  const authenticate = challenge === undefined ? {} : { "www-authenticate": challenge };
  const retry = MEANINGS[error.code].again === AFTER_A_WHILE ? { "retry-after": String(RETRY_SECONDS) } : {};
  return sendProblem(
    { code: error.code, detail: error.message, errors: error.faults },
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
  return sendProblem({ code: "internal", detail: `Error ${id}`, errors: [] }, {}, done);
}

interface Problem {
  code: ProblemCode;
  detail: string;
  errors: unknown[];
}

function sendProblem({ code, detail, errors }: Problem, headers: Record<string, string>, more: object): Response {
  const { status, title } = MEANINGS[code];
  const init = { status, headers: { ...JSON_HEADERS, "content-type": "application/problem+json", ...headers } };
  return new Response(JSON.stringify({ type: typeOf(code), title, status, detail, code, errors, ...more }), init);
}
