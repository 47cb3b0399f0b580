// Trees that come from outside, as in an uploaded model: of those that pass here, every walk down a tree ends, none leaves the memory, and
// every answer is a number. Trees that were grown here need no check.
import { NODE_BYTES, type PackedTree } from "../../math/held-forest.ts";

interface Shape {
  /** Numbers of a leaf: one for regression, else one for each class. */
  leafWidth: number;
  columnCount: number;
}

/** What is wrong with a tree, and with which part of it; null for nothing. */
export function checkTree(tree: PackedTree, shape: Shape): { path: "nodes" | "leaves"; message: string } | null {
  const leaves = checkLeaves(tree, shape);
  if (leaves !== null) return { path: "leaves", message: leaves };
  const nodes = checkNodes(tree, shape);
  return nodes === null ? null : { path: "nodes", message: nodes };
}

function checkLeaves({ leaves }: PackedTree, { leafWidth }: Shape): string | null {
  if (leaves.length === 0) return "no leaves";
  if (leaves.length % leafWidth !== 0) return `${leaves.length} numbers are no whole leaves of ${leafWidth}`;
  const wrong = leaves.findIndex((value) => !Number.isFinite(value));
  return wrong < 0 ? null : `number ${wrong} of its leaves is not finite`;
}

function checkNodes({ nodes, leaves }: PackedTree, { leafWidth, columnCount }: Shape): string | null {
  const nodeCount = nodes.length / NODE_BYTES;
  if (nodeCount === 0 || !Number.isInteger(nodeCount)) {
    return `${nodes.length} bytes are no whole nodes of ${NODE_BYTES}, or none`;
  }
  const leafCount = leaves.length / leafWidth;
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
