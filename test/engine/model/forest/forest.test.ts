import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { type BinnedTable, NODE_NUMBERS } from "../../../../src/engine/kernel/forest-kernel.ts";
import { binColumns, MISSING } from "../../../../src/engine/model/forest/bin-columns.ts";
import {
  type ForestParams,
  featuresTried,
  growForest,
  treeOptions,
} from "../../../../src/engine/model/forest/grow-forest.ts";
import { addOutOfBag, outOfBagMeans, treesPerRow } from "../../../../src/engine/model/forest/out-of-bag.ts";
import { packTrees } from "../../../../src/engine/model/forest/pack-trees.ts";
import { randomForest } from "../../../../src/engine/model/forest/random-forest.ts";
import { binAndGrow, predictForest } from "../../../support/forest.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { randomColumns, uniform } from "../../../support/numbers.ts";

const kernel = wasmKernel();
const PARAMS: ForestParams = {
  n_estimators: 20,
  max_depth: null,
  min_samples_leaf: 1,
  max_features: "sqrt",
  max_samples: null,
  seed: 7,
};

describe("features tried", () => {
  it.each([
    ["sqrt", 1, 1],
    ["sqrt", 15, 3],
    ["third", 4, 2],
    ["third", 9, 3],
    ["two_thirds", 1, 1],
    ["two_thirds", 4, 3],
    ["two_thirds", 9, 6],
    ["all", 7, 7],
    [5, 7, 5],
    [0.07, 100, 7], // 0.07 · 100 is a little more than 7
    [0.3, 4, 2],
    [0.001, 4, 1],
  ] as const)(
    "%s of %i columns are %i: of shares the next whole number, of a root the one before",
    (of, columns, tried) => {
      expect(featuresTried(of, columns)).toBe(tried);
    },
  );

  it("are two thirds for regression and √ for classification, unless told", () => {
    expect(v.parse(randomForest.params.regression, {}).max_features).toBe("two_thirds");
    expect(v.parse(randomForest.params.classification, {}).max_features).toBe("sqrt");
  });
});

