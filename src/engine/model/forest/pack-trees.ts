// Trees as they were grown made into trees as they are kept: codes become thresholds, sums become shares and means.
import { type GrownTree, NODE_NUMBERS, SIDES } from "../../kernel/forest-kernel.ts";
import { NODE_BYTES, type PackedTree } from "../../kernel/held-forest.ts";
import type { Bins } from "./bin-columns.ts";

export interface Tree extends PackedTree {
  /** Share of what all its splits won that each column's splits did; zeros where it has no split. */
  importance: Float64Array;
  /** What the rows of each leaf weigh. */
  covers: Float64Array;
}

interface Origin {
  columns: readonly Float64Array[];
  /** Of the columns; see bin-columns.ts. */
  bins: Pick<Bins, "codes" | "levels">;
  classCount: number;
  /** What y was measured from. */
  offset: number;
}

export function packTrees(grown: readonly GrownTree[], { columns, bins, classCount, offset }: Origin): Tree[] {
  const views = grown.map(packNodes);
  setThresholds(views, grown, { columns, bins });
  return grown.map(({ leaves, importance, sets }, tree) => {
    const total = importance.reduce((sum, won) => sum + won, 0);
    return {
      nodes: new Uint8Array((views[tree] as DataView<ArrayBuffer>).buffer),
      leaves: classCount === 0 ? means(leaves, offset) : shares(leaves, classCount),
      covers: weightsOf(leaves, classCount),
      ...(bins.levels.some((count) => count > 0) && { sets }),
      importance: importance.map((won) => (total > 0 ? won / total : 0)),
    };
  });
}

/** All of a node but its threshold; of a split by a set of levels, that too. */
function packNodes({ nodes }: GrownTree): DataView<ArrayBuffer> {
  const nodeCount = nodes.length / NODE_NUMBERS;
  const packed = new DataView(new ArrayBuffer(NODE_BYTES * nodeCount));
  for (let node = 0; node < nodeCount; node++) {
    const from = NODE_NUMBERS * node;
    const at = NODE_BYTES * node;
    packed.setInt32(at + 8, nodes[from] as number, true);
    packed.setInt16(at + 12, nodes[from + 1] as number, true);
    packed.setInt16(at + 14, nodes[from + 4] as number, true);
    if (((nodes[from + 4] as number) & SIDES.set) === 0) continue;
    packed.setUint32(at, nodes[from + 2] as number, true);
    packed.setUint32(at + 4, nodes[from + 3] as number, true);
  }
  return packed;
}

/**
 * Midway between the values that were parted; where only missing ones go right, all others go left. Column by column: what all codes of one
 * stand for takes a megabyte.
 */
function setThresholds(
  views: readonly DataView[],
  grown: readonly GrownTree[],
  { columns, bins: { codes, levels } }: Pick<Origin, "columns" | "bins">,
): void {
  const nodesMax = grown.reduce((most, { nodes }) => Math.max(most, nodes.length / NODE_NUMBERS), 0);
  const splits = columns.map(() => [] as number[]); // of each column: tree · nodesMax + node
  grown.forEach(({ nodes }, tree) => {
    for (let node = 0; NODE_NUMBERS * node < nodes.length; node++)
      splits[nodes[NODE_NUMBERS * node + 1] as number]?.push(tree * nodesMax + node);
  });
  const treeOf = (split: number) => Math.floor(split / nodesMax);
  const parted = (split: number) => {
    const at = NODE_NUMBERS * (split % nodesMax);
    const { nodes } = grown[treeOf(split)] as GrownTree;
    return { last: nodes[at + 2] as number, next: nodes[at + 3] as number };
  };
  const bounds = {
    isAsked: new Uint8Array(2 ** 16),
    lows: new Float64Array(2 ** 16),
    highs: new Float64Array(2 ** 16),
  };
  columns.forEach((column, j) => {
    if (levels[j] !== 0) return;
    const ofColumn = splits[j] as number[];
    bounds.isAsked.fill(0);
    for (const split of ofColumn) {
      const { last, next } = parted(split);
      bounds.isAsked[last] = 1;
      if (next >= 0) bounds.isAsked[next] = 1;
    }
    if (ofColumn.length > 0) bound(column, codes.subarray(j * column.length, (j + 1) * column.length), bounds);
    for (const split of ofColumn) {
      const { last, next } = parted(split);
      const threshold = next < 0 ? Infinity : midpoint(bounds.highs[last] as number, bounds.lows[next] as number);
      views[treeOf(split)]?.setFloat64(NODE_BYTES * (split % nodesMax), threshold, true);
    }
  });
}

/** The least and the largest value of each code that is asked for. */
function bound(
  column: Float64Array,
  codes: Uint16Array,
  { isAsked, lows, highs }: { isAsked: Uint8Array; lows: Float64Array; highs: Float64Array },
): void {
  lows.fill(Infinity);
  highs.fill(-Infinity);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    if (isAsked[code] === 0) continue;
    const value = column[row] as number;
    if (value < (lows[code] as number)) lows[code] = value;
    if (value > (highs[code] as number)) highs[code] = value;
  }
}

/** Between two values, never the upper one: left of a split is x ≤ threshold. */
export function midpoint(a: number, b: number): number {
  const middle = a + (b - a) / 2;
  return middle < b ? middle : a;
}

/** (weight, weight × (y − offset)) → mean of y. */
function means(leaves: Float64Array, offset: number): Float64Array {
  const result = new Float64Array(leaves.length / 2);
  for (let leaf = 0; leaf < result.length; leaf++) {
    result[leaf] = offset + (leaves[2 * leaf + 1] as number) / (leaves[2 * leaf] as number);
  }
  return result;
}

/** Weights of classes → their shares. */
function shares(leaves: Float64Array, classCount: number): Float64Array {
  const result = new Float64Array(leaves.length);
  for (let leaf = 0; leaf < leaves.length; leaf += classCount) {
    let total = 0;
    for (let k = leaf; k < leaf + classCount; k++) total += leaves[k] as number;
    for (let k = leaf; k < leaf + classCount; k++) result[k] = (leaves[k] as number) / total;
  }
  return result;
}

/** What the rows of each leaf weigh together. */
function weightsOf(leaves: Float64Array, classCount: number): Float64Array {
  const width = classCount === 0 ? 2 : classCount;
  const summed = Math.max(1, classCount);
  const result = new Float64Array(leaves.length / width);
  for (let leaf = 0; leaf < result.length; leaf++)
    for (let k = 0; k < summed; k++) result[leaf] = (result[leaf] as number) + (leaves[leaf * width + k] as number);
  return result;
}
