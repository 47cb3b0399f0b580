import { describe, expect, it } from "vitest";
import type { PackedTree } from "../../../../src/engine/kernel/held-forest.ts";
import { type ForestParams, treeOptions } from "../../../../src/engine/model/forest/grow-forest.ts";
import { addOutOfBag, outOfBagMeans } from "../../../../src/engine/model/forest/out-of-bag.ts";
import type { TrainingSet } from "../../../../src/engine/model/training-set.ts";
import { ROW_COUNT_MAX } from "../../../../src/platform/schema/limit.ts";
import { binAndGrow } from "../../../support/forest.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { randomColumns, uniform } from "../../../support/numbers.ts";
import { leafOf, undrawnRows } from "./reference.ts";

const kernel = wasmKernel();
const PARAMS: ForestParams = {
  n_estimators: 50,
  max_depth: null,
  min_samples_leaf: 1,
  max_features: "sqrt",
  max_samples: null,
  seed: 3,
};
const COLUMNS = 4;

/** A quarter of the values of two columns is missing. */
function columnsWithHoles(rowCount: number, seed: number): Float64Array[] {
  const random = uniform(seed);
  return randomColumns(COLUMNS, rowCount, seed).map((column, j) =>
    column.map((value) => (j % 2 === 1 && random() < 0.25 ? Number.NaN : value)),
  );
}

function trainingSet(classCount: number): TrainingSet {
  const columns = columnsWithHoles(400, 5);
  const noise = uniform(6);
  const target = (columns[0] as Float64Array).map((value, row) => {
    const y = value + (Number.isNaN(columns[1]?.[row]) ? 1 : 0) + noise();
    return classCount === 0 ? y : Math.abs(Math.round(2 * y)) % classCount;
  });
  return { columns, target, classCount };
}

const rowOf = (columns: readonly Float64Array[], row: number) => columns.map((column) => column[row] as number);

/** Tree after tree, row after row. */
function plainSums(trees: PackedTree[], columns: Float64Array[], rowCount: number, leafWidth: number): Float64Array {
  const sums = new Float64Array(rowCount * leafWidth);
  for (const tree of trees)
    for (let row = 0; row < rowCount; row++)
      leafOf(tree, rowOf(columns, row), leafWidth).forEach((value, k) => {
        sums[row * leafWidth + k] = (sums[row * leafWidth + k] as number) + value;
      });
  return sums;
}

describe.each([0, 3])("sums over the trees, %i classes,", (classCount) => {
  const data = trainingSet(classCount);
  const leafWidth = Math.max(1, classCount);
  const trees = binAndGrow(kernel, data, PARAMS, { from: 0, to: 50 });
  const options = treeOptions(PARAMS, data);

  // Around the rows that the kernel takes side by side, and past two blocks of them.
  it.each([0, 1, 2, 7, 8, 9, 17, 63, 64, 65, 16_387])("are those of plain loops, %i rows", (rowCount) => {
    const columns = columnsWithHoles(rowCount, 7);
    const few = trees.slice(0, 9);
    expect(kernel.sumLeaves(few, columns, { rowCount, leafWidth })).toEqual(
      plainSums(few, columns, rowCount, leafWidth),
    );
  });

  it("are a held forest's too, whatever was asked before and whatever else the kernels do", () => {
    const held = kernel.holdForest(trees, leafWidth);
    const other = kernel.holdForest(trees.toReversed(), leafWidth);
    for (const rowCount of [1, 20_000, 1, 0, 9]) {
      const columns = columnsWithHoles(rowCount, 8);
      const expected = kernel.sumLeaves(trees, columns, { rowCount, leafWidth });
      other.sumLeaves(columns, { rowCount });
      binAndGrow(kernel, data, PARAMS, { from: 0, to: 1 });
      expect(held.sumLeaves(columns, { rowCount })).toEqual(expected);
    }
    const treeBytes = trees.reduce((sum, { nodes, leaves }) => sum + nodes.length + leaves.byteLength, 0);
    expect(held.bytes).toBeGreaterThan(treeBytes);
  });

  it.each([1, 7, 50])("are the same bytes in parts of %i trees", (size) => {
    const columns = columnsWithHoles(100, 9);
    const whole = kernel.sumLeaves(trees, columns, { rowCount: 100, leafWidth });
    const alone = kernel.sumLeaves(
      trees,
      columns.map((column) => column.slice(0, 1)),
      { rowCount: 1, leafWidth },
    );
    const wholeOutOfBag = addOutOfBag(kernel, trees, { ...data, rowCount: 400, options });
    const sums = new Float64Array(whole.length);
    const sumsAlone = new Float64Array(leafWidth);
    const outOfBag = new Float64Array(wholeOutOfBag.length);
    for (let from = 0; from < trees.length; from += size) {
      const part = trees.slice(from, from + size);
      kernel.sumLeaves(part, columns, { rowCount: 100, leafWidth, onto: sums });
      kernel.sumLeaves(part, columns, { rowCount: 1, leafWidth, onto: sumsAlone });
      addOutOfBag(kernel, part, { ...data, rowCount: 400, options: options.slice(from, from + size) }, outOfBag);
    }
    expect(sums).toEqual(whole);
    expect(sumsAlone).toEqual(alone);
    expect(outOfBag).toEqual(wholeOutOfBag);
  });

  it("are out of bag those of the trees that did not draw the row, and how many", () => {
    const few = trees.slice(0, 5);
    const expected = new Float64Array(400 * (leafWidth + 1));
    few.forEach((tree, i) => {
      for (const row of undrawnRows(options[i] ?? raise(), 400).rows) {
        [...leafOf(tree, rowOf(data.columns, row), leafWidth), 1].forEach((value, k) => {
          const at = row * (leafWidth + 1) + k;
          expected[at] = (expected[at] as number) + value;
        });
      }
    });
    const sums = addOutOfBag(kernel, few, { ...data, rowCount: 400, options: options.slice(0, 5) });
    expect(sums).toEqual(expected);
  });
});

