// Trees in WebAssembly (kernel/forest.ts): grown on columns of codes, and asked about rows.
import { type Draw, type HeldForest, holdForest, type PackedTree, type Rows } from "./held-forest.ts";
import { createPermutationKernel, type PermutationKernel } from "./permutation-kernel.ts";
import type { Wasm } from "./wasm.ts";

// Of a histogram of numbers, without that of the missing values; see assembly/forest.ts.
const PLACES = 256;

/** Of a grown node's sides, as of a packed one's: where missing values go, that it splits by a set of levels, and where other levels go. */
export const SIDES = { missingLeft: 1, set: 2, othersLeft: 4 } as const;

/** Numbers of a node of a grown tree. */
export const NODE_NUMBERS = 5;

/** A training set of trees. */
export interface BinnedTable {
  rowCount: number;
  columnCount: number;
  /** One a value, column by column, in the order of the values; 0xffff is a missing one. */
  codes: Uint16Array;
  /** Per column how many of the lowest bits of its codes tell nothing, 8 at most. */
  shifts: Int32Array;
  /** Per column how many levels it has, whose numbers its codes are; 0 of numbers. */
  levels: Int32Array;
  /** One a row: the number of its class (0 …), or y. */
  target: Float64Array;
  weight: Float64Array;
  /** 0 for regression. */
  classCount: number;
}

export interface TreeOptions extends Draw {
  /** Features tried at each split, out of those that vary there. */
  featuresTried: number;
  depthMax: number;
  leafRowsMin: number;
}

export interface GrownTree {
  /**
   * Five numbers a node: left child (the right one follows it; of a leaf, its number), feature (−1: leaf), of its rows the last code that
   * goes left and the first that goes right (−1: only missing values do), whether missing goes left. Of a split by a set of levels: where
   * the set begins among the sets, how many u32 it takes, SIDES.
   */
  nodes: Int32Array;
  /** Sets of levels, see assembly/level-set.ts. */
  sets: Uint32Array;
  /** Weight per class, or weight and weight × y, of each leaf. */
  leaves: Float64Array;
  /** What the splits on each column won: weighted Gini or variance, not divided by anything. */
  importance: Float64Array;
}

export interface ForestKernel extends PermutationKernel {
  /** One tree for each of `options`, which follows from the table and its options alone. */
  growTrees(table: BinnedTable, options: readonly TreeOptions[]): GrownTree[];

  /** What a held forest of these trees answers, for one question. */
  sumLeaves(
    trees: readonly PackedTree[],
    columns: readonly Float64Array[],
    rows: Rows & { leafWidth: number; sumWidth?: number },
  ): Float64Array;

  /** Keeps the trees in a memory of their own, so that asking about a row copies the row only. It goes when the answer is let go. */
  holdForest(trees: readonly PackedTree[], leafWidth: number, sumWidth?: number): HeldForest;
}

interface ForestExports {
  forestTable(...shapeAndPointers: number[]): void;
  drawRows(seed: bigint, sampleCount: number, rowCount: number, draws: number): void;
  forestLevels(...pointers: number[]): void;
  forestSets(at: number, most: number): void;
  setsOfTree(): number;
  growTree(
    tried: number,
    depthMax: number,
    rowsMin: number,
    isDrawn: number,
    nodes: number,
    leaves: number,
    stack: number,
  ): number;
}

