// What a forest says of the rows that it was grown on: of each the mean over the trees that did not draw it. A forest in parts is asked
// part by part, in the order of the trees, each part adding to the sums of those before it: the same bytes however the forest is cut.
import type { ForestKernel, TreeOptions } from "../../kernel/forest-kernel.ts";
import type { PackedTree } from "../../kernel/held-forest.ts";

interface Asked {
  columns: readonly Float64Array[];
  rowCount: number;
  /** 0 for regression. */
  classCount: number;
}

/**
 * Sums over the trees of what they say of the rows they were grown on, each tree of those that it did not draw (Breiman 2001,
 * §3.1). A row has a number for each class, or one for y, and then how many trees had a say. `options` are those of these trees
 * (treeOptions), `onto` what this answered for the trees before them; it is added to in place.
 */
export function addOutOfBag(
  kernel: ForestKernel,
  trees: readonly PackedTree[],
  { columns, rowCount, classCount, options }: Asked & { options: readonly TreeOptions[] },
  onto: Float64Array = new Float64Array(rowCount * (Math.max(1, classCount) + 1)),
): Float64Array {
  return kernel.sumLeaves(trees, columns, { rowCount, leafWidth: Math.max(1, classCount), undrawn: options, onto });
}

/** From those sums an honest estimate: the probability of each class, or y, of each row. NaN for a row that every tree drew. */
export function outOfBagMeans(sums: Float64Array, classCount: number): Float64Array {
  const width = Math.max(1, classCount);
  return Float64Array.from({ length: (sums.length / (width + 1)) * width }, (_, i) => {
    const at = Math.floor(i / width) * (width + 1);
    return (sums[at + (i % width)] as number) / (sums[at + width] as number);
  });
}

/** From those sums how many trees had a say, on average over the rows. */
export function treesPerRow(sums: Float64Array, classCount: number): number {
  const width = Math.max(1, classCount) + 1;
  const votes = sums.filter((_, i) => i % width === width - 1);
  return votes.reduce((sum, count) => sum + count, 0) / votes.length;
}
