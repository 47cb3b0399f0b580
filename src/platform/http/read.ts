// Requests in: media type, JSON, then the schema.
import type { IRequest } from "itty-router";
import type * as v from "valibot";
import { cut, show } from "../../engine/parameter/show.ts";
import { AppError, type Fault } from "../../error.ts";
import { BODY_BYTES_MAX } from "../schema/limit.ts";
import { parse, summary } from "../schema/parse.ts";
import { parseJson } from "../text/parse-json.ts";
import { readBodyText, requireUtf8 } from "./body.ts";

// Read, checked and answered within some milliseconds, whatever it asks of those who tell what they take.
const SHORT_BODY_BYTES = 16_384;

const IS_JSON = /^\s*(application\/([a-z0-9.-]+\+)?|text\/)json\s*(;|$)/i;

/** Whether a request has no body, or text of so many bytes at most and says so: not what would unfold, or is to be found out. */
export function hasShortBody(
  { body, headers }: Pick<Request, "body" | "headers">,
  bytesMax = SHORT_BODY_BYTES,
): boolean {
  if (body === null) return true;
  // Only of JSON the text alone is read: lines of JSON are read as bytes, and a form may have a boundary of any name.
  const isText = !headers.has("content-encoding") && IS_JSON.test(headers.get("content-type") ?? "");
  return isText && Number(headers.get("content-length") ?? Number.POSITIVE_INFINITY) <= bytesMax;
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
  requireJson(request.headers.get("content-type") ?? "");
  return readJsonText(requireUtf8(await readBodyText(request, bytesMax), "JSON"));
}

/** The value of a body that is JSON, and UTF-8. */
export function readJsonText(text: string): unknown {
  const { value, faults, malformed } = parseJson(text);
  if (malformed !== undefined)
    throw new AppError("malformed_json", `Cannot read the request body as JSON: ${malformed}`, faults);
  refuse(...faults);
  return value;
}

function refuse(...faults: Fault[]): void {
  if (faults.length > 0) throw new AppError("invalid", `Cannot use the request body: ${summary(faults)}`, faults);
}

function requireJson(type: string): void {
  if (/^application\/([a-z0-9.-]+\+)?json\s*(;|$)/i.test(type)) return;
  const told = type === "" ? "without content type" : `of content type ${cut(type)}`;
  throw new AppError("unsupported_media_type", `Cannot read a body ${told}: application/json is accepted`);
}
