// Under Deno what takes long, or writes, is answered by other threads, so that nobody else waits for it. (On Workers isolates become more by
// themselves: there is nothing to test.)
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Client, clientOf } from "../support/client.ts";
import { startKillableDeno } from "../support/killable.ts";
import { longCalls } from "../support/long-calls.ts";
import { randomColumns } from "../support/numbers.ts";
import { type Server, startDeno } from "../support/server.ts";

let server: Server;
let call: Client;
beforeAll(async () => {
  server = await startDeno();
  call = clientOf(server.origin);
});
afterAll(() => server.stop());

// A call that holds the thread lets one answer through before it begins, and one when it is done.
const ANSWERS_LEAST = 4;

it("answers /health again and again while something long is under way, whatever it is", {
  timeout: 600_000,
}, async () => {
  const counts: Record<string, number> = {};
  for (const { what, run } of await longCalls(call)) {
    let isOver = false;
    const over = run().finally(() => {
      isOver = true;
    });
    counts[what] = 0;
    while (!isOver) {
      expect((await fetch(`${server.origin}/health`)).status).toBe(200);
      counts[what]++;
    }
    await over;
  }
  // Some are over so soon that, on a machine with other things to do, few are asked meanwhile; held up were nine of fifteen without threads.
  const few = Object.entries(counts).filter(([, count]) => count < ANSWERS_LEAST);
  expect(few.length, JSON.stringify(few)).toBeLessThanOrEqual(Object.keys(counts).length / 3);
});

describe("whoever is answered", () => {
  const long = (body: object) => JSON.stringify(body).padEnd(20_000);

  it("is answered by what he has written, whichever thread he asks", async () => {
    for (let version = 1; version <= 20; version++) {
      const trained = await call("POST", "/norms/own/train", { x: { a: [version, 1, 2] }, y: [1, 2, version] });
      expect(trained.body.version).toBe(version);
      const few = await call("POST", "/norms/own/predict", { x: { a: [1] } });
      const many = await call("POST", "/norms/own/predict", long({ x: { a: [1] } }));
      expect([few.body.version, many.body.version]).toEqual([version, version]);
    }
    expect((await call("DELETE", "/norms/own")).status).toBe(204);
    expect((await call("POST", "/norms/own/predict", { x: { a: [1] } })).status).toBe(404);
  });

  it("is answered by the version that he has made to serve", async () => {
    const order = { problem: "regression", name: "Ridge", h_tune: false, X: { a: [1, 2, 4, 8] }, y: [3, 5, 9, 17] };
    const { id } = (await call("POST", "/api/ml_models", order)).body;
    const path = `/api/ml_models/${id}`;
    for (let version = 2; version <= 10; version++) {
      expect((await call("PUT", path, order)).body.version).toBe(version);
      const few = await call("POST", `${path}/predict`, { X: { a: [1] } });
      const many = await call("POST", `${path}/predict`, long({ X: { a: [1] } }));
      expect([few.body.version, many.body.version]).toEqual([version, version]);
      await call("POST", `${path}/versions/1/activate`);
      expect((await call("POST", `${path}/predict`, { X: { a: [1] } })).body.version).toBe(1);
    }
  });

  it("is told the same by each thread", async () => {
    const row = await call("POST", "/norms/none/predict", { x: { a: [1] } });
    const padded = await call("POST", "/norms/none/predict", long({ x: { a: [1] } }));
    const told = ["content-type", "content-length", "cache-control"];
    const all = ({ status, text, headers }: Answer) => [status, text, ...told.map((name) => headers.get(name))];
    expect(all(padded)).toEqual(all(row));
    expect((await call("DELETE", "/norms/none")).headers.get("content-type")).toBe("application/problem+json");
    const cut = await call("POST", "/train", '{"x": ');
    expect([cut.status, cut.body.code]).toEqual([400, "malformed_json"]);
    const broken = await call("POST", "/train", Uint8Array.of(0x22, 0xff, 0x22));
    expect([broken.status, broken.body.detail]).toEqual([400, "Cannot read the request body as JSON: it is not UTF-8"]);
    const csv = await call("POST", "/sessions", "x", { "content-type": "text/plain" });
    expect(csv.status).toBe(415);
    const tooLong = await call("PUT", "/norms/none", `{"columns": ["${"x".repeat(140_000)}"]}`);
    expect([tooLong.status, tooLong.body.code]).toEqual([413, "too_large"]);
  });
});

it("begins anew elsewhere what turns out to be long: a large model that is asked for the first time", async () => {
  const [y = [], ...columns] = randomColumns(6, 4_000).map((column) => Array.from(column, (v) => Number(v.toFixed(3))));
  const X = Object.fromEntries(columns.map((column, j) => [`c${j}`, column]));
  const order = { problem: "regression", name: "Random Forest", h_tune: false, X, y, params: { n_estimators: 60 } };
  const { id, task_id } = (await call("POST", "/api/ml_models", order)).body;
  for (let status = task_id === undefined ? 200 : 202; status === 202; )
    ({ status } = await call("GET", `/results/${task_id}`));
  const asked = { X: Object.fromEntries(columns.map((column, j) => [`c${j}`, column.slice(0, 2)])) };
  const few = await call("POST", `/api/ml_models/${id}/predict`, asked);
  expect(few.status, few.text).toBe(200);
  const many = { X: Object.fromEntries(columns.map((column, j) => [`c${j}`, column.slice(0, 1_000)])) };
  expect((await call("POST", `/api/ml_models/${id}/predict`, many)).body.y.slice(0, 2)).toEqual(few.body.y);
});

it("keeps the API's token at the door, and lets nothing by", async () => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  const closed = await startKillableDeno(folder, { API_TOKEN: "secret" });
  try {
    const ask = clientOf(closed.origin);
    const train = { x: { a: [1, 2, 4] }, y: [1, 2, 3] };
    expect((await ask("POST", "/train", train)).status).toBe(401);
    expect((await ask("POST", "/train", train, { authorization: "Bearer secret" })).status).toBe(200);
  } finally {
    await closed.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

it("answers 500 where a thread ends, and goes on with another", () => {
  const run = ["run", "--allow-read", "test/support/ask-mortal-threads.ts"];
  const told = JSON.parse(execFileSync("deno", run, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  // Two wait, one in each thread; the third goes to the first and ends it.
  expect(told).toEqual({ waiting: 500, dying: 500, after: [200, 200, 200], logged: 2, hasEnded: true });
});
