// Trees that come from outside, as in an uploaded model: of those that pass here, every walk down a tree ends, none leaves the memory, and
// every answer is a number. Trees that were grown here need no check.
import { NODE_BYTES, type PackedTree } from "../../kernel/held-forest.ts";
import { isLearned } from "../learned-numbers.ts";

interface TreeShape {
  columnCount: number;
  /** A leaf holds a share for each of them; 0 for regression, of which it holds a mean. */
  classCount: number;
}

/** What is wrong with a tree, and with which part of it; null for nothing. */
export function checkTree(tree: PackedTree, shape: TreeShape): { path: "nodes" | "leaves"; message: string } | null {
  const leaves = checkLeaves(tree, shape);
  if (leaves !== null) return { path: "leaves", message: leaves };
  const nodes = checkNodes(tree, shape);
  return nodes === null ? null : { path: "nodes", message: nodes };
}

/** By how much shares may miss 1: a hundred of them, each rounded to its last bit, miss it by less. */
const SHARE_ROUNDING = 1e-9;

function checkLeaves({ leaves }: PackedTree, { classCount }: TreeShape): string | null {
  const width = leafWidth(classCount);
  if (leaves.length === 0) return "no leaves";
  if (leaves.length % width !== 0) return `${leaves.length} numbers are no whole leaves of ${width}`;
  if (classCount === 0) {
    const wrong = leaves.findIndex((value) => !isLearned(value));
    return wrong < 0 ? null : `leaf ${wrong} is ${leaves[wrong]}, which no mean of y is`;
  }
  for (let from = 0; from < leaves.length; from += width) {
    let sum = 0;
    for (let k = from; k < from + width; k++) {
      const share = leaves[k] as number;
      if (!(share >= 0 && share <= 1)) return `leaf ${from / width} has a share of ${share}; 0 to 1 are accepted`;
      sum += share;
    }
    if (Math.abs(sum - 1) > SHARE_ROUNDING) return `the shares of leaf ${from / width} sum to ${sum}, not to 1`;
  }
  return null;
}

function leafWidth(classCount: number): number {
  return Math.max(1, classCount);
}

function checkNodes({ nodes, leaves }: PackedTree, { columnCount, classCount }: TreeShape): string | null {
  const nodeCount = nodes.length / NODE_BYTES;
  if (nodeCount === 0 || !Number.isInteger(nodeCount)) {
    return `${nodes.length} bytes are no whole nodes of ${NODE_BYTES}, or none`;
  }
  const leafCount = leaves.length / leafWidth(classCount);
  const view = new DataView(nodes.buffer, nodes.byteOffset, nodes.byteLength);
  for (let node = 0; node < nodeCount; node++) {
    const at = NODE_BYTES * node;
    const next = view.getInt32(at + 8, true);
    const feature = view.getInt16(at + 12, true);
    const missingLeft = view.getInt16(at + 14, true);
    if (feature === -1) {
      if (next < 0 || next >= leafCount) return `node ${node} leads to leaf ${next} of ${leafCount}`;
      continue;
    }
    if (feature < 0 || feature >= columnCount) return `node ${node} splits on column ${feature} of ${columnCount}`;
    // Children after their parent: then every way down ends.
    if (next <= node || next + 1 >= nodeCount)
      return `node ${node} of ${nodeCount} has children ${next} and ${next + 1}`;
    if (Number.isNaN(view.getFloat64(at, true))) return `node ${node} splits at NaN`;
    if (missingLeft !== 0 && missingLeft !== 1) return `node ${node} sends missing values to side ${missingLeft}`;
  }
  return null;
}
