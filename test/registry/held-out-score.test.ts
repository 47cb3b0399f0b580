// What a model is scored, tuned and calibrated by: rows that are as new to it as those that will be asked, and what is told of it.
import { afterAll, describe, expect, it } from "vitest";
import type { Table } from "../../src/engine/feature/table.ts";
import { families } from "../../src/engine/model/families.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import type { ModelCard } from "../../src/registry/schema/model-answer.ts";
import { TrainModelRequest } from "../../src/registry/schema/model-request.ts";
import { predictModel } from "../../src/registry/serve/predict-model.ts";
import { readCard } from "../../src/registry/serve/read-model.ts";
import { consumePieces } from "../../src/registry/task/consume-pieces.ts";
import { planTraining } from "../../src/registry/train/prepare-training.ts";
import { trainModel } from "../../src/registry/train/train-model.ts";
import { openContext } from "../support/context.ts";
import { normal, uniform } from "../support/numbers.ts";

const context = openContext(1e9);
afterAll(() => context.close());

const names = families.map(({ name }) => name);

async function train(body: object): Promise<ModelCard> {
  const { model } = await trainModel(context, parse(TrainModelRequest, { h_tune: false, ...body }), true);
  while (context.messages.length > 0) {
    const delivery = { body: context.messages.shift(), attempts: 1, ack: () => undefined, retry: () => undefined };
    await consumePieces([delivery], context);
  }
  const card = await readCard(context, model.id);
  expect(card.status, JSON.stringify(card.versions)).toBe("ready");
  return card;
}

/** What a model says of points of two columns. */
async function ask({ id }: ModelCard, points: [number, number][]) {
  const values = [0, 1].map((j) => Float64Array.from(points, (point) => point[j] as number));
  const X: Table = { columns: ["1", "2"], values, rowCount: points.length, isNamed: false };
  return predictModel(context, id, { X });
}

/** 60 groups of 20 rows: y is the group's own, and X tells which group it is, not its y. */
function alikeInGroups() {
  const random = normal(uniform(1));
  const rows = Array.from({ length: 60 }, (_, group) => {
    const [y, a, b] = [random(), random(), random()];
    return Array.from({ length: 20 }, () => ({ group, y, x: [a + 0.01 * random(), b + 0.01 * random()] }));
  }).flat();
  return { X: rows.map(({ x }) => x), y: rows.map(({ y }) => y), groups: rows.map(({ group }) => group) };
}

const deviation = (y: number[]) => {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  return Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length);
};

