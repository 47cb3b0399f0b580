import type { IRequest } from "itty-router";
import type * as v from "valibot";
import type { Context } from "../context/context.ts";
import type { HeaderName } from "./openapi/headers.ts";

/** One call: what it says of itself in /openapi.json, and what it does. */
export interface Endpoint<Needed extends Context = Context> {
  /** Its name in programs: `operationId`. */
  id: string;
  summary: string;
  description?: string;
  query?: v.GenericSchema;
  body?: v.GenericSchema;
  /** Headers that it heeds, with a JSON Schema each. */
  headers?: { name: string; description: string; schema: object }[];
  /** Media types that are accepted beside JSON, with what their text is taken for. */
  texts?: Record<string, v.GenericSchema>;
  /** Whether it takes its rows as a table too, of any kind, with what the query says of that. */
  tables?: true;
  /** What it answers when all is well, by status; null for no body. */
  answers: Record<number, v.GenericSchema | null>;
  /** What its rows are, where it answers CSV and lines of JSON too (200 and 201). */
  rows?: string;
  /** What it shows browsers as text/html, where it does. */
  page?: string;
  /** Whether its answer is a page of a list, and the header Link leads to the next one. */
  isPaged?: true;
  /** Whether its answer has a tag, and is 304 to who has it already: a GET of what is stored. */
  isTagged?: true;
  /** Headers that its answer may have, by status. */
  answerHeaders?: Record<number, readonly HeaderName[]>;
  /** Statuses that it may refuse with, beside those of every call. */
  refusals?: number[];
  /** Whether it may refuse with 409 because of other requests at the same time, and of nothing else. */
  mayCollide?: boolean;
  /** Whether, without a body, it may refuse with 413 what takes more CPU time than the host's plan gives. */
  mayBeTooMuch?: true;
  /** Whether it refuses with 503 where what the service stands on cannot be had. */
  mayBeUnready?: true;
  /** Whether it may take long whatever its body, or writes: all but GET unless given. Where there are threads, another one answers it then. */
  isLong?: boolean;
  /** `Needed`: what the job of the call needs beside what every job does. */
  handle: (request: IRequest, context: Needed) => Response | Promise<Response>;
}

/** What a token must be allowed, each with all before it: to ask, to have predicted, to change what is stored, to give tokens. */
export const SCOPES = ["read", "predict", "train", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

/** One line of the route table. */
export interface Route<Needed extends Context = Context> {
  /** "open": it answers without credentials. */
  scope: Scope | "open";
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  endpoint: Endpoint<Needed>;
}

/** Calls of a kind: a tag of the document. */
export interface Group<Needed extends Context = Context> {
  tag: string;
  description: string;
  routes: Route<Needed>[];
}
