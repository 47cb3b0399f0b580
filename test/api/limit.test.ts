import { expect, it } from "vitest";
import {
  BODY_BYTES_MAX,
  FAULT_COUNT_MAX,
  FEATURE_COUNT_MAX,
  MODEL_BODY_BYTES_MAX,
  SPECIFICATION_BYTES_MAX,
  TAIL_VALUE_COUNT_MAX,
  UPLOAD_BYTES_MAX,
} from "../../src/platform/schema/limit.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { ridgeFile } from "../support/model-file.ts";
import { randomColumns } from "../support/numbers.ts";

describeOnEachRuntime("sizes", (call, origin) => {
  const padded = (bytes: number) => JSON.stringify({ x: { a: [1, 2, 4] }, y: [1, 2, 3] }).padEnd(bytes, " ");

  it("takes a body of the most bytes, and refuses one more, announced or not", async () => {
    expect((await call("POST", "/train", padded(BODY_BYTES_MAX))).status).toBe(200);
    const announced = await call("POST", "/train", padded(BODY_BYTES_MAX + 1));
    expect([announced.status, announced.body.code]).toEqual([413, "too_large"]);
    expect(announced.body.detail).toContain(String(BODY_BYTES_MAX));
    const stream = new Blob([padded(BODY_BYTES_MAX + 1)]).stream();
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: stream, duplex: "half" };
    const streamed = await fetch(`${origin()}/train`, init as RequestInit);
    expect([streamed.status, (await streamed.json()).code]).toEqual([413, "too_large"]);
  });

  it("takes a specification of the most bytes, and refuses one more, or hundreds of faults, at once", async () => {
    const padded = (bytes: number) => JSON.stringify({ columns: ["a"] }).padEnd(bytes, " ");
    expect((await call("PUT", "/norms/small", padded(SPECIFICATION_BYTES_MAX))).status).toBe(201);
    const large = await call("PUT", "/norms/small", padded(SPECIFICATION_BYTES_MAX + 1));
    expect([large.status, large.body.code]).toEqual([413, "too_large"]);
    const names = Array.from({ length: 256 }, (_, i) => `${i}`);
    const faulty = { columns: names.slice(0, 200), lags: Object.fromEntries(names.map((name) => [`x${name}`, [0]])) };
    const { status, body } = await call("PUT", "/norms/small", faulty);
    expect([status, body.errors.length]).toEqual([422, FAULT_COUNT_MAX]);
    const many = await call("PUT", "/norms/small", { columns: ["a"], lags: { a: Array(60_000).fill(0) } });
    expect([many.status, many.body.errors.length]).toEqual([422, 1]);
  });

  it("takes a table of the most bytes, and a model of the most bytes, and refuses one more", async () => {
    const table = { problem: "regression", name: "Ridge", X: { a: [1, 2, 4] }, y: [1, 2, 3] };
    for (const [path, body, most] of [
      ["/api/ml_models", table, MODEL_BODY_BYTES_MAX],
      ["/api/ml_models/upload", ridgeFile(), UPLOAD_BYTES_MAX],
    ] as const) {
      const text = JSON.stringify(body);
      expect((await call("POST", path, text.padEnd(most, " "))).status).toBe(201);
      const refused = await call("POST", path, text.padEnd(most + 1, " "));
      expect([refused.status, refused.body.code]).toEqual([413, "too_large"]);
      expect(refused.body.detail).toContain(String(most));
    }
  });

  it("stores a batch of the most features and the longest tail: both fit into one row, batch after batch", async () => {
    const count = FEATURE_COUNT_MAX / 2;
    const lag = TAIL_VALUE_COUNT_MAX / count;
    const columns = randomColumns(count, 2600, 8);
    const names = columns.map((_, i) => `c${i}`);
    const batch = (from: number, to: number) => ({
      x: Object.fromEntries(columns.map((column, i) => [names[i], [...column.slice(from, to)]])),
      y: Array.from({ length: to - from }, (_, i) => (from + i) % 7),
    });
    const lags = Object.fromEntries(names.map((name) => [name, [0, lag]]));
    expect((await call("PUT", "/norms/wide", { columns: names, lags, lambda: 1 })).status).toBe(201);
    const { status, body } = await call("POST", "/norms/wide/train", batch(0, 1300));
    expect(status, JSON.stringify(body)).toBe(200);
    const second = (await call("POST", "/norms/wide/train", batch(1300, 2600))).body;
    expect(second).toMatchObject({ version: 2, rows: { used: 1300 } });
    expect((await call("GET", "/norms/wide")).body).toMatchObject({ rows: 2600 - lag });
    // Five more, and a reader no longer gets all batches in one read.
    for (let i = 0; i < 5; i++) await call("POST", "/norms/wide/train", batch(10 * i, 10 * i + 10));
    expect((await call("GET", "/norms/wide")).body).toMatchObject({ version: 7, rows: 2650 - lag });
  });
});
