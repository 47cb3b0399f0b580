// What a forest loses when it can no longer use a column (Breiman 2001, §10): unlike what splits won, an honest figure, for the rows are
// new to the tree. Each tree has its own, so that it is the same however the forest is cut; the forest's is their mean.
import type { ForestKernel, TreeOptions } from "../../kernel/forest-kernel.ts";
import type { PackedTree } from "../../kernel/held-forest.ts";
import type { TrainingSet } from "../training-set.ts";

/** Of a tree's share of right votes the standard error is then 1.6 points at most; the mean over the trees has less. */
export const PERMUTED_ROWS_MAX = 1_000;

/**
 * One array a tree, one number a column: what the tree loses when the column is permuted among the rows that its draw left out (a missing
 * value stays where it is). The loss is of the share of right votes, or of the mean squared error in units of y². It is below 0 where the
 * permuted column happens to do better. `options`: what these trees were grown with (treeOptions).
 */
export function permutationImportance(
  kernel: ForestKernel,
  trees: readonly PackedTree[],
  { columns, target, classCount }: TrainingSet,
  options: readonly TreeOptions[],
): Float64Array[] {
  return kernel.permuteColumns(trees, { columns, target, classCount, draws: options, rowCountMax: PERMUTED_ROWS_MAX });
}
