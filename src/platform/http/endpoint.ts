import type { IRequest } from "itty-router";
import type * as v from "valibot";
import type { Kind, Scope } from "../context/caller.ts";
import type { Context } from "../context/context.ts";

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
  /** Headers that its answer may have, with a JSON Schema each. */
  answerHeaders?: Record<string, { description: string; schema: object }>;
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
  /** Whether it keeps to the caller's prefix by itself. What names nothing in its path is of all otherwise, and takes a token of all. */
  isWithin?: true;
  /** Whether the audit has no row of it though it changes something. */
  isUnaudited?: true;
  /** `Needed`: what the job of the call needs beside what every job does. */
  handle: (request: IRequest, context: Needed) => Response | Promise<Response>;
}

/** What may stand for each name in a path. */
export type PathParameters = Record<string, v.GenericSchema>;

/** One line of the route table. */
export interface Route<Needed extends Context = Context> {
  /** What a token must be allowed. "open": it answers without credentials. */
  scope: Scope | "open";
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  endpoint: Endpoint<Needed>;
  /** Of its group. */
  kind?: Kind | undefined;
}

/** Calls of a kind: a tag of the document. */
export interface Group<Needed extends Context = Context> {
  tag: string;
  description: string;
  /** Of what its calls are, where tokens may be of some of that only. */
  kind?: Kind;
  routes: Route<Needed>[];
}
