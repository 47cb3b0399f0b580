// What trees lose when a column is permuted (kernel/permute.ts), each on rows of its own that its draw left out.
import { type Draw, NO_SETS, NODE_BYTES, type PackedTree, type TraverseExports } from "./held-forest.ts";
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

interface PermutationExports extends Pick<TraverseExports, "drawRows" | "listUndrawn" | "linkTree" | "walkSets"> {
  shuffle(list: number, size: number, count: number): void;
  permuteColumns(...shapeAndPointers: number[]): void;
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
  { nodes, leaves, sets }: PackedTree,
  { columns, target, classCount, rowCountMax }: PermutedTable,
  draw: Draw | undefined,
): Float64Array {
  const columnCount = columns.length;
  if (draw === undefined) throw new Error("There is a draw for every tree");
  const rowCount = Math.min(target.length, rowCountMax);
  const at = wasm.layOut({
    tree: nodes.length,
    leaves: leaves.byteLength,
    sets: sets?.byteLength ?? 0,
    draws: target.length,
    undrawn: 4 * target.length,
    x: 8 * rowCount * columnCount,
    target: 8 * rowCount,
    list: 4 * rowCount, // rows that meet the column
    present: 4 * rowCount, // those with a value
    mixed: 8 * rowCount, // values in another order
    saved: 8 * rowCount, // as they were
    before: 8 * rowCount, // losses of the rows
    firsts: 4 * rowCount * columnCount, // where they first meet each column
    losses: 8 * columnCount,
  });
  const buffer = wasm.buffer();
  new Uint8Array(buffer, at.tree, nodes.length).set(nodes);
  new Float64Array(buffer, at.leaves, leaves.length).set(leaves);
  const nodeCount = nodes.length / NODE_BYTES;
  new Uint32Array(buffer, at.sets, sets?.length ?? 0).set(sets ?? NO_SETS);
  kernel.linkTree(at.tree, nodeCount, at.leaves, Math.max(1, classCount), at.sets);
  kernel.walkSets(sets !== undefined);

  kernel.drawRows(draw.seed, draw.sampleCount, target.length, at.draws);
  const undrawn = kernel.listUndrawn(at.draws, target.length, at.undrawn);
  const count = Math.min(undrawn, rowCount);
  kernel.shuffle(at.undrawn, undrawn, count);
  const rows = new Uint32Array(buffer, at.undrawn, count);
  const values = new Float64Array(buffer, at.x, count * columnCount);
  columns.forEach((column, j) => {
    for (let i = 0; i < count; i++) values[i * columnCount + j] = column[rows[i] as number] as number;
  });
  new Float64Array(buffer, at.target, count).set(Float64Array.from(rows, (row) => target[row] as number));
  const { list, present, mixed, saved, before, firsts, losses } = at;
  kernel.permuteColumns(
    ...[at.tree, classCount, at.x, columnCount, at.target, count],
    ...[list, present, mixed, saved, before, firsts, losses],
  );
  return new Float64Array(buffer, losses, columnCount).slice();
}