describe("rows that are alike in groups, or in a day", () => {
  const { X, y, groups } = alikeInGroups();
  const days = groups.map((group) => new Date(Date.UTC(2025, 0, 1 + group)).toISOString().slice(0, 10));

  it.each(names)("are scored by whole ones: %s knows nothing of a new one", async (name) => {
    const params = name === "Random Forest" ? { n_estimators: 20 } : {};
    for (const kind of [{ groups }, { t: days }]) {
      const card = await train({ problem: "regression", name, X, y, params, ...kind });
      // The groups' values are independent: the error is no less than their deviation, up to chance.
      expect(card.metric_value).toBeGreaterThan(0.9 * deviation(y));
      expect(card.score).toMatchObject({ method: "cross_validation", rows: 1_200 });
      expect(card.cv).toEqual(card.score);
      expect(card.warnings.join()).toMatch(/Worse than guessing: on held-out rows R²/);
    }
  });

  it.each(names)("are tuned by the same ones: the best cell of %s has the folds of the score", async (name) => {
    const params = name === "Random Forest" ? { n_estimators: 5 } : name === "SVM" ? { kernel: "linear" } : {};
    const card = await train({ problem: "regression", name, X, y, groups, params, h_tune: true });
    const means = (card.grid ?? []).map(({ mean }) => mean as number);
    const best = card.grid?.[means.indexOf(Math.min(...means))];
    expect(best?.scores).toEqual(card.score?.folds);
    expect((best?.mean as number) / (card.metric_value as number)).toBeCloseTo(1, 12);
  });

  // scikit-learn/scikit-learn#28575: folds of 60, 58 and 2 rows counted alike.
  it("are tuned by rows: two that nothing explains do not choose for 118", async () => {
    const a = Array.from({ length: 120 }, (_, i) => ((i * 37) % 100) / 50 - 1);
    const wave = a.map((value, i) => (i < 2 ? 0 : Math.sin(6 * value)));
    const uneven = a.map((_, i) => (i < 2 ? "few" : i < 60 ? "some" : "others"));
    const data = { X: a.map((value) => [value]), y: wave, groups: uneven };
    const card = await train({ problem: "regression", name: "SVM", ...data, params: { C: 0.1 }, h_tune: true });
    // RMSE of all rows is 0.55 and 0.71, the mean of the folds' 0.53 and 0.52.
    const [scale, smooth] = (card.grid ?? []).map(({ mean, scores }) => ({
      mean: mean as number,
      folds: scores as number[],
    }));
    const meanOf = (of: number[] | undefined) => (of ?? []).reduce((sum, score) => sum + score / 3, 0);
    expect(meanOf(scale?.folds)).toBeGreaterThan(meanOf(smooth?.folds));
    expect(scale?.mean).toBeLessThan(smooth?.mean as number);
    expect(card.versions[0]?.params).toMatchObject({ gamma: "scale" });
    expect(scale?.mean).toBeCloseTo(card.metric_value as number, 12);
  });

  it.each(names)("have no score where they are all one: %s says so", async (name) => {
    const params = name === "Random Forest" ? { n_estimators: 5 } : {};
    const card = await train({ problem: "regression", name, X, y, params, groups: groups.map(() => "one") });
    expect([card.score, card.cv, card.metric_value]).toEqual([null, null, null]);
    const auto = name === "Ridge" ? ', nothing that "auto" could choose by' : "";
    expect(card.warnings.join()).toContain(`no score${auto}: all rows are one group`);
  });

  it("have λ chosen by whole ones", async () => {
    // 60 groups of 10 rows and 40 columns that tell which group it is: single rows on both sides ask for hardly any λ.
    const random = normal(uniform(2));
    const rows = Array.from({ length: 60 }, (_, group) => {
      const own = Array.from({ length: 40 }, random);
      const value = 0.3 * (own[0] as number) + 0.8 * random();
      return Array.from({ length: 10 }, () => ({
        ...{ group, y: value + 0.05 * random() },
        x: own.map((each) => each + 0.02 * random()),
      }));
    }).flat();
    const data = { X: rows.map(({ x }) => x), y: rows.map((row) => row.y) };
    const by = async (lambda: unknown) =>
      train({
        problem: "regression",
        name: "Ridge",
        ...data,
        groups: rows.map(({ group }) => group),
        params: { lambda },
      });
    const [auto, small, large] = [await by("auto"), await by(2.5), await by(1_000)];
    const error = ({ metric_value }: ModelCard) => metric_value as number;
    expect(error(auto)).toBeLessThan(0.8 * error(small));
    expect(error(auto)).toBeLessThan(1.05 * error(large));
  });
});

it.each(names)("of cells of %s that all are right the first is chosen", async (name) => {
  const y = Array.from({ length: 40 }, (_, row) => (row % 2 === 0 ? "a" : "b"));
  const X = y.map((label, row) => [(label === "a" ? -1 : 1) * (1 + row / 400), 0]);
  const params = { "Random Forest": { n_estimators: 5 }, "Gradient Boosting": { min_samples_leaf: 1 } }[name] ?? {};
  const { grid, versions } = await train({ problem: "classification", name, X, y, params, h_tune: true });
  const [first, ...others] = grid ?? [];
  expect(others.length).toBeGreaterThan(0);
  for (const { mean } of [first, ...others] as NonNullable<typeof grid>) expect(mean).toBe(1);
  for (const { params } of others) expect(params).not.toEqual(first?.params);
  expect(versions[0]?.params).toMatchObject(first?.params ?? {});
});

describe("blocks that are too uneven to hold out", () => {
  // Two rows of labels that are the other way round, and four hundred that are right.
  const random = normal(uniform(3));
  const y = Array.from({ length: 402 }, (_, row) => (row % 2 === 0 ? "a" : "b"));
  const X = y.map((label, row) => [(row < 2 ? -3 : 1) * (label === "a" ? -1 : 1) + 0.5 * random(), random()]);

  it.each(names)("make no score and no curve of %s, rather than one that is reversed", async (name) => {
    const groups = y.map((_, row) => Number(row > 1));
    const card = await train({ problem: "classification", name, X, y, groups });
    expect(card.metric_value).toBe(null);
    expect(card.warnings.join()).toContain("No score: nothing could be held out");
    const { y: told, probability } = await ask(card, [
      [-1, 0],
      [1, 0],
    ]);
    expect(told).toEqual(["a", "b"]);
    if (name === "SVM" || name === "Ridge") expect(probability).toBe(null);
  });

  it.each(names)("stay in training of %s, and the others are held out", async (name) => {
    const groups = y.map((_, row) => (row < 342 ? "large" : row));
    const card = await train({ problem: "classification", name, X, y, groups });
    expect(card.score).toMatchObject({ rows: 60, method: "cross_validation" });
    expect(card.warnings.join()).toContain("Rows not held out: 342 of 402");
    const { probability } = await ask(card, [
      [-1, 0],
      [1, 0],
    ]);
    expect(probability?.map(([a = 0.5]) => a > 0.5)).toEqual([true, false]);
  });
});

