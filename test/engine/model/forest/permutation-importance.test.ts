import { describe, expect, it } from "vitest";
import type { TreeOptions } from "../../../../src/engine/kernel/forest-kernel.ts";
import type { PackedTree } from "../../../../src/engine/kernel/held-forest.ts";
import { type ForestParams, treeOptions } from "../../../../src/engine/model/forest/grow-forest.ts";
import { permutationImportance } from "../../../../src/engine/model/forest/permutation-importance.ts";
import type { TrainingSet } from "../../../../src/engine/model/training-set.ts";
import { binAndGrow } from "../../../support/forest.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { randomColumns, uniform } from "../../../support/numbers.ts";
import { leafOf, undrawnRows } from "./reference.ts";

const kernel = wasmKernel();
const ROW_COUNT_MAX = 1_000;
const PARAMS: ForestParams = {
  n_estimators: 6,
  max_depth: null,
  min_samples_leaf: 2,
  max_features: "all",
  max_samples: null,
  seed: 5,
};

/** Column 0 is always the same, and no tree splits on it; y comes from columns 1 and 2, a fifth of 2 missing; 3 is noise. */
function trainingSet(classCount: number, rowCount: number): TrainingSet {
  const random = uniform(8);
  const [a, b, c] = randomColumns(3, rowCount, 4) as [Float64Array, Float64Array, Float64Array];
  const holed = b.map((value) => (random() < 0.2 ? Number.NaN : value));
  const target = a.map((value, row) => {
    const y = 2 * value + (Number.isNaN(holed[row]) ? 1 : (holed[row] as number)) + 0.2 * random();
    return classCount === 0 ? y : Math.abs(Math.round(y)) % classCount;
  });
  return { columns: [new Float64Array(rowCount).fill(1), a, holed, c], target, classCount };
}

/** Breiman's recipe, a row at a time; rows that do not meet the column on their way lose nothing by another value of it. */
function plainImportance(tree: PackedTree, { columns, target, classCount }: TrainingSet, options: TreeOptions) {
  const { rows, below } = undrawnRows(options, target.length);
  const shuffle = (list: number[], count: number) => {
    for (let i = 0; i < count; i++) {
      const other = i + below(list.length - i);
      [list[i], list[other]] = [list[other] as number, list[i] as number];
    }
  };
  const count = Math.min(rows.length, ROW_COUNT_MAX);
  shuffle(rows, count);
  const chosen = rows.slice(0, count).map((row) => ({
    values: columns.map((column) => column[row] as number),
    y: target[row] as number,
  }));
  const lossOf = (values: number[], y: number, met?: (column: number) => void) => {
    const leaf = leafOf(tree, values, Math.max(1, classCount), met);
    return classCount === 0 ? (y - (leaf[0] as number)) ** 2 : Number(leaf.indexOf(Math.max(...leaf)) !== y);
  };
  return Float64Array.from(columns, (_, j) => {
    const present = chosen.filter(({ values }) => !Number.isNaN(values[j]));
    const meeting = present.filter(({ values, y }) => {
      let isMet = false;
      lossOf(values, y, (column) => {
        isMet ||= column === j;
      });
      return isMet;
    });
    const mixed = present.map((_, i) => i);
    shuffle(mixed, meeting.length);
    let more = 0;
    meeting.forEach(({ values, y }, i) => {
      const value = present[mixed[i] as number]?.values[j] as number;
      more += lossOf(values.with(j, value), y) - lossOf(values, y);
    });
    return meeting.length === 0 ? 0 : more / count;
  });
}

describe("permutation importance", () => {
  it.each([
    [0, 500],
    [3, 500],
    [0, 4_000],
    [3, 4_000],
  ])(
    "is that of plain loops to the byte, %i classes, %i rows, of which a tree is asked 1,000",
    (classCount, rowCount) => {
      const data = trainingSet(classCount, rowCount);
      const options = treeOptions(PARAMS, data);
      const trees = binAndGrow(kernel, data, PARAMS, { from: 0, to: 6 });
      const expected = trees.map((tree, i) => plainImportance(tree, data, options[i] ?? never()));
      expect(permutationImportance(kernel, trees, data, options)).toEqual(expected);
      const parts = [0, 1, 4].flatMap((from, i, starts) => {
        const to = starts[i + 1] ?? 6;
        return permutationImportance(kernel, trees.slice(from, to), data, options.slice(from, to));
      });
      expect(parts).toEqual(expected);
    },
  );

  // One split at 0.5 that is always right; the draw of one row leaves out the two others of three, or one and the same value twice.
  const stump = (leaves: number[]): PackedTree => {
    const nodes = new DataView(new ArrayBuffer(48));
    nodes.setFloat64(0, 0.5, true);
    nodes.setInt32(8, 1, true);
    nodes.setInt16(28, -1, true);
    nodes.setInt32(40, 1, true);
    nodes.setInt16(44, -1, true);
    return { nodes: new Uint8Array(nodes.buffer), leaves: Float64Array.from(leaves) };
  };
  const drawn = (seed: number, sampleCount = 1): TreeOptions => ({
    seed: BigInt(seed),
    sampleCount,
    featuresTried: 1,
    depthMax: 1,
    leafRowsMin: 1,
  });
  const TREES = 400;

  it.each<[string, number, number[], number[], number]>([
    // Two rows left out of 0 | 0 1, or of 0 0 | 1: they change places, and both votes are wrong, or they do not, and none is.
    ["right votes", 2, [1, 0, 0, 1], [0, 0, 1], 1],
    // The same with y = 0 and 3: each is missed by 3.
    ["mean squared error", 0, [0, 3], [0, 0, 3], 9],
  ])("solved by hand: %s", (_, classCount, leaves, target, whole) => {
    const columns = [Float64Array.of(0, 0, 1), Float64Array.of(5, 6, 7)];
    const data = { columns, target: Float64Array.from(target), classCount };
    const options = Array.from({ length: TREES }, (_, seed) => drawn(seed));
    const trees = options.map(() => stump(leaves));
    const figures = permutationImportance(kernel, trees, data, options);
    const first = figures.map(([figure]) => figure as number);
    expect(new Set(first)).toEqual(new Set([0, whole]));
    // 2 of 3 draws leave out two different values, and half of these change places: a third of all, ± 3 standard deviations.
    const share = first.filter((figure) => figure === whole).length / TREES;
    expect(Math.abs(share - 1 / 3)).toBeLessThan(3 * Math.sqrt(((1 / 3) * (2 / 3)) / TREES));
    expect(figures.every(([, second]) => second === 0)).toBe(true);
  });

  it("is 0 where the draw leaves no row out, and where the tree is one leaf", () => {
    const data = { columns: [Float64Array.of(0, 1)], target: Float64Array.of(0, 1), classCount: 2 };
    expect(permutationImportance(kernel, [stump([1, 0, 0, 1])], data, [drawn(1, 0)])).toEqual([Float64Array.of(0)]);
    const constant = { ...data, target: Float64Array.of(1, 1) };
    const params = { ...PARAMS, n_estimators: 1 };
    const options = treeOptions(params, constant);
    const trees = binAndGrow(kernel, constant, params, { from: 0, to: 1 });
    expect(permutationImportance(kernel, trees, constant, options)).toEqual([Float64Array.of(0)]);
  });
});

function never(): never {
  throw new Error("There are options for every tree");
}
