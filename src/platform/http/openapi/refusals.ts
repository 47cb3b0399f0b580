// Refusals: every status that a call may refuse with, each described once and shared by all calls.
import * as v from "valibot";
import { described } from "../../schema/described.ts";
import type { Route } from "../endpoint.ts";
import { type HeaderName, headersOf } from "./headers.ts";

export const Fault = v.object({
  path: described(v.string(), "Where the value stands, such as `x.T_out[17]`; empty for the whole"),
  message: v.string(),
});

/** The body of every refusal (RFC 9457). */
export const Problem = v.object({
  type: described(v.string(), "The path of a page that says what the code means and what to do: `/problems/{code}`"),
  title: v.string(),
  status: v.number(),
  detail: described(v.string(), "What cannot be done, and what is so"),
  code: described(v.string(), "What went wrong, in a word for programs"),
  errors: described(v.array(Fault), "One for each fault that was found"),
  stored: v.optional(described(v.number(), "Of a body that stopped on the way: how much of it is stored")),
  replaced: v.optional(described(v.number(), "Of that, what was there before")),
  stopped_at: v.optional(
    described(v.object({ line: v.number(), message: v.string() }), "The first line that is not known to be stored"),
  ),
});

interface Refusal {
  /** In `components.responses`. */
  name: string;
  description: string;
  headers?: readonly HeaderName[];
}

const REFUSALS: Record<number, Refusal> = {
  400: { name: "Malformed", description: "The body or the URL cannot be read" },
  401: { name: "Unauthorized", description: "No credentials, or wrong ones", headers: ["WWW-Authenticate"] },
  403: {
    name: "Forbidden",
    description:
      "The token is of too little scope, or of other names; or a browser asks for a page of an origin that is not allowed",
    headers: ["WWW-Authenticate"],
  },
  404: { name: "NotFound", description: "There is no such thing" },
  408: { name: "Timeout", description: "The body did not come in whole in time" },
  409: { name: "Conflict", description: "It does not fit what is stored" },
  413: {
    name: "TooLarge",
    description: "The body is too large, or what is asked for too much at once; the answer names the limit",
  },
  414: { name: "UrlTooLong", description: "The URL is too long; the answer names the limit" },
  415: { name: "UnsupportedMediaType", description: "The body is of a media type that is not accepted" },
  421: {
    name: "Misdirected",
    description: "Without a token this machine alone is served, and the URL has another host",
  },
  422: { name: "Invalid", description: "Well-formed but unusable; the answer says what would be usable" },
  429: {
    name: "RateLimited",
    description: "Too many calls of this token or address in a minute",
    headers: ["Retry-After"],
  },
  500: { name: "Failed", description: "Our fault; the answer has an id that the log knows" },
  503: {
    name: "Unavailable",
    description:
      "The secret API_TOKEN is not set or of no use; or, with Retry-After: what was just stored cannot be read here yet, too much is asked " +
      "at once, or the database cannot be had",
    headers: ["Retry-After"],
  },
  507: { name: "StorageFull", description: "The disk or the database is full" },
};

/** Statuses that a call may refuse with. */
export function refusalsOf({ scope, method, endpoint }: Route<never>): number[] {
  const { body, mayBeUnready, mayCollide, mayBeTooMuch, refusals = [] } = endpoint;
  const isOpen = scope === "open";
  const all = new Set([
    ...[400, 414, 421, 500],
    // A query that the call does not know is refused, too.
    ...(isOpen ? [] : [401, 403, 422, 429, 503]),
    ...(mayBeUnready ? [503] : []),
    ...(mayCollide ? [409] : []),
    ...(mayBeTooMuch ? [413] : []),
    ...(body ? [408, 413, 415] : []),
    ...(method === "GET" ? [] : [507]),
    ...refusals,
  ]);
  return [...all].sort();
}

/** References to refusals, by status. */
export function refusalResponses(statuses: readonly number[]) {
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/${refusal(status).name}` }]),
  );
}

/** All of them, for `components.responses`. `examples`: a body of each, by status. */
export function refusalComponents(examples: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(REFUSALS).map(([status, { name, description, headers }]) => {
      const schema = { $ref: "#/components/schemas/Problem" };
      const example = examples[status];
      const content = { "application/problem+json": { schema, ...(example !== undefined && { example }) } };
      return [name, { description, ...(headers && { headers: headersOf(headers) }), content }];
    }),
  );
}

function refusal(status: number): Refusal {
  const known = REFUSALS[status];
  if (known === undefined) throw new Error(`No description of status ${status}`);
  return known;
}
