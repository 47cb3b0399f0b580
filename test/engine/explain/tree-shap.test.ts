// Contributions by trees, against Shapley values by their definition and against small trees that are solved by hand.
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { noContributions } from "../../../src/engine/explain/contributions.ts";
import { explainTrees } from "../../../src/engine/explain/explain-trees.ts";
import { measureTree } from "../../../src/engine/explain/measure-tree.ts";
import type { WeighedTree } from "../../../src/engine/kernel/tree-shap-kernel.ts";
import { gaussLegendre } from "../../../src/engine/math/gauss-legendre.ts";
import { finish } from "../../../src/engine/math/work.ts";
import type { BoostingParams } from "../../../src/engine/model/boosting/boosting-params.ts";
import { gradientBoosting } from "../../../src/engine/model/boosting/gradient-boosting.ts";
import { type ForestUnit, randomForest } from "../../../src/engine/model/forest/random-forest.ts";
import type { TrainingSet } from "../../../src/engine/model/training-set.ts";
import { wasmKernel } from "../../support/kernels.ts";
import { normal, uniform } from "../../support/numbers.ts";
import { expectedByPaths, shapley } from "../../support/shapley.ts";

const kernel = wasmKernel();
// Sums over some thousand leaves, each rounded.
const ROUNDING = 1e-12;

interface Node {
  column: number;
  threshold?: number;
  /** Left child, or leaf. */
  next: number;
}

function treeOf(nodes: Node[], leaves: number[], covers: number[]): WeighedTree {
  const view = new DataView(new ArrayBuffer(16 * nodes.length));
  for (const [i, { column, threshold = 0, next }] of nodes.entries()) {
    view.setFloat64(16 * i, threshold, true);
    view.setInt32(16 * i + 8, next, true);
    view.setInt16(16 * i + 12, column, true);
  }
  return {
    nodes: new Uint8Array(view.buffer),
    leaves: Float64Array.from(leaves),
    covers: Float64Array.from(covers),
  };
}

function explain(tree: WeighedTree, row: number[]) {
  const columns = row.map((value) => Float64Array.of(value));
  const sums = noContributions(1, row.length, 1);
  return finish(explainTrees(kernel, [{ tree, at: 0 }], { columns, rowCount: 1, leafWidth: 1 }, sums));
}

describe("the rule of Gauss and Legendre", () => {
  it.each([1, 2, 3, 10, 64])("is exact with %d points up to its degree", (count) => {
    const { points, weights } = gaussLegendre(count);
    for (const degree of [0, 1, count, 2 * count - 1]) {
      const sum = points.reduce((total, t, q) => total + (weights[q] as number) * t ** degree, 0);
      expect(sum).toBeCloseTo(1 / (degree + 1), 14);
    }
  });
});

describe("a tree solved by hand", () => {
  it("of one split gives it all to its column", () => {
    // 3 of 4 rows left, where y is 2; right it is 10: the mean is 4.
    const tree = treeOf(
      [
        { column: 1, threshold: 0, next: 1 },
        { column: -1, next: 0 },
        { column: -1, next: 1 },
      ],
      [2, 10],
      [3, 1],
    );
    const { base, values } = explain(tree, [7, 5]);
    expect([...base]).toEqual([4]);
    expect(values[0]).toBe(0);
    expect(values[1]).toBeCloseTo(6, 14);
  });

  it("of an and parts what two columns do together", () => {
    // x1 > 0 and x2 > 0 says 1, all else 0; each side of each split has half of the rows. E = 1/4; of a row that has both:
    // v({}) = 1/4, v({1}) = 1/2, v({2}) = 1/2, v({1, 2}) = 1: each adds (1/4 + 1/2)/2 = 3/8.
    const tree = treeOf(
      [
        { column: 0, next: 1 },
        { column: -1, next: 0 },
        { column: 1, next: 3 },
        { column: -1, next: 1 },
        { column: -1, next: 2 },
      ],
      [0, 0, 1],
      [2, 1, 1],
    );
    const { base, values } = explain(tree, [1, 1]);
    expect(base[0]).toBeCloseTo(1 / 4, 15);
    expect(values[0]).toBeCloseTo(3 / 8, 15);
    expect(values[1]).toBeCloseTo(3 / 8, 15);
    // x1 alone: v({1}) = 1/2, v({2}) = 0, v({1, 2}) = 0: x1 adds (1/4 + 0)/2, x2 adds (−1/4 − 1/2)/2.
    const alone = explain(tree, [1, -1]).values;
    expect(alone[0]).toBeCloseTo(1 / 8, 15);
    expect(alone[1]).toBeCloseTo(-3 / 8, 15);
  });

  it("of a column that is asked twice counts it once", () => {
    // x ≤ 0: 0; 0 < x ≤ 1: 4; x > 1: 8, of 1, 1 and 2 rows: the mean is 5.
    const tree = treeOf(
      [
        { column: 0, threshold: 0, next: 1 },
        { column: -1, next: 0 },
        { column: 0, threshold: 1, next: 3 },
        { column: -1, next: 1 },
        { column: -1, next: 2 },
      ],
      [0, 4, 8],
      [1, 1, 2],
    );
    for (const [x, y] of [
      [-1, 0],
      [0.5, 4],
      [2, 8],
    ] as const)
      expect(explain(tree, [x]).values[0]).toBeCloseTo(y - 5, 14);
  });

  it("of a leaf alone adds nothing", () => {
    const { base, values } = explain(treeOf([{ column: -1, next: 0 }], [3], [5]), [1, 2]);
    expect([...base, ...values]).toEqual([3, 0, 0]);
  });
});