describe("one tree on all rows and features", () => {
  const exact = { seed: 1n, sampleCount: 0, featuresTried: 99, depthMax: 2 ** 31 - 1, leafRowsMin: 1 };
  const table = (columns: Float64Array[], target: number[], classCount: number): BinnedTable => {
    const weight = new Float64Array(target.length).fill(1);
    return {
      rowCount: target.length,
      columnCount: columns.length,
      ...binColumns(columns, target.length),
      target: Float64Array.from(target),
      weight,
      classCount,
    };
  };

  it("splits where Gini falls most: 0 0 1 1 1 by x parts after the second; what it won is 5·(12/25) − 0", () => {
    const [tree] = kernel.growTrees(table([Float64Array.of(1, 2, 3, 4, 5)], [0, 0, 1, 1, 1], 2), [exact]);
    // Root: left child 1, feature 0, last code on the left 1 · 256, missing values to the right, where more rows are. Both children are leaves.
    expect([...(tree?.nodes ?? [])]).toEqual([1, 0, 256, 512, 0, 0, -1, 0, 0, 0, 1, -1, 0, 0, 0]);
    expect([...(tree?.leaves ?? [])]).toEqual([2, 0, 0, 3]);
    // Σ w_k²/w: 2 + 3 after, (4 + 9)/5 before.
    expect(tree?.importance[0]).toBeCloseTo(5 - 13 / 5, 14);
  });

  it("splits where the variance falls most: y = 1, 1, 5, 9", () => {
    const [tree] = kernel.growTrees(table([Float64Array.of(1, 2, 3, 4)], [1, 1, 5, 9], 0), [{ ...exact, depthMax: 1 }]);
    // (Σy)²/n: after the second 2 + 98, after the third 49/3 + 81.
    expect([...(tree?.nodes.slice(0, 3) ?? [])]).toEqual([1, 0, 256]);
    expect([...(tree?.leaves ?? [])]).toEqual([2, 2, 2, 14]);
    expect(tree?.importance[0]).toBeCloseTo(100 - 64, 12);
  });

  it("leaves no leaf with fewer rows than asked for, and none below the depth", () => {
    const columns = randomColumns(3, 200, 5);
    const target = (columns[0] as Float64Array).map((value, i) => (value + (columns[1]?.[i] as number) > 0 ? 1 : 0));
    const [tree] = kernel.growTrees(table(columns, [...target], 2), [{ ...exact, leafRowsMin: 15, depthMax: 4 }]);
    const leaves = tree?.leaves ?? new Float64Array();
    for (let i = 0; i < leaves.length; i += 2)
      expect((leaves[i] ?? 0) + (leaves[i + 1] ?? 0)).toBeGreaterThanOrEqual(15);
    expect(leaves.length / 2).toBeLessThanOrEqual(16);
  });

  it.each([
    ["left", [0, 1, 1, 1, 1, 1], 256, [1, 1, 0, 4]],
    ["right", [1, 1, 1, 1, 1, 0], 3 * 256, [0, 4, 1, 1]],
  ])("cuts one row off on the %s where a leaf may have one, two where it needs two", (side, target, second, leaves) => {
    const grow = (leafRowsMin: number) =>
      kernel.growTrees(table([Float64Array.of(1, 2, 3, 4, 5, 6)], target, 2), [{ ...exact, leafRowsMin }])[0];
    expect([...(grow(1)?.leaves ?? [])]).toEqual(side === "left" ? [1, 0, 0, 5] : [0, 5, 1, 0]);
    // Σ w_k²/w of one row and five is 6, of two and four 1 + 4, of three and three 5/3 + 3.
    const tree = grow(2);
    expect([...(tree?.nodes.slice(0, 3) ?? [])]).toEqual([1, 0, second]);
    expect([...(tree?.leaves ?? [])]).toEqual(leaves);
  });

  it("sends missing values where they do better, on their own too", () => {
    const x = [Float64Array.of(1, 2, 3, 4, Number.NaN, Number.NaN)];
    const data = { columns: x, target: Float64Array.of(0, 0, 1, 1, 0, 0), classCount: 2 };
    const params = { ...PARAMS, n_estimators: 1, max_features: "all" as const };
    const alone = { columns: x, target: Float64Array.of(0, 0, 0, 0, 1, 1), classCount: 2 };
    for (const set of [data, alone]) {
      const [grown] = kernel.growTrees(table(x, [...set.target], 2), [exact]);
      expect(grown?.nodes.length).toBe(3 * NODE_NUMBERS);
      const trees = binAndGrow(kernel, set, { ...params, n_estimators: 50 }, { from: 0, to: 50 });
      const p = predictForest(kernel, trees, { columns: x, rowCount: 6, classCount: 2 });
      const predicted = Array.from(set.target, (_, i) => ((p[2 * i + 1] as number) > 0.5 ? 1 : 0));
      expect(predicted).toEqual([...set.target]);
    }
  });

  it("sends every value one way where missing ones alone go the other, however large it is", () => {
    const x = [Float64Array.of(1, 2, 3, 4, Number.NaN, Number.NaN)];
    const grown = kernel.growTrees(table(x, [0, 0, 0, 0, 1, 1], 2), [exact]);
    const bins = binColumns(x, 6);
    const trees = packTrees(grown, { columns: x, bins, classCount: 2, offset: 0 });
    const asked = [Float64Array.of(-1e30, 4, 4.5, 1e30, Number.NaN)];
    const p = predictForest(kernel, trees, { columns: asked, rowCount: 5, classCount: 2 });
    expect([...p]).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 0, 1]);
  });

  it.each<[string, (i: number, random: () => number) => number]>([
    ["99 % zeros", (i, random) => (i % 100 === 0 ? random() : 0)],
    ["a tail of 0.2 %", (i, random) => (i % 500 === 0 ? 50 + 10 * random() : random())],
    ["three spikes and a tail to either side", (i, random) => [0, 5, 100, 1 / (random() - 0.5)][i % 4] as number],
    ["whole numbers, few of them large", (_, random) => Math.floor(1 / (random() + 1e-4))],
    ["300 values of one row, 9,700 of others", (i, random) => (i < 300 ? i : 1000 + Math.floor(40 * random()))],
  ])("tells every value from its neighbour, where rows are dealt unevenly: %s", (_, make) => {
    const random = uniform(6);
    const column = Float64Array.from({ length: 10_000 }, (_, i) => make(i, random));
    // Of each distinct value a y that no neighbour has: only a leaf of its own can tell it.
    const order = [...new Set(column)].sort((a, b) => a - b);
    const placeOf = new Map(order.map((value, place) => [value, place]));
    const y = column.map((value) => ((placeOf.get(value) as number) * 7919) % 1009);
    const grown = kernel.growTrees(table([column], [...y], 0), [exact]);
    const bins = binColumns([column], column.length);
    const trees = packTrees(grown, { columns: [column], bins, classCount: 0, offset: 0 });
    expect(predictForest(kernel, trees, { columns: [column], rowCount: column.length, classCount: 0 })).toEqual(y);
  });

  it("keeps rows of one code together where a bin has more values than codes, and tells them by their values", () => {
    const [column = new Float64Array()] = randomColumns(1, 100_000, 8);
    const bins = binColumns([column], column.length);
    const { codes } = bins;
    const distinct = new Set(codes).size;
    expect(distinct).toBeLessThan(column.length);
    const sums = new Map<number, { y: number; rows: number }>();
    const y = column.map((value, row) => {
      const target = Math.round(1e6 * Math.sin(1e4 * value));
      const sum = sums.get(codes[row] as number) ?? { y: 0, rows: 0 };
      sums.set(codes[row] as number, { y: sum.y + target, rows: sum.rows + 1 });
      return target;
    });
    const grown = kernel.growTrees(table([column], [...y], 0), [exact]);
    const trees = packTrees(grown, { columns: [column], bins, classCount: 0, offset: 0 });
    const expected = y.map((_, row) => {
      const { y, rows } = sums.get(codes[row] as number) as { y: number; rows: number };
      return y / rows;
    });
    expect(predictForest(kernel, trees, { columns: [column], rowCount: column.length, classCount: 0 })).toEqual(
      expected,
    );
  });

  it("sends a missing value with more rows where it saw none, and where it saw some, where they do better", () => {
    const missing = [Float64Array.of(Number.NaN)];
    const predict = (column: Float64Array, y: Float64Array, rows: readonly Float64Array[]) => {
      const grown = kernel.growTrees(table([column], [...y], 0), [exact]);
      const bins = binColumns([column], column.length);
      const trees = packTrees(grown, { columns: [column], bins, classCount: 0, offset: 0 });
      return predictForest(kernel, trees, { columns: rows, rowCount: 1, classCount: 0 })[0];
    };
    expect(predict(Float64Array.of(1, 2, 3), Float64Array.of(10, 10, 90), missing)).toBe(10);
    expect(predict(Float64Array.of(1, 2, 3), Float64Array.of(10, 90, 90), missing)).toBe(90);
    // As many on either side: to the right, as scikit-learn does.
    expect(predict(Float64Array.of(1, 2), Float64Array.of(10, 90), missing)).toBe(90);
    const seen = Float64Array.of(1, 2, 3, Number.NaN);
    expect(predict(seen, Float64Array.of(10, 10, 90, 90), missing)).toBe(90);
    expect(predict(seen, Float64Array.of(10, 90, 90, 10), missing)).toBe(10);
  });

  it("is CART's: each split is the best of all, found by trying every one", () => {
    const some = (value: number, row: number) => (row % 7 === 0 ? Number.NaN : value);
    for (const [classCount, change] of [
      [0, (value: number) => Math.round(8 * value)],
      [3, (value: number) => Math.round(8 * value)],
      [0, some], // small nodes are sorted
      [3, some],
    ] as const) {
      const random = uniform(11);
      const given = randomColumns(3, 60, 3);
      const columns = given.map((column) => column.map(change));
      const target = Array.from({ length: 60 }, (_, i) => {
        const signal = 8 * (given[0]?.[i] as number) + 16 * (given[2]?.[i] as number) + 3 * random();
        return classCount === 0 ? signal : Math.abs(Math.round(signal)) % classCount;
      });
      const [tree] = kernel.growTrees(table(columns, target, classCount), [exact]);
      const nodes = tree?.nodes ?? new Int32Array();
      const { codes } = binColumns(columns, 60);
      check(
        0,
        Array.from({ length: 60 }, (_, i) => i),
      );

      function check(node: number, rows: number[]): void {
        const [left = 0, feature = -1, last = 0, , missingLeft = 0] = nodes.subarray(NODE_NUMBERS * node);
        if (feature < 0) return;
        const score = (side: number[]) => {
          if (classCount === 0) return side.reduce((sum, row) => sum + (target[row] as number), 0) ** 2 / side.length;
          const counts = Array.from({ length: classCount }, (_, k) => side.filter((row) => target[row] === k).length);
          return counts.reduce((sum, count) => sum + count * count, 0) / side.length;
        };
        const part = (of: number, edge: number, isLeft: boolean) => {
          const codeOf = (row: number) => codes[60 * of + row] as number;
          const goesLeft = (row: number) => (codeOf(row) === MISSING ? isLeft : codeOf(row) <= edge);
          return [rows.filter(goesLeft), rows.filter((row) => !goesLeft(row))];
        };
        const sides = part(feature, last, missingLeft === 1);
        const won = sides.reduce((sum, side) => sum + score(side), 0);
        const all = columns.flatMap((_, of) =>
          [true, false].flatMap((isLeft) =>
            Array.from(codes.subarray(60 * of, 60 * of + 60), (code) => part(of, code, isLeft)),
          ),
        );
        const best = Math.max(
          ...all
            .filter((two) => two.every((side) => side.length > 0))
            .map((two) => two.reduce((sum, side) => sum + score(side), 0)),
        );
        expect(won).toBeGreaterThanOrEqual(best * (1 - 1e-12));
        check(left, sides[0] as number[]);
        check(left + 1, sides[1] as number[]);
      }
    }
  });
});

