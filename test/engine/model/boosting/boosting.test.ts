// What boosting must do whatever the data: keep to constraints, stop in time, go on from any iteration, and take the best split there is.
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { Kernel } from "../../../../src/engine/kernel/kernel.ts";
import { quantile } from "../../../../src/engine/math/quantile.ts";
import { finish } from "../../../../src/engine/math/work.ts";
import type { BoostedUnit } from "../../../../src/engine/model/boosting/boosted-unit.ts";
import type { BoostingParams } from "../../../../src/engine/model/boosting/boosting-params.ts";
import { gradientBoosting } from "../../../../src/engine/model/boosting/gradient-boosting.ts";
import type { TrainingSet } from "../../../../src/engine/model/training-set.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { normal, randomColumns, uniform } from "../../../support/numbers.ts";

const kernel = wasmKernel();

function paramsOf(problem: "classification" | "regression", given: object): BoostingParams {
  return v.parse(gradientBoosting.params[problem], given) as unknown as BoostingParams;
}

function learn(data: TrainingSet, given: object, problem = "regression" as "classification" | "regression") {
  const params = paramsOf(problem, given);
  return finish(gradientBoosting.fit(kernel, data, params, { from: 0, to: params.max_iter }));
}

function ask(units: readonly BoostedUnit[], columns: readonly Float64Array[], classCount = 0): Float64Array {
  return gradientBoosting.respond(kernel, units, { columns, rowCount: columns[0]?.length ?? 0, classCount });
}

const regression = (columns: Float64Array[], of: (row: number) => number): TrainingSet => ({
  columns,
  target: Float64Array.from({ length: columns[0]?.length ?? 0 }, (_, row) => of(row)),
  classCount: 0,
});

describe("one tree, solved by hand", () => {
  // y = 1 1 1 9, mean 3. At x ≤ 2.5 the sides are off by 2 and −6: of −6/(3 + 1) and 6/(1 + 1), where λ is 1, half is added.
  const data = regression([Float64Array.of(0, 1, 2, 3)], (row) => (row < 3 ? 1 : 9));
  const given = { max_iter: 1, min_samples_leaf: 1, max_leaf_nodes: 2, learning_rate: 0.5, l2_regularization: 1 };
  const [unit] = learn(data, given) as [BoostedUnit];

  it("splits where the loss falls most, by half of −G/(H + λ)", () => {
    const told = ask([unit], [Float64Array.of(-1, 2, 2.5, 2.6, 99)]);
    [2.25, 2.25, 2.25, 4.5, 4.5].forEach((expected, i) => {
      expect(told[i]).toBeCloseTo(expected, 12);
    });
  });

  it("tells by how much: Σ G²/(H + λ) of both sides, for its root gains from nothing", () => {
    expect(unit.gain[0]).toBeCloseTo(6 ** 2 / 4 + 6 ** 2 / 2, 12);
  });

  it("sends missing values, of which it saw none, with more rows", () => {
    expect(ask([unit], [Float64Array.of(Number.NaN)])).toEqual(ask([unit], [Float64Array.of(0)]));
  });

  it("sends them to the better side where it saw some", () => {
    const gaps = regression([Float64Array.of(0, 1, 2, 3, Number.NaN, Number.NaN)], (row) => (row < 3 ? 1 : 9));
    const [tree] = learn(gaps, given) as [BoostedUnit];
    expect(ask([tree], [Float64Array.of(Number.NaN)])).toEqual(ask([tree], [Float64Array.of(3)]));
  });

  it("takes levels in sets, and sends one that it never saw where missing values go", () => {
    // Of 291 levels the rarest share a bin; 0, 150 and 300 are high.
    const rows = 12_000;
    const level = Float64Array.from({ length: rows }, (_, row) =>
      row % 4 < 2 ? (300 * (row % 3)) / 2 : 4 + (row % 290),
    );
    const high = new Set([0, 150, 300]);
    const of = { ...regression([level], (row) => (high.has(level[row] as number) ? 5 : -5)), levels: [400] };
    const [tree] = learn(of, { ...given, early_stopping: false, learning_rate: 1, l2_regularization: 0 }) as [
      BoostedUnit,
    ];
    const [a, b, c, low, unseen, missing] = ask([tree], [Float64Array.of(0, 150, 300, 17, 399, Number.NaN)]);
    expect([a, b, c].map((value) => (value as number) > 4.9)).toEqual([true, true, true]);
    expect(low).toBeLessThan(-4.9);
    expect(unseen).toBe(missing);
  });
});

