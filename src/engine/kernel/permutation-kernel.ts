// What trees lose when a column is permuted (kernel/permute.ts), each on rows of its own that its draw left out.
import { type Draw, NODE_BYTES, type PackedTree, type TraverseExports } from "./held-forest.ts";
import type { Wasm } from "./wasm.ts";

/** The table that the trees were grown on. */
export interface PermutedTable {
  columns: readonly Float64Array[];
  /** One a row: the number of its class (0 …), or y. */
  target: Float64Array;
  /** 0 for regression. */
  classCount: number;
  /** How each tree's rows were drawn. */
  draws: readonly Draw[];
  /** Of more undrawn rows, so many are chosen at random. */
  rowCountMax: number;
}

export interface PermutationKernel {
  /**
   * One array a tree, one number a column: by how much the share of right votes falls, or the mean squared error grows, when the
   * column is permuted. It follows from the tree, its draw and the table alone. 0 where no row meets the column in the
   * tree, and where its draw left no row out.
   */
  permuteColumns(trees: readonly PackedTree[], table: PermutedTable): Float64Array[];
}

interface PermutationExports extends Pick<TraverseExports, "drawRows" | "listUndrawn" | "linkTree"> {
  shuffle(list: number, size: number, count: number): void;
  permuteColumns(tree: number, classCount: number, x: number, ...more: number[]): void;
}

export function createPermutationKernel(wasm: Wasm): PermutationKernel {
  const kernel = wasm.exports as unknown as PermutationExports;
  return {
    permuteColumns: (trees, table) => trees.map((tree, i) => permuteTree(wasm, kernel, tree, table, table.draws[i])),
  };
}

function permuteTree(
  wasm: Wasm,
  kernel: PermutationExports,
  { nodes, leaves }: PackedTree,
  { columns, target, classCount, rowCountMax }: PermutedTable,
  draw: Draw | undefined,
): Float64Array {
  const columnCount = columns.length;
  if (draw === undefined) throw new Error("There is a draw for every tree");
  const rowCount = Math.min(target.length, rowCountMax);
  const [tree = 0, leavesAt = 0, draws = 0, list = 0, x = 0, targetAt = 0, ...scratch] = wasm.layOut(
    nodes.length,
    leaves.byteLength,
    target.length,
    4 * target.length,
    8 * rowCount * columnCount,
    8 * rowCount,
    4 * rowCount, // rows that meet the column
    4 * rowCount, // those with a value
    8 * rowCount, // values in another order
    8 * rowCount, // as they were
    8 * rowCount, // losses of the rows
    4 * rowCount * columnCount, // where they first meet each column
    8 * columnCount, // losses of the columns, last
  );
  const buffer = wasm.buffer();
  new Uint8Array(buffer, tree, nodes.length).set(nodes);
  new Float64Array(buffer, leavesAt, leaves.length).set(leaves);
  const nodeCount = nodes.length / NODE_BYTES;
  kernel.linkTree(tree, nodeCount, leavesAt, Math.max(1, classCount));

  kernel.drawRows(draw.seed, draw.sampleCount, target.length, draws);
  const undrawn = kernel.listUndrawn(draws, target.length, list);
  const count = Math.min(undrawn, rowCount);
  kernel.shuffle(list, undrawn, count);
  const rows = new Uint32Array(buffer, list, count);
  const values = new Float64Array(buffer, x, count * columnCount);
  columns.forEach((column, j) => {
    for (let i = 0; i < count; i++) values[i * columnCount + j] = column[rows[i] as number] as number;
  });
  new Float64Array(buffer, targetAt, count).set(Float64Array.from(rows, (row) => target[row] as number));
  kernel.permuteColumns(tree, classCount, x, columnCount, targetAt, count, ...scratch);
  return new Float64Array(buffer, scratch.at(-1), columnCount).slice();
}