describe("decisions of held-out rows that say the opposite", () => {
  it.each(["SVM", "Ridge"])("make no curve of %s: it is flat, and that is told", async (name) => {
    // Ten groups, in each of which the sign of the first column is another: what nine teach is wrong in the tenth.
    const random = normal(uniform(4));
    const rows = Array.from({ length: 200 }, (_, row) => ({ group: row % 2, label: row % 4 < 2 ? "a" : "b" }));
    const X = rows.map(({ group, label }) => [(group === 0 ? 1 : -1) * (label === "a" ? 1 : -1) + 0.1 * random(), 0]);
    const data = { X, y: rows.map(({ label }) => label), groups: rows.map(({ group }) => group) };
    const card = await train({
      problem: "classification",
      name,
      ...data,
      params: name === "SVM" ? { kernel: "linear" } : {},
    });
    expect(card.metric_value).toBeLessThan(0.1);
    expect(card.warnings.join()).toMatch(/Worse than guessing: .* telling the most frequent class each time has 0.5/);
    expect(card.warnings.join()).toContain("the probability is the share of the class");
    const { probability } = await ask(card, [
      [-1, 0],
      [1, 0],
    ]);
    expect(probability).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
  });
});

describe("a label with a single row among 1,000", () => {
  const random = normal(uniform(5));
  const y = Array.from({ length: 1_000 }, (_, row) => (row === 500 ? "c" : row % 2 === 0 ? "a" : "b"));
  const X = y.map((label) => [(label === "a" ? -1.5 : label === "b" ? 1.5 : 6) + random(), random()]);

  it.each(names)("stays in training of %s, which is scored, tuned and sure of the others", async (name) => {
    const params = name === "Random Forest" ? { n_estimators: 10 } : name === "SVM" ? { kernel: "linear" } : {};
    for (const h_tune of [false, true]) {
      const card = await train({ problem: "classification", name, X, y, h_tune, params });
      // Φ(1.5), less a standard error or two.
      expect(card.cv?.metric_value).toBeGreaterThan(0.9);
      expect(card.cv?.rows).toBe(999);
      expect(card.warnings.join()).toContain(
        "would be left without them; cross-validation is of the others. No row of class c is held out.",
      );
      const { classes, probability } = await ask(card, [
        [-2, 0],
        [2, 0],
      ]);
      expect(classes).toEqual(["a", "b", "c"]);
      expect(probability?.map((of) => of.indexOf(Math.max(...of)))).toEqual([0, 1]);
      for (const of of probability ?? []) expect(Math.max(...of)).toBeGreaterThan(0.8);
    }
  });
});

describe("times of rows", () => {
  const random = normal(uniform(6));
  const X = Array.from({ length: 40 }, () => [random(), random()]);
  const y = X.map(([a = 0, b = 0]) => a - b + 0.1 * random());
  // Ten days, four rows each.
  const day = (row: number) => `2025-01-${String(1 + ((7 * row) % 10)).padStart(2, "0")}T10:00`;

  it.each(["", "Z", "+02:00"])("may be equal and in any order, with the offset %j", async (offset) => {
    const card = await train({ problem: "regression", name: "Ridge", X, y, t: X.map((_, row) => day(row) + offset) });
    const order = [...X.keys()].sort((a, b) => day(a).localeCompare(day(b)));
    const at = <T>(of: T[]) => order.map((row) => of[row] as T);
    const sorted = { X: at(X), y: at(y), t: order.map((row) => day(row) + offset) };
    const again = await train({ problem: "regression", name: "Ridge", ...sorted });
    expect(card.score?.folds).toHaveLength(5);
    // The same sums in another order.
    card.score?.folds?.forEach((rmse, fold) => {
      expect(rmse / (again.score?.folds?.[fold] as number)).toBeCloseTo(1, 9);
    });
  });
});