/** The loss of the best tree of two leaves, by trying every threshold between two values of every column. */
function bestStump(columns: readonly Float64Array[], target: Float64Array): number {
  const squares = (rows: number[]) => {
    const mean = rows.reduce((sum, row) => sum + (target[row] as number), 0) / rows.length;
    return rows.reduce((sum, row) => sum + ((target[row] as number) - mean) ** 2, 0);
  };
  const all = [...target.keys()];
  return Math.min(
    ...columns.flatMap((column) =>
      [...column].map((threshold) => {
        const left = all.filter((row) => (column[row] as number) <= threshold);
        const right = all.filter((row) => (column[row] as number) > threshold);
        return right.length === 0 ? Infinity : squares(left) + squares(right);
      }),
    ),
  );
}

// Whole groups of columns, and groups of four, one and more of them.
it.each([1, 3, 4, 5, 8, 9, 12, 13, 17])("finds the best of all splits of %d columns", (count) => {
  const columns = randomColumns(count, 60, count);
  const random = normal(uniform(count));
  const data = regression(columns, (row) => ((columns[count - 1]?.[row] as number) > 0.2 ? 1 : 0) + 0.4 * random());
  const [tree] = learn(data, { max_iter: 1, min_samples_leaf: 1, max_leaf_nodes: 2, learning_rate: 1 });
  const told = ask([tree as BoostedUnit], columns);
  const left = told.reduce((sum, value, row) => sum + (value - (data.target[row] as number)) ** 2, 0);
  expect(left).toBeCloseTo(bestStump(columns, data.target), 9);
});

describe("one step of a whole learning rate from log ȳ", () => {
  // A leaf of mean y and n rows gives −Σg/Σh: of gradients exp(raw) − y and hessians exp(raw) that is y/ȳ − 1; of 1 − y·exp(−raw) and
  // y·exp(−raw) it is 1 − ȳ/y.
  it.each([
    ["poisson", (mean: number, all: number) => mean / all - 1],
    ["gamma", (mean: number, all: number) => 1 - all / mean],
  ])("is Newton's, of %s", (loss, step) => {
    const column = Float64Array.of(0, 0, 0, 1, 1);
    const y = [1, 2, 3, 4, 10];
    const data = regression([column], (row) => y[row] as number);
    const [unit] = learn(data, { loss, max_iter: 1, min_samples_leaf: 1, max_leaf_nodes: 2, learning_rate: 1 });
    const [low, high] = [step(2, 4), step(7, 4)].map((of) => expect.closeTo(Math.log(4) + of, 5));
    expect([...ask([unit as BoostedUnit], [column])]).toEqual([low, low, low, high, high]);
  });
});

it("splits by the gradients of a quantile, which are 1 − α above y and −α below, of all splits where they say most", () => {
  const [level, l2] = [0.9, 20];
  const columns = randomColumns(2, 120, 31);
  const random = normal(uniform(32));
  const data = regression(columns, (row) => (columns[1]?.[row] as number) + random());
  const given = { loss: "quantile", quantile: level, l2_regularization: l2, learning_rate: 1 };
  const [unit] = learn(data, { ...given, max_iter: 1, min_samples_leaf: 1, max_leaf_nodes: 2 });
  const raw = quantile(data.target.toSorted(), level);
  const gradients = Array.from(data.target, (y) => (raw > y ? 1 - level : -level));
  const score = (side: number[]) =>
    side.reduce((sum, row) => sum + (gradients[row] as number), 0) ** 2 / (side.length + l2);
  const rows = [...data.target.keys()];
  const splits = columns.flatMap((column) =>
    Array.from(column, (threshold) => rows.filter((row) => (column[row] as number) <= threshold)),
  );
  const scored = splits
    .filter(({ length }) => length < rows.length)
    .map((left) => ({ left, score: score(left) + score(rows.filter((row) => !left.includes(row))) }));
  const { left } = scored.reduce((best, each) => (each.score > best.score ? each : best));
  const told = ask([unit as BoostedUnit], columns);
  const first = told[left[0] as number];
  expect(rows.filter((row) => told[row] === first)).toEqual(left);
});

