// What columns add to what trees say, tree by tree in their order: a model in parts is explained part by part, to the same bytes.
import type { PackedTree } from "../kernel/held-forest.ts";
import { pointsFor, type TreeShapKernel, type WeighedTree } from "../kernel/tree-shap-kernel.ts";
import { SLICE_SECONDS, type Work } from "../math/work.ts";
import type { Contributions } from "./contributions.ts";
import { measureTree, type TreeMeasure } from "./measure-tree.ts";

/** A tree, and to which output its leaf's first number is added. */
export interface AddedTree {
  tree: WeighedTree;
  at: number;
}

interface Asked {
  columns: readonly Float64Array[];
  rowCount: number;
}

// Measured on a 2-core AMD EPYC under Node 24: a node, beside that a point of it, and that for each output.
const NODE_SECONDS = 1.2e-8;
const POINT_SECONDS = 6e-10;
const OUTPUT_POINT_SECONDS = 8e-10;
// To measure a node, and to lay it out.
const ONCE_SECONDS = 2e-8;

/** Adds what columns add to `leafWidth` outputs of each tree. `onto`: what this made of the trees before them; it is added to in place. */
export function* explainTrees(
  kernel: TreeShapKernel,
  trees: Iterable<AddedTree>,
  { columns, rowCount, leafWidth }: Asked & { leafWidth: number },
  onto: Contributions,
): Work<Contributions> {
  const outputs = onto.base.length;
  for (const { tree, at } of trees) {
    const measure = measureTree(tree) as TreeMeasure;
    const rowSeconds = treeSeconds(measure, leafWidth);
    const atOnce = Math.max(1, Math.floor(SLICE_SECONDS / rowSeconds));
    for (let from = 0; from < rowCount; from += atOnce) {
      const to = Math.min(rowCount, from + atOnce);
      const some = { columns: columns.map((column) => column.subarray(from, to)), rowCount: to - from };
      const cells = columns.length * outputs;
      const sums = { base: from === 0 ? onto.base : undefined, values: onto.values.subarray(from * cells, to * cells) };
      kernel.explainTree(tree, { ...some, ...measure, leafWidth, outputs, at }, sums);
      yield (to - from) * rowSeconds + onceSeconds(measure);
    }
  }
  return onto;
}

/** Seconds to explain one row by trees, and before the first row. */
export function explainSeconds(
  trees: Iterable<Pick<PackedTree, "nodes">>,
  leafWidth: number,
): { rowSeconds: number; onceSeconds: number } {
  let [row, once] = [0, 0];
  for (const tree of trees) {
    const measure = measureTree(tree);
    if (measure === null) continue;
    row += treeSeconds(measure, leafWidth);
    once += onceSeconds(measure);
  }
  return { rowSeconds: row, onceSeconds: once };
}

function treeSeconds({ nodeCount, columnsMost }: TreeMeasure, leafWidth: number): number {
  return nodeCount * (NODE_SECONDS + pointsFor(columnsMost) * (POINT_SECONDS + leafWidth * OUTPUT_POINT_SECONDS));
}

function onceSeconds({ nodeCount }: TreeMeasure): number {
  return ONCE_SECONDS * nodeCount;
}

/** Why trees cannot be explained; null where they can. */
export function treesFault(trees: Iterable<PackedTree & { covers?: Float64Array | undefined }>): string | null {
  for (const tree of trees) {
    if (tree.covers === undefined)
      return "its trees do not know how many rows came to each leaf, as those of before 0.12.0 do not; retrain the model";
    if (measureTree(tree) === null) return "a tree is deeper than 1000 levels; a smaller max_depth would do";
  }
  return null;
}