describe("out of bag", () => {
  it("means are sums over counts, NaN where no tree had a say", () => {
    expect([...outOfBagMeans(Float64Array.of(3, 1, 4, 0, 0, 0), 2)]).toEqual([0.75, 0.25, Number.NaN, Number.NaN]);
    expect([...outOfBagMeans(Float64Array.of(3, 2, 5, 1), 0)]).toEqual([1.5, 5]);
  });

  it("draws are of the whole table, also past a block of rows", () => {
    const rowCount = 8_200;
    const columns = randomColumns(COLUMNS, rowCount, 2);
    const data = { columns, target: (columns[0] as Float64Array).map((value) => 3 * value), classCount: 0 };
    const params = { ...PARAMS, n_estimators: 2, max_depth: 3 };
    const options = treeOptions(params, data);
    const trees = binAndGrow(kernel, data, params, { from: 0, to: 2 });
    const sums = addOutOfBag(kernel, trees, { ...data, rowCount, options });
    const counts = new Float64Array(rowCount);
    for (const option of options)
      for (const row of undrawnRows(option, rowCount).rows) counts[row] = (counts[row] as number) + 1;
    expect(sums.filter((_, i) => i % 2 === 1)).toEqual(counts);
  });
});

it("out of bag take room for the draws of a few trees, and are the same bytes whichever trees go together", () => {
  const [rowCount, treeCount] = [ROW_COUNT_MAX, 200];
  const columns = randomColumns(1, rowCount);
  const data = { columns, target: columns[0] as Float64Array, classCount: 0 };
  const params = { ...PARAMS, n_estimators: treeCount, max_depth: 1 };
  const trees = binAndGrow(kernel, data, params, { from: 0, to: treeCount });
  const undrawn = treeOptions(params, data);
  const held = kernel.holdForest(trees, 1);
  const sums = held.sumLeaves(columns, { rowCount, undrawn });
  // A byte for each row and tree would be 20 MB.
  expect(held.bytes).toBeLessThan(12e6);
  const onto = new Float64Array(2 * rowCount);
  trees.forEach((tree, i) => {
    kernel.sumLeaves([tree], columns, { rowCount, leafWidth: 1, undrawn: undrawn.slice(i, i + 1), onto });
  });
  expect(Buffer.compare(Buffer.from(sums.buffer), Buffer.from(onto.buffer))).toBe(0);
});

function raise(): never {
  throw new Error("There are options for every tree");
}