describe("responses that must not fall or rise with a column", () => {
  const columns = randomColumns(4, 1_500, 3);
  const random = normal(uniform(4));
  const [a, b, c] = columns as [Float64Array, Float64Array, Float64Array];
  const value = (row: number) => Math.sin(4 * (a[row] as number)) + (b[row] as number) * (c[row] as number) + random();
  const signs = { monotonic_cst: [1, -1, 0, 0], min_samples_leaf: 3 };
  const cases: [string, TrainingSet, object][] = [
    ["squared_error", regression(columns, value), {}],
    ["poisson", regression(columns, (row) => Math.floor(Math.exp(value(row)))), { loss: "poisson" }],
    ["gamma", regression(columns, (row) => Math.exp(value(row))), { loss: "gamma" }],
    ["log_loss", { ...regression(columns, (row) => Number(value(row) > 0)), classCount: 2 }, {}],
  ];

  it.each(cases)("do not, in 10,000 pairs of rows: %s", (_, data, loss) => {
    const problem = data.classCount === 2 ? "classification" : "regression";
    const units = learn(data, { ...signs, ...loss }, problem);
    const draw = uniform(5);
    const make = () => Array.from({ length: 4 }, () => Float64Array.from({ length: 10_000 }, () => 2.2 * draw() - 1.1));
    const [one, other] = [make(), make()] as [Float64Array[], Float64Array[]];
    // All else alike; the second has more of the first column, and less of the second.
    [Math.min, Math.max, null, null].forEach((first, j) => {
      const [x, y] = [one[j] as Float64Array, other[j] as Float64Array];
      for (let row = 0; row < x.length; row++) {
        const pair = [x[row] as number, y[row] as number] as const;
        x[row] = first === null ? pair[0] : first(...pair);
        y[row] = first === null ? pair[0] : first === Math.min ? Math.max(...pair) : Math.min(...pair);
      }
    });
    const [low, high] = [ask(units, one, data.classCount), ask(units, other, data.classCount)];
    expect(low.filter((response, row) => response > (high[row] as number))).toHaveLength(0);
    expect(low.filter((response, row) => response < (high[row] as number)).length).toBeGreaterThan(5_000);
  });
});

it("lets columns meet only in their groups", () => {
  const columns = randomColumns(3, 2_000, 8);
  const [a, b, c] = columns as [Float64Array, Float64Array, Float64Array];
  const data = {
    ...regression(columns, (row) => (a[row] as number) * (b[row] as number) + (a[row] as number) * (c[row] as number)),
    names: ["a", "b", "c"],
  };
  const units = learn(data, { interaction_cst: [["a", "b"], [2]], min_samples_leaf: 5 });
  // What c adds is then the same whatever a and b are.
  const at = (x: number, y: number, z: number) =>
    ask(units, [Float64Array.of(x), Float64Array.of(y), Float64Array.of(z)])[0] as number;
  const adds = [-0.7, 0, 0.6].map((x) => at(x, -x, 0.8) - at(x, -x, -0.8));
  for (const add of adds) expect(add).toBeCloseTo(adds[0] as number, 10);
  const meet = [-0.7, 0.7].map((x) => at(x, 0.8, 0) - at(x, -0.8, 0));
  expect(Math.abs((meet[0] as number) - (meet[1] as number))).toBeGreaterThan(1);
});

describe("early stopping", () => {
  const columns = randomColumns(3, 2_000, 6);
  const random = normal(uniform(7));
  const data = regression(columns, (row) => 2 * (columns[0]?.[row] as number) + random());
  const units = learn(data, { early_stopping: true, n_iter_no_change: 5, max_iter: 300 });
  const last = units.findIndex(({ trees }) => trees.length === 0);

  it("ends where held-out rows gain no more, and what follows is empty", () => {
    expect(last).toBeGreaterThan(10);
    expect(last).toBeLessThan(200);
    expect(units.slice(last).every(({ trees, loss }) => trees.length === 0 && loss === null)).toBe(true);
    const losses = units.slice(0, last).map(({ loss }) => loss as number);
    const best = losses.indexOf(Math.min(...losses));
    expect(last - 1 - best).toBe(5);
  });

  it("judges by rows that it does not learn from", () => {
    // y is noise: what is learned from rows always falls, what is held out does not.
    const noise = regression(columns, () => random());
    const [own, held] = [null, 0.1].map((validation_fraction) =>
      learn(noise, { early_stopping: true, validation_fraction, n_iter_no_change: 5, max_iter: 40 }),
    );
    expect(own?.filter(({ trees }) => trees.length > 0)).toHaveLength(40);
    expect(held?.filter(({ trees }) => trees.length > 0).length).toBeLessThan(20);
  });

  it("is of more than 10,000 rows unless given", () => {
    const [few, many] = [10_000, 10_001].map((count) => {
      const [x] = randomColumns(1, count, 1) as [Float64Array];
      return learn(
        regression([x], (row) => x[row] as number),
        { max_iter: 1 },
      )[0]?.loss;
    });
    expect([few, typeof many]).toEqual([null, "number"]);
  });

  it("holds out a whole fold where folds are blocks", () => {
    const folds = Uint8Array.from(data.target, (_, row) => Math.floor(row / 400));
    const given = { early_stopping: true, max_iter: 1 };
    const [unit] = learn({ ...data, folds, isBlocked: true }, given) as [BoostedUnit];
    const tree = unit.trees[0];
    expect(tree?.covers.reduce((sum, cover) => sum + cover, 0)).toBe(1_600);
    // Mean of half of the squared errors of the last fold alone.
    const told = ask(
      [unit],
      columns.map((column) => column.slice(1_600)),
    );
    const errors = told.map((value, row) => ((data.target[1_600 + row] as number) - value) ** 2 / 2);
    expect(unit.loss).toBeCloseTo(errors.reduce((sum, error) => sum + error, 0) / 400, 10);
  });
});

