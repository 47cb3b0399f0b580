// Columns of levels in a forest: splits are sets of levels, and the best ones.
import { describe, expect, it } from "vitest";
import type { PackedTree } from "../../../../src/engine/kernel/held-forest.ts";
import { type ForestParams, treeOptions } from "../../../../src/engine/model/forest/grow-forest.ts";
import { addOutOfBag } from "../../../../src/engine/model/forest/out-of-bag.ts";
import type { TrainingSet } from "../../../../src/engine/model/training-set.ts";
import { checkTree } from "../../../../src/engine/model/tree/check-tree.ts";
import { binAndGrow, predictForest } from "../../../support/forest.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { uniform } from "../../../support/numbers.ts";
import { leafOf, undrawnRows } from "./reference.ts";

const kernel = wasmKernel();
/** One tree on all rows, all columns tried. */
const WHOLE: ForestParams = {
  ...{ n_estimators: 1, max_depth: null, min_samples_leaf: 1, max_features: "all", max_samples: null, seed: 1 },
  bootstrap: false,
};
// Sums of a few dozen weights.
const ROUNDING = 1e-12;

const grow = (data: TrainingSet, params: Partial<ForestParams> = {}) => {
  const given = { ...WHOLE, ...params };
  return binAndGrow(kernel, data, given, { from: 0, to: given.n_estimators });
};
const ask = (trees: readonly PackedTree[], columns: readonly Float64Array[], classCount: number) =>
  predictForest(kernel, trees, { columns, rowCount: columns[0]?.length ?? 0, classCount });

/** Rows of each level: [level, y]. */
const tableOf = (rows: readonly (readonly [level: number, y: number])[], levels: number, classCount = 0) => ({
  columns: [Float64Array.from(rows, ([level]) => level)],
  levels: [levels],
  target: Float64Array.from(rows, ([, y]) => y),
  classCount,
});

/** What a stump says of each level. */
const sides = (data: TrainingSet, width = 1) => {
  const levels = Float64Array.from({ length: data.levels?.[0] ?? 0 }, (_, level) => level);
  const said = ask(grow(data, { max_depth: 1 }), [levels], data.classCount);
  return Array.from(levels, (level) => Array.from(said.subarray(level * width, (level + 1) * width)));
};

describe("a split by hand", () => {
  it("of numbers: the levels of means 10 and 20 against those of 50 and 60", () => {
    // Between-sums of squares: 2·(15 − 35)² + 2·(55 − 35)² = 1600; {10} | rest has 833, {10, 20, 50} | {60} has 833.
    const rows: [number, number][] = [
      [0, 10],
      [1, 50],
      [2, 20],
      [3, 60],
    ];
    expect(sides(tableOf(rows, 4))).toEqual([[15], [55], [15], [55]]);
  });

  it("of two classes: by the share of the second", () => {
    // Shares of class 1 by level: 3/4, 0, 1, 1/4.
    const rows = [0, 1, 2, 3].flatMap((level) =>
      [0, 1, 2, 3].map((i): [number, number] => [level, Number(i < ([3, 0, 4, 1][level] as number))]),
    );
    expect(sides(tableOf(rows, 4, 2), 2).map(([, share]) => share)).toEqual([7 / 8, 1 / 8, 7 / 8, 1 / 8]);
  });

  it("of three classes: the two levels that share a class against the two that share another two", () => {
    // Levels 0 and 3 are of class 0 only; level 1 of classes 1 and 2, level 2 of class 2.
    const rows: [number, number][] = [
      ...[0, 0, 3, 3].map((level): [number, number] => [level, 0]),
      ...([
        [1, 1],
        [1, 2],
        [2, 2],
        [2, 2],
      ] as [number, number][]),
    ];
    expect(sides(tableOf(rows, 4, 3), 3)).toEqual([
      [1, 0, 0],
      [0, 0.25, 0.75],
      [0, 0.25, 0.75],
      [1, 0, 0],
    ]);
  });

  it("counts rows by their weights", () => {
    // Means by weight: level 0 (1·0 + 9·10)/10 = 9, level 1 (9·0 + 1·10)/10 = 1, level 2 = 8.
    const data = {
      ...tableOf(
        [
          [0, 0],
          [0, 10],
          [1, 0],
          [1, 10],
          [2, 8],
        ],
        3,
      ),
      weights: Float64Array.of(1, 9, 9, 1, 10),
    };
    expect(sides(data)).toEqual([[8.5], [1], [8.5]]);
  });
});

