// Trees that come from outside, as in an uploaded model: of those that pass here, every walk down a tree ends, none leaves the memory, and
// every answer is a number. Trees that were grown here need no check.
import { SIDES } from "../../kernel/forest-kernel.ts";
import { NO_SETS, NODE_BYTES, type PackedTree } from "../../kernel/held-forest.ts";
import { isLearned } from "../learned-numbers.ts";

interface TreeShape {
  columnCount: number;
  /** A leaf holds a share for each of them; 0 for regression, of which it holds a mean. */
  classCount: number;
  /** Of each column how many levels it has; 0 of numbers, as all are unless given. */
  levels?: readonly number[] | undefined;
}

/** What is wrong with a tree, and with which part of it; null for nothing. */
export function checkTree(
  tree: PackedTree & { covers?: Float64Array | undefined },
  shape: TreeShape,
): { path: "nodes" | "leaves" | "covers" | "sets"; message: string } | null {
  const leaves = checkLeaves(tree, shape);
  if (leaves !== null) return { path: "leaves", message: leaves };
  const nodes = checkNodes(tree, shape);
  if (nodes !== null) return { path: "nodes", message: nodes };
  const covers = checkCovers(tree, shape);
  if (covers !== null) return { path: "covers", message: covers };
  const sets = checkSets(tree, shape);
  return sets === null ? null : { path: "sets", message: sets };
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

/** Shares of them are taken, which none may be without. */
function checkCovers(
  { leaves, covers }: PackedTree & { covers?: Float64Array | undefined },
  { classCount }: TreeShape,
): string | null {
  if (covers === undefined) return null;
  const leafCount = leaves.length / leafWidth(classCount);
  if (covers.length !== leafCount) return `${covers.length} numbers, not one for each of ${leafCount} leaves`;
  const wrong = covers.findIndex((cover) => !(cover > 0 && isLearned(cover)));
  return wrong < 0 ? null : `the rows of leaf ${wrong} weigh ${covers[wrong]}; more than 0 is accepted`;
}

function leafWidth(classCount: number): number {
  return Math.max(1, classCount);
}

function checkNodes({ nodes, leaves }: PackedTree, { columnCount, classCount, levels = [] }: TreeShape): string | null {
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
    const sides = view.getInt16(at + 14, true);
    if (feature === -1) {
      if (next < 0 || next >= leafCount) return `node ${node} leads to leaf ${next} of ${leafCount}`;
      continue;
    }
    if (feature < 0 || feature >= columnCount) return `node ${node} splits on column ${feature} of ${columnCount}`;
    // Children after their parent: then every way down ends.
    if (next <= node || next + 1 >= nodeCount)
      return `node ${node} of ${nodeCount} has children ${next} and ${next + 1}`;
    const isOfLevels = (levels[feature] ?? 0) > 0;
    if (isOfLevels && !SIDES_OF_SETS.includes(sides)) return `node ${node} sends levels to sides ${sides}`;
    if (!isOfLevels && sides !== 0 && sides !== missingLeft)
      return `node ${node} sends missing values to side ${sides}`;
    if (!isOfLevels && Number.isNaN(view.getFloat64(at, true))) return `node ${node} splits at NaN`;
  }
  return null;
}

const { set, missingLeft, othersLeft } = SIDES;
const SIDES_OF_SETS = [set, set + missingLeft, set + othersLeft, set + missingLeft + othersLeft];

/** Whether each list is within the sets, ascends, and holds levels of its column; of nodes that have passed. */
function checkSets({ nodes, sets }: PackedTree, { levels = [] }: TreeShape): string | null {
  const view = new DataView(nodes.buffer, nodes.byteOffset, nodes.byteLength);
  const ends = ascentsOf(sets ?? NO_SETS);
  for (let at = 0; at < nodes.length; at += NODE_BYTES) {
    const feature = view.getInt16(at + 12, true);
    if (feature < 0 || (view.getInt16(at + 14, true) & set) === 0) continue;
    const [from, length] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    const node = `node ${at / NODE_BYTES}`;
    // The walk asks for sets only where there are some, be they empty.
    if (sets === undefined) return `${node} splits by levels, of which the tree has no sets`;
    if (from + length > sets.length) return `${node} has the levels ${from} to ${from + length} of ${sets.length}`;
    if (length === 0) continue;
    if (from + length > (ends[from] as number)) return `${node} has levels that do not ascend`;
    const last = sets[from + length - 1] as number;
    const level = GROUP * (last >>> GROUP) + 31 - Math.clz32(last & 0xffff);
    if (level >= (levels[feature] as number))
      return `${node} has level ${level} of column ${feature}, which has ${levels[feature]}`;
  }
  return null;
}

// Levels that one number of a list tells of, and the bits of it that do.
const GROUP = 16;

/** Of each place where the numbers of groups stop ascending from there on. */
function ascentsOf(sets: Uint32Array): Uint32Array {
  const ends = new Uint32Array(sets.length);
  for (let i = sets.length - 1; i >= 0; i--) {
    const ascends = i + 1 < sets.length && (sets[i] as number) >>> GROUP < (sets[i + 1] as number) >>> GROUP;
    ends[i] = ascends ? (ends[i + 1] as number) : i + 1;
  }
  return ends;
}
