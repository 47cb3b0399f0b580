// What a comparison says, where it is known otherwise: by a model's own cross-validation, by hand, by brute force.
import { afterEach, describe, expect, it } from "vitest";
import { finish } from "../../../src/engine/math/work.ts";
import { families } from "../../../src/engine/model/families.ts";
import { gridOf } from "../../../src/engine/model/grid.ts";
import type { AppError } from "../../../src/error.ts";
import { compareModels } from "../../../src/registry/compare/compare-models.ts";
import { concludeComparison } from "../../../src/registry/compare/conclude-comparison.ts";
import type { CompareRequest } from "../../../src/registry/schema/comparison-request.ts";
import { listedFamily } from "../../../src/registry/schema/model-artifact.ts";
import type { Candidate, Judged } from "../../../src/registry/schema/stored-comparison.ts";
import { readCard } from "../../../src/registry/serve/read-model.ts";
import { metricOf, metricOfAll } from "../../../src/registry/task/score-model.ts";
import { tryFold } from "../../../src/registry/task/try-fold.ts";
import { trainModel } from "../../../src/registry/train/train-model.ts";
import { openContext, type TestContext } from "../../support/context.ts";
import { wasmKernel } from "../../support/kernels.ts";
import { normal, uniform } from "../../support/numbers.ts";

const ROWS = 100;
const random = normal(uniform(21));
const values = Array.from({ length: 3 }, () => Float64Array.from({ length: ROWS }, random));
const [a = new Float64Array(), b = new Float64Array()] = values;
const X = { columns: ["a", "b", "c"], values, rowCount: ROWS, isNamed: true };
const numbers = a.map((value, row) => 3 * value - (b[row] as number) + random());
const classes = { classes: ["l", "m", "s"], target: numbers.map((value) => (value > 1 ? 0 : value > -1 ? 1 : 2)) };
const groups = Uint32Array.from(a, (_, row) => row % 12);
const t = { ms: a.map((_, row) => row * 3_600_000) } as CompareRequest["t"];
const common = { X, folds: 5, train_best: false };

const open: TestContext[] = [];
afterEach(() => {
  for (const context of open.splice(0)) context.close();
});

function opened(): TestContext {
  const context = openContext(1e9);
  open.push(context);
  return context;
}

async function compare(request: CompareRequest) {
  return (await compareModels(opened(), request, false)).comparison;
}

describe("the scores of the folds are those of a model's own cross-validation", () => {
  it.each([
    ["classes, dealt by class", { problem: "classification", y: classes }, "class"],
    ["classes, by group", { problem: "classification", y: classes, groups }, "group"],
    ["numbers, dealt by row", { problem: "regression", y: numbers }, "row"],
    ["numbers, by time", { problem: "regression", y: numbers, t }, "time"],
  ] as const)("of %s", async (_, data, by) => {
    const context = opened();
    const { comparison } = await compareModels(context, { ...common, ...data }, false);
    expect(comparison.folds).toMatchObject({ count: 5, by });
    expect(comparison.candidates.map(({ name }) => name)).toEqual([...families.map(({ name }) => name), "Dummy"]);
    for (const { name, scores, figures } of comparison.candidates.slice(0, -1)) {
      const { model } = await trainModel(context, { ...data, X, name, h_tune: false }, false);
      const { cv } = await readCard(context, model.id);
      expect(scores, name).toEqual(cv?.folds);
      const pooled = data.problem === "classification" ? figures?.accuracy : figures?.rmse;
      expect(pooled, name).toBeCloseTo(cv?.metric_value as number, 12);
    }
  });
});

it("a candidate that is there twice differs by nothing, and is as simple", async () => {
  const ridge = { name: "Ridge", params: { lambda: 1 } };
  const { candidates, best, winner } = await compare({
    ...{ ...common, problem: "regression", y: numbers, metric: "mae" },
    candidates: [ridge, { name: "Ridge", params: { lambda: 1 } }],
  });
  expect([best, winner]).toEqual([0, 0]);
  expect(candidates[1]?.difference).toEqual({ mean: 0, lower: 0, upper: 0, level: 0.95, is_significant: false });
  expect(candidates[1]?.bytes).toBe(candidates[0]?.bytes);
});

