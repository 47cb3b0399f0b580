// What a version says of rows that it did not learn from, from outside: drawn from the same rows as its score, and gone with it.
import { beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { normal, uniform } from "../support/numbers.ts";

// Sums of some two hundred rows, in another order.
const DIGITS = 10;

function table(rowCount = 240) {
  const random = uniform(5);
  const noise = normal(random);
  const X = Array.from({ length: rowCount }, () => [noise(), noise()]);
  const y = X.map(([a = 0, b = 0]) => 2 * a - b + noise());
  return {
    X,
    y,
    two: y.map((value) => value > 0),
    three: y.map((value) => (value < -1 ? "c" : value > 1 ? "b" : "a")),
  };
}

async function train(call: Client, order: object): Promise<string> {
  const { status, body } = await call("POST", "/api/ml_models", { h_tune: false, ...order });
  expect(status, JSON.stringify(body)).toBe(201);
  return `/api/ml_models/${body.id}`;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const { X, y, two, three } = table();

describeOnEachRuntime("decisions of held-out rows", (call) => {
  const decisionsOf = async (path: string, query = "") => {
    const { status, body } = await call("GET", `${path}/decisions${query}`);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };

  describe.each([
    { name: "Random Forest", params: { n_estimators: 40 }, method: "out_of_bag" },
    { name: "Ridge", params: {}, method: "cross_validation" },
    { name: "SVM", params: {}, method: "cross_validation" },
    { name: "Gradient Boosting", params: { max_iter: 20 }, method: "cross_validation" },
  ])("of a $name", ({ name, params, method }) => {
    it.each([
      { labels: two, classes: [false, true] },
      { labels: three, classes: ["a", "b", "c"] },
    ])("of classes $classes are those of its score", async ({ labels, classes }) => {
      const path = await train(call, { problem: "classification", name, params, X, y: labels });
      const [told, { body: card }] = await Promise.all([decisionsOf(path), call("GET", `${path}/card`)]);
      const { row: rows, actual, predicted, probability } = told;
      expect(told).toMatchObject({
        problem: "classification",
        method,
        version: 1,
        rows: 240,
        classes,
        residuals: null,
      });
      expect([told.held_out, told.kept]).toEqual([card.score.rows, rows.length]);
      expect(actual).toEqual(rows.map((i: number) => labels[i]));
      expect(rows).toEqual([...new Set<number>(rows)].sort((a, b) => a - b));
      expect(mean(actual.map((label: unknown, i: number) => Number(label === predicted[i])))).toBeCloseTo(
        card.metric_value,
        DIGITS,
      );
      const { confusion_matrix: counts, roc_auc, average_precision, brier } = card.score.classification;
      expect(told.confusion).toEqual({ classes, counts });
      // Of two classes the score is the second's.
      const scored = <T>(list: T[]) => (classes.length === 2 ? list.slice(1) : list);
      expect(told.roc.map((curve: { class: unknown }) => curve.class)).toEqual(classes);
      expect(mean(scored<{ auc: number }>(told.roc).map(({ auc }) => auc))).toBeCloseTo(roc_auc, DIGITS);
      const curves = scored<{ average_precision: number }>(told.precision_recall);
      expect(mean(curves.map((curve) => curve.average_precision))).toBeCloseTo(average_precision, DIGITS);
      const errors = scored<{ brier: number; rows: number[] }>(told.calibration);
      expect(errors.reduce((sum, curve) => sum + curve.brier, 0)).toBeCloseTo(brier, DIGITS);
      for (const { rows: inBins } of errors) expect(inBins.reduce((sum, n) => sum + n, 0)).toBe(told.held_out);
      for (const shares of probability)
        expect(shares.reduce((sum: number, p: number) => sum + p, 0)).toBeCloseTo(1, DIGITS);
    });

    it("of a number are those of its score, with intervals that hold as many", async () => {
      const path = await train(call, { problem: "regression", name, params, X, y });
      const [told, { body: card }] = await Promise.all([
        decisionsOf(path, "?interval=0.9"),
        call("GET", `${path}/card`),
      ]);
      const { row: rows, actual, predicted, lower, upper, residuals, kept } = told;
      expect(told).toMatchObject({ method, level: 0.9, classes: null, probability: null, confusion: null, roc: null });
      expect(actual).toEqual(rows.map((i: number) => y[i]));
      const off: number[] = actual.map((value: number, i: number) => value - predicted[i]);
      expect(Math.sqrt(mean(off.map((value) => value ** 2)))).toBeCloseTo(card.metric_value, DIGITS);
      expect(residuals.mean).toBeCloseTo(mean(off), DIGITS);
      const { counts, below, above } = residuals.histogram;
      expect(counts.reduce((sum: number, n: number) => sum + n, below + above)).toBe(told.held_out);
      const within = actual.filter((value: number, i: number) => lower[i] <= value && value <= upper[i]).length;
      // Of n the ⌈0.9 (n + 1)⌉-th.
      expect(within).toBe(Math.ceil(0.9 * (kept + 1)));
    });
  });

  it("of a model that says its own ends have them, widened", async () => {
    const params = { max_iter: 20, interval: 0.8 };
    const path = await train(call, { problem: "regression", name: "Gradient Boosting", params, X, y });
    const { lower, upper, actual, kept } = await decisionsOf(path, "?interval=0.9");
    const widths = lower.map((value: number, i: number) => upper[i] - value);
    expect(new Set(widths.map((width: number) => width.toFixed(6))).size).toBeGreaterThan(1);
    const within = actual.filter((value: number, i: number) => lower[i] <= value && value <= upper[i]).length;
    expect(Math.abs(within - Math.ceil(0.9 * (kept + 1)))).toBeLessThanOrEqual(1);
  });

  it("are a sample where fewer are asked for, the same each time, and figures are of all", async () => {
    const path = await train(call, { problem: "regression", name: "Ridge", X, y });
    const all = await decisionsOf(path);
    const some = await decisionsOf(path, "?limit=25");
    expect(some).toMatchObject({ kept: 25, held_out: 240, residuals: all.residuals });
    expect(some.row.map((i: number) => all.predicted[all.row.indexOf(i)])).toEqual(some.predicted);
    expect(await decisionsOf(path, "?limit=25")).toEqual(some);
    // No beginning of the table.
    expect(Math.max(...some.row)).toBeGreaterThan(200);
    expect(await decisionsOf(path, "?limit=0")).toMatchObject({
      kept: 0,
      row: [],
      actual: [],
      residuals: all.residuals,
    });
  });

  it("are of each version, and go with the model", async () => {
    const path = await train(call, { problem: "regression", name: "Ridge", X, y });
    const first = await decisionsOf(path);
    const order = { problem: "regression", name: "Ridge", h_tune: false, params: { lambda: 1e6 } };
    expect((await call("PUT", path, order)).status).toBe(200);
    const second = await decisionsOf(path);
    expect(second.version).toBe(2);
    expect(second.predicted).not.toEqual(first.predicted);
    expect(await decisionsOf(path, "?version=1")).toEqual(first);
    await call("DELETE", path);
    expect((await call("GET", `${path}/decisions`)).status).toBe(404);
  });

  it("count a row that weighs more once, as the score does", async () => {
    const sample_weight = y.map((_, i) => 1 + (i % 5));
    const path = await train(call, { problem: "regression", name: "Ridge", X, y, sample_weight });
    expect((await decisionsOf(path)).held_out).toBe(240);
  });
});

describeOnEachRuntime("of decisions", (call) => {
  const paths = { whole: "", classes: "", alone: "", uploaded: "" };
  beforeAll(async () => {
    paths.whole = await train(call, { problem: "regression", name: "Ridge", X, y });
    paths.classes = await train(call, { problem: "classification", name: "Ridge", X, y: two });
    paths.alone = await train(call, { problem: "regression", name: "Ridge", X: [[1]], y: [2] });
    const { body } = await call("GET", `${paths.whole}/download`);
    paths.uploaded = `/api/ml_models/${(await call("POST", "/api/ml_models/upload", body)).body.id}`;
  });

  it.each([
    ["alone", "held out no row"],
    ["uploaded", "was uploaded"],
  ] as const)("there are none of a model that is %s, which says why", async (which, why) => {
    const { status, body } = await call("GET", `${paths[which]}/decisions`);
    expect([status, body.code]).toEqual([409, "conflict"]);
    expect(body.detail).toContain(why);
  });

  it.each([
    ["whole", "?version=2", 404, ""],
    ["whole", "?version=0", 422, "version"],
    ["whole", "?limit=20001", 422, "limit"],
    ["whole", "?limit=-1", 422, "limit"],
    ["whole", "?interval=1", 422, "interval"],
    ["whole", "?interval=0.999", 422, "interval"],
    ["classes", "?interval=0.9", 422, "interval"],
    ["whole", "?page=1", 422, "page"],
  ] as const)("refuses of a %s %s", async (which, query, expected, path) => {
    const { status, body } = await call("GET", `${paths[which]}/decisions${query}`);
    expect([status, body.errors?.[0]?.path ?? ""]).toEqual([expected, path]);
  });

  it("refuses a model that is none", async () => {
    expect((await call("GET", "/api/ml_models/999/decisions")).status).toBe(404);
  });
});