describe("a measure", () => {
  it("is null of what has a node with two parents, and of what is too deep", () => {
    const chain = (depth: number, step: number) =>
      treeOf(
        [
          ...Array.from({ length: depth }, (_, i) => ({ column: 0, next: step * i + 1 })),
          ...Array.from({ length: depth + 1 }, (_, i) => ({ column: -1, next: i })),
        ],
        Array(depth + 1).fill(0),
        Array(depth + 1).fill(1),
      );
    expect(measureTree(chain(40, 1))).toBe(null);
    const deep = (depth: number) =>
      treeOf(
        Array.from({ length: 2 * depth + 1 }, (_, i) =>
          i % 2 === 0 && i < 2 * depth ? { column: 0, next: i + 1 } : { column: -1, next: 0 },
        ),
        [0],
        [1],
      );
    expect(measureTree(deep(1000))).toEqual({ nodeCount: 2001, depth: 1000, columnsMost: 1 });
    expect(measureTree(deep(1001))).toBe(null);
  });
});

/** Numbers, gaps, and one column of levels; six columns. */
function tableOf(classCount: number, rowCount = 150): TrainingSet {
  const random = uniform(classCount + 7);
  const noise = normal(random);
  const levels = [0, 0, 0, 20, 0, 0];
  const columns = levels.map((count) =>
    Float64Array.from({ length: rowCount }, () => {
      if (random() < 0.1) return Number.NaN;
      return count > 0 ? Math.floor(count * random()) : Math.round(20 * random()) / 10;
    }),
  );
  const target = Float64Array.from({ length: rowCount }, (_, row) => {
    const [a = 0, b = 0, c = 0, d = 0] = columns.map((column) => column[row] || 0);
    const y = a * b + c + ((d * 7) % 5) + 0.3 * noise();
    return classCount === 0 ? 1000 + y : Math.min(classCount - 1, Math.max(0, Math.floor(y / 2)));
  });
  return {
    columns,
    levels,
    target,
    classCount,
    weights: Float64Array.from({ length: rowCount }, () => 0.2 + random()),
  };
}

const params = {
  ...{ n_estimators: 5, max_depth: null, min_samples_leaf: 1, max_features: "all" as const },
  ...{ max_samples: null, bootstrap: true, seed: 3 },
};

