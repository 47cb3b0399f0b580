// What the service still does when the day's quota of KV is spent: norms work from D1 alone, models say until when to wait, and what was
// not deleted goes with the cleaning.
import { afterEach, describe, expect, it } from "vitest";
import { serve } from "../../src/app.ts";
import { cleanUp } from "../../src/clean-up.ts";
import { resumeTasks } from "../../src/registry/task/resume-tasks.ts";
import type { RegistryContext } from "../../src/registry/train/model-owner.ts";
import type { TestContext } from "../support/context.ts";
import { type Isolates, openIsolates, workOff } from "../support/isolates.ts";

const open: Isolates[] = [];
afterEach(() => {
  for (const isolates of open.splice(0)) isolates.close();
});

function start(): Isolates {
  const isolates = openIsolates(1);
  open.push(isolates);
  return isolates;
}

const HALF_DAY = 43_200;

async function call(context: RegistryContext, method: string, path: string, body?: unknown) {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const headers = { "content-type": "application/json", prefer: "respond-async" };
  const request = new Request(`http://here${path}`, { ...init, headers });
  const response = await serve(request, context, { token: undefined, isPublic: true });
  const text = await response.text();
  return {
    status: response.status,
    retryAfter: response.headers.get("retry-after"),
    body: text === "" ? null : JSON.parse(text),
  };
}

const batch = (name: string, slope: number) => {
  const a = Array.from({ length: 12 }, (_, row) => row);
  return { batch: name, x: { a, b: a.map((value) => (value * 7) % 5) }, y: a.map((value) => slope * value + 1) };
};
const rows = { x: { a: [3, 40], b: [1, 2] } };

/** What a norm answers that is trained twice, asked, made to forget and asked again, each time by an isolate that has just begun. */
async function tellNorm({ openIsolate, pass }: Isolates) {
  const told: [number, unknown][] = [];
  const ask = async (method: string, path: string, body?: unknown) => {
    const { status, body: answer } = await call(openIsolate(), method, `/norms/n${path}`, body);
    told.push([status, answer]);
    pass(2);
  };
  await ask("POST", "/train", batch("one", 2));
  await ask("POST", "/train", batch("two", 3));
  await ask("POST", "/predict", rows);
  await ask("POST", "/predict", { ...rows, version: 1 });
  await ask("DELETE", "/batches/one");
  await ask("POST", "/predict", rows);
  await ask("POST", "/what-if", { lambda: 0.1 });
  await ask("DELETE", "");
  await ask("POST", "/predict", rows);
  return told;
}

describe("norms", () => {
  it.each([
    ["nothing can be put", ["put"]],
    ["nothing can be put or deleted", ["put", "delete"]],
    ["nothing at all can be asked for", ["put", "delete", "get", "list"]],
  ] as const)("answer the same where %s", async (_, spent) => {
    const usual = await tellNorm(start());
    const without = start();
    for (const operation of spent) without.kv.spent.add(operation);
    expect(await tellNorm(without)).toEqual(usual);
    expect(usual.map(([status]) => status)).toEqual([200, 200, 200, 200, 200, 200, 200, 204, 404]);
    expect(without.here.logged.every(({ level }) => level === "warning")).toBe(true);
  });
});

describe("models", () => {
  const training = { problem: "regression", name: "Ridge", h_tune: false };
  const data = { X: Array.from({ length: 40 }, (_, row) => [row]), y: Array.from({ length: 40 }, (_, row) => 2 * row) };

  async function train(context: TestContext, isolates: Isolates) {
    const { status, body } = await call(context, "POST", "/api/ml_models", { ...training, ...data });
    await workOff(isolates, context);
    return { status, body, path: `/api/ml_models/${body.id}` };
  }

  it("refuse with the time until the quota's next day, and change nothing", async () => {
    const isolates = start();
    const { here, openIsolate, kv, pass } = isolates;
    const { path } = await train(here, isolates);
    const names = kv.names();
    pass(2);
    for (const operation of ["put", "get"] as const) kv.spent.add(operation);
    const refused = { status: 503, retryAfter: String(HALF_DAY - 2), body: { code: "not_yet" } };
    expect(await call(openIsolate(), "POST", `${path}/predict`, { X: [[10]] })).toMatchObject(refused);
    expect(await call(openIsolate(), "GET", `${path}/download`)).toMatchObject(refused);
    expect(await call(here, "POST", "/api/ml_models", { ...training, ...data })).toMatchObject(refused);
    expect(await call(here, "PUT", path, { ...training, ...data })).toMatchObject(refused);
    expect(kv.names()).toEqual(names);
    const { body } = await call(here, "GET", "/api/ml_models");
    expect(body[1]).toHaveLength(1);
    // What an isolate holds answers all the same.
    kv.spent.delete("get");
    expect((await call(here, "POST", `${path}/predict`, { X: [[10]] })).status).toBe(200);
    kv.spent.add("get");
    expect((await call(here, "POST", `${path}/predict`, { X: [[10]] })).status).toBe(200);
  });

  it("that are being trained wait for the quota's next day, and are trained then", async () => {
    const isolates = start();
    const { here, kv, pass, sent } = isolates;
    const { body } = await call(here, "POST", "/api/ml_models", { ...training, ...data });
    kv.spent.add("put");
    await workOff(isolates, here);
    const result = `/results/${body.task_id}?wait=0`;
    for (let hour = 0; hour < 11; hour++) {
      pass(3_600);
      await resumeTasks(here);
      expect((await call(here, "GET", result)).status).toBe(202);
    }
    expect(sent).toEqual([]);
    pass(3_600);
    kv.spent.clear();
    pass(301);
    await resumeTasks(here);
    await workOff(isolates, here);
    expect(await call(here, "GET", result)).toMatchObject({ status: 200, body: { status: "ready" } });
  });

  it("are deleted, and the cleaning takes what KV still holds of them, and of norms", async () => {
    const isolates = start();
    const { here, kv, pass } = isolates;
    const { path } = await train(here, isolates);
    const kept = await train(here, isolates);
    await call(here, "POST", "/norms/kept/train", batch("one", 2));
    await call(here, "POST", "/norms/gone/train", batch("one", 2));
    pass(2);
    await call(here, "POST", "/norms/kept/train", batch("two", 2));
    pass(2);
    for (const operation of ["put", "delete"] as const) kv.spent.add(operation);
    expect((await call(here, "DELETE", path)).status).toBe(204);
    expect((await call(here, "DELETE", "/norms/gone")).status).toBe(204);
    expect((await call(here, "DELETE", "/norms/kept/batches/one")).status).toBe(200);
    expect((await call(here, "GET", path)).status).toBe(404);
    const before = kv.names().length;
    kv.spent.clear();
    // A day and a little more: what is younger may belong to a training whose commit is still to come.
    pass(2 * HALF_DAY + 1);
    await call(here, "POST", "/norms/kept/train", batch("three", 2));
    pass(61);
    await cleanUp(here);
    const models = kv.names().filter((name) => name.startsWith("model/"));
    expect(models.length).toBeGreaterThan(0);
    expect(models.length).toBeLessThan(before);
    const norms = kv.names().filter((name) => name.startsWith("norm/"));
    expect(norms.map((name) => name.replace(/^norm\/[^/]+/, ""))).toEqual(["/f1/v4"]);
    expect((await call(isolates.openIsolate(), "POST", `${kept.path}/predict`, { X: [[10]] })).status).toBe(200);
  });
});
