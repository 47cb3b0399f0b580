// Trees in WebAssembly (kernel/forest.ts): grown on columns of codes, and asked about rows.
import { type Draw, type HeldForest, holdForest, type PackedTree, type Rows } from "./held-forest.ts";
import { createPermutationKernel, type PermutationKernel } from "./permutation-kernel.ts";
import type { Wasm } from "./wasm.ts";

// Of a histogram, that of the missing values among them; see kernel/forest.ts.
const PLACES = 257;

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
   * goes left and the first that goes right (−1: only missing values do), whether missing goes left.
   */
  nodes: Int32Array;
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
    rows: Rows & { leafWidth: number },
  ): Float64Array;

  /** Keeps the trees in a memory of their own, so that asking about a row copies the row only. It goes when the answer is let go. */
  holdForest(trees: readonly PackedTree[], leafWidth: number): HeldForest;
}

interface ForestExports {
  forestTable(...shapeAndPointers: number[]): void;
  drawRows(seed: bigint, sampleCount: number, rowCount: number, draws: number): void;
  growTree(tried: number, depthMax: number, rowsMin: number, nodes: number, leaves: number, stack: number): number;
}

/** `openAnother` gives the same kernels on a memory of their own. */
export function createForestKernel(wasm: Wasm, openAnother: () => Wasm): ForestKernel {
  const kernel = wasm.exports as unknown as ForestExports;

  function growTrees(table: BinnedTable, options: readonly TreeOptions[]): GrownTree[] {
    const { rowCount, columnCount, classCount } = table;
    const width = classCount === 0 ? 2 : classCount;
    const nodesMax = 2 * rowCount;
    const at = wasm.layOut({
      codes: 2 * rowCount * columnCount,
      shifts: 4 * columnCount,
      target: 8 * rowCount,
      weight: 8 * rowCount,
      nodes: 4 * NODE_NUMBERS * nodesMax,
      leaves: 8 * width * rowCount,
      stack: 20 * nodesMax,
      importance: 8 * columnCount,
      draws: rowCount,
      order: 4 * rowCount,
      scratch: 4 * rowCount,
      histogram: 8 * (width + 1) * PLACES,
      counts: 4 * PLACES,
      sums: 8 * (width + 1) * 2,
      features: 4 * columnCount,
      nodeCodes: 2 * rowCount,
      nodeWeights: 8 * rowCount,
      nodeTargets: 8 * rowCount,
    });
    const buffer = wasm.buffer();
    new Uint16Array(buffer, at.codes, table.codes.length).set(table.codes);
    new Int32Array(buffer, at.shifts, columnCount).set(table.shifts);
    new Float64Array(buffer, at.target, rowCount).set(table.target);
    new Float64Array(buffer, at.weight, rowCount).set(table.weight);
    kernel.forestTable(
      ...[rowCount, columnCount, classCount],
      ...[at.codes, at.shifts, at.target, at.weight, at.draws, at.order, at.scratch],
      ...[at.histogram, at.counts, at.sums, at.features, at.nodeCodes, at.nodeWeights, at.nodeTargets, at.importance],
    );
    return options.map(({ seed, sampleCount, featuresTried, depthMax, leafRowsMin }) => {
      kernel.drawRows(seed, sampleCount, rowCount, at.draws);
      const nodeCount = kernel.growTree(featuresTried, depthMax, leafRowsMin, at.nodes, at.leaves, at.stack);
      return {
        nodes: new Int32Array(buffer, at.nodes, NODE_NUMBERS * nodeCount).slice(),
        leaves: new Float64Array(buffer, at.leaves, (width * (nodeCount + 1)) / 2).slice(),
        importance: new Float64Array(buffer, at.importance, columnCount).slice(),
      };
    });
  }

  return {
    ...createPermutationKernel(wasm),
    growTrees,
    sumLeaves: (trees, columns, rows) => holdForest(wasm, trees, rows.leafWidth).sumLeaves(columns, rows),
    holdForest: (trees, leafWidth) => holdForest(openAnother(), trees, leafWidth),
  };
}
