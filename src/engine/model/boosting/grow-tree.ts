// A tree of boosting, grown leaf by leaf: the one is split next whose split gains most (Shi 2007; Ke et al., LightGBM, 2017). Of two sides the
// smaller one is summed up, and what the other has is the difference.
import { assert } from "../../../error.ts";
import { type Boosting, MISSING_BIN, type Side, type Span, type Split } from "../../kernel/boosting/boosted-table.ts";
import type { Constraints } from "./constraints.ts";

export interface TreeOptions {
  /** Infinity for no bound. */
  leavesMax: number;
  depthMax: number;
  leafRowsMin: number;
  l2: number;
  constraints: Constraints;
  /** By column, whether rows that trees are grown on have no value. */
  hasGaps: readonly boolean[];
  /** Histograms that there is room for, 2 at least. */
  slotCount: number;
  /** Of the columns that may be split by, those that are tried in the next node. */
  draw(columns: Int32Array): Int32Array;
}

/** A node; of a split one, where its sides are. */
export interface GrownNode {
  rows: Span;
  heldOut: Span;
  depth: number;
  /** Before it is shrunk. */
  value: number;
  lower: number;
  upper: number;
  side: Side;
  split: Split | null;
  sides: [GrownNode, GrownNode] | null;
}

interface Candidate {
  node: GrownNode & { split: Split };
  columns: Int32Array;
  groups: readonly number[];
  /** Where its histogram is; null where it had to make room. */
  slot: number | null;
}

/** `heldOut`: rows that are sent down beside those that it is grown on. */
export function growTree(boosting: Boosting, all: { rows: Span; heldOut: Span }, options: TreeOptions): GrownNode {
  const { leavesMax, depthMax, leafRowsMin, l2, constraints } = options;
  const free = Array.from({ length: options.slotCount }, (_, slot) => slot);
  const candidates: Candidate[] = []; // ascending by gain
  const root: GrownNode = {
    ...{ rows: all.rows, heldOut: all.heldOut, depth: 0, value: 0, lower: -Infinity, upper: Infinity },
    ...{ side: { gradients: 0, hessians: 0, rows: all.rows.count }, split: null, sides: null },
  };
  let leaves = 1;
  if (maySplit(root)) {
    const slot = takeSlot();
    boosting.sum(slot, root.rows);
    consider(root, { slot, ...constraints.ofRoot() });
  }
  while (leaves < leavesMax) {
    const best = candidates.pop();
    if (best === undefined) break;
    splitNode(best, leaves + 1 === leavesMax);
    leaves++;
  }
  return root;

  function maySplit({ rows, depth }: GrownNode): boolean {
    return rows.count >= 2 * leafRowsMin && depth < depthMax;
  }

  function consider(node: GrownNode, { slot, columns, groups }: Omit<Candidate, "node">): void {
    const split = boosting.findSplit(slot as number, {
      ...{ columns: options.draw(columns), leafRowsMin, l2, lower: node.lower, upper: node.upper },
      worth: node.depth === 0 ? 0 : -node.side.gradients * node.value,
    });
    node.split = split;
    if (split === null || !(split.gain > 0)) {
      node.split = null;
      free.push(slot as number);
      return;
    }
    if (!options.hasGaps[split.column]) sendMissing(split);
    const candidate = { node: node as Candidate["node"], columns, groups, slot };
    candidates.splice(placeOf(split.gain), 0, candidate);
  }

  /** Behind those that gain less; of equal ones the first is split first. */
  function placeOf(gain: number): number {
    let [from, to] = [0, candidates.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((candidates[middle] as Candidate).node.split.gain < gain) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** Where none is free, the one that is least likely to be split next sums its rows up again. */
  function takeSlot(): number {
    const slot = free.pop();
    if (slot !== undefined) return slot;
    const last = candidates.find((candidate) => candidate.slot !== null) as Candidate;
    const taken = last.slot as number;
    last.slot = null;
    return taken;
  }

  function splitNode({ node, slot, columns, groups }: Candidate, isLast: boolean): void {
    const { split, rows, heldOut, lower, upper } = node;
    const atLeft = boosting.part(rows, split);
    // Else a side could be split without end.
    const isParted = atLeft === split.left.rows && rows.count - atLeft === split.right.rows;
    assert(isParted && Math.min(atLeft, rows.count - atLeft) >= leafRowsMin, "rows part otherwise than was counted");
    const heldOutAtLeft = boosting.part(heldOut, split);
    const values = [split.left, split.right].map((side) => stepTo(side, l2, { lower, upper })) as [number, number];
    const bounds = constraints.boundsOf(split.column, { lower, upper }, values);
    const [left, right] = [split.left, split.right].map(
      (side, i): GrownNode => ({
        rows: i === 0 ? { from: rows.from, count: atLeft } : { from: rows.from + atLeft, count: rows.count - atLeft },
        heldOut:
          i === 0
            ? { from: heldOut.from, count: heldOutAtLeft }
            : { from: heldOut.from + heldOutAtLeft, count: heldOut.count - heldOutAtLeft },
        ...{ depth: node.depth + 1, value: values[i] as number, ...(bounds[i] as { lower: number; upper: number }) },
        ...{ side, split: null, sides: null },
      }),
    ) as [GrownNode, GrownNode];
    node.sides = [left, right];
    if (isLast || !(maySplit(left) || maySplit(right))) {
      if (slot !== null) free.push(slot);
      return;
    }
    const [small, large] = left.rows.count < right.rows.count ? [left, right] : [right, left];
    const below = constraints.below(split.column, { columns, groups });
    const slotOfSmall = takeSlot();
    boosting.sum(slotOfSmall, small.rows);
    const slotOfLarge = slot ?? takeSlot();
    if (slot === null) boosting.sum(slotOfLarge, large.rows);
    else boosting.subtract(slotOfLarge, slotOfSmall);
    for (const [side, of] of [
      [left, left === small ? slotOfSmall : slotOfLarge],
      [right, right === small ? slotOfSmall : slotOfLarge],
    ] as const) {
      if (maySplit(side)) consider(side, { slot: of, ...below });
      else free.push(of);
    }
  }
}

/** Where no value was missing, one that is asked about goes with more rows. */
function sendMissing(split: Split): void {
  split.isMissingLeft = split.left.rows > split.right.rows;
  if (split.leftBins === null) return;
  const last = MISSING_BIN >> 3;
  const bit = 1 << (MISSING_BIN & 7);
  const others = (split.leftBins[last] as number) & ~bit;
  split.leftBins[last] = split.isMissingLeft ? others | bit : others;
}

// Of a hessian of 0.
const NO_ZERO = 1e-15;

/** −G/(H + λ), within bounds. */
export function stepTo(
  { gradients, hessians }: Side,
  l2: number,
  { lower, upper }: { lower: number; upper: number },
): number {
  return Math.min(upper, Math.max(lower, -gradients / (hessians + l2 + NO_ZERO)));
}

/** A node, and all below it, level by level. */
export function nodesOf(node: GrownNode): GrownNode[] {
  const nodes = [node];
  for (let i = 0; i < nodes.length; i++) nodes.push(...((nodes[i] as GrownNode).sides ?? []));
  return nodes;
}

export function leavesOf(node: GrownNode): GrownNode[] {
  return nodesOf(node).filter(({ sides }) => sides === null);
}
