// What the thread that accepts requests answers by itself, and what it hands over: all that writes, all that may take long.
import { afterEach, beforeEach, expect, it } from "vitest";
import { serve } from "../../src/app.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { consumePieces } from "../../src/registry/task/consume-pieces.ts";
import { openContext, type TestContext } from "../support/context.ts";
import { randomColumns } from "../support/numbers.ts";

const ACCESS = { token: undefined, isPublic: true };
let context: TestContext;
/** The text of what was handed over. */
let handedOver: string[];
beforeEach(() => {
  context = openContext(1e9);
  handedOver = [];
});
afterEach(() => context.close());

function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const length: Record<string, string> = text === undefined ? {} : { "content-length": String(text.length) };
  const init = { method, headers: { "content-type": "application/json", ...length, ...headers } };
  const request = new Request(`http://here${path}`, { ...init, ...(text !== undefined && { body: text }) });
  return serve(request, context, ACCESS);
}

/** Hands over from here on. */
function open(): void {
  context.elsewhere = async (request) => {
    handedOver.push(await request.text());
    return new Response("elsewhere");
  };
}

async function isHere(...request: Parameters<typeof ask>): Promise<boolean> {
  const before = handedOver.length;
  await ask(...request);
  return handedOver.length === before;
}

it.each([
  ["GET", "/health", true],
  ["HEAD", "/norms/a", true],
  ["GET", "/norms/a", true],
  ["GET", "/norms/a/lambda", false],
  ["GET", "/norms/a/history", false],
  ["POST", "/train", false],
  ["POST", "/norms/a/predict", true],
  ["POST", "/norms/a/savings", true],
  ["POST", "/norms/a/selection", false],
  ["POST", "/norms/a/what-if", false],
  ["PUT", "/norms/a", false],
  ["DELETE", "/norms/a", false],
  ["GET", "/api/ml_models", false],
  ["GET", "/api/ml_models/1", false],
  ["GET", "/api/ml_models/1/card", true],
  ["POST", "/api/ml_models/1/predict", true],
  ["POST", "/api/ml_models/upload", false],
  ["GET", "/sessions/report", false],
  ["POST", "/sessions/prediction", true],
  ["POST", "/sessions", false],
  ["PATCH", "/sessions", true],
  ["GET", "/nowhere", true],
])("%s %s: here %s", async (method, path, here) => {
  open();
  expect(await isHere(method, path, ["POST", "PUT"].includes(method) ? {} : undefined)).toBe(here);
});

it("hands over nothing of those whom it does not let in", async () => {
  open();
  const request = new Request("http://here/train", { method: "POST", body: "{}" });
  const { status } = await serve(request, context, { token: "secret", isPublic: false });
  expect([status, handedOver]).toEqual([401, []]);
});

it("hands over a long body, and one that does not say how long it is", async () => {
  open();
  const body = (bytes: number) => JSON.stringify({ x: { a: [1] } }).padEnd(bytes);
  expect(await isHere("POST", "/predict", body(16_384))).toBe(true);
  expect(await isHere("POST", "/predict", body(16_385))).toBe(false);
  const chunked = new Request("http://here/predict", { method: "POST", body: "{}" });
  expect(await (await serve(chunked, context, ACCESS)).text()).toBe("elsewhere");
});

it("hands over a short body, whole, where its rows are many for a norm of many features", async () => {
  const hours = (count: number) => {
    const t = Array.from({ length: count }, (_, i) => `${new Date(i * 3_600_000).toISOString().slice(0, 16)}Z`);
    return { t, x: { a: Array(count).fill(1) } };
  };
  await ask("PUT", "/norms/week", { columns: ["a"], timezone: "UTC", calendar: ["hour_of_week"] });
  await ask("POST", "/norms/week/train", { ...hours(504), y: Array.from({ length: 504 }, (_, i) => i % 24) });
  open();
  // A row takes 2 ns times the square of some 168: two hundred and more are ten milliseconds.
  expect(await isHere("POST", "/norms/week/predict", hours(100))).toBe(true);
  const many = JSON.stringify(hours(500));
  expect(await isHere("POST", "/norms/week/predict", many)).toBe(false);
  expect(handedOver).toEqual([many]);
});

it("hands over what has to be merged anew: a version of a norm whose model is kept no longer", async () => {
  const train = (i: number) => ask("POST", "/train", { x: { a: [i, 1, 2] }, y: [1, 2, i], batch: `b${i}` });
  for (let i = 0; i < 3; i++) await train(i);
  // What earlier versions knew of it is merged anew without it.
  await ask("DELETE", "/norms/default/batches/b0");
  context.cache = createCache();
  open();
  expect(await isHere("POST", "/predict", { x: { a: [1] } })).toBe(true);
  const older = JSON.stringify({ x: { a: [1] }, version: 2 });
  expect(await isHere("POST", "/predict", older)).toBe(false);
  expect(handedOver).toEqual([older]);
});

it("hands over a large model that is asked for the first time", async () => {
  const [y = [], ...columns] = randomColumns(4, 3_000).map((column) => [...column]);
  const X = Object.fromEntries(columns.map((column, j) => [`c${j}`, column]));
  const order = { problem: "regression", name: "Random Forest", h_tune: false, X, y };
  for (const n_estimators of [2, 100]) await ask("POST", "/api/ml_models", { ...order, params: { n_estimators } });
  for (let body = context.messages.shift(); body !== undefined; body = context.messages.shift())
    await consumePieces([{ body, attempts: 1, ack: () => undefined, retry: () => undefined }], context);
  context.cache = createCache();
  open();
  const few = JSON.stringify({ X: { c0: [1], c1: [2], c2: [3] } });
  expect(await isHere("POST", "/api/ml_models/1/predict", few)).toBe(true);
  expect(await isHere("POST", "/api/ml_models/2/predict", few)).toBe(false);
  expect(handedOver).toEqual([few]);
});
