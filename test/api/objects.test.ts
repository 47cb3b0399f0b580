// Wherever a request is to have an object, nothing else will do: arrays least of all, which pass for objects in JavaScript. Made from the
// schemas of all calls.
import { expect, it } from "vitest";
import { toSchema } from "../../src/platform/http/json-schema.ts";
import { formatPath } from "../../src/platform/schema/parse.ts";
import { routes } from "../../src/routes.ts";
import type { Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  minItems?: number;
}

/** A body with one thing in it that is no object, and where. */
interface Wrong {
  path: string;
  value: unknown;
  body: unknown;
}

const NO_OBJECTS = { array: [], null: null, string: "x", number: 1 };
const STORED = ["/norms", "/api/ml_models", "/sessions", "/tokens"];
// Where nobody is asked for a token none can be made.
const TOKEN = "s3cret-token";
const OF_TOKEN = { authorization: `Bearer ${TOKEN}` };

const calls = routes.flatMap(({ method, path, endpoint }) => {
  // What is no table is told by its rows and columns: describe-tables.test.ts.
  if (endpoint.body === undefined || path === "/tables") return [];
  const wrongs = [...wrongsOf(toSchema(endpoint.body, "input") as Schema, [], (value) => value)];
  const isNew = new Map(wrongs.map((wrong) => [JSON.stringify(wrong), wrong]));
  return { call: `${method} ${path}`, wrongs: [...isNew.values()] };
});

it("finds objects in every call with a body, at every level", () => {
  expect(calls.filter(({ wrongs }) => wrongs.length < Object.keys(NO_OBJECTS).length)).toEqual([]);
  const paths = calls.flatMap(({ call, wrongs }) => wrongs.map(({ path }) => `${call} ${path}`));
  for (const some of [
    "POST /api/ml_models params",
    "POST /api/ml_models params.class_weight",
    "POST /api/ml_models/upload inputs[0].parts[0]",
    "PUT /norms/:norm piecewise",
    "PUT /norms/:norm degree_days",
    "POST /sessions sessions[0]",
    "POST /sessions/model params",
  ])
    expect(paths).toContain(some);
});

describeOnEachRuntime({ title: "what is no object where one is wanted", vars: { API_TOKEN: TOKEN } }, (call) => {
  const stored = () => Promise.all(STORED.map(async (path) => (await call("GET", path, undefined, OF_TOKEN)).text));

  it.each(calls)("is refused with its path by $call", { timeout: 60_000 }, async ({ call: called, wrongs }) => {
    const before = await stored();
    const passed = await Promise.all(wrongs.map((wrong) => toldOf(call, called, wrong)));
    expect(passed.filter((told) => told !== null).slice(0, 5)).toEqual([]);
    expect(await stored()).toEqual(before);
  });
});

/** null where it is refused as it should be. */
async function toldOf(call: Client, called: string, { path, value, body }: Wrong): Promise<object | null> {
  const [method = "", template = ""] = called.split(" ");
  const answer = await call(method, template.replace(/:id/, "1").replace(/:\w+/, "a"), JSON.stringify(body), OF_TOKEN);
  const told: { path: string; message: string }[] = answer.body.errors ?? [];
  // An array of nothing is a table of no records, where those are taken, and in one a row of no columns.
  const table = path.replace(/\[0\]$/, "");
  const isTold = (fault: { path: string; message: string }) =>
    fault.path === path ||
    ((path === "" || fault.path === table) && Array.isArray(value) && fault.message.startsWith("no "));
  if (answer.status === 422 && told.some((fault) => isTold(fault) && !fault.message.includes("unknown key")))
    return null;
  return { called, path, value, status: answer.status, told };
}

function* wrongsOf(schema: Schema, path: (string | number)[], inBody: (value: unknown) => unknown): Generator<Wrong> {
  const kinds = alternativesOf(schema);
  const types = new Set(kinds.flatMap(typesOf));
  if (types.has("object"))
    for (const [type, value] of Object.entries(NO_OBJECTS))
      if (!types.has(type)) yield { path: formatPath(path), value, body: inBody(value) };
  for (const { properties = {}, additionalProperties, items, minItems = 1 } of kinds) {
    const told = Object.entries(properties).filter(([, each]) => each.const !== undefined);
    const siblings = Object.fromEntries(told.map(([name, each]) => [name, each.const]));
    for (const [name, each] of Object.entries(properties))
      yield* wrongsOf(each, [...path, name], (value) => inBody({ ...siblings, [name]: value }));
    if (typeof additionalProperties === "object")
      yield* wrongsOf(additionalProperties, [...path, "a"], (value) => inBody({ ...siblings, a: value }));
    if (items !== undefined) yield* wrongsOf(items, [...path, 0], (value) => inBody(Array(minItems).fill(value)));
  }
}

function alternativesOf(schema: Schema): Schema[] {
  const options = schema.anyOf ?? schema.oneOf;
  return options === undefined ? [schema] : options.flatMap(alternativesOf);
}

function typesOf({ type, const: only, enum: some, properties }: Schema): string[] {
  if (only !== undefined || some !== undefined) return (some ?? [only]).map(typeOf);
  if (properties !== undefined) return ["object"];
  return [type ?? []].flat().map((each) => (each === "integer" ? "number" : each));
}

function typeOf(value: unknown): string {
  return value === null ? "null" : typeof value;
}
