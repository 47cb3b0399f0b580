import { describe, expect, it } from "vitest";
import { type BinnedTable, NODE_NUMBERS } from "../../../src/math/forest-kernel.ts";
import { binColumns, midpoint } from "../../../src/model/forest/bin-columns.ts";
import { type ForestParams, growForest, treeOptions } from "../../../src/model/forest/grow-forest.ts";
import { addOutOfBag, outOfBagMeans, predictForest } from "../../../src/model/forest/predict-forest.ts";
import { wasmKernel } from "../../support/kernels.ts";
import { randomColumns, uniform } from "../../support/numbers.ts";

const kernel = wasmKernel();
const PARAMS: ForestParams = {
  n_estimators: 20,
  max_depth: null,
  min_samples_leaf: 1,
  max_features: "sqrt",
  max_samples: null,
  seed: 7,
};

describe("bins", () => {
  it("part distinct values by their midpoints, and give the missing ones a bin of their own", () => {
    const { bins, binCounts, lows, highs } = binColumns([Float64Array.of(3, 1, Number.NaN, 1, 2)], 5);
    expect([...bins]).toEqual([2, 0, 3, 0, 1]);
    expect([...binCounts]).toEqual([3]);
    expect([lows, highs]).toEqual([[Float64Array.of(1, 2, 3)], [Float64Array.of(1, 2, 3)]]);
  });

  it("hold about as many rows each where there are more values than bins", () => {
    const [column = new Float64Array()] = randomColumns(1, 10_000);
    const { bins, binCounts } = binColumns([column], 10_000);
    expect(binCounts[0]).toBe(256);
    const sizes = new Uint32Array(256);
    for (const bin of bins) sizes[bin] = (sizes[bin] as number) + 1;
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(39);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(40);
  });

  it("hold one value each as long as 256 are enough; of one more, the first that fall short of their share go together", () => {
    const bins = (count: number) => binColumns([Float64Array.from({ length: count }, (_, i) => i)], count).bins;
    expect([...bins(256)]).toEqual(Array.from({ length: 256 }, (_, i) => i));
    // A share is 257/256 rows: one value is less than that, two are enough, and so is each one after them.
    expect([...bins(257)]).toEqual(Array.from({ length: 257 }, (_, i) => Math.max(0, i - 1)));
  });

  it("part neighbours that no number lies between", () => {
    const next = 1 + Number.EPSILON;
    expect([...binColumns([Float64Array.of(1, next)], 2).bins]).toEqual([0, 1]);
    expect(midpoint(1, next)).toBe(1);
  });
});