describe.each([0, 2, 3, 11])("a forest of %d classes", (classCount) => {
  const data = tableOf(classCount);
  const units = finish(randomForest.fit(kernel, data, params, { from: 0, to: 5 }));
  const width = Math.max(1, classCount);
  const random = uniform(9);
  const rowCount = 12;
  const columns = data.columns.map((column, j) =>
    Float64Array.from({ length: rowCount }, (_, i) =>
      j === 3 && i === 0 ? 20 : (column[Math.floor(150 * random())] as number),
    ),
  );
  const asked = { columns, rowCount, classCount };
  const of = { classCount, unitCount: 5, params, calibration: null };
  const explaining = randomForest.explain as NonNullable<typeof randomForest.explain>;
  const told = explaining.tell(finish(explaining.add(kernel, units, asked, of)), of);
  const raw = randomForest.respond(kernel, units, asked).map((sum) => sum / 5);
  const outputs = told.base.length;

  it("adds up to what it says", () => {
    expect(outputs).toBe(width);
    for (let row = 0; row < rowCount; row++)
      for (let k = 0; k < width; k++) {
        let sum = told.base[k] as number;
        for (let j = 0; j < 6; j++) sum += told.values[(row * 6 + j) * width + k] as number;
        expect(Math.abs(sum - (raw[row * width + k] as number))).toBeLessThan(ROUNDING * 1000);
      }
  });

  it("is Shapley's value by its definition, with gaps, levels and weights", () => {
    expect(units.some(({ sets }) => (sets?.length ?? 0) > 0)).toBe(true);
    for (let row = 0; row < 4; row++) {
      const values = columns.map((column) => column[row] as number);
      for (let k = 0; k < width; k++) {
        const value = (coalition: number) =>
          units.reduce((sum, unit) => sum + expectedByPaths(unit, values, { coalition, k, width }) / 5, 0);
        const right = shapley(6, value);
        expect(Math.abs(value(0) - (told.base[k] as number))).toBeLessThan(ROUNDING * 1000);
        for (const [j, of] of right.entries())
          expect(Math.abs(of - (told.values[(row * 6 + j) * width + k] as number))).toBeLessThan(ROUNDING * 1000);
      }
    }
  });

  it("is the same bytes part by part, and row by row", () => {
    const first = finish(explaining.add(kernel, units.slice(0, 2), asked, of));
    const both = finish(explaining.add(kernel, units.slice(2), asked, of, first));
    expect(explaining.tell(both, of)).toEqual(told);
    const one = { columns: columns.map((column) => column.slice(5, 6)), rowCount: 1, classCount };
    const alone = explaining.tell(finish(explaining.add(kernel, units, one, of)), of);
    expect(alone.values).toEqual(told.values.slice(5 * 6 * outputs, 6 * 6 * outputs));
  });
});

describe.each([
  [0, {}, "y"],
  [0, { loss: "poisson" }, "log_y"],
  [2, {}, "log_odds"],
  [3, {}, "logit"],
] as const)("boosted trees of %d classes, %o", (classCount, given, told) => {
  it("are explained as their responses, by the definition", () => {
    const plain = tableOf(classCount);
    const data = { ...plain, target: plain.target.map((y) => (classCount === 0 ? Math.max(0, y - 999) : y)) };
    const problem = classCount > 0 ? "classification" : "regression";
    const params = v.parse(gradientBoosting.params[problem], {
      max_iter: 4,
      min_samples_leaf: 5,
      ...given,
    }) as unknown as BoostingParams;
    const units = finish(gradientBoosting.fit(kernel, data, params, { from: 0, to: 4 }));
    const { explain } = gradientBoosting;
    const columns = data.columns.map((column) => column.slice(0, 3));
    const asked = { columns, rowCount: 3, classCount };
    const of = { classCount, unitCount: 4, params: { ...params }, calibration: null };
    const {
      base,
      values,
      of: scale,
    } = (explain as NonNullable<typeof explain>).tell(
      finish((explain as NonNullable<typeof explain>).add(kernel, units, asked, of)),
      of,
    );
    expect(scale).toBe(told);
    const raw = gradientBoosting.respond(kernel, units, asked);
    const outputs = base.length;
    for (const row of [0, 1, 2])
      for (let k = 0; k < outputs; k++) {
        const point = columns.map((column) => column[row] as number);
        const value = (coalition: number) =>
          units.reduce((sum, { trees }) => sum + expectedByPaths(trees[k] as WeighedTree, point, { coalition }), 0);
        let sum = base[k] as number;
        for (const [j, right] of shapley(6, value).entries()) {
          const said = values[(row * 6 + j) * outputs + k] as number;
          expect(Math.abs(said - right)).toBeLessThan(ROUNDING * 10);
          sum += said;
        }
        expect(Math.abs(sum - (raw[row * outputs + k] as number))).toBeLessThan(ROUNDING * 10);
      }
    if (told !== "log_y") return;
    const y = gradientBoosting.decide(raw, of).target[0] as number;
    const all = [0, 1, 2, 3, 4, 5].reduce((sum, j) => sum + (values[j] as number), base[0] as number);
    expect(Math.abs(all - Math.log(y))).toBeLessThan(1e-9);
  });
});

it("weighs leaves by the rows that the tree drew", () => {
  const data = tableOf(0);
  const [unit] = finish(
    randomForest.fit(kernel, { ...data, weights: new Float64Array(150).fill(2) }, params, { from: 0, to: 1 }),
  );
  expect((unit as ForestUnit).covers?.reduce((sum, cover) => sum + cover, 0)).toBe(300);
});
