// The OpenAPI document of this code, as a service would answer it.
import { readFileSync } from "node:fs";
import { resolve } from "../resolve.ts";

/** An operation of the document: what is looked at of it. */
export interface Operation {
  operationId: string;
  /** Empty where a call is open. */
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, Described>;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: object;
}

export type Content = Record<string, { schema?: object }>;

/** A response of an operation. */
export interface Described {
  headers?: Record<string, { required?: boolean; schema?: object }>;
  content?: Content;
}

export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, object>>;
}

/** What stands somewhere, or what that refers to, and where it is: a JSON pointer in a URL. */
export function locate<T extends object>(document: OpenApi, value: T, place: string): [value: T, place: string] {
  const { $ref } = value as { $ref?: string };
  return $ref === undefined ? [value, place] : [resolve(document, value), $ref.slice(1)];
}

/** A part of a JSON pointer (RFC 6901) in a URL. */
export function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
}

let ours: Promise<OpenApi> | undefined;

/** Made once for all tests (prepare-worker.ts), for to load all of src takes each test file seconds; else by this process. */
export function openDocument(): Promise<OpenApi> {
  const { PREPARED_DOCUMENT } = process.env;
  ours ??= PREPARED_DOCUMENT ? Promise.resolve(JSON.parse(readFileSync(PREPARED_DOCUMENT, "utf8"))) : makeDocument();
  return ours;
}

export async function makeDocument(): Promise<OpenApi> {
  const { openApiText } = await import("../open-api.ts");
  return JSON.parse(await openApiText());
}