it("the dummy tells what scikit-learn's does: the median by MAE, the mean else, the shares of classes", async () => {
  const strategyBy = async (request: CompareRequest) =>
    (await compare({ ...request, candidates: [{ name: "Dummy" }] })).candidates[0]?.params;
  expect(await strategyBy({ ...common, problem: "regression", y: numbers })).toEqual({ strategy: "mean" });
  expect(await strategyBy({ ...common, problem: "regression", y: numbers, metric: "mae" })).toEqual({
    strategy: "median",
  });
  expect(await strategyBy({ ...common, problem: "classification", y: classes })).toEqual({ strategy: "prior" });
});

describe("tuning inside of a fold", () => {
  const request: CompareRequest = {
    ...{ ...common, problem: "regression", y: numbers, t, folds: 4 },
    candidates: [{ name: "Ridge", h_tune: true }],
  };
  const timeFolds = { count: 4, of: Uint8Array.from(a, (_, row) => Math.floor((4 * row) / ROWS)) };

  it("chooses by the other folds what brute force chooses", async () => {
    const { candidates } = await compare(request);
    const family = listedFamily("Ridge");
    const grid = gridOf({ family, problem: "regression", given: {} }, { rowCount: 75, columnCount: 3, classCount: 0 });
    for (const outer of [0, 1, 2, 3]) {
      const outside = [...a.keys()].filter((row) => timeFolds.of[row] !== outer);
      const take = (column: Float64Array) => Float64Array.from(outside, (row) => column[row] as number);
      const of = Uint8Array.from(outside, (row) => timeFolds.of[row] as number);
      const data = { columns: values.map(take), target: take(numbers), folds: of, isBlocked: true, names: X.columns };
      const losses = grid.map(({ params }) => {
        const tried = [0, 1, 2, 3]
          .filter((fold) => fold !== outer)
          .map((fold) => {
            const { raw, heldOut } = finish(
              tryFold(wasmKernel(), { family, params, classes: null, data, folds: { count: 4, of }, fold }),
            );
            return { rmse: metricOf("regression", heldOut.target, raw), rows: heldOut.target.length };
          });
        return metricOfAll("regression", tried.map(({ rmse }) => rmse), tried.map(({ rows }) => rows)); // biome-ignore format: one line a figure
      });
      expect(candidates[0]?.chosen?.[outer]).toEqual(grid[losses.indexOf(Math.min(...losses))]?.params);
    }
  });

  it("does not look at the fold that it is judged by", async () => {
    const spoilt = numbers.map((value, row) => (timeFolds.of[row] === 0 ? 1_000 * random() : value));
    const [before, after] = [await compare(request), await compare({ ...request, y: spoilt })];
    expect(after.candidates[0]?.chosen?.[0]).toEqual(before.candidates[0]?.chosen?.[0]);
    expect(after.candidates[0]?.scores?.[0]).not.toBe(before.candidates[0]?.scores?.[0]);
  });
});

it("where X says nothing the dummy wins, no model is made of it, and that is told", async () => {
  const noise = uniform(8);
  const y = { classes: [0, 1], target: a.map(() => Number(noise() > 0.5)) };
  const { winner_name, model, warnings } = await compare({
    ...{ ...common, problem: "classification", metric: "log_loss", y, train_best: true },
  });
  expect([winner_name, model]).toEqual(["Dummy", null]);
  expect(warnings.join()).toMatch(/Hardly better than guessing: Dummy, which does not look at X, is (the best|within)/);
});

it("a figure that a fold does not have is the reason of all candidates, and nobody wins", async () => {
  // The last block of time has one class alone.
  const y = { classes: ["no", "yes"], target: a.map((_, row) => (row < 70 ? row % 2 : 0)) };
  const { best, winner, candidates } = await compare({ ...common, problem: "classification", metric: "roc_auc", y, t });
  expect([best, winner]).toEqual([null, null]);
  expect(candidates[0]?.error).toBe("roc_auc of fold 5 is not defined");
  expect(candidates[0]?.scores).toEqual([...Array(4).fill(expect.any(Number)), null]);
});

