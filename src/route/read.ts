// Requests in: media type, size, JSON, then the schema.
import type { IRequest } from "itty-router";
import type * as v from "valibot";
import { AppError } from "../error.ts";
import { BODY_BYTES_MAX } from "../schema/limit.ts";
import { parse } from "../schema/parse.ts";

/** The JSON body of a request, typed by a schema. */
export async function readBody<S extends v.GenericSchema>(request: IRequest, schema: S): Promise<v.InferOutput<S>> {
  const body = await readJson(request);
  // To valibot an array is an object too.
  if (Array.isArray(body)) {
    const message = "an array is not an object with names";
    throw new AppError("invalid", `Cannot use the request body: ${message}`, [{ path: "", message }]);
  }
  return parse(schema, body);
}

/** Refuses a query string where none is known. */
export function refuseQuery(request: IRequest): void {
  const faults = Object.keys(request.query).map((name) => ({
    path: name,
    message: "unknown; this call takes no query",
  }));
  const [first] = faults;
  if (first !== undefined)
    throw new AppError("invalid", `Cannot use the query: ${first.path}: ${first.message}`, faults);
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
    return parse(schema, value, `${name} "${value}"`, name);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new AppError("invalid", `Cannot use ${name} "${encoded}": its percent-encoding is broken`, [
      { path: name, message: "not percent-encoded UTF-8" },
    ]);
  }
}

async function readJson(request: IRequest): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "none";
  if (!/^application\/([a-z0-9.-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new AppError("unsupported_media_type", `Cannot read content type ${type}: application/json is accepted`);
  }
  const bytes = await readBytes(request);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch (error) {
    throw new AppError("malformed_json", `Cannot read the request body as JSON: ${(error as Error).message}`);
  }
}

async function readBytes(request: IRequest): Promise<Uint8Array> {
  const told = Number(request.headers.get("content-length") ?? 0);
  if (told > BODY_BYTES_MAX) throw tooLarge(`${told}`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > BODY_BYTES_MAX) throw tooLarge(`more than ${BODY_BYTES_MAX}`);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function tooLarge(bytes: string): AppError {
  return new AppError(
    "too_large",
    `Cannot read a body of ${bytes} bytes: at most ${BODY_BYTES_MAX} bytes are accepted; send several batches`,
  );
}
