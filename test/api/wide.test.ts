// Tables with fewer rows than columns: they are learned from, answered with numbers, and stop nothing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import hung from "../golden/hung.json" with { type: "json" };
import { type Client, clientOf } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { type Killable, startKillableDeno } from "../support/killable.ts";
import { normal, uniform } from "../support/numbers.ts";

const areNumbers = (values: unknown[]) => values.every((value) => typeof value === "number" && Number.isFinite(value));

/** Normal columns, and y = 3·x1 + noise. */
function table(rowCount: number, columnCount: number, seed: number) {
  const draw = normal(uniform(seed));
  const X = Array.from({ length: rowCount }, () => Array.from({ length: columnCount }, draw));
  return { X, y: X.map(([first = 0]) => 3 * first + draw()) };
}

describeOnEachRuntime("fewer rows than columns", (call) => {
  it.each([3, 7, 11])("20 rows of 200 columns make a norm, seed %i", async (seed) => {
    const { X: x, y } = table(20, 200, seed);
    const trained = await call("POST", `/norms/wide${seed}/train`, { x, y });
    expect(trained).toMatchObject({ status: 200, body: { rows: { used: 20 }, error: { n: 20 } } });
    expect(typeof trained.body.lambda).toBe("number");
    const { body } = await call("POST", `/norms/wide${seed}/predict`, { x: [...x, ...table(5, 200, 99).X] });
    expect(areNumbers(body.y)).toBe(true);
    const at0 = await call("POST", `/norms/wide${seed}/what-if`, { lambda: 0 });
    expect(at0.body.fit.r_squared).toBeCloseTo(1, 9);
    expect(areNumbers(at0.body.coefficients.map(({ value }: { value: number }) => value))).toBe(true);
  });

  it.each([
    ["regression", (y: number) => y],
    ["classification", (y: number) => (y > 0 ? "over" : "under")],
  ])("they make a Ridge model of %s with a score, which predicts its own rows", async (problem, told) => {
    const { X, y } = table(20, 200, 11);
    const request = { problem, name: "Ridge", h_tune: false, X, y: y.map<number | string>(told) };
    const made = await call("POST", "/api/ml_models", request);
    expect(made).toMatchObject({ status: 201, body: { status: "ready" } });
    expect(areNumbers([made.body.metric_value])).toBe(true);
    const predicted = await call("POST", `/api/ml_models/${made.body.id}/predict`, { X });
    expect(predicted.status).toBe(200);
    expect(predicted.body.y.length).toBe(20);
  });

  it("hours that come a day at a time, with more features than rows for a week", async () => {
    await call("PUT", "/norms/days", hung.put);
    for (const batch of hung.batches) {
      const { status, body } = await call("POST", "/norms/days/train", batch);
      expect(status).toBe(200);
      expect(typeof body.lambda).toBe("number");
    }
    const [day] = hung.batches as [(typeof hung.batches)[number]];
    const { body } = await call("POST", "/norms/days/predict", { ...day, y: undefined, batch: undefined });
    expect(areNumbers(body.y.slice(23))).toBe(true);
  });
});

describeOnEachRuntime("norms at their limits", (call) => {
  it("the widest, with as much past as may be kept, learn batch after batch", async () => {
    const columns = Array.from({ length: 8 }, (_, i) => `c${i}`);
    const back = [...Array.from({ length: 31 }, (_, i) => i), 2016];
    const lags = Object.fromEntries(columns.map((column) => [column, back]));
    expect((await call("PUT", "/norms/widest", { columns, lags, lambda: 1 })).status).toBe(201);
    const draw = uniform(5);
    for (let batch = 0; batch < 2; batch++) {
      const t = Array.from({ length: 4_000 }, (_, i) => new Date(3_600_000 * (4_000 * batch + i)).toISOString());
      const x = Object.fromEntries(columns.map((column) => [column, t.map(draw)]));
      const { status, body } = await call("POST", "/norms/widest/train", { t, x, y: t.map(draw) });
      expect(status, JSON.stringify(body).slice(0, 300)).toBe(200);
    }
  });

  it("sixty rows by themselves before their distance is known, then some at once", async () => {
    const row = (i: number) => ({ t: new Date(3_600_000 * i).toISOString(), a: i % 7, y: (i % 7) + (i % 3) });
    const send = (from: number, to: number) => {
      const rows = Array.from({ length: to - from }, (_, i) => row(from + i));
      const x = { a: rows.map(({ a }) => a) };
      return call("POST", "/norms/singly/train", { t: rows.map(({ t }) => t), x, y: rows.map(({ y }) => y) });
    };
    for (let i = 0; i < 60; i++) await send(i, i + 1);
    const predict = () => call("POST", "/norms/singly/predict", { t: [row(70).t], x: { a: [3] } });
    expect((await predict()).status).toBe(200);
    expect((await send(60, 65)).status).toBe(200);
    expect((await send(65, 70)).status).toBe(200);
    const { status, body } = await predict();
    expect(status).toBe(200);
    expect(areNumbers([...body.y, ...body.lower, ...body.upper])).toBe(true);
  });
});

// Made by Edgefit 0.3.0 on Deno: the requests of hung.json up to the second batch, which it committed and never learned from, for
// its decomposition did not end; then the process was killed.
describe("a database whose newest batch stopped 0.3.0", () => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  let server: Killable;
  let call: Client;
  beforeAll(async () => {
    const stored = readFileSync(new URL("../golden/hung-0.3.0.sqlite.gz", import.meta.url));
    writeFileSync(join(folder, "edgefit.sqlite"), gunzipSync(stored));
    server = await startKillableDeno(folder);
    call = clientOf(server.origin);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is read, and the batch is finished when it is sent again", async () => {
    expect((await call("GET", "/norms/h")).body).toMatchObject({ version: 1, rows: 1 });
    const again = await call("POST", "/norms/h/train", hung.batches[1]);
    expect(again).toMatchObject({ status: 200, body: { version: 2, replayed: true, rows: { used: 24 } } });
    expect(await call("POST", "/norms/h/train", hung.batches[2])).toMatchObject({ status: 200, body: { version: 3 } });
    const { body } = await call("POST", "/norms/h/predict", { t: hung.batches[2]?.t, x: hung.batches[2]?.x });
    expect(areNumbers(body.y.slice(23))).toBe(true);
  });
});