/** What both sides of a split are worth: Σ (Σwy)²/Σw, or Σ Σ_k w_k²/Σw; the more the better. */
function worth(data: TrainingSet, isLeft: (row: number) => boolean): number {
  const width = Math.max(1, data.classCount);
  const sums = [0, 1].map(() => ({ total: 0, by: new Float64Array(width) }));
  data.target.forEach((y, row) => {
    const w = data.weights?.[row] ?? 1;
    const side = sums[Number(isLeft(row))] as (typeof sums)[number];
    side.total += w;
    const k = data.classCount === 0 ? 0 : y;
    side.by[k] = (side.by[k] as number) + (data.classCount === 0 ? w * y : w);
  });
  return sums.reduce((sum, { total, by }) => sum + (total === 0 ? 0 : by.reduce((s, v) => s + v * v, 0) / total), 0);
}

/** The most that any set of the levels, missing ones as a level of their own, is worth. */
function bestOfAll(data: TrainingSet): number {
  const [column] = data.columns as [Float64Array];
  const groups = [...new Set(column)];
  const groupOf = Array.from(column, (value) => groups.findIndex((group) => Object.is(group, value)));
  let best = 0;
  for (let set = 1; set < 2 ** (groups.length - 1); set++)
    best = Math.max(
      best,
      worth(data, (row) => ((set >> (groupOf[row] as number)) & 1) === 1),
    );
  return best;
}

/** What the root of a tree is worth on the rows. */
function worthOfRoot(data: TrainingSet, tree: PackedTree): number {
  const [column] = data.columns as [Float64Array];
  const { nodes } = tree;
  const view = new DataView(nodes.buffer);
  expect(view.getInt16(12, true)).toBe(0);
  const stump = { ...tree, nodes: nodes.slice(0, 48), leaves: Float64Array.of(1, 0) };
  const cut = new DataView(stump.nodes.buffer);
  for (const [i, at] of [16, 32].entries()) {
    cut.setInt32(at + 8, i, true);
    cut.setInt16(at + 12, -1, true);
  }
  return worth(data, (row) => leafOf(stump, [column[row] as number], 1)[0] === 1);
}

describe.each([0, 2])("of %i classes the split found is the best of all sets", (classCount) => {
  it.each([2, 3, 4, 5, 6, 7, 8, 9])("of %i levels, with weights and gaps", (levels) => {
    for (let seed = 0; seed < 20; seed++) {
      const random = uniform(100 * levels + seed);
      const rowCount = 3 * levels + Math.floor(20 * random());
      const column = Float64Array.from({ length: rowCount }, () =>
        seed % 2 === 1 && random() < 0.1 ? Number.NaN : Math.floor(levels * random()),
      );
      const target = column.map((level) =>
        classCount === 0 ? 10 * random() + (level || 0) : Number(random() < (((level || 0) * 7) % levels) / levels),
      );
      const weights = Float64Array.from({ length: rowCount }, () => 0.1 + 5 * random());
      const data = { columns: [column], levels: [levels], target, classCount, weights };
      const [tree] = grow(data, { max_depth: 1 });
      if (tree === undefined || tree.nodes.length === 16) continue;
      const best = bestOfAll(data);
      expect(Math.abs(worthOfRoot(data, tree) - best) / best).toBeLessThan(ROUNDING);
    }
  });
});

it("of three classes the split found is nearly the best of all sets", () => {
  let [found, best] = [0, 0];
  for (let seed = 0; seed < 100; seed++) {
    const random = uniform(seed);
    const column = Float64Array.from({ length: 80 }, () => Math.floor(7 * random()));
    const target = column.map((level) => (random() < 0.6 ? level % 3 : Math.floor(3 * random())));
    const data = { columns: [column], levels: [7], target, classCount: 3 };
    const [tree] = grow(data, { max_depth: 1 });
    const [own, most] = [worthOfRoot(data, tree as PackedTree), bestOfAll(data)];
    const none = worth(data, () => true);
    expect(own).toBeLessThanOrEqual(most * (1 + ROUNDING));
    found += own - none;
    best += most - none;
  }
  // Of what the best sets win; counted once.
  expect(found / best).toBeGreaterThan(0.98);
});

