import { describe, expect, it } from "vitest";
import type { PackedTree } from "../../../../src/engine/kernel/held-forest.ts";
import { checkTree } from "../../../../src/engine/model/tree/check-tree.ts";
import { binAndGrow } from "../../../support/forest.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { randomColumns } from "../../../support/numbers.ts";

const SHAPE = { classCount: 2, columnCount: 3 };

/** Root: column 2 at 0.5, children 1 and 2; these are leaves 0 and 1. */
function tree(): { view: DataView; leaves: Float64Array; packed: () => PackedTree } {
  const view = new DataView(new ArrayBuffer(48));
  view.setFloat64(0, 0.5, true);
  view.setInt32(8, 1, true);
  view.setInt16(12, 2, true);
  view.setInt16(28, -1, true);
  view.setInt32(40, 1, true);
  view.setInt16(44, -1, true);
  const leaves = Float64Array.of(1, 0, 0.25, 0.75);
  return { view, leaves, packed: () => ({ nodes: new Uint8Array(view.buffer), leaves }) };
}

describe("trees from outside", () => {
  it("pass when they are whole, also where all values go left and only missing ones right", () => {
    const good = tree();
    expect(checkTree(good.packed(), SHAPE)).toBeNull();
    good.view.setFloat64(0, Infinity, true);
    expect(checkTree(good.packed(), SHAPE)).toBeNull();
  });

  it("of a regression hold any number that could be a mean", () => {
    const { packed } = tree();
    const holding = (...leaves: number[]) =>
      checkTree({ ...packed(), leaves: Float64Array.from(leaves) }, { classCount: 0, columnCount: 3 })?.message;
    expect(holding(-1e30, 1e30)).toBe(undefined);
    expect(holding(0, Number.NaN)).toBe("leaf 1 is NaN, which no mean of y is");
    expect(holding(-1e200, 0)).toBe("leaf 0 is -1e+200, which no mean of y is");
  });

  it("pass when they were grown here, with missing values and without", () => {
    const columns = randomColumns(3, 300, 2).map((column, j) =>
      column.map((value, row) => (j === 1 && row % 5 === 0 ? Number.NaN : value)),
    );
    const params = {
      n_estimators: 5,
      max_depth: null,
      min_samples_leaf: 1,
      max_features: "all" as const,
      max_samples: null,
      seed: 1,
    };
    for (const classCount of [0, 3]) {
      const target = (columns[0] as Float64Array).map((x) => (classCount === 0 ? x : Math.abs(Math.round(3 * x)) % 3));
      const trees = binAndGrow(wasmKernel(), { columns, target, classCount }, params, { from: 0, to: 5 });
      for (const each of trees) {
        expect(checkTree(each, { classCount, columnCount: 3 })).toBeNull();
      }
    }
  });

  it.each<[string, (of: ReturnType<typeof tree>) => void, string]>([
    ["a child that is its parent", ({ view }) => view.setInt32(8, 0, true), "node 0 of 3 has children 0 and 1"],
    ["a child before the first", ({ view }) => view.setInt32(8, -1, true), "node 0 of 3 has children -1 and 0"],
    ["a right child past the last", ({ view }) => view.setInt32(8, 2, true), "node 0 of 3 has children 2 and 3"],
    [
      "children that overflow",
      ({ view }) => view.setInt32(8, 0x7fffffff, true),
      "node 0 of 3 has children 2147483647 and 2147483648",
    ],
    ["a column past the last", ({ view }) => view.setInt16(12, 3, true), "node 0 splits on column 3 of 3"],
    ["a column below -1", ({ view }) => view.setInt16(12, -2, true), "node 0 splits on column -2 of 3"],
    ["a leaf past the last", ({ view }) => view.setInt32(40, 2, true), "node 2 leads to leaf 2 of 2"],
    ["a leaf before the first", ({ view }) => view.setInt32(24, -1, true), "node 1 leads to leaf -1 of 2"],
    ["a threshold that is NaN", ({ view }) => view.setFloat64(0, Number.NaN, true), "node 0 splits at NaN"],
    ["a third side", ({ view }) => view.setInt16(14, 2, true), "node 0 sends missing values to side 2"],
    [
      "a leaf that is no number",
      ({ leaves }) => leaves.fill(Number.NaN, 3),
      "leaf 1 has a share of NaN; 0 to 1 are accepted",
    ],
    [
      "a leaf without end",
      ({ leaves }) => leaves.fill(Infinity, 0, 1),
      "leaf 0 has a share of Infinity; 0 to 1 are accepted",
    ],
    ["a share below 0", ({ leaves }) => leaves.set([1.5, -0.5]), "leaf 0 has a share of 1.5; 0 to 1 are accepted"],
    ["a share above 1", ({ leaves }) => leaves.set([-0.5, 1.5]), "leaf 0 has a share of -0.5; 0 to 1 are accepted"],
    ["shares of less than 1", ({ leaves }) => leaves.set([0.5, 0.25], 2), "the shares of leaf 1 sum to 0.75, not to 1"],
    ["shares of more than 1", ({ leaves }) => leaves.set([1, 1], 2), "the shares of leaf 1 sum to 2, not to 1"],
  ])("are refused for %s", (_, plant, message) => {
    const bad = tree();
    plant(bad);
    expect(checkTree(bad.packed(), SHAPE)?.message).toBe(message);
  });

  it.each<[string, (packed: PackedTree) => PackedTree, string]>([
    ["no node", ({ leaves }) => ({ nodes: new Uint8Array(), leaves }), "0 bytes are no whole nodes of 16, or none"],
    [
      "half a node",
      ({ nodes, leaves }) => ({ nodes: nodes.slice(0, 40), leaves }),
      "40 bytes are no whole nodes of 16, or none",
    ],
    [
      "half a leaf",
      ({ nodes, leaves }) => ({ nodes, leaves: leaves.slice(0, 3) }),
      "3 numbers are no whole leaves of 2",
    ],
    ["no leaf", ({ nodes }) => ({ nodes, leaves: new Float64Array() }), "no leaves"],
  ])("are refused for %s", (_, spoil, message) => {
    expect(checkTree(spoil(tree().packed()), SHAPE)?.message).toBe(message);
  });
});
