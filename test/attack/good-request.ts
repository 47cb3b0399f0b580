// Requests as the document says how to make them.
import fc from "fast-check";
import { locate, type OpenApi, type Operation, type Parameter } from "../support/contract/open-document.ts";
import { allowedValue, type Schema } from "./allowed-value.ts";

/** A request in parts, so that one of them can be made wrong. */
export interface Made {
  method: string;
  template: string;
  inPath: Record<string, string>;
  query: [name: string, value: string][];
  headers: Record<string, string>;
  /** The value of a JSON body. */
  json?: unknown;
  /** A body that is not JSON, or not quite. */
  raw?: string | Uint8Array;
  /** What was made wrong. */
  wrong?: string;
}

export interface Known {
  document: OpenApi;
  /** What there is to be asked for, by the name that it has in a path. */
  things: Record<string, string[]>;
  /** Bodies that can be used, by operation. */
  samples: Record<string, unknown[]>;
}

export function goodRequest(known: Known): fc.Arbitrary<Made> {
  const operations = Object.entries(known.document.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      // What has a body has most of what can be wrong; what deletes leaves less to ask for.
      weight: operation.requestBody ? 6 : method === "delete" ? 1 : 2,
      arbitrary: ofOperation(known, operation).map(
        (parts): Made => ({ method: method.toUpperCase(), template, ...parts }),
      ),
    })),
  );
  return fc.oneof(...operations);
}

function ofOperation(known: Known, operation: Operation): fc.Arbitrary<Omit<Made, "method" | "template">> {
  const { document, samples } = known;
  const parameters = (operation.parameters ?? []).map((parameter) => locate(document, parameter, "")[0]);
  const named = (place: Parameter["in"]) => parameters.filter((parameter) => parameter.in === place);
  const values = (place: Parameter["in"]) =>
    named(place).map(({ name, schema }) => [name, allowedValue(document, schema)] as const);
  const inPath = named("path").map(({ name, schema }) => [name, thingOf(known, name, schema)] as const);
  return fc
    .record({
      inPath: fc.record(Object.fromEntries(inPath)),
      query: seldom(Object.fromEntries(values("query"))),
      headers: seldom(Object.fromEntries(values("header"))),
      accept: fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, fc.constantFrom(...ACCEPTED)),
      body: bodyOf(document, operation, samples[operation.operationId] ?? []),
    })
    .map(({ inPath, query, headers, accept, body }) => ({
      inPath,
      query: Object.entries(query).flatMap(([name, value]) =>
        [value].flat().map((each): [string, string] => [name, String(each)]),
      ),
      headers: {
        ...accept,
        ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerText(value)])),
        ...body.headers,
      },
      ...body.parts,
    }));
}

const ACCEPTED = [
  "text/csv",
  "application/x-ndjson",
  "application/json",
  "*/*",
  "text/csv;q=0.5, application/x-ndjson",
].map((accept) => ({ accept }));

/** Most calls are asked without most of what they could be told. */
function seldom(values: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(values);
  if (names.length === 0) return fc.constant({});
  return fc
    .subarray(names, { maxLength: Math.min(2, names.length) })
    .chain((some) => fc.record(Object.fromEntries(some.map((name) => [name, values[name] as fc.Arbitrary<unknown>]))));
}

/** Mostly what is there, or was. */
function thingOf({ document, things }: Known, name: string, schema: Schema): fc.Arbitrary<string> {
  const any = allowedValue(document, schema)
    .map(String)
    .filter((text) => isPart(text));
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...(things[name] ?? ["none"])) },
    { weight: 1, arbitrary: any },
  );
}

/** A URL takes "." and ".." for something else, and nothing for no part. */
const isPart = (text: string) => text !== "" && !/^\.{1,2}$/.test(text) && text.isWellFormed();

// A header has visible characters of ASCII; others fetch does not send.
const headerText = (value: unknown) =>
  String(value)
    .replaceAll(/[^ -~]/g, "_")
    .trim();

interface Body {
  headers: Record<string, string>;
  parts: Pick<Made, "json" | "raw">;
}

function bodyOf(document: OpenApi, { requestBody }: Operation, samples: unknown[]): fc.Arbitrary<Body> {
  if (requestBody === undefined) return fc.constant({ headers: {}, parts: {} });
  const types = Object.keys(requestBody.content);
  const made = Object.entries(requestBody.content).map(([type, { schema = {} }]) => {
    const isJson = /json$/.test(type) && type !== LINES;
    const arbitrary = isJson ? jsonOf(document, schema, samples) : rawOf(type);
    return {
      weight: isJson ? 3 * types.length : 1,
      arbitrary: arbitrary.map((parts) => ({ headers: { "content-type": type }, parts })),
    };
  });
  return fc.oneof(...made);
}

/** As the schema says, or a sample of which some members are so. */
function jsonOf(document: OpenApi, schema: Schema, samples: unknown[]): fc.Arbitrary<Body["parts"]> {
  const any = allowedValue(document, schema);
  if (samples.length === 0) return any.map((json) => ({ json }));
  const mixed = fc
    .tuple(fc.constantFrom(...samples), any, fc.infiniteStream(fc.nat(3)))
    .map(([sample, other, draws]) => {
      const names = Object.keys(other as object).filter(() => draws.next().value === 0);
      return {
        ...(sample as object),
        ...Object.fromEntries(names.map((name) => [name, (other as Record<string, unknown>)[name]])),
      };
    });
  return fc
    .oneof(any, { weight: 2, arbitrary: mixed }, { weight: 2, arbitrary: fc.constantFrom(...samples) })
    .map((json) => ({ json }));
}

const LINES = "application/x-ndjson";
const TABLES: Record<string, string[]> = {
  "text/csv": ["a,b,y\n1,2,3\n2,1,4\n4,5,7\n", "s1,2026-01-01 10:00:00,2026-01-01 10:05:00,A/B/C;A/D,female\n"],
  [LINES]: [
    '{"a":1,"b":2,"y":3}\n{"a":2,"b":1,"y":4}\n',
    '{"session_id":"s1","start":"2026-01-01 10:00:00","end":"2026-01-01 10:05:00","views":["A/B"]}\n',
  ],
};

/** Tables that are good ones for some call, and bytes that are none. */
function rawOf(type: string): fc.Arbitrary<Body["parts"]> {
  const bytes = fc.uint8Array({ maxLength: 40 });
  const raw = fc.oneof<fc.MaybeWeightedArbitrary<string | Uint8Array>[]>(
    ...(TABLES[type] ?? []).map((text) => fc.constant(text)),
    bytes,
  );
  return raw.map((each) => ({ raw: each }));
}