/** Rows of two columns of levels and one of numbers, with gaps, whose y has no two equal sums. */
function mixed(rowCount: number, classCount: number, seed = 5) {
  const random = uniform(seed);
  const column = (levels: number) =>
    Float64Array.from({ length: rowCount }, () =>
      random() < 0.05 ? Number.NaN : levels === 0 ? random() : Math.floor(levels * random() ** 2),
    );
  const levels = [6, 0, 40];
  const columns = levels.map(column);
  const [a, b, c] = columns as [Float64Array, Float64Array, Float64Array];
  const y = a.map((value, row) => (((value || 0) * 5) % 7) + 3 * (b[row] || 0) + (((c[row] || 0) * 3) % 5) + random());
  return {
    columns,
    levels,
    target: classCount === 0 ? y : y.map((value) => Math.floor(value) % classCount),
    classCount,
  };
}

describe.each([0, 2, 4])("a forest of %i classes on levels, numbers and gaps", (classCount) => {
  const data = mixed(400, classCount);
  const params = { ...WHOLE, n_estimators: 12, max_features: "sqrt" as const, bootstrap: true };
  const trees = grow(data, params);
  const width = Math.max(1, classCount);

  it("passes its own check", () => {
    for (const tree of trees) expect(checkTree(tree, { classCount, columnCount: 3, levels: data.levels })).toBeNull();
  });

  it("says what plain loops say, by rows and by blocks, of levels that it has not seen too", () => {
    const random = uniform(9);
    const strange = [-1, 6, 39, 40, 1e9, 1e300, -1e300, Infinity, Number.NaN, 65_535, 65_536, 2 ** 32];
    for (const rowCount of [1, 7, 8, 9, 60]) {
      const columns = data.columns.map((column) =>
        Float64Array.from({ length: rowCount }, (_, row) =>
          random() < 0.3 ? (strange[Math.floor(strange.length * random())] as number) : (column[row] as number),
        ),
      );
      const expected = Float64Array.from({ length: rowCount * width }, (_, i) => {
        const row = columns.map((column) => column[Math.floor(i / width)] as number);
        return trees.reduce((sum, tree) => sum + (leafOf(tree, row, width)[i % width] as number), 0) / trees.length;
      });
      expect(ask(trees, columns, classCount)).toEqual(expected);
    }
  });

  it("counts out of bag the rows that a tree did not draw", () => {
    const options = treeOptions(params, data);
    const sums = addOutOfBag(kernel, trees, { columns: data.columns, rowCount: 400, classCount, options });
    const expected = new Float64Array(400 * (width + 1));
    trees.forEach((tree, i) => {
      for (const row of undrawnRows(options[i] as (typeof options)[number], 400).rows) {
        const at = row * (width + 1);
        leafOf(
          tree,
          data.columns.map((column) => column[row] as number),
          width,
        ).forEach((value, k) => {
          expected[at + k] = (expected[at + k] as number) + value;
        });
        expected[at + width] = (expected[at + width] as number) + 1;
      }
    });
    expect(sums).toEqual(expected);
  });

  it("is the same to the bit whatever number each level has", () => {
    // As many as there are, but turned round, and spread over more.
    for (const rename of [(level: number) => 39 - level, (level: number) => 17 * level + 3]) {
      const columns = data.columns.map((column, j) => (data.levels[j] === 0 ? column : column.map(rename)));
      const renamed = { ...data, columns, levels: data.levels.map((count) => (count === 0 ? 0 : 1000)) };
      expect(ask(grow(renamed, params), columns, classCount)).toEqual(ask(trees, data.columns, classCount));
    }
  });
});

it.each([0, 2])("two levels are a column of 0 and 1, %i classes", (classCount) => {
  const random = uniform(3);
  const columns = Array.from({ length: 4 }, () => Float64Array.from({ length: 300 }, () => Number(random() < 0.4)));
  const y = Float64Array.from({ length: 300 }, (_, row) =>
    columns.reduce((sum, c, j) => sum + (j + 1) * (c[row] as number), random()),
  );
  const data = { columns, target: classCount === 0 ? y : y.map((value) => Number(value > 5)), classCount };
  // Leaves of no few rows, of which two columns seldom part the same: what is as good is found first by chance.
  const params = { min_samples_leaf: 5, n_estimators: 20, bootstrap: true };
  const [numbers, levels] = [grow(data, params), grow({ ...data, levels: [2, 2, 2, 2] }, params)];
  expect(ask(levels, columns, classCount)).toEqual(ask(numbers, columns, classCount));
});

// Around the ends of a byte, of what a number of a list tells of, and of words.
it.each([2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 1000, 10_000])("tells each of %i levels", (levels) => {
  const all = Float64Array.from({ length: levels }, (_, level) => level);
  const target = all.map((level) => (level * 7919) % 10_007);
  const data = { columns: [all], levels: [levels], target, classCount: 0 };
  const trees = grow(data);
  expect(ask(trees, [all], 0)).toEqual(target);
  expect(checkTree(trees[0] as PackedTree, { classCount: 0, columnCount: 1, levels: [levels] })).toBeNull();
});

