// What a call takes beside its body: parts of the path, the query, headers.
import * as v from "valibot";
import type { Endpoint, Route } from "../endpoint.ts";
import type { NamedSchemas, SchemasByName } from "./named-schemas.ts";

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string | undefined;
  schema: object;
}

const IDEMPOTENCY_KEY = { name: "Idempotency-Key", description: "The same as `batch`" };

const IF_NONE_MATCH = {
  name: "If-None-Match",
  description: "The `ETag` of an answer that the caller has: 304 without a body where it is still that one (RFC 9110)",
  schema: { type: "string" },
};

/** `inPaths`: what may stand for each name in a path. */
export function parametersOf(
  { path, endpoint }: Route<never>,
  inPaths: SchemasByName,
  schemas: NamedSchemas,
): Parameter[] {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  return [
    ...names.map((name) => parameterOf("path", name, inPaths[name] ?? v.string(), schemas)),
    ...Object.entries(entriesOf(endpoint.query)).map(([name, schema]) => parameterOf("query", name, schema, schemas)),
    ...headersOf(endpoint, schemas),
  ];
}

function parameterOf(
  place: "path" | "query",
  name: string,
  schema: v.GenericSchema,
  { schemaOf }: NamedSchemas,
): Parameter {
  const { description, ...json } = schemaOf(schema, "input");
  return { name, in: place, required: place === "path", description, schema: json };
}

function headersOf({ body, headers = [], isTagged }: Endpoint<never>, { schemaOf }: NamedSchemas): Parameter[] {
  const { batch } = entriesOf(body);
  const all = [
    ...(batch ? [{ ...IDEMPOTENCY_KEY, schema: schemaOf(batch, "input") }] : []),
    ...(isTagged ? [IF_NONE_MATCH] : []),
    ...headers,
  ];
  return all.map((header) => ({ ...header, in: "header", required: false }));
}

function entriesOf(schema: v.GenericSchema | undefined): Record<string, v.GenericSchema> {
  return (schema as { entries?: Record<string, v.GenericSchema> } | undefined)?.entries ?? {};
}
