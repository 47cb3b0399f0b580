// A tree as it was grown made into one that is kept: nodes in the order in which they are met, bins become thresholds and sets of levels.
import { SIDES } from "../../kernel/forest-kernel.ts";
import { NODE_BYTES, type PackedTree } from "../../kernel/held-forest.ts";
import type { BinnedColumn } from "./bin-table.ts";
import { type GrownNode, nodesOf } from "./grow-tree.ts";

export interface BoostedTree extends PackedTree {
  /** Of each leaf, how many rows it was grown on. */
  covers: Float64Array;
}

/** `added`: what each leaf adds to responses. */
export function packTree(
  root: GrownNode,
  columns: readonly BinnedColumn[],
  added: (leaf: GrownNode) => number,
): BoostedTree {
  // Two sides lie together, each pair after all that was met before.
  const nodes = nodesOf(root);
  const view = new DataView(new ArrayBuffer(NODE_BYTES * nodes.length));
  const [leaves, covers, sets]: [number[], number[], number[]] = [[], [], []];
  let next = 1;
  for (const [i, node] of nodes.entries()) {
    const at = NODE_BYTES * i;
    if (node.sides === null || node.split === null) {
      view.setInt32(at + 8, leaves.length, true);
      view.setInt16(at + 12, -1, true);
      leaves.push(added(node));
      covers.push(node.rows.count);
      continue;
    }
    const { split } = node;
    const column = columns[split.column] as BinnedColumn;
    view.setInt32(at + 8, next, true);
    view.setInt16(at + 12, split.column, true);
    next += 2;
    if (split.leftBins !== null) {
      const { list, sides } = setOf(split.leftBins, column, split.isMissingLeft);
      view.setUint32(at, sets.length, true);
      view.setUint32(at + 4, list.length, true);
      view.setInt16(at + 14, sides, true);
      sets.push(...list);
    } else {
      // After the last bin of numbers: the missing ones alone go right.
      view.setFloat64(at, column.thresholds[split.bin] ?? Infinity, true);
      view.setInt16(at + 14, split.isMissingLeft ? SIDES.missingLeft : 0, true);
    }
  }
  return {
    nodes: new Uint8Array(view.buffer),
    leaves: Float64Array.from(leaves),
    covers: Float64Array.from(covers),
    ...(sets.length > 0 && { sets: Uint32Array.from(sets) }),
  };
}

const GROUP_BITS = 4;

/**
 * The levels of one side, as lists of sets have them (assembly/level-set.ts). A level that was never seen goes where missing values go: so those
 * of the other side are listed.
 */
function setOf(
  leftBins: Uint8Array,
  { levels }: BinnedColumn,
  missingLeft: boolean,
): { list: number[]; sides: number } {
  const words = new Map<number, number>();
  levels.forEach((group, bin) => {
    const isLeft = (((leftBins[bin >> 3] as number) >> (bin & 7)) & 1) === 1;
    if (isLeft === missingLeft) return;
    for (const level of group) {
      const word = level >> GROUP_BITS;
      words.set(word, (words.get(word) ?? 0) | (1 << (level & 15)));
    }
  });
  const list = [...words].sort(([a], [b]) => a - b).map(([word, bits]) => ((word << 16) | bits) >>> 0);
  return { list, sides: SIDES.set | (missingLeft ? SIDES.missingLeft | SIDES.othersLeft : 0) };
}
