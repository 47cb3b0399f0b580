// OpenAPI 3.1 from the route table: the very schemas that check the requests.
import * as v from "valibot";
import { VERSION } from "../about.ts";
import type { Endpoint, Group, Route } from "../endpoint.ts";
import { answerJson } from "../respond.ts";
import { answersOf, requestBodyOf } from "./contents.ts";
import type { Examples } from "./examples.ts";
import { headerComponents } from "./headers.ts";
import { INFO, SECURITY_SCHEMES, SERVERS } from "./info.ts";
import { type NamedSchemas, namedSchemas, type SchemasByName } from "./named-schemas.ts";
import { parametersOf } from "./parameters.ts";
import { Fault, Problem, refusalComponents, refusalResponses, refusalsOf } from "./refusals.ts";
import { shareParameters } from "./share-parameters.ts";

/** All that a document is made of. */
export interface DocumentParts {
  groups: readonly Group<never>[];
  /** What may stand for each name in a path. */
  inPaths: SchemasByName;
  /** Schemas that have names, of each job. */
  schemas: readonly SchemasByName[];
  examples: Examples;
}

/** GET /openapi.json for what `describe` gives. It is made when it is first asked for, since the route table has this call in it. */
export function getOpenApi(describe: () => DocumentParts): Endpoint {
  let text: string | undefined;
  return {
    id: "getOpenApi",
    summary: "This document",
    description: "OpenAPI 3.1, made of the schemas that check the requests.",
    answers: { 200: v.objectWithRest({ openapi: v.string() }, v.unknown()) },
    handle() {
      text ??= JSON.stringify(openApi(describe()));
      return answerJson(text);
    },
  };
}

export function openApi({ groups, inPaths, schemas: lists, examples }: DocumentParts) {
  const schemas = namedSchemas([{ Problem, Fault }, ...lists]);
  schemas.schemaOf(Problem);
  const calls = groups.flatMap(({ tag, routes }) =>
    routes.map((route) => ({ route, tag, parameters: parametersOf(route, inPaths, schemas) })),
  );
  const shared = shareParameters(calls);
  const paths: Record<string, Record<string, object>> = {};
  for (const { route, tag, parameters } of calls) {
    const template = route.path.replace(/:(\w+)/g, "{$1}");
    const operation = { tags: [tag], ...operationOf(route, schemas, examples), parameters: shared.refer(parameters) };
    paths[template] = { ...paths[template], [route.method.toLowerCase()]: operation };
  }
  const responses = usedIn(paths, "responses", refusalComponents(examples.refusals));
  const headers = usedIn({ paths, responses }, "headers", headerComponents);
  return {
    openapi: "3.1.0",
    info: { title: "Edgefit", version: VERSION, ...INFO },
    servers: SERVERS,
    security: [{ token: [] }],
    tags: groups.map(({ tag, description }) => ({ name: tag, description })),
    paths,
    components: {
      securitySchemes: SECURITY_SCHEMES,
      schemas: schemas.components(),
      parameters: shared.components,
      responses,
      headers,
    },
  };
}

/** Those components that something refers to. */
function usedIn(part: object, kind: string, components: Record<string, object>): Record<string, object> {
  const text = JSON.stringify(part);
  return Object.fromEntries(
    Object.entries(components).filter(([name]) => text.includes(`"#/components/${kind}/${name}"`)),
  );
}

function operationOf(route: Route<never>, schemas: NamedSchemas, examples: Examples) {
  const { scope, endpoint } = route;
  const { id, summary, description } = endpoint;
  const example = examples.calls[id];
  return {
    operationId: id,
    summary,
    description,
    ...(scope === "open" ? { security: [] } : { "x-scope": scope }),
    requestBody: requestBodyOf(endpoint, schemas, example?.request),
    responses: { ...answersOf(endpoint, schemas, example?.answers), ...refusalResponses(refusalsOf(route)) },
  };
}
