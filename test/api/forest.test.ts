// What only a forest has: missing values, and columns that win splits.
import { expect, it } from "vitest";
import type { Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { forestFile } from "../support/model-file.ts";

const ROWS = 30;
const rows = (of: (i: number) => number | null) => Array.from({ length: ROWS }, (_, i) => of(i));

// Of one split: 23 rows to the left, where y is 10, and 7 to the right.
const y = rows((i) => (i < 23 ? 10 : 90));

async function train(call: Client, X: object, target: unknown = y, params: object = { max_features: "all" }) {
  const body = { problem: "regression", name: "Random Forest", h_tune: false, X, y: target, params };
  const answer = await call("POST", "/api/ml_models", body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return `/api/ml_models/${answer.body.id}`;
}

describeOnEachRuntime("a forest", (call) => {
  it("sends gaps where training had none with more rows, and counts them", async () => {
    const path = await train(call, { a: rows((i) => i) });
    const { status, body } = await call("POST", `${path}/predict`, { X: { a: [null, 29, null] } });
    expect([status, body.y]).toEqual([200, [10, 90, 10]]);
    expect(body.warnings).toEqual([
      "Unseen gaps: rows with missing values in columns that had none in training: 2 (a); at each split they go with more rows.",
    ]);
    expect((await call("POST", `${path}/predict`, { X: { a: [1] } })).body.warnings).toEqual([]);
  });

  it("says nothing of gaps in a column that had some in training, and goes on so when it is moved", async () => {
    const X = { a: rows((i) => (i >= 23 ? null : i)), b: rows((i) => i % 3), c: rows(() => 0) };
    const path = await train(call, X);
    const file = (await call("GET", `${path}/download`)).body;
    expect(file.columns_with_missing).toEqual(["a"]);
    const copy = await call("POST", "/api/ml_models/upload", file);
    for (const each of [path, `/api/ml_models/${copy.body.id}`]) {
      const one = (await call("POST", `${each}/predict`, { X: { a: [null], b: [1], c: [0] } })).body;
      expect([one.y, one.warnings]).toEqual([[90], []]);
      const { warnings } = (await call("POST", `${each}/predict`, { X: { a: [null], b: [null], c: [null] } })).body;
      expect(warnings).toEqual([expect.stringContaining(": 1 (b, c);")]);
    }
    const wrong = await call("POST", "/api/ml_models/upload", { ...file, columns_with_missing: ["d"] });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, "columns_with_missing"]);
  });

  it("that was uploaded without a word on its training's gaps answers as it did", async () => {
    const { id } = (await call("POST", "/api/ml_models/upload", forestFile())).body;
    const { y, warnings } = (await call("POST", `/api/ml_models/${id}/predict`, { X: { a: [null, 1] } })).body;
    expect([y, warnings]).toEqual([[2, 1], []]);
  });

  it("has impurities that add up to 1 where many trees have no split, and to 0 where none has one", async () => {
    // One row of 30 is another: each tree that does not draw it, about a third of them, is one leaf.
    const odd = await train(
      call,
      { a: rows((i) => i), b: rows((i) => i % 2) },
      rows((i) => Number(i === 29)),
    );
    const { impurity, permutation } = (await call("GET", `${odd}/card`)).body.importance;
    expect(impurity.a + impurity.b).toBeCloseTo(1, 12);
    expect(Object.keys(permutation)).toEqual(["a", "b"]);
    const flat = await train(
      call,
      { a: rows((i) => i) },
      rows(() => 5),
    );
    expect((await call("GET", `${flat}/card`)).body.importance).toEqual({ impurity: { a: 0 }, permutation: { a: 0 } });
  });

  it("tells of how many trees its score's votes are: a third of them, so that its log loss is rough", async () => {
    const path = await train(call, { a: rows((i) => i) });
    const { score } = (await call("GET", `${path}/card`)).body;
    // A tree leaves out a row with probability (1 − 1/30)³⁰ = 0.362; the mean over 30 rows of 100 trees scatters by 0.6.
    expect(Math.abs(score.trees_per_row - 36.2)).toBeLessThan(2);
    const ridge = { problem: "regression", name: "Ridge", h_tune: false, X: { a: rows((i) => i) }, y };
    const { id } = (await call("POST", "/api/ml_models", ridge)).body;
    expect((await call("GET", `/api/ml_models/${id}/card`)).body.score.trees_per_row).toBeNull();
  });
});