it("has room for sets however many there are", () => {
  // Of each split half the levels are listed: half of 4,096 twelve times over, sixteen of a number apart.
  const all = Float64Array.from({ length: 4096 }, (_, i) => (i * 1579) % 10_000);
  const target = all.map((_, i) => i);
  const trees = grow({ columns: [all], levels: [10_000], target, classCount: 0 }, { n_estimators: 2 });
  expect((trees[0] as PackedTree).sets?.length).toBeGreaterThan(2 ** 13);
  expect(ask(trees, [all], 0)).toEqual(target);
  expect((trees[0] as PackedTree).sets).toEqual((trees[1] as PackedTree).sets);
});

describe("what no row of a node has", () => {
  const rows: [number, number][] = [
    [0, 10],
    [1, 10],
    [2, 90],
  ];
  const asked = [Float64Array.of(3, 4, 1e6, Number.NaN)];
  const said = (weights?: Float64Array) =>
    Array.from(ask(grow({ ...tableOf(rows, 4), ...(weights && { weights }) }), asked, 0));

  it("goes to the side that weighs more, a level or a missing value", () => {
    expect(said()).toEqual([10, 10, 10, 10]);
    expect(said(Float64Array.of(1, 1, 3))).toEqual([90, 90, 90, 90]);
  });

  it("goes right where both weigh the same, to the larger mean", () => {
    expect(said(Float64Array.of(1, 1, 2))).toEqual([90, 90, 90, 90]);
  });

  it("does not go with missing values where there were some", () => {
    const data = tableOf([...rows, [Number.NaN, 90]], 4);
    expect(Array.from(ask(grow({ ...data, weights: Float64Array.of(2, 2, 1, 1) }), asked, 0))).toEqual([
      10, 10, 10, 90,
    ]);
  });
});

describe("trees from outside", () => {
  const SHAPE = { classCount: 0, columnCount: 2, levels: [40, 0] };
  const good = () => {
    const tree = grow(
      tableOf(
        [...Array(40).keys()].map((level) => [level, (level * 7) % 41]),
        40,
      ),
    );
    return tree[0] as PackedTree & { sets: Uint32Array };
  };
  const view = ({ nodes }: PackedTree) => new DataView(nodes.buffer);

  it.each<[string, (tree: PackedTree & { sets: Uint32Array }) => void, RegExp]>([
    [
      "a list past the end",
      (tree) => view(tree).setUint32(0, tree.sets.length, true),
      /^node 0 has the levels \d+ to \d+ of \d+$/,
    ],
    [
      "a list far past the end",
      (tree) => view(tree).setUint32(4, 0xffffffff, true),
      /^node 0 has the levels 0 to 4294967295 of/,
    ],
    ["lists that do not ascend", (tree) => tree.sets.reverse(), /^node \d+ has levels that do not ascend$/],
    [
      "a level of which there is none",
      (tree) => {
        view(tree).setUint32(0, tree.sets.length - 1, true);
        view(tree).setUint32(4, 1, true);
        tree.sets.fill((2 << 16) | 0x100, tree.sets.length - 1);
      },
      /^node \d+ has level 40 of column 0, which has 40$/,
    ],
    [
      "levels on a column of numbers",
      (tree) => view(tree).setInt16(12, 1, true),
      /^node 0 sends missing values to side \d$/,
    ],
    [
      "a threshold on a column of levels",
      (tree) => view(tree).setInt16(14, 1, true),
      /^node 0 sends levels to sides 1$/,
    ],
    ["a side too many", (tree) => view(tree).setInt16(14, 8, true), /^node 0 sends levels to sides 8$/],
    ["a side below zero", (tree) => view(tree).setInt16(14, -1, true), /^node 0 sends levels to sides -1$/],
  ])("are refused for %s", (_, plant, message) => {
    const bad = good();
    expect(checkTree(bad, SHAPE)).toBeNull();
    plant(bad);
    expect(checkTree(bad, SHAPE)?.message).toMatch(message);
  });

  it("are refused for sets that are not there", () => {
    const { sets: _, ...bad } = good();
    new DataView(bad.nodes.buffer).setFloat64(0, 0, true);
    expect(checkTree(bad, SHAPE)?.message).toBe("node 0 splits by levels, of which the tree has no sets");
  });
});
