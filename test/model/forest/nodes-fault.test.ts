import { describe, expect, it } from "vitest";
import { nodesFault } from "../../../src/model/forest/nodes-fault.ts";
import { randomForest } from "../../../src/model/forest/random-forest.ts";
import { wasmKernel } from "../../support/kernels.ts";
import { packNodes, STUMP, type TreeNode } from "../../support/model-file.ts";
import { randomColumns } from "../../support/numbers.ts";

const shape = { columnCount: 1, leafCount: 2 };
const [root, left, right] = STUMP as [TreeNode, TreeNode, TreeNode];

describe("nodes from outside", () => {
  it("are taken where they are a tree", () => {
    expect(nodesFault(packNodes(STUMP), shape)).toBe(null);
    expect(nodesFault(packNodes([left]), shape)).toBe(null);
  });

  it("are taken as forests grow them", () => {
    const [a, b, target] = randomColumns(3, 200) as [Float64Array, Float64Array, Float64Array];
    const params = {
      n_estimators: 5,
      max_depth: null,
      min_samples_leaf: 1,
      max_features: "all",
      max_samples: null,
      seed: 0,
    };
    const data = { columns: [a, b], target, classCount: 0 };
    const units = randomForest.fit(wasmKernel(), data, params as never, { from: 0, to: 5 });
    for (const { nodes, leaves } of units)
      expect(nodesFault(nodes, { columnCount: 2, leafCount: leaves.length })).toBe(null);
  });

  it.each([
    ["none", [], "0 bytes"],
    ["a leaf past the last", [root, left, { ...right, child: 2 }], "node 2 is leaf 2 of 2"],
    ["a leaf before the first", [root, { ...left, child: -1 }, right], "node 1 is leaf -1 of 2"],
    ["a column past the last", [{ ...root, feature: 1 }, left, right], "node 0 asks column 1 of 1"],
    ["a child past the last", [{ ...root, child: 2 }, left, right], "node 0 of 3 has children 2 and 3"],
    ["a way back", [root, { ...root, child: 0 }, right], "node 1 of 3 has children 0 and 1"],
    ["a child that is itself", [{ ...root, child: 0 }, left, right], "node 0 of 3 has children 0 and 1"],
  ] as const)("are refused with %s", (_, nodes, told) => {
    expect(nodesFault(packNodes(nodes), shape)).toContain(told);
  });

  it("are refused where bytes are missing", () => {
    expect(nodesFault(packNodes(STUMP).subarray(0, 47), shape)).toContain("47 bytes");
  });
});