describe("a forest that is too much work without a fold", () => {
  it("is trained all the same, out of bag where rows are independent, else without a score, which is told", () => {
    const shape = {
      ...{
        rowCount: 100_000,
        columns: Array.from({ length: 30 }, (_, j) => `c${j}`),
        classes: null,
        classCounts: null,
      },
      ...{ missingCount: 0, foldCount: 5, foldsLacking: null, owner: null, profile: null, groupCount: 0 },
    };
    const order = (n_estimators: number) => ({
      ...{ problem: "regression" as const, name: "Random Forest", hTune: false },
      given: { n_estimators, max_features: "all", min_samples_leaf: 3 },
    });
    const plan = (n_estimators: number, foldsBy: "row" | "group") =>
      planTraining(order(n_estimators), { ...shape, foldsBy }, {});
    expect(plan(1_000, "row").plan).toMatchObject({ isOutOfBag: true, isCrossValidated: false });
    expect(plan(1_000, "row").warnings).toEqual([]);
    expect(plan(1_000, "group").plan).toMatchObject({ isOutOfBag: false, isCrossValidated: false });
    expect(plan(1_000, "group").warnings.join()).toMatch(/no score: .* fewer trees would do/);
    expect(plan(10, "group").plan).toMatchObject({ isOutOfBag: false, isCrossValidated: true });
  });
});

describe("λ and the score", () => {
  it("are the same wherever rows and columns stand, and whatever their units are", async () => {
    const random = normal(uniform(8));
    const rows = Array.from({ length: 60 }, (_, group) => {
      const [a, b, c] = [random(), random(), random()];
      return { a, b, c, y: a + 0.5 * b + 2 * random(), group: `g${group % 12}` };
    });
    const learn = async (of: typeof rows, isGrouped: boolean, unit: number) => {
      const column = (name: "a" | "b" | "c") => of.map((row) => row[name]);
      const names = unit === 1 ? (["a", "b", "c"] as const) : (["c", "a", "b"] as const);
      const X = Object.fromEntries(names.map((name) => [name, column(name).map((value) => unit * value)]));
      const groups = isGrouped ? of.map(({ group }) => group) : undefined;
      const card = await train({ problem: "regression", name: "Ridge", X, y: of.map(({ y }) => unit * y), groups });
      return card;
    };
    for (const isGrouped of [false, true]) {
      const card = await learn(rows, isGrouped, 1);
      const moved = await learn(rows.toReversed(), isGrouped, 1_000);
      expect(card.score?.folds).toHaveLength(5);
      card.score?.folds?.forEach((rmse, fold) => {
        expect((moved.score?.folds?.[fold] as number) / rmse / 1_000).toBeCloseTo(1, 9);
      });
    }
  });
});

describe("a card", () => {
  const random = normal(uniform(7));
  const X = Array.from({ length: 300 }, () => Array.from({ length: 11 }, random));
  const y = X.map(([a = 0]) => 0.1 * a + random());

  it("has the same folds for every family, beside a forest's score out of bag", async () => {
    const cards = await Promise.all(
      names.map((name) =>
        train({ problem: "regression", name, X, y, params: name === "Random Forest" ? { n_estimators: 20 } : {} }),
      ),
    );
    expect(cards.map(({ cv }) => [cv?.method, cv?.rows, cv?.folds?.length])).toEqual(
      names.map(() => ["cross_validation", 300, 5]),
    );
    const others = Array(names.length - 1).fill("cross_validation");
    expect(cards.map(({ score }) => score?.method)).toEqual(["out_of_bag", ...others]);
    for (const { warnings } of cards)
      expect(warnings.join()).toMatch(/on held-out rows R² is 0\.0|Worse than guessing/);
  });

  it("says that the best of the grid is its smallest: nothing is to be shrunk where y follows from X", async () => {
    const line = X.map(([a = 0, b = 0]) => 2 * a - b);
    const { warnings } = await train({ problem: "regression", name: "Ridge", X, y: line, h_tune: true });
    expect(warnings.join()).toContain("Edge of the grid: the best lambda, 0.01, is the smallest that was tried");
  });

  it("says that a class was never told", async () => {
    const labels = X.map((_, row) => (row % 20 === 0 ? "seldom" : "often"));
    const { warnings } = await train({ problem: "classification", name: "Ridge", X, y: labels });
    expect(warnings).toContain("Class never told: of held-out rows none was told to be class seldom.");
  });
});