/** `openAnother` gives the same kernels on a memory of their own. */
export function createForestKernel(wasm: Wasm, openAnother: () => Wasm): ForestKernel {
  const kernel = wasm.exports as unknown as ForestExports;

  function growTrees(table: BinnedTable, options: readonly TreeOptions[]): GrownTree[] {
    const { columnCount, classCount } = table;
    const width = classCount === 0 ? 2 : classCount;
    // Of numbers there are no sets; of levels how much they take is known once a tree has grown.
    let setsMax = table.levels.some((count) => count > 0) ? SETS_LEAST : 0;
    const at = wasm.layOut(roomFor(table, setsMax));
    copyIn(wasm.buffer(), at, table);
    setTable(kernel, at, table);
    return options.map(({ seed, sampleCount, featuresTried, depthMax, leafRowsMin }) => {
      let nodeCount = -1;
      for (;;) {
        kernel.forestSets(at.sets, setsMax);
        kernel.drawRows(seed, sampleCount, table.rowCount, at.draws);
        const { nodes, leaves, stack } = at;
        nodeCount = kernel.growTree(
          featuresTried,
          depthMax,
          leafRowsMin,
          Number(sampleCount > 0),
          nodes,
          leaves,
          stack,
        );
        if (nodeCount >= 0) break;
        // They come last: all else stays where it is.
        setsMax *= 2;
        wasm.layOut(roomFor(table, setsMax));
      }
      const buffer = wasm.buffer();
      return {
        nodes: new Int32Array(buffer, at.nodes, NODE_NUMBERS * nodeCount).slice(),
        sets: new Uint32Array(buffer, at.sets, kernel.setsOfTree()).slice(),
        leaves: new Float64Array(buffer, at.leaves, (width * (nodeCount + 1)) / 2).slice(),
        importance: new Float64Array(buffer, at.importance, columnCount).slice(),
      };
    });
  }

  return {
    ...createPermutationKernel(wasm),
    growTrees,
    sumLeaves: (trees, columns, rows) =>
      holdForest(wasm, trees, rows.leafWidth, rows.sumWidth).sumLeaves(columns, rows),
    holdForest: (trees, leafWidth, sumWidth) => holdForest(openAnother(), trees, leafWidth, sumWidth),
  };
}

// At first: of most tables more than a tree takes, and more than a set of the most levels does.
const SETS_LEAST = 2 ** 13;

type Room = ReturnType<typeof roomFor>;

/** Bytes of each piece. */
function roomFor({ rowCount, columnCount, classCount, levels }: BinnedTable, setsMax: number) {
  const width = classCount === 0 ? 2 : classCount;
  const nodesMax = 2 * rowCount;
  const levelsMost = levels.reduce((most, count) => Math.max(most, count), 0);
  // Of a node, and one for its missing values.
  const places = 1 + Math.max(PLACES, levelsMost);
  const spare = levelsMost > 0 ? places : 0;
  return {
    codes: 2 * rowCount * columnCount,
    shifts: 4 * columnCount,
    levels: 4 * columnCount,
    target: 8 * rowCount,
    weight: 8 * rowCount,
    nodes: 4 * NODE_NUMBERS * nodesMax,
    leaves: 8 * width * rowCount,
    stack: 20 * nodesMax,
    importance: 8 * columnCount,
    draws: rowCount,
    order: 4 * rowCount,
    scratch: 4 * rowCount,
    histogram: 8 * (width + 1) * places,
    counts: 4 * places,
    sums: 8 * (width + 1) * 2,
    features: 4 * columnCount,
    nodeCodes: 2 * rowCount,
    nodeWeights: 8 * rowCount,
    nodeTargets: 8 * rowCount,
    spareHistogram: 8 * (width + 1) * spare,
    spareCounts: 4 * spare,
    placeOfLevel: 4 * levelsMost,
    levelOfPlace: 4 * levelsMost,
    leftBits: levelsMost / 8 + 2,
    sideBits: levelsMost / 8 + 2,
    keys: 8 * levelsMost,
    ranks: 4 * levelsMost,
    otherRanks: 4 * levelsMost,
    component: 8 * 3 * width,
    sets: 4 * setsMax,
  };
}

function copyIn(buffer: ArrayBuffer, at: Room, table: BinnedTable): void {
  const { rowCount, columnCount } = table;
  new Uint16Array(buffer, at.codes, table.codes.length).set(table.codes);
  new Int32Array(buffer, at.shifts, columnCount).set(table.shifts);
  new Int32Array(buffer, at.levels, columnCount).set(table.levels);
  new Float64Array(buffer, at.target, rowCount).set(table.target);
  new Float64Array(buffer, at.weight, rowCount).set(table.weight);
  new Uint8Array(buffer, at.placeOfLevel, at.levelOfPlace - at.placeOfLevel).fill(0);
}

function setTable(kernel: ForestExports, at: Room, { rowCount, columnCount, classCount }: BinnedTable): void {
  kernel.forestTable(
    ...[rowCount, columnCount, classCount],
    ...[at.codes, at.shifts, at.levels, at.target, at.weight, at.draws, at.order, at.scratch],
    ...[at.histogram, at.counts, at.sums, at.features, at.nodeCodes, at.nodeWeights, at.nodeTargets, at.importance],
  );
  kernel.forestLevels(
    ...[at.spareHistogram, at.spareCounts, at.placeOfLevel, at.levelOfPlace, at.leftBits, at.sideBits],
    ...[at.keys, at.ranks, at.otherRanks, at.component],
  );
}
