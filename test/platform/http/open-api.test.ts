import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { Endpoint, Route } from "../../../src/platform/http/endpoint.ts";
import { openApi } from "../../../src/platform/http/openapi/open-api.ts";

const Thing = v.object({ name: v.string() });
const endpoint: Endpoint = {
  id: "getThing",
  summary: "A thing",
  answers: { 200: Thing },
  handle: () => new Response(),
};

/** The document of one call. */
function documentOf(told: Partial<Endpoint>, route: Partial<Route> = {}, examples = { calls: {}, refusals: {} }) {
  const routes: Route[] = [
    { scope: "read", method: "GET", path: "/thing", endpoint: { ...endpoint, ...told }, ...route },
  ];
  // biome-ignore lint/suspicious/noExplicitAny: a document is read part by part
  const document: any = openApi({
    groups: [{ tag: "Things", description: "All of them.", routes }],
    inPaths: { id: v.pipe(v.string(), v.description("its id")) },
    schemas: [{ Thing }],
    examples,
  });
  return {
    document,
    call: Object.values<Record<string, unknown>>(document.paths)[0]?.[route.method?.toLowerCase() ?? "get"],
  };
}

describe("what an endpoint says of itself", () => {
  it("is its name, its group, its answer, and what all calls may refuse with", () => {
    const { call } = documentOf({});
    const refusals = {
      400: "Malformed",
      401: "Unauthorized",
      403: "Forbidden",
      414: "UrlTooLong",
      421: "Misdirected",
      422: "Invalid",
      429: "RateLimited",
      500: "Failed",
      503: "Unavailable",
    };
    expect(call).toEqual({
      ...{ operationId: "getThing", tags: ["Things"], summary: "A thing", parameters: [], "x-scope": "read" },
      responses: {
        200: {
          description: "Done",
          content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
        },
        ...Object.fromEntries(
          Object.entries(refusals).map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]),
        ),
      },
    });
  });

  it("is that it asks for nothing, where it is open", () => {
    const { call } = documentOf({}, { scope: "open" });
    expect(call).toMatchObject({ security: [] });
    expect(Object.keys((call as { responses: object }).responses)).toEqual(["200", "400", "414", "421", "500"]);
  });

  it("is in one word that its answers have tags, which callers send and are answered 304", () => {
    const { call, document } = documentOf({ isTagged: true });
    const headers = { ETag: { $ref: "#/components/headers/ETag" } };
    expect(call).toMatchObject({
      parameters: [{ name: "If-None-Match", in: "header", required: false }],
      responses: { 200: { headers }, 304: { headers } },
    });
    expect(Object.keys(document.components.headers)).toEqual(["ETag", "Retry-After", "WWW-Authenticate"]);
  });

  it("is in one word that there may be more pages, or that browsers are shown one", () => {
    const { call } = documentOf({ isPaged: true, page: "A page" });
    const headers = { Link: { $ref: "#/components/headers/Link" } };
    const schema = { type: "string", description: "A page" };
    expect(call).toMatchObject({ responses: { 200: { headers, content: { "text/html": { schema } } } } });
  });

  it("is shown by examples", () => {
    const answers = { 201: { name: "a" } };
    const examples = { calls: { getThing: { request: { name: "b" }, answers } }, refusals: { 415: { status: 415 } } };
    const { call, document } = documentOf({ body: Thing, answers: { 201: Thing } }, { method: "POST" }, examples);
    expect(call).toMatchObject({
      requestBody: { content: { "application/json": { example: { name: "b" } } } },
      responses: { 201: { content: { "application/json": { example: { name: "a" } } } } },
    });
    const { UnsupportedMediaType } = document.components.responses;
    expect(UnsupportedMediaType.content["application/problem+json"].example).toEqual({ status: 415 });
  });

  it("has no refusal that nobody described", () => {
    expect(() => documentOf({ refusals: [418] })).toThrow("No description of status 418");
  });
});
