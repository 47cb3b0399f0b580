// A forest whose rows are all at hand: binned, grown and asked in one go. The service grows range after range and holds what it asks.
import type { ForestKernel } from "../../src/engine/kernel/forest-kernel.ts";
import type { PackedTree } from "../../src/engine/kernel/held-forest.ts";
import { finish } from "../../src/engine/math/work.ts";
import { binTable, type ForestParams, growForest } from "../../src/engine/model/forest/grow-forest.ts";
import type { TrainingSet } from "../../src/engine/model/training-set.ts";

/** Trees `from` … `to` − 1. */
export function binAndGrow(
  kernel: ForestKernel,
  data: TrainingSet,
  params: ForestParams,
  range: { from: number; to: number },
) {
  return growForest(kernel, data, params, { ...range, bins: finish(binTable(data, params)) });
}

/** Classification: the probability of each class, `classCount` a row. Regression (`classCount` 0): y, one a row. */
export function predictForest(
  kernel: ForestKernel,
  trees: readonly PackedTree[],
  { columns, rowCount, classCount }: { columns: readonly Float64Array[]; rowCount: number; classCount: number },
): Float64Array {
  const sums = kernel.sumLeaves(trees, columns, { rowCount, leafWidth: Math.max(1, classCount) });
  return sums.map((sum) => sum / trees.length);
}
