// What each code of a refusal means: its status, when it comes, and what to do. GET /problems tells it, and docs/api.md is checked against it.
import type { ErrorCode } from "../../../error.ts";

export interface Meaning {
  status: number;
  title: string;
  when: string;
  /** Whether to ask the same again. */
  again: string;
  /** What to do. */
  remedy: string;
}

/** What goes away by itself: the answer says in `Retry-After` when. */
export const AFTER_A_WHILE = "after `Retry-After`";

/** "internal": what was thrown is no error of the caller, and is told to the log alone. */
export const MEANINGS: Record<ErrorCode | "internal", Meaning> = {
  malformed_json: {
    status: 400,
    title: "Malformed JSON",
    when: "the body is no JSON, or not in UTF-8",
    again: "no",
    remedy: "mend the body where `detail` says",
  },
  malformed_csv: {
    status: 400,
    title: "Malformed CSV",
    when: "the body is no CSV, or not in the characters that it says",
    again: "no",
    remedy: "mend the line that `errors` names",
  },
  malformed_body: {
    status: 400,
    title: "Malformed body",
    when: "a gzip, a form, or a Parquet or Arrow file is broken",
    again: "no",
    remedy: "write the file anew",
  },
  malformed_url: {
    status: 400,
    title: "Malformed URL",
    when: "the URL with its `Host` is none",
    again: "no",
    remedy: "send a `Host` that is a host, with a port or without",
  },
  incomplete: {
    status: 400,
    title: "Incomplete",
    when: "the connection ended before the body was there in whole",
    again: "yes",
    remedy: "send it again",
  },
  unauthorized: {
    status: 401,
    title: "Unauthorized",
    when: "there is no bearer token, or one that is wrong, expired or revoked",
    again: "with a token",
    remedy: "send `Authorization: Bearer <token>`",
  },
  forbidden: {
    status: 403,
    title: "Forbidden",
    when: "the token's scope is too little, or what is asked for begins otherwise than it may touch; `detail` says which",
    again: "with another token",
    remedy: "ask whoever holds `API_TOKEN` for a token that may",
  },
  cross_site: {
    status: 403,
    title: "Cross-site",
    when: "a browser asks for a page of an origin that is not allowed",
    again: "no",
    remedy: "name the page's origin in `CORS_ORIGINS` where it is to call",
  },
  not_found: {
    status: 404,
    title: "Not found",
    when: "there is no such thing, or no such path",
    again: "no",
    remedy: "look where `detail` says what there is",
  },
  method_not_allowed: {
    status: 405,
    title: "Method not allowed",
    when: "the path is right and the method is not",
    again: "no",
    remedy: "take a method that the header `Allow` names, or the call that `detail` names",
  },
  timeout: {
    status: 408,
    title: "Timeout",
    when: "the body was not there after 30 s and a second for each 128 kB",
    again: "yes",
    remedy: "send it faster, or gzipped",
  },
  conflict: {
    status: 409,
    title: "Conflict",
    when: "the name is taken by other content, it does not fit what is stored, or others change the same thing at once",
    again: "as `detail` says",
    remedy: "take another name, or read what is stored and decide anew",
  },
  not_trained: {
    status: 409,
    title: "Not trained",
    when: "there is nothing to ask yet",
    again: "after training",
    remedy: "train first, or wait until the training is done",
  },
  cancelled: {
    status: 409,
    title: "Cancelled",
    when: "the task was cancelled",
    again: "no",
    remedy: "start it again where it is still wanted",
  },
  too_large: {
    status: 413,
    title: "Too large",
    when: "a limit is passed; `detail` names it",
    again: "with less",
    remedy: "send or ask for less at once",
  },
  url_too_long: {
    status: 414,
    title: "URL too long",
    when: "the URL has more than 4,096 characters",
    again: "no",
    remedy: "ask for less in the query, or send it in the body where the call takes one",
  },
  unsupported_media_type: {
    status: 415,
    title: "Unsupported media type",
    when: "the call takes no body of this kind, or it is compressed by something else than gzip",
    again: "no",
    remedy: "send one of the kinds that `detail` names",
  },
  misdirected: {
    status: 421,
    title: "Misdirected",
    when: "without a token this machine alone is served, and the host is another",
    again: "as `localhost`",
    remedy: "call it as `localhost`, or set `API_TOKEN`",
  },
  invalid: {
    status: 422,
    title: "Invalid",
    when: "it can be read, but not used",
    again: "mended",
    remedy: "mend each value that `errors` names; its `message` says what would be accepted",
  },
  rate_limited: {
    status: 429,
    title: "Rate limited",
    when: "there were too many calls of a token, or too many wrong tokens from an address",
    again: AFTER_A_WHILE,
    remedy: "send fewer requests in a minute",
  },
  failed: {
    status: 500,
    title: "Failed",
    when: "the task that is asked for has failed",
    again: "no",
    remedy: "read `detail`, and train or ask anew",
  },
  internal: {
    status: 500,
    title: "Internal error",
    when: "it is our fault: `detail` has an id, which the log knows, and nothing else",
    again: "perhaps",
    remedy: "tell who runs the service the id",
  },
  not_configured: {
    status: 503,
    title: "Not configured",
    when: "no `API_TOKEN` is set, or it cannot be used",
    again: "when it is set",
    remedy: "set it: `detail` says how",
  },
  not_yet: {
    status: 503,
    title: "Not yet",
    when: "what was just stored cannot be read here yet, days are not counted yet, or the key-value store's quota of the day is used up",
    again: AFTER_A_WHILE,
    remedy: "wait",
  },
  busy: {
    status: 503,
    title: "Busy",
    when: "too much is asked at once",
    again: AFTER_A_WHILE,
    remedy: "send fewer requests at once",
  },
  unavailable: {
    status: 503,
    title: "Unavailable",
    when: "the database, the key-value store or the queue cannot be had",
    again: AFTER_A_WHILE,
    remedy: "wait: `GET /ready` says when it can be had",
  },
  storage_full: {
    status: 507,
    title: "Storage full",
    when: "the disk or the database is full",
    again: "when there is room",
    remedy: "delete what is needed no longer",
  },
};

export type ProblemCode = keyof typeof MEANINGS;

/** What a refusal's `type` is: where the code is told, on the host that was asked (RFC 9457, section 3.1.1). */
export const typeOf = (code: ProblemCode) => `/problems/${code}`;
