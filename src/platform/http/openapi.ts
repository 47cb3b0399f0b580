// OpenAPI 3.1 from the route table: the very schemas that check the requests.
import * as v from "valibot";
import { described } from "../schema/described.ts";
import { VERSION } from "./about.ts";
import type { Endpoint, Group, PathParameters, Route } from "./endpoint.ts";
import { toSchema } from "./json-schema.ts";
import { answer } from "./respond.ts";
import { CSV_OFFER, LINES_OFFER } from "./tabular/form.ts";

const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  code: v.string(),
  errors: v.array(v.object({ path: v.string(), message: v.string() })),
  stored: v.optional(described(v.number(), "Of a body that stopped on the way: how much of it is stored")),
  replaced: v.optional(described(v.number(), "Of that, what was there before")),
  stopped_at: v.optional(
    described(v.object({ line: v.number(), message: v.string() }), "The first line that is not known to be stored"),
  ),
});

const REFUSALS: Record<number, string> = {
  400: "The body is not JSON",
  401: "No credentials, or wrong ones",
  403: "The token is of too little scope, or of other names; or a browser asks for a page of an origin that is not allowed",
  404: "There is no such thing",
  408: "The body did not come in whole in time",
  409: "It does not fit what is stored",
  413: "The body is too large, or what is asked for too much at once; the answer names the limit",
  414: "The URL is too long; the answer names the limit",
  415: "The body is of a media type that is not accepted",
  421: "Without a token this machine alone is served, and the URL has another host",
  422: "Well-formed but unusable; the answer says what would be usable",
  429: "Too many calls of this token or address in a minute; Retry-After says when there is one again",
  500: "Our fault; the answer has an id that the log knows",
  503: "The secret API_TOKEN is not set or of no use; or, with Retry-After: what was just stored cannot be read here yet, too much is asked at once, or the database cannot be had",
  507: "The disk or the database is full",
};

/** GET /openapi.json for a route table. */
export function getOpenApi(groups: readonly Group<never>[], named: PathParameters): Endpoint {
  return {
    id: "getOpenApi",
    summary: "This document",
    answers: { 200: v.looseObject({ openapi: v.string() }) },
    handle: () => answer(openApi(groups, named)),
  };
}

function openApi(groups: readonly Group<never>[], named: PathParameters) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { tag, routes } of groups)
    for (const route of routes) {
      const template = route.path.replace(/:(\w+)/g, "{$1}");
      paths[template] = { ...paths[template], [route.method.toLowerCase()]: operation(route, tag, named) };
    }
  return {
    openapi: "3.1.0",
    info: { title: "Edgefit", version: VERSION, license: { name: "MIT", identifier: "MIT" } },
    tags: groups.map(({ tag, description }) => ({ name: tag, description })),
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: { Problem: toSchema(Problem) },
    },
  };
}

function operation({ scope, method, path, endpoint }: Route<never>, tag: string, named: PathParameters) {
  const isOpen = scope === "open";
  const { id, summary, description, query, body, tables, headers = [], answers, answerHeaders, rows } = endpoint;
  const hasParameter = path.includes(":") || query !== undefined;
  const refusals = new Set([
    ...(isOpen ? [] : [401, 403, 429, 503]),
    ...(endpoint.mayBeUnready ? [503] : []),
    ...(endpoint.mayCollide ? [409] : []),
    ...(endpoint.mayBeTooMuch ? [413] : []),
    ...(body ? [400, 408, 413, 415] : []),
    ...(body || hasParameter ? [422] : []),
    ...(method === "GET" ? [] : [507]),
    414,
    421,
    500,
    ...(endpoint.refusals ?? []),
  ]);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    ...(!isOpen && { security: [{ token: [] }] }),
    parameters: [
      ...pathParameters(path, named),
      ...(query ? queryParameters(query) : []),
      ...idempotencyKey(body),
      ...headers.map(toHeader),
    ],
    ...(body && {
      requestBody: { required: true, content: accepted(body, { ...(tables && TABLES), ...endpoint.texts }) },
    }),
    responses: Object.fromEntries([
      ...Object.entries(answers).map(([status, schema]) => [
        status,
        answered(schema, answerHeaders, isWhole(status) ? rows : undefined),
      ]),
      ...[...refusals].sort().map((status) => [status, refused(status)]),
    ]),
  };
}

/** How a table may come, in place of the body. */
const TABLES = {
  "text/csv": described(v.string(), "A header line, then a line for each row"),
  "application/x-ndjson": described(v.string(), "A JSON object for each row, one a line"),
  "application/vnd.apache.parquet": described(v.string(), "A Parquet file of flat columns"),
  "application/vnd.apache.arrow.stream": described(v.string(), "An Arrow stream, or file, of flat columns"),
  "multipart/form-data": described(
    v.looseObject({ file: described(v.string(), "One file of any of these kinds") }),
    "A form with one file; its other fields are what else stands in the query",
  ),
};

function toHeader(header: { name: string; description: string; schema: object }) {
  return { in: "header", required: false, ...header };
}

function accepted(body: v.GenericSchema, texts: Record<string, v.GenericSchema>) {
  return Object.fromEntries(
    Object.entries({ "application/json": body, ...texts }).map(([type, schema]) => [
      type,
      { schema: toSchema(schema, "input") },
    ]),
  );
}

/** What goes on has no rows yet. */
const isWhole = (status: string) => status !== "202";

function answered(schema: v.GenericSchema | null, headers: Endpoint["answerHeaders"], rows: string | undefined) {
  const table = rows && { schema: { type: "string", description: rows } };
  return {
    description: "Done",
    ...((headers || rows) && { headers: { ...(rows && OF_ROWS), ...headers } }),
    ...(schema && {
      content: {
        "application/json": { schema: toSchema(schema) },
        ...(table && { [CSV_OFFER.type]: table, [LINES_OFFER.type]: table }),
      },
    }),
  };
}

const OF_ROWS: Endpoint["answerHeaders"] = {
  "Edgefit-Answer": {
    description:
      "Of CSV and lines of JSON: as JSON in ASCII what of the answer is no row, such as its version and its warnings",
    schema: { type: "string" },
  },
  Link: {
    description: 'Of CSV and lines of JSON, where a list has more pages: `<…?after=…>; rel="next"` (RFC 8288)',
    schema: { type: "string" },
  },
};

function refused(status: number) {
  const schema = { $ref: "#/components/schemas/Problem" };
  return { description: REFUSALS[status], content: { "application/problem+json": { schema } } };
}

function pathParameters(path: string, named: PathParameters) {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => {
    const schema = toSchema(named[name] ?? v.string(), "input");
    return { name, in: "path", required: true, schema };
  });
}

function queryParameters(query: v.GenericSchema) {
  const { properties = {} } = toSchema(query, "input");
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: false, schema }));
}

function idempotencyKey(body: v.GenericSchema | undefined) {
  const properties = body ? toSchema(body, "input").properties : undefined;
  if (properties?.batch === undefined) return [];
  return [
    {
      name: "Idempotency-Key",
      in: "header",
      required: false,
      description: "The same as `batch`",
      schema: properties.batch,
    },
  ];
}
