// What is told of answers that are not as a small document describes them.
import { expect, it } from "vitest";
import { type Answered, checkerOf } from "./check-answer.ts";
import type { OpenApi } from "./open-document.ts";

const JSON_TYPE = { "content-type": "application/json" };
const PROBLEM = { "content-type": "application/problem+json" };
const json = (schema: object) => ({ content: { "application/json": { schema } } });

const check = checkerOf({
  paths: {
    "/things/{thing}": {
      get: {
        operationId: "getThing",
        responses: {
          200: {
            headers: { Link: { $ref: "#/components/headers/Link" } },
            content: {
              ...json({ $ref: "#/components/schemas/Thing" }).content,
              "text/csv": { schema: { type: "string" } },
            },
          },
          201: { headers: { Location: { required: true } }, ...json({ type: "object" }) },
          204: {},
          404: { $ref: "#/components/responses/404" },
        },
      },
    },
    "/things/all": {
      post: {
        operationId: "makeAll",
        responses: { 200: json({ type: "array", items: { $ref: "#/components/schemas/Part" } }) },
      },
    },
  },
  components: {
    headers: { Link: { schema: { type: "string" } } },
    responses: {
      404: { content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
    },
    schemas: {
      Problem: { type: "object", properties: { code: { type: "string" } }, required: ["code"] },
      Thing: {
        type: "object",
        properties: {
          name: { type: "string" },
          params: { type: "object", additionalProperties: { type: "number" } },
          parts: { anyOf: [{ type: "array", items: { $ref: "#/components/schemas/Part" } }, { type: "null" }] },
        },
        required: ["name"],
      },
      Part: { type: "object", properties: { at: { type: "string", format: "date-time" } } },
    },
  },
} as unknown as OpenApi);

const answered = (of: string, status: number, headers: Record<string, string>, text = ""): Answered => {
  const [method = "", path = ""] = of.split(" ");
  return { method, path, status, headers: new Headers(headers), text };
};

it.each<[Answered]>([
  [
    answered(
      "GET /things/a",
      200,
      JSON_TYPE,
      '{"name":"a","params":{"any":1},"parts":[{"at":"2026-01-01T00:00:00Z"},{}]}',
    ),
  ],
  [answered("GET /things/a/?x=1", 200, { ...JSON_TYPE, link: "<>" }, '{"name":"a","parts":null}')],
  [answered("GET /things/a", 200, { "content-type": "text/csv; charset=utf-8" }, "name\na\n")],
  [answered("HEAD /things/a", 200, JSON_TYPE)],
  [answered("GET /things/a", 204, {})],
  [answered("GET /things/a", 404, PROBLEM, '{"code":"not_found"}')],
  [answered("GET /things/all", 200, JSON_TYPE, '{"name":"all"}')],
  [answered("OPTIONS /things/all", 204, { allow: "POST" })],
  [answered("GET /nothing", 404, PROBLEM, '{"code":"not_found"}')],
  [answered("GET /things/all", 405, { ...PROBLEM, allow: "POST" }, '{"code":"method_not_allowed"}')],
  [answered("PUT /things/all", 405, { ...PROBLEM, allow: "GET, POST" }, '{"code":"method_not_allowed"}')],
])("finds nothing wrong with %o", (each) => {
  expect(check(each)).toEqual([]);
});

it.each<[string, Answered]>([
  ["200, 201, 204, 404 are described", answered("GET /things/a", 409, PROBLEM, '{"code":"conflict"}')],
  [
    "it is of text/html, and described as application/json, text/csv",
    answered("GET /things/a", 200, { "content-type": "text/html" }, "a"),
  ],
  ["the body must have required property 'name'", answered("GET /things/a", 200, JSON_TYPE, "{}")],
  ["the body must NOT have unevaluated properties", answered("GET /things/a", 200, JSON_TYPE, '{"name":"a","size":1}')],
  [
    "/parts/0 must NOT have unevaluated properties",
    answered("GET /things/a", 200, JSON_TYPE, '{"name":"a","parts":[{"size":1}]}'),
  ],
  ["/0/at must match format", answered("POST /things/all", 200, JSON_TYPE, '[{"at":"yesterday"}]')],
  ["it has no header location", answered("GET /things/a", 201, JSON_TYPE, "{}")],
  [
    "its header retry-after is not described",
    answered("GET /things/a", 201, { ...JSON_TYPE, location: "/", "retry-after": "1" }, "{}"),
  ],
  ["it has a body of application/json, and none is described", answered("GET /things/a", 204, JSON_TYPE, "{}")],
  ["it has a body, where HEAD has none", answered("HEAD /things/a", 200, JSON_TYPE, "{}")],
  ["no operation has this path and method", answered("PUT /things/all", 200, JSON_TYPE, "[]")],
  ["no operation has this path and method", answered("GET //any/things/a", 200, JSON_TYPE, '{"name":"a"}')],
  ["200, 201, 204, 404 are described", answered("GET /things/a", 405, { ...PROBLEM, allow: "POST" }, '{"code":"a"}')],
  ["it has no header Allow", answered("POST /things/a", 405, PROBLEM, '{"code":"method_not_allowed"}')],
  ["the body must have required property 'code'", answered("GET /nothing", 404, PROBLEM, "{}")],
])("finds that %s", (told, each) => {
  expect(check(each).join()).toContain(told);
});
