// What the plan of a Cloudflare account lets the service do: on the free one what takes too long is refused before it begins.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, clientOf } from "../support/client.ts";
import { expectRefusal, row } from "../support/refusal.ts";
import { type Server, startWorker } from "../support/server.ts";

let server: Server;
let call: Client;
beforeAll(async () => {
  server = await startWorker({ PUBLIC: "true", PLAN: "free" });
  call = clientOf(server.origin);
});
afterAll(() => server.stop());

const day = (columns: number, rows = 24) => ({
  x: Object.fromEntries(
    Array.from({ length: columns }, (_, j) => [`x${j}`, Array.from({ length: rows }, (_, i) => (i * (j + 3)) % 17)]),
  ),
  y: Array.from({ length: rows }, (_, i) => 3 * i),
});

const table = (rows: number, columns: number) => {
  const X = Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => (i * (j + 7)) % 13));
  return { X, y: X.map(([a = 0]) => (a > 6 ? "high" : "low")) };
};

const model = (name: string, params: object, of: object) => ({
  ...{ problem: "classification", name, h_tune: false, params },
  ...of,
});

describe("the free plan", () => {
  it("takes norms of some features", async () => {
    const trained = await call("POST", "/norms/small/train", day(8));
    expect(trained.status, trained.text).toBe(200);
    expect((await call("POST", "/norms/small/predict", { x: day(8).x })).status).toBe(200);
    expect((await call("GET", "/norms/small/lambda")).status).toBe(200);
  });

  it.each([
    ["Ridge", { lambda: 1 }],
    ["SVM", {}],
    ["Random Forest", { n_estimators: 10 }],
  ])("trains %s on a small table, in pieces", async (name, params) => {
    const started = await call("POST", "/api/ml_models", model(name, params, table(60, 4)));
    expect([201, 202], started.text).toContain(started.status);
    const { id, task_id: task } = started.body;
    for (let waits = 0; task !== undefined && (await call("GET", `/results/${task}`)).status === 202; waits++)
      expect(waits).toBeLessThan(10);
    const predicted = await call("POST", `/api/ml_models/${id}/predict`, { X: [[12, 1, 2, 3]] });
    expect(predicted.body.y, predicted.text).toEqual(["high"]);
  });

  it.each([
    row("a norm of many features", ["POST", "/norms/wide/train", day(100)], 413),
    row("a specification of many features", ["PUT", "/norms/wide", { columns: Object.keys(day(45).x) }], 413),
    row("the first batch of many rows", ["POST", "/norms/long/train", day(5, 10_000)], 413),
    row(
      "a forest of many trees",
      ["POST", "/api/ml_models", model("Random Forest", { n_estimators: 500 }, table(900, 4))],
      413,
    ),
    row(
      "a forest whose folds begin anew each",
      ["POST", "/api/ml_models", model("Random Forest", { n_estimators: 3, max_depth: 1 }, table(1500, 10))],
      413,
    ),
    row("a machine on many rows", ["POST", "/api/ml_models", model("SVM", {}, table(2000, 4))], 413),
  ])("refuses $of by its name, and stores nothing", async (refusal) => {
    const everything = async () => [(await call("GET", "/norms")).body, (await call("GET", "/api/ml_models")).body];
    const before = await everything();
    await expectRefusal(call, refusal);
    const { detail } = (await call(...refusal.send)).body;
    expect(detail).toMatch(
      /^Cannot go on within Cloudflare's free plan: .* takes about \d+ ms of CPU time.* gives a request 10 ms/,
    );
    expect(detail).toContain("PLAN=paid");
    expect(await everything()).toEqual(before);
  });
});

it("takes a body that does not say how long it is, as long as it is short", async () => {
  const send = (rows: number) => {
    const body = new Blob([JSON.stringify(day(5, rows))]).stream();
    const init = { method: "POST", headers: { "content-type": "application/json" }, body, duplex: "half" };
    return fetch(`${server.origin}/norms/streamed/train`, init as RequestInit);
  };
  expect((await send(24)).status).toBe(200);
  expect((await send(20_000)).status).toBe(413);
});

it("is free or paid: anything else is said where the service is asked", async () => {
  const server = await startWorker({ PUBLIC: "true", PLAN: "gold" });
  const answer = await clientOf(server.origin)("GET", "/norms");
  await server.stop();
  expect(answer.status).toBe(503);
  expect(answer.body.detail).toContain('PLAN is "gold", neither free nor paid');
});