describe("iterations cut anywhere", () => {
  const columns = randomColumns(5, 3_000, 12);
  const random = uniform(13);
  const holed = columns.map((column, j) => (j === 1 ? column.map((x) => (random() < 0.2 ? Number.NaN : x)) : column));
  const sum = (row: number) => (columns[0]?.[row] as number) + 0.3 * (columns[2]?.[row] as number);
  const three = regression(holed, (row) => (sum(row) < -0.3 ? 0 : sum(row) < 0.2 ? 1 : 2));
  const cases: [string, TrainingSet, object][] = [
    [
      "numbers",
      { ...regression(holed, (row) => 1e6 * sum(row)), weights: columns[3]?.map((x) => x + 1.1) as Float64Array },
      {},
    ],
    ["classes, stopping early", { ...three, classCount: 3 }, { early_stopping: true, n_iter_no_change: 3 }],
    ["medians, some columns at a time", regression(holed, sum), { loss: "absolute_error", max_features: 0.5 }],
  ];

  it.each(cases)("learn the same bytes: %s", (_, data, given) => {
    const problem = data.classCount > 0 ? "classification" : "regression";
    const params = paramsOf(problem, { max_iter: 30, ...given });
    const whole = finish(gradientBoosting.fit(kernel, data, params, { from: 0, to: 30 }));
    for (const cut of [1, 7, 29]) {
      const first = finish(gradientBoosting.fit(kernel, data, params, { from: 0, to: cut }));
      const second = finish(gradientBoosting.fit(kernel, data, params, { from: cut, to: 30 }, first));
      expect([...first, ...second]).toEqual(whole);
    }
  });

  it("and whatever uses the kernels between two slices", () => {
    const large = regression(randomColumns(8, 90_000, 2), (row) => row % 7);
    const params = paramsOf("regression", { max_iter: 12, early_stopping: false });
    const whole = finish(gradientBoosting.fit(kernel, large, params, { from: 0, to: 12 }));
    const work = gradientBoosting.fit(kernel, large, params, { from: 0, to: 12 });
    let slices = 0;
    for (;;) {
      const { done, value } = work.next();
      if (done) {
        expect(value).toEqual(whole);
        break;
      }
      slices++;
      kernel.sorted(new Float64Array(500_000).fill(slices));
    }
    expect(slices).toBeGreaterThan(9);
  });

  it("and however few histograms there is room for", () => {
    // 1,000 columns leave room for six of them.
    const wide = regression(randomColumns(1_000, 400, 3), (row) => row % 5);
    const narrow = { ...wide, columns: wide.columns.slice(0, 40) };
    const given = { max_iter: 2, min_samples_leaf: 2, early_stopping: false };
    const few = learn({ ...narrow, columns: [...narrow.columns, ...Array(960).fill(new Float64Array(400))] }, given);
    const many = learn(narrow, given);
    expect(few.map(({ trees }) => trees)).toEqual(many.map(({ trees }) => trees));
  });
});

it("ends where rows part otherwise than was counted, rather than splitting without end", () => {
  const columns = randomColumns(2, 200, 12);
  const data = regression(columns, (row) => columns[0]?.[row] as number);
  const params = paramsOf("regression", { max_leaf_nodes: null, early_stopping: false });
  // All to the left: the same rows are then split again and again.
  const faulty: Kernel = {
    ...kernel,
    openBoosting: (...of) => ({ ...kernel.openBoosting(...of), part: ({ count }) => count }),
    isOpen: () => true,
  };
  const grow = () => finish(gradientBoosting.fit(faulty, data, params, { from: 0, to: 1 }));
  expect(grow).toThrow("Assertion failed: rows part otherwise than was counted");
});
