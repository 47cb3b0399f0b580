// Trees that stand in a WebAssembly memory and are asked about rows (kernel/traverse.ts). Rows go in by blocks, so that the memory
// grows with the trees and not with the table.
import type { Wasm } from "./wasm.ts";

/** A tree to predict with: 16 bytes a node (kernel/traverse.ts), `leafWidth` numbers a leaf. */
export interface PackedTree {
  nodes: Uint8Array;
  leaves: Float64Array;
  /** Sets of levels that its nodes split by (assembly/level-set.ts); none unless given. */
  sets?: Uint32Array | undefined;
}

/** Where a tree's bootstrap begins; see kernel/bootstrap.ts. */
export interface Draw {
  seed: bigint;
  /** Rows drawn with replacement; 0 takes each row once. */
  sampleCount: number;
}

/** What is asked of the trees. */
export interface Rows {
  rowCount: number;
  /** Sums to go on with, in place; zeros unless given. Parts of a forest asked in the order of their trees add up to the same bytes. */
  onto?: Float64Array;
  /**
   * One a tree: only rows that this draw of `rowCount` rows leaves out are asked. A row's sums then end with one number more, how
   * many trees had a say.
   */
  undrawn?: readonly Draw[];
}

export interface HeldForest {
  /** What the trees and a block of rows take. */
  bytes: number;
  /** Σ over the trees, in their order, of what the leaf of each row holds: `sumWidth` numbers a row. NaN is a missing value. */
  sumLeaves(columns: readonly Float64Array[], rows: Rows): Float64Array;
}

/** The kernel's functions that trees need once they are grown. */
export interface TraverseExports {
  drawRows(seed: bigint, sampleCount: number, rowCount: number, draws: number): void;
  listUndrawn(draws: number, rowCount: number, list: number): number;
  linkTree(tree: number, nodeCount: number, leaves: number, leafWidth: number, sets: number): void;
  walkSets(some: boolean): void;
  addTree(
    tree: number,
    leafWidth: number,
    x: number,
    columnCount: number,
    rows: number,
    rowCount: number,
    sums: number,
    sumWidth: number,
    isCounted: number,
  ): void;
  addRow(trees: number, treeCount: number, leafWidth: number, row: number, sums: number): void;
}

/** Of a packed tree. */
export const NODE_BYTES = 16;
/** Rows that the kernel takes side by side; fewer go through several trees at once instead. */
const LANES = 8;
/**
 * Of the values that go in at once. Each block has every tree come from further away than the nearest cache: with a sixteenth of
 * this, 100 trees of 4,000 nodes took about twice as long, and with twice as much no clearly shorter time.
 */
const BLOCK_BYTES = 2 ** 20;
const BLOCK_ROWS_MAX = 8192; // bounds the sums of a block where columns are few
/**
 * Of the draws that are kept at once, a byte for each row and tree: those of 1,000 trees on 100,000 rows would take 100 MB. For each lot
 * of trees the rows go in anew: an eighth of the time where trees are six levels deep, nothing to speak of where they are whole.
 */
const DRAWS_BYTES = 2 ** 23;

/** Of a tree that has none. */
export const NO_SETS = new Uint32Array(0);

/**
 * Copies the trees to the start of the memory, where they stay until the next layout by anyone else. Where sums are wider than a leaf trees
 * take turns: the first adds to the first numbers of a row's sums, the next to those after them, and so round.
 */
export function holdForest(
  wasm: Wasm,
  trees: readonly PackedTree[],
  leafWidth: number,
  sumWidth = leafWidth,
): HeldForest {
  const kernel = wasm.exports as unknown as TraverseExports;
  const treeBytes = {
    nodes: trees.reduce((sum, { nodes }) => sum + nodes.length, 0),
    leaves: trees.reduce((sum, { leaves }) => sum + leaves.byteLength, 0),
    sets: trees.reduce((sum, { sets }) => sum + (sets?.byteLength ?? 0), 0),
    roots: 4 * trees.length,
  };
  const at = wasm.layOut(treeBytes);
  const addresses = new Uint32Array(trees.length);
  let root = at.nodes;
  let leaf = at.leaves;
  let set = at.sets;
  trees.forEach(({ nodes, leaves, sets = NO_SETS }, tree) => {
    new Uint8Array(wasm.buffer(), root, nodes.length).set(nodes);
    new Float64Array(wasm.buffer(), leaf, leaves.length).set(leaves);
    new Uint32Array(wasm.buffer(), set, sets.length).set(sets);
    kernel.linkTree(root, nodes.length / NODE_BYTES, leaf, leafWidth, set);
    addresses[tree] = root;
    root += nodes.length;
    leaf += leaves.byteLength;
    set += sets.byteLength;
  });
  const turns = sumWidth / leafWidth;
  const parts = Array.from({ length: turns }, (_, turn) => addresses.filter((_, tree) => tree % turns === turn));
  // Those of a turn lie together, for the kernel goes through a list.
  const roots = new Uint32Array(wasm.buffer(), at.roots, trees.length);
  let from = 0;
  for (const part of parts) {
    roots.set(part, from);
    from += part.length;
  }
  const forest = { treeBytes, parts, leafWidth, sumWidth, hasSets: trees.some(({ sets }) => sets !== undefined) };
  return {
    get bytes() {
      return wasm.buffer().byteLength;
    },
    sumLeaves: (columns, rows) => sumLeaves(wasm, kernel, forest, { columns, ...rows }),
  };
}

