// Comparisons from outside: what is told of three known tables, and the whole life of one.
import { describe, expect, it } from "vitest";
import { families } from "../../src/engine/model/families.ts";
import ridgeGolden from "../golden/ridge.json" with { type: "json" };
import svmGolden from "../golden/svm.json" with { type: "json" };
import type { Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { normal, uniform } from "../support/numbers.ts";

const COMPARISONS = "/api/comparisons";
const IN_BACKGROUND = { prefer: "respond-async" };
const NAMES = [...families.map(({ name }) => name), "Dummy"];

const { iris, wine } = svmGolden.three;
const { diabetes } = ridgeGolden;

/** Two columns, of which y follows, and one of noise. */
function table(rowCount = 60) {
  const random = normal(uniform(4));
  const column = () => Array.from({ length: rowCount }, () => Number(random().toFixed(4)));
  const X = { warm: column(), wind: column(), noise: column() };
  return { X, y: X.warm.map((value, i) => Number((2 * value - (X.wind[i] as number) + 0.3 * random()).toFixed(4))) };
}

/** Waits for one that goes on in the background. */
async function done(call: Client, path: string) {
  for (;;) {
    const { status, body } = await call("GET", `${path}?wait=10`);
    expect(status).toBe(200);
    if (body.status !== "running") return body;
  }
}

describeOnEachRuntime("a comparison", (call) => {
  it.each([
    ["iris", { problem: "classification", X: iris.x, y: iris.y }, "accuracy", 0.9],
    ["wine", { problem: "classification", X: wine.x, y: wine.y }, "accuracy", 0.93],
    ["diabetes", { problem: "regression", X: diabetes.x, y: diabetes.y }, "rmse", 65],
  ])("of all families on %s", async (_, data, metric, bound) => {
    const begun = await call("POST", COMPARISONS, data);
    expect([201, 202]).toContain(begun.status);
    const told = await done(call, `${COMPARISONS}/${begun.body.id}`);
    expect(told).toMatchObject({ status: "done", metric, rows: data.y.length, folds: { count: 5 }, model: null });
    expect(told.candidates.map(({ name }: { name: string }) => name)).toEqual(NAMES);
    const byName = Object.fromEntries(
      told.candidates.map((candidate: { name: string }) => [candidate.name, candidate]),
    );
    for (const { name, mean, scores, error } of told.candidates) {
      expect(error, name).toBeNull();
      expect(scores, name).toHaveLength(5);
      expect(mean, name).toBeCloseTo(scores.reduce((sum: number, score: number) => sum + score, 0) / 5, 12);
    }
    // Known of these tables: whatever learns is better by far than what looks at y alone, and beyond doubt.
    const best = told.candidates[told.best];
    expect(metric === "accuracy" ? best.mean > bound : best.mean < bound).toBe(true);
    expect(byName.Dummy).toMatchObject({ simplicity: 1, difference: { is_significant: true, level: 0.95 } });
    expect(best.difference).toBeNull();
    const winner = told.candidates[told.winner];
    expect(Math.abs(winner.mean - best.mean)).toBeLessThanOrEqual(best.standard_error);
    expect(winner.simplicity).toBeLessThanOrEqual(best.simplicity);
    expect(told.winner_name).toBe(winner.name);
  });

  it("is made, told, listed and deleted, and its winner stays as a model", async () => {
    const { X, y } = table();
    const order = {
      ...{ problem: "regression", X, y, metric: "mae", folds: 3, train_best: true, title: "Which one?", tags: ["a"] },
      candidates: [
        { name: "Ridge", params: { lambda: 1 } },
        { name: "SVM", params: { kernel: "linear" } },
        { name: "Dummy" },
      ],
    };
    const { status, body: made } = await call("POST", COMPARISONS, order);
    expect([status, made.status, made.warnings]).toEqual([201, "done", expect.any(Array)]);
    expect(made).toMatchObject({
      ...{ title: "Which one?", tags: ["a"], metric: "mae", folds: { count: 3, by: "row", rows: [20, 20, 20] } },
      ...{ train_best: true, model: { status: "ready", task_id: null }, model_error: null },
    });
    expect(made.candidates[2].params).toEqual({ strategy: "median" });
    const path = `${COMPARISONS}/${made.id}`;
    expect((await call("GET", path)).body).toEqual(made);

    const listed = (await call("GET", `${COMPARISONS}?tag=a`)).body.comparisons.at(-1);
    expect(listed).toMatchObject({ id: made.id, winner_name: made.winner_name, status: "done" });
    expect(listed).not.toHaveProperty("candidates");
    const csv = await call("GET", `${COMPARISONS}?tag=a`, undefined, { accept: "text/csv" });
    expect(csv.headers.get("content-type")).toContain("text/csv");

    const model = (await call("GET", `/api/ml_models/${made.model.id}/card`)).body;
    expect(model).toMatchObject({
      name: made.winner_name,
      title: "Which one?",
      tags: ["a"],
      rows: 60,
      status: "ready",
    });
    expect((await call("POST", `/api/ml_models/${made.model.id}/predict`, { X })).status).toBe(200);

    expect((await call("POST", `${path}/cancel`)).status).toBe(409);
    expect((await call("DELETE", path)).status).toBe(204);
    for (const [method, at] of [
      ["GET", path],
      ["DELETE", path],
      ["POST", `${path}/cancel`],
    ] as const)
      expect((await call(method, at)).status).toBe(404);
    expect((await call("GET", `/api/ml_models/${made.model.id}/card`)).status).toBe(200);
  });

  it("goes on in the background where that is asked for, and comes to the same", async () => {
    const order = {
      problem: "classification",
      X: iris.x,
      y: iris.y,
      candidates: [{ name: "Ridge", h_tune: true }, { name: "Dummy" }],
    };
    const begun = await call("POST", COMPARISONS, order, IN_BACKGROUND);
    expect([begun.status, begun.body.status]).toEqual([202, "running"]);
    const path = begun.headers.get("location") as string;
    expect(path).toBe(`${COMPARISONS}/${begun.body.id}`);
    const told = await done(call, path);
    const waited = (await call("POST", COMPARISONS, order)).body;
    const without = ({ candidates }: typeof told) =>
      candidates.map(({ seconds: _, ...candidate }: { seconds: number }) => candidate);
    expect(without(waited)).toEqual(without(told));
    expect(told.candidates[0].chosen).toHaveLength(5);
  });

  it("takes a table as CSV, and says what its columns are in the query", async () => {
    const { X, y } = table();
    const names = Object.keys(X) as (keyof typeof X)[];
    const lines = y.map((value, i) => [`day ${i % 10}`, ...names.map((name) => X[name][i]), value].join());
    const csv = [["day", ...names, "kWh"].join(), ...lines].join("\n");
    const candidates = encodeURIComponent(JSON.stringify([{ name: "Ridge" }, { name: "Dummy" }]));
    const query = `problem=regression&target=kWh&groups=day&folds=2&metric=r2&train_best=false&title=CSV&candidates=${candidates}`;
    const { status, body } = await call("POST", `${COMPARISONS}?${query}`, csv, { "content-type": "text/csv" });
    expect([status, body.title, body.metric]).toEqual([201, "CSV", "r2"]);
    expect(body.folds).toEqual({ count: 2, by: "group", rows: [30, 30] });
    expect(body.candidates[0].mean).toBeGreaterThan(0.9);
  });

  it("by time holds out blocks of it", async () => {
    const { X, y } = table();
    const t = y.map((_, i) => new Date(Date.UTC(2026, 0, 1, i)).toISOString());
    const { body } = await call("POST", COMPARISONS, {
      problem: "regression",
      X,
      y,
      t,
      folds: 6,
      candidates: [{ name: "Ridge" }],
    });
    expect(body.folds).toEqual({ count: 6, by: "time", rows: Array(6).fill(10) });
  });

  describe("is refused", () => {
    const { X, y } = table(20);
    const good = { problem: "regression", X, y };
    const cases: [what: string, body: object, path: string, message: RegExp][] = [
      ["an unknown family", { candidates: [{ name: "Oracle" }] }, "candidates[0].name", /Random Forest/],
      ["a hyperparameter past its range", { candidates: [{ name: "Dummy" }, { name: "Ridge", params: { lambda: -1 } }] }, "candidates[1].params.lambda", /./], // biome-ignore format: a table
      ["a dummy that is tuned", { candidates: [{ name: "Dummy", h_tune: true }] }, "candidates[0].h_tune", /unknown key; accepted are name/], // biome-ignore format: a table
      ["no candidates", { candidates: [] }, "candidates", /at least one/],
      [
        "too many candidates",
        { candidates: Array(21).fill({ name: "Dummy" }) },
        "candidates",
        /21 candidates are more than the 20/,
      ],
      ["a figure of the other problem", { metric: "accuracy" }, "metric", /rmse, mae, r2, mape, poisson_deviance/],
      ["one fold", { folds: 1 }, "folds", /2 to 10/],
      ["eleven folds", { folds: 11 }, "folds", /2 to 10/],
      ["a y that is too short", { y: y.slice(1) }, "y", /length 19, but X has 20 rows/],
      ["groups and times", { groups: y.map(() => 1), t: y.map((_, i) => new Date(i * 1000).toISOString()) }, "t", /not by both/], // biome-ignore format: a table
      ["tuning on two folds", { folds: 2, candidates: [{ name: "SVM", h_tune: true }] }, "candidates[0].h_tune", /three are needed/], // biome-ignore format: a table
      ["an unknown key", { best: true }, "best", /unknown key/],
    ];
    it.each(cases)("%s", async (_, more, path, message) => {
      const { status, body } = await call("POST", COMPARISONS, { ...good, ...more });
      expect([status, body.code]).toEqual([422, "invalid"]);
      expect(body.errors).toContainEqual({ path, message: expect.stringMatching(message) });
    });
  });
});

// Trees on all of 20,000 rows: seconds a fold. What is done by the time that it is cancelled is little.
const SMALL_PIECES = { PUBLIC: "true", PIECE_SECONDS: "0.1" };

describeOnEachRuntime({ title: "a long comparison", vars: SMALL_PIECES }, (call) => {
  it("is cancelled, or deleted, while it is under way, and others go on", async () => {
    const { X, y } = table(20_000);
    const slow = { problem: "regression", X, y, candidates: [{ name: "Random Forest" }, { name: "Dummy" }] };
    const [first, second] = [await call("POST", COMPARISONS, slow), await call("POST", COMPARISONS, slow)];
    expect([first.status, second.status]).toEqual([202, 202]);
    const cancelled = await call("POST", `${COMPARISONS}/${first.body.id}/cancel`);
    expect([cancelled.status, cancelled.body.status, cancelled.body.winner]).toEqual([200, "cancelled", null]);
    expect((await call("DELETE", `${COMPARISONS}/${second.body.id}`)).status).toBe(204);
    const small = table();
    const next = await call(
      "POST",
      COMPARISONS,
      { problem: "regression", ...small, candidates: [{ name: "Dummy" }] },
      IN_BACKGROUND,
    );
    expect((await done(call, `${COMPARISONS}/${next.body.id}`)).status).toBe("done");
    expect((await call("GET", `${COMPARISONS}/${first.body.id}`)).body.status).toBe("cancelled");
  });
});
