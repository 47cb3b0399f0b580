// What a forest says of rows: the mean of what its trees' leaves hold.
import type { ForestKernel, PackedTree, TreeOptions } from "../../math/forest-kernel.ts";

interface Asked {
  columns: readonly Float64Array[];
  rowCount: number;
  /** 0 for regression. */
  classCount: number;
}

/** Classification: the probability of each class, `classCount` a row. Regression: y, one a row. */
export function predictForest(kernel: ForestKernel, trees: readonly PackedTree[], asked: Asked): Float64Array {
  const { columns, rowCount, classCount } = asked;
  const sums = kernel.sumLeaves(trees, columns, { rowCount, leafWidth: Math.max(1, classCount) });
  return sums.map((sum) => sum / trees.length);
}

/**
 * The same of the rows that the forest was grown on, each by the trees that did not draw it: an honest estimate (Breiman 2001,
 * §3.1). NaN for a row that every tree drew.
 */
export function predictOutOfBag(
  kernel: ForestKernel,
  trees: readonly PackedTree[],
  { columns, rowCount, classCount, options }: Asked & { options: readonly TreeOptions[] },
): Float64Array {
  // A 1 beside each leaf counts the trees that had a say.
  const width = Math.max(1, classCount);
  const counted = trees.map(({ nodes, leaves }) => ({ nodes, leaves: withOnes(leaves, width) }));
  const sums = kernel.sumLeaves(counted, columns, { rowCount, leafWidth: width + 1, undrawn: options });
  return Float64Array.from({ length: rowCount * width }, (_, i) => {
    const at = Math.floor(i / width) * (width + 1);
    return (sums[at + (i % width)] as number) / (sums[at + width] as number);
  });
}

function withOnes(leaves: Float64Array, width: number): Float64Array {
  const result = new Float64Array((leaves.length / width) * (width + 1)).fill(1);
  for (let i = 0; i < leaves.length; i++)
    result[Math.floor(i / width) * (width + 1) + (i % width)] = leaves[i] as number;
  return result;
}