interface StandingForest {
  /** As they were laid out; laying out the same again, and more after it, leaves the trees where they are. */
  treeBytes: { nodes: number; leaves: number; sets: number; roots: number };
  /** Addresses of the trees, by whose turn it is. */
  parts: Uint32Array[];
  leafWidth: number;
  sumWidth: number;
  hasSets: boolean;
}

function sumLeaves(
  wasm: Wasm,
  kernel: TraverseExports,
  { treeBytes, parts, leafWidth, sumWidth, hasSets }: StandingForest,
  { columns, rowCount, undrawn, onto }: Rows & { columns: readonly Float64Array[] },
): Float64Array {
  const columnCount = columns.length;
  const width = undrawn === undefined ? sumWidth : leafWidth + 1;
  const [roots = new Uint32Array()] = parts; // all, where there are no turns, as there are none of draws
  const blockRows = Math.min(rowCount, BLOCK_ROWS_MAX, Math.ceil(BLOCK_BYTES / (8 * columnCount)));
  const atOnce = Math.max(1, Math.floor(DRAWS_BYTES / rowCount));
  const at = wasm.layOut({
    ...treeBytes,
    x: 8 * blockRows * columnCount,
    sums: 8 * blockRows * width,
    list: 4 * blockRows,
    draws: rowCount * Math.min(atOnce, undrawn?.length ?? 0),
  });
  const block = new Float64Array(wasm.buffer(), at.x, blockRows * columnCount);
  const blockSums = new Float64Array(wasm.buffer(), at.sums, blockRows * width);
  const listed = new Uint32Array(wasm.buffer(), at.list, blockRows);
  for (let row = 0; row < blockRows; row++) listed[row] = row;

  kernel.walkSets(hasSets);
  const result = onto ?? new Float64Array(rowCount * width);
  if (undrawn === undefined) addTrees(null);
  else {
    for (let first = 0; first < roots.length; first += atOnce) {
      undrawn.slice(first, first + atOnce).forEach(({ seed, sampleCount }, tree) => {
        kernel.drawRows(seed, sampleCount, rowCount, at.draws + tree * rowCount);
      });
      addTrees(roots.subarray(first, first + atOnce));
    }
  }
  return result;

  /** Block by block; within a block tree by tree, so that sums are the same however many trees go at once. `drawn`: some, of which draws are there. */
  function addTrees(drawn: Uint32Array | null): void {
    for (let from = 0; from < rowCount; from += blockRows) {
      const count = Math.min(blockRows, rowCount - from);
      columns.forEach((column, j) => {
        for (let row = 0; row < count; row++) block[row * columnCount + j] = column[from + row] as number;
      });
      const sumsOfBlock = result.subarray(from * width, (from + count) * width);
      blockSums.set(sumsOfBlock);
      if (drawn !== null) addUndrawn(drawn, from, count);
      else if (count < LANES) for (let row = 0; row < count; row++) addRow(row);
      else addBlock(count);
      sumsOfBlock.set(blockSums.subarray(0, count * width));
    }
  }

  function addUndrawn(trees: Uint32Array, from: number, count: number): void {
    trees.forEach((root, tree) => {
      const rows = kernel.listUndrawn(at.draws + tree * rowCount + from, count, at.list);
      kernel.addTree(root, leafWidth, at.x, columnCount, at.list, rows, at.sums, width, 1);
    });
  }

  function addBlock(count: number): void {
    parts.forEach((trees, turn) => {
      const sums = at.sums + 8 * turn * leafWidth;
      for (const root of trees) kernel.addTree(root, leafWidth, at.x, columnCount, at.list, count, sums, width, 0);
    });
  }

  function addRow(row: number): void {
    let first = at.roots;
    parts.forEach((trees, turn) => {
      const sums = at.sums + 8 * (row * width + turn * leafWidth);
      kernel.addRow(first, trees.length, leafWidth, at.x + 8 * row * columnCount, sums);
      first += trees.byteLength;
    });
  }
}
