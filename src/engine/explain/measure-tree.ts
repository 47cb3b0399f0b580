// How long the ways down a tree are, which decides what it takes to explain it.
import { NODE_BYTES, type PackedTree } from "../kernel/held-forest.ts";

/** Deeper trees would not be gone down by calls within calls. max_depth sets no larger one. */
export const EXPLAINED_DEPTH_MAX = 1000;

export interface TreeMeasure {
  nodeCount: number;
  depth: number;
  /** The most different columns on a way from the root to a leaf. */
  columnsMost: number;
}

/** null for a tree that is none, some of its nodes having two parents, and for one that is too deep. */
export function measureTree({ nodes }: Pick<PackedTree, "nodes">): TreeMeasure | null {
  const view = new DataView(nodes.buffer, nodes.byteOffset, nodes.byteLength);
  const nodeCount = nodes.length / NODE_BYTES;
  const times = new Map<number, number>(); // that the way down splits on a column
  const stack = [0];
  let [visited, level, depth, columnsMost] = [0, 0, 0, 0];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const isLeft = entry < 0; // on the way back
    const node = isLeft ? ~entry : entry;
    const column = view.getInt16(NODE_BYTES * node + 12, true);
    if (isLeft) {
      level--;
      const left = (times.get(column) as number) - 1;
      if (left === 0) times.delete(column);
      else times.set(column, left);
      continue;
    }
    if (++visited > nodeCount || level > EXPLAINED_DEPTH_MAX) return null;
    depth = Math.max(depth, level);
    columnsMost = Math.max(columnsMost, times.size);
    if (column < 0) continue;
    level++;
    times.set(column, (times.get(column) ?? 0) + 1);
    const next = view.getInt32(NODE_BYTES * node + 8, true);
    stack.push(~node, next + 1, next);
  }
  return { nodeCount, depth, columnsMost };
}
