// Requests in: media type, JSON, then the schema.
import type { IRequest } from "itty-router";
import type * as v from "valibot";
import { cut, show } from "../../engine/parameter/show.ts";
import { AppError, type Fault } from "../../error.ts";
import { BODY_BYTES_MAX } from "../schema/limit.ts";
import { parse, summary } from "../schema/parse.ts";
import { readBodyText } from "./body.ts";
import { notNumbers } from "./not-numbers.ts";
import { repeatedNames } from "./repeated-names.ts";
import { structureFault } from "./structure-fault.ts";

// Read, checked and answered within some milliseconds, whatever it asks of those who tell what they take.
const SHORT_BODY_BYTES = 16_384;

/** Whether a request has no body, or one of so many bytes at most and says so. */
export function hasShortBody(
  { body, headers }: Pick<Request, "body" | "headers">,
  bytesMax = SHORT_BODY_BYTES,
): boolean {
  return body === null || Number(headers.get("content-length") ?? Number.POSITIVE_INFINITY) <= bytesMax;
}

/** The JSON body of a request, typed by a schema. */
export async function readBody<S extends v.GenericSchema>(
  request: IRequest,
  schema: S,
  bytesMax = BODY_BYTES_MAX,
): Promise<v.InferOutput<S>> {
  const body = await readJson(request, bytesMax);
  // To valibot an array is an object too.
  if (Array.isArray(body)) refuse({ path: "", message: "an array is not an object with names" });
  return parse(schema, body);
}

/** The body of a request, JSON typed by a schema or the text of CSV. */
export async function readJsonOrCsv<S extends v.GenericSchema>(
  request: IRequest,
  schema: S,
): Promise<{ json: v.InferOutput<S> } | { csv: string }> {
  const type = contentType(request);
  if (!/^text\/csv\s*(;|$)/i.test(type)) {
    requireJson(type, "application/json and text/csv are accepted");
    return { json: await readBody(request, schema) };
  }
  const csv = await readBodyText(request, BODY_BYTES_MAX);
  if (csv.includes(NOT_UTF_8))
    throw new AppError("malformed_csv", "Cannot read the request body as CSV: it is not UTF-8");
  return { csv };
}

/** Refuses a query string where none is known. */
export function refuseQuery(request: IRequest): void {
  const faults = Object.keys(request.query).map((name) => ({
    path: cut(name),
    message: "unknown; this call takes no query",
  }));
  if (faults.length > 0) throw new AppError("invalid", `Cannot use the query: ${summary(faults)}`, faults);
}

/** The query string of a request, typed by a schema; a name that is given twice is an array there. */
export function readQuery<S extends v.GenericSchema>(request: IRequest, schema: S): v.InferOutput<S> {
  return parse(schema, { ...request.query }, "the query");
}

/** One part of the path, decoded and typed by a schema. */
export function readParam<S extends v.GenericSchema>(request: IRequest, name: string, schema: S): v.InferOutput<S> {
  const encoded = String(request.params[name]);
  try {
    const value = decodeURIComponent(encoded);
    return parse(schema, value, `${name} ${show(value)}`, name);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new AppError("invalid", `Cannot use ${name} ${show(encoded)}: its percent-encoding is broken`, [
      { path: name, message: "not percent-encoded UTF-8" },
    ]);
  }
}

/** The Idempotency-Key header, bare or as the quoted string of draft-ietf-httpapi-idempotency-key-header. */
export function readIdempotencyKey<S extends v.GenericSchema>(
  request: IRequest,
  schema: S,
): v.InferOutput<S> | undefined {
  const header = request.headers.get("idempotency-key");
  if (header === null) return undefined;
  return parse(schema, header.replace(/^"(.*)"$/, "$1"), "the header Idempotency-Key", "Idempotency-Key");
}

async function readJson(request: IRequest, bytesMax: number): Promise<unknown> {
  requireJson(contentType(request), "application/json is accepted");
  const text = await readBodyText(request, bytesMax);
  if (text.includes(NOT_UTF_8))
    throw new AppError("malformed_json", "Cannot read the request body as JSON: it is not UTF-8");
  refuse(structureFault(text));
  const body = parseJson(text);
  refuse(...repeatedNames(text, body));
  return body;
}

function refuse(...faults: (Fault | null)[]): void {
  const told = faults.filter((fault) => fault !== null);
  if (told.length > 0) throw new AppError("invalid", `Cannot use the request body: ${summary(told)}`, told);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const faults = notNumbers(text);
    const [first] = faults;
    const told = first ? `${first.path}: ${first.message}` : (error as Error).message;
    throw new AppError("malformed_json", `Cannot read the request body as JSON: ${told}`, faults);
  }
}

// What is no UTF-8 was decoded as this, which no name or number needs.
const NOT_UTF_8 = "\ufffd";

function contentType(request: IRequest): string {
  return request.headers.get("content-type") ?? "";
}

function requireJson(type: string, accepted: string): void {
  if (/^application\/([a-z0-9.-]+\+)?json\s*(;|$)/i.test(type)) return;
  throw new AppError(
    "unsupported_media_type",
    `Cannot read a body ${type === "" ? "without content type" : `of content type ${cut(type)}`}: ${accepted}`,
  );
}