describe("a forest", () => {
  const columns = randomColumns(5, 600, 9);
  const noise = uniform(4);
  const signal = (columns[0] as Float64Array).map((value, i) => value * 2 + (columns[1]?.[i] as number) ** 2);
  const classes = signal.map((value) => (value + 0.4 * (noise() - 0.5) > 0.3 ? 1 : 0));
  const data = { columns, target: classes, classCount: 2 };
  const shape = { columns, rowCount: 600, classCount: 2 };

  it("knows what does not vary in a node from what varies in the one beside it", () => {
    // y is b ? c : d, and where b says to look at one, the other is always 0: each side needs what the other cannot use.
    const rows = Array.from({ length: 240 }, (_, row) => [row % 2, Math.floor(row / 2) % 2] as const);
    const of = (value: (b: number, bit: number) => number) => Float64Array.from(rows, ([b, bit]) => value(b, bit));
    const columns = [of((b) => b), of((b, bit) => b * bit), of((b, bit) => (1 - b) * bit)];
    const data = { columns, target: of((_, bit) => bit), classCount: 2 };
    const trees = binAndGrow(kernel, data, { ...PARAMS, max_features: 1 }, { from: 0, to: 20 });
    for (const tree of trees)
      expect(
        predictForest(kernel, [tree], { columns, rowCount: 240, classCount: 2 }).filter((_, i) => i % 2 === 1),
      ).toEqual(data.target);
  });

  it("is the same however it is cut into pieces", () => {
    const whole = binAndGrow(kernel, data, PARAMS, { from: 0, to: 20 });
    const pieces = [
      [0, 3],
      [3, 4],
      [4, 20],
    ].flatMap(([from = 0, to = 0]) => binAndGrow(kernel, data, PARAMS, { from, to }));
    expect(pieces).toEqual(whole);
    const bins = binColumns(columns, 600);
    const shared = [0, 10].flatMap((from) => growForest(kernel, data, PARAMS, { from, to: from + 10, bins }));
    expect(shared).toEqual(whole);
    expect(binAndGrow(kernel, data, { ...PARAMS, seed: 8 }, { from: 0, to: 1 })).not.toEqual(whole.slice(0, 1));
  });

  it("takes the bins it is given: where they part nothing, a tree is one leaf", () => {
    const bins = binColumns(
      columns.map(() => new Float64Array(600)),
      600,
    );
    const [tree] = growForest(kernel, data, PARAMS, { from: 0, to: 1, bins });
    expect(tree?.leaves.length).toBe(2);
  });

  it("draws as many rows as there are, each about equally often", () => {
    const trees = binAndGrow(kernel, data, { ...PARAMS, max_features: "all" }, { from: 0, to: 20 });
    const p = outOfBagMeans(addOutOfBag(kernel, trees, { ...shape, options: treeOptions(PARAMS, data) }), 2);
    // A row is left out by a tree with probability (1 − 1/n)ⁿ = 0.37: all 20 trees draw it once in ten thousand.
    expect(p.some(Number.isNaN)).toBe(false);
  });

  it("knows by its out-of-bag rows how good it is on new ones", () => {
    const trees = binAndGrow(kernel, data, { ...PARAMS, n_estimators: 100 }, { from: 0, to: 100 });
    const right = (p: Float64Array, target: Float64Array) =>
      target.filter((value, i) => ((p[2 * i + 1] as number) > 0.5 ? 1 : 0) === value).length / target.length;
    const options = treeOptions({ ...PARAMS, n_estimators: 100 }, data);
    const outOfBag = right(outOfBagMeans(addOutOfBag(kernel, trees, { ...shape, options }), 2), classes);
    const fresh = randomColumns(5, 5000, 10);
    const target = (fresh[0] as Float64Array).map((value, i) =>
      value * 2 + (fresh[1]?.[i] as number) ** 2 + 0.4 * (noise() - 0.5) > 0.3 ? 1 : 0,
    );
    const onNew = right(predictForest(kernel, trees, { columns: fresh, rowCount: 5000, classCount: 2 }), target);
    // 600 rows know a share of 0.95 to 0.9 points (one standard deviation).
    expect(Math.abs(outOfBag - onNew)).toBeLessThan(0.027);
    expect(onNew).toBeGreaterThan(0.9);
    expect(right(predictForest(kernel, trees, shape), classes)).toBe(1);
  });

  it("gives probabilities, and importance that adds up to one and lies where it should", () => {
    const trees = binAndGrow(kernel, data, PARAMS, { from: 0, to: 20 });
    const p = predictForest(kernel, trees, shape);
    for (let i = 0; i < 600; i++) expect((p[2 * i] as number) + (p[2 * i + 1] as number)).toBeCloseTo(1, 12);
    for (const { importance } of trees) expect(importance.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    const shares = columns.map(
      (_, j) => trees.reduce((sum, { importance }) => sum + (importance[j] as number), 0) / 20,
    );
    expect(Math.min(shares[0] as number, shares[1] as number)).toBeGreaterThan(Math.max(...shares.slice(2)));
  });

  it("counts the trees that tell a row out of bag, on average", () => {
    // Of each row a sum for each class, and the number of trees.
    expect(treesPerRow(Float64Array.of(1, 2, 3, 4, 1, 5, 0, 0, 0), 2)).toBe(8 / 3);
    expect(treesPerRow(Float64Array.of(7.5, 2, 1, 1), 0)).toBe(1.5);
  });

  it("leans towards a class that weighs more", () => {
    const mean = (classWeights: number[]) => {
      const trees = binAndGrow(kernel, { ...data, classWeights }, { ...PARAMS, max_depth: 1 }, { from: 0, to: 20 });
      return predictForest(kernel, trees, shape).reduce((sum, p, i) => sum + (i % 2 === 1 ? p / 600 : 0), 0);
    };
    expect(mean([1, 20])).toBeGreaterThan(mean([1, 1]) + 0.2);
  });
});