describe("one tree on all rows and features", () => {
  const exact = { seed: 1n, sampleCount: 0, featuresTried: 99, depthMax: 2 ** 31 - 1, leafRowsMin: 1 };
  const table = (columns: Float64Array[], target: number[], classCount: number): BinnedTable => {
    const { bins, binCounts } = binColumns(columns, target.length);
    const weight = new Float64Array(target.length).fill(1);
    return {
      rowCount: target.length,
      columnCount: columns.length,
      bins,
      binCounts,
      target: Float64Array.from(target),
      weight,
      classCount,
    };
  };

  it("splits where Gini falls most: 0 0 1 1 1 by x parts after the second; what it won is 5·(12/25) − 0", () => {
    const [tree] = kernel.growTrees(table([Float64Array.of(1, 2, 3, 4, 5)], [0, 0, 1, 1, 1], 2), [exact]);
    // Root: left child 1, feature 0, last bin on the left 1. Both children are leaves.
    expect([...(tree?.nodes ?? [])]).toEqual([1, 0, 1, 2, 0, 0, -1, 0, 0, 0, 1, -1, 0, 0, 0]);
    expect([...(tree?.leaves ?? [])]).toEqual([2, 0, 0, 3]);
    // Σ w_k²/w: 2 + 3 after, (4 + 9)/5 before.
    expect(tree?.importance[0]).toBeCloseTo(5 - 13 / 5, 14);
  });

  it("splits where the variance falls most: y = 1, 1, 5, 9", () => {
    const [tree] = kernel.growTrees(table([Float64Array.of(1, 2, 3, 4)], [1, 1, 5, 9], 0), [{ ...exact, depthMax: 1 }]);
    // (Σy)²/n: after the second 2 + 98, after the third 49/3 + 81.
    expect([...(tree?.nodes.slice(0, 3) ?? [])]).toEqual([1, 0, 1]);
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

  it("sends missing values where they do better, on their own too", () => {
    const x = [Float64Array.of(1, 2, 3, 4, Number.NaN, Number.NaN)];
    const data = { columns: x, target: Float64Array.of(0, 0, 1, 1, 0, 0), classCount: 2 };
    const params = { ...PARAMS, n_estimators: 1, max_features: "all" as const };
    const alone = { columns: x, target: Float64Array.of(0, 0, 0, 0, 1, 1), classCount: 2 };
    for (const set of [data, alone]) {
      const [grown] = kernel.growTrees(table(x, [...set.target], 2), [exact]);
      expect(grown?.nodes.length).toBe(3 * NODE_NUMBERS);
      const trees = growForest(kernel, set, { ...params, n_estimators: 50 }, { from: 0, to: 50 });
      const p = predictForest(kernel, trees, { columns: x, rowCount: 6, classCount: 2 });
      const predicted = Array.from(set.target, (_, i) => ((p[2 * i + 1] as number) > 0.5 ? 1 : 0));
      expect(predicted).toEqual([...set.target]);
    }
  });

  it("is CART's: each split is the best of all, found by trying every one", () => {
    for (const classCount of [0, 3]) {
      const random = uniform(11);
      const columns = randomColumns(3, 60, 3).map((column) => column.map((value) => Math.round(8 * value)));
      const target = Array.from({ length: 60 }, (_, i) => {
        const signal = (columns[0]?.[i] as number) + 2 * (columns[2]?.[i] as number) + 3 * random();
        return classCount === 0 ? signal : Math.abs(Math.round(signal)) % classCount;
      });
      const [tree] = kernel.growTrees(table(columns, target, classCount), [exact]);
      const nodes = tree?.nodes ?? new Int32Array();
      const { highs } = binColumns(columns, 60);
      check(
        0,
        Array.from({ length: 60 }, (_, i) => i),
      );

      function check(node: number, rows: number[]): void {
        const [left = 0, feature = -1, bin = 0] = nodes.subarray(NODE_NUMBERS * node);
        if (feature < 0) return;
        const score = (side: number[]) => {
          if (classCount === 0) return side.reduce((sum, row) => sum + (target[row] as number), 0) ** 2 / side.length;
          const counts = Array.from({ length: classCount }, (_, k) => side.filter((row) => target[row] === k).length);
          return counts.reduce((sum, count) => sum + count * count, 0) / side.length;
        };
        const part = (of: number, edge: number) => [
          rows.filter((row) => (columns[of]?.[row] as number) <= edge),
          rows.filter((row) => (columns[of]?.[row] as number) > edge),
        ];
        const sides = part(feature, highs[feature]?.[bin] as number);
        const won = sides.reduce((sum, side) => sum + score(side), 0);
        const all = columns.flatMap((_, of) => Array.from(highs[of] as Float64Array, (high) => part(of, high)));
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
    const trees = growForest(kernel, data, { ...PARAMS, max_features: 1 }, { from: 0, to: 20 });
    for (const tree of trees)
      expect(
        predictForest(kernel, [tree], { columns, rowCount: 240, classCount: 2 }).filter((_, i) => i % 2 === 1),
      ).toEqual(data.target);
  });

  it("is the same however it is cut into pieces", () => {
    const whole = growForest(kernel, data, PARAMS, { from: 0, to: 20 });
    const pieces = [
      [0, 3],
      [3, 4],
      [4, 20],
    ].flatMap(([from = 0, to = 0]) => growForest(kernel, data, PARAMS, { from, to }));
    expect(pieces).toEqual(whole);
    const bins = binColumns(columns, 600);
    const shared = [0, 10].flatMap((from) => growForest(kernel, data, PARAMS, { from, to: from + 10, bins }));
    expect(shared).toEqual(whole);
    expect(growForest(kernel, data, { ...PARAMS, seed: 8 }, { from: 0, to: 1 })).not.toEqual(whole.slice(0, 1));
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
    const trees = growForest(kernel, data, { ...PARAMS, max_features: "all" }, { from: 0, to: 20 });
    const p = outOfBagMeans(addOutOfBag(kernel, trees, { ...shape, options: treeOptions(PARAMS, data) }), 2);
    // A row is left out by a tree with probability (1 − 1/n)ⁿ = 0.37: all 20 trees draw it once in ten thousand.
    expect(p.some(Number.isNaN)).toBe(false);
  });

  it("knows by its out-of-bag rows how good it is on new ones", () => {
    const trees = growForest(kernel, data, { ...PARAMS, n_estimators: 100 }, { from: 0, to: 100 });
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
    const trees = growForest(kernel, data, PARAMS, { from: 0, to: 20 });
    const p = predictForest(kernel, trees, shape);
    for (let i = 0; i < 600; i++) expect((p[2 * i] as number) + (p[2 * i + 1] as number)).toBeCloseTo(1, 12);
    for (const { importance } of trees) expect(importance.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    const shares = columns.map(
      (_, j) => trees.reduce((sum, { importance }) => sum + (importance[j] as number), 0) / 20,
    );
    expect(Math.min(shares[0] as number, shares[1] as number)).toBeGreaterThan(Math.max(...shares.slice(2)));
  });

  it("leans towards a class that weighs more", () => {
    const mean = (classWeights: number[]) => {
      const trees = growForest(kernel, { ...data, classWeights }, { ...PARAMS, max_depth: 1 }, { from: 0, to: 20 });
      return predictForest(kernel, trees, shape).reduce((sum, p, i) => sum + (i % 2 === 1 ? p / 600 : 0), 0);
    };
    expect(mean([1, 20])).toBeGreaterThan(mean([1, 1]) + 0.2);
  });
});