it("what the data do not allow is a row with its reason, and the others are compared", async () => {
  const many = { classes: Array.from({ length: 33 }, (_, k) => k), target: a.map((_, row) => row % 33) };
  const { candidates, folds, warnings } = await compare({
    ...{ ...common, problem: "classification", y: many },
    candidates: [{ name: "SVM" }, { name: "Dummy" }],
  });
  expect(candidates[0]?.error).toContain("33 classes are 528 machines");
  expect(candidates[1]?.mean).not.toBeNull();
  expect(folds.count).toBe(3);
  expect(warnings).toEqual([
    "Few rows: a class has 3.",
    "Fewer folds: 3 in place of 5, for so many is as often as the rows can be parted.",
    "Candidate failed: SVM: no figures; `error` of the candidate says why.",
    "Hardly better than guessing: Dummy, which does not look at X, is the best.",
  ]);
});

describe("is refused", () => {
  const regression: CompareRequest = { ...common, problem: "regression", y: numbers };
  const two = { classes: ["no", "yes"], target: a.map((_, row) => row % 2) };
  const cases: [what: string, request: CompareRequest, path: string, message: string][] = [
    ["tuning with two folds", { ...regression, folds: 2, candidates: [{ name: "Ridge", h_tune: true }] }, "candidates[0].h_tune", "three are needed"], // biome-ignore format: a table
    ["a weight of no class", { ...common, problem: "classification", y: two, candidates: [{ name: "Dummy" }, { name: "Ridge", params: { class_weight: { maybe: 2 } } }] }, "candidates[1].params.class_weight.maybe", "no class of y"], // biome-ignore format: a table
    ["one group", { ...regression, groups: new Uint32Array(ROWS) }, "X", "all rows are one group"],
    ["nothing that could be tried", { ...regression, candidates: [{ name: "Random Forest", params: { max_features: 5 } }] }, "candidates[0].params.max_features", "5 of 3 columns"], // biome-ignore format: a table
  ];
  it.each(cases)("%s", async (_, request, path, message) => {
    const context = opened();
    const error = await compareModels(context, request, false).catch((error: AppError) => error);
    expect(error).toMatchObject({ code: "invalid", faults: [{ path, message: expect.stringContaining(message) }] });
    expect((await context.models.list({ prefix: "comparison/", cursor: null, limit: 1 })).keys).toEqual([]);
  });
});

it("the conclusion of four by hand: the best, the winner, ranks, differences and what to know", () => {
  const candidate = (name: string): Candidate => ({
    name,
    hTune: false,
    given: {},
    params: {},
    seconds: 1,
    error: null,
  });
  const judged = (...scores: number[]): Judged => ({ scores, figures: {}, error: null });
  const tried = (bytes: number) => [
    { chunks: 1, bytes, seconds: 2, params: {}, error: null },
    { chunks: 1, bytes: bytes + 2, seconds: 1, params: {}, error: null },
  ];
  const { rows, best, winner, warnings } = concludeComparison({
    metric: "rmse",
    candidates: ["Random Forest", "SVM", "Ridge", "Dummy"].map(candidate),
    folds: { count: 2, by: "row", heldOut: [5, 5], learned: [5, 5], areOwn: false },
    // Means 2, 2.5, 9, 30; the standard error of the best is 1/√1.
    outcomes: [
      { tried: tried(900), judged: judged(1, 3) },
      { tried: tried(500), judged: judged(2, 3) },
      { tried: tried(100), judged: judged(8, 10) },
      { tried: tried(10), judged: judged(30, 30) },
    ],
  });
  expect([best, winner]).toEqual([0, 1]);
  expect(rows.map(({ rank }) => rank)).toEqual([4, 3, 2, 1]);
  expect(rows.map(({ bytes }) => bytes)).toEqual([901, 501, 101, 11]);
  expect(rows[0]).toMatchObject({ difference: null, seconds: 3, summary: { mean: 2, std: 1, standardError: 1 } });
  // 1 and 0: mean 0.5, variance 0.5, times 1/2 + 1; t of one degree of freedom is a Cauchy variable.
  const reach = Math.sqrt(0.75) * Math.tan(0.475 * Math.PI);
  expect(rows[1]?.difference?.upper).toBeCloseTo(0.5 + reach, 5);
  // 7 and 7 leave no doubt.
  expect(rows[2]?.difference).toEqual({ mean: 7, lower: 7, upper: 7 });
  expect(warnings).toEqual([
    "Not told apart: by these folds SVM may be as good as the best, Random Forest: the interval of the difference holds 0.",
  ]);
});
