// What columns add to what a forest says: the mean over its trees of what they add to each (Lundberg et al. 2020). Exact.
import { type Contributions, noContributions } from "../../explain/contributions.ts";
import { type AddedTree, explainSeconds, explainTrees, treesFault } from "../../explain/explain-trees.ts";
import type { PackedTree } from "../../kernel/held-forest.ts";
import type { Explaining } from "../family.ts";

/** A tree as it is stored, which knows what the rows of its leaves weighed unless it is of before 0.12.0. */
interface Tree extends PackedTree {
  covers?: Float64Array | undefined;
}

export const explainForest: Explaining<Tree> = {
  lacks: (trees) => treesFault(trees),

  seconds: (trees, { classCount }) => explainSeconds(trees, outputsOf(classCount)),

  add(kernel, trees, { columns, rowCount, classCount }, _, onto) {
    const leafWidth = outputsOf(classCount);
    const sums = onto ?? noContributions(rowCount, columns.length, leafWidth);
    return explainTrees(kernel, added(trees, classCount), { columns, rowCount, leafWidth }, sums);
  },

  tell({ base, values }, { classCount, unitCount }) {
    const mean = (sum: number) => sum / unitCount;
    const told: Contributions = { base: base.map(mean), values: values.map(mean) };
    if (classCount === 0) return { ...told, of: "y" };
    return { ...(classCount === 2 ? ofBoth(told) : told), of: "probability" };
  },
};

/** Of two classes the shares of the second tell those of the first. */
function outputsOf(classCount: number): number {
  return classCount === 2 ? 1 : Math.max(1, classCount);
}

function* added(trees: readonly Tree[], classCount: number): Generator<AddedTree> {
  for (const { covers, leaves, ...rest } of trees) {
    const own = classCount === 2 ? leaves.filter((_, i) => i % 2 === 1) : leaves;
    yield { tree: { ...rest, leaves: own, covers: covers as Float64Array }, at: 0 };
  }
}

function ofBoth({ base, values }: Contributions): Contributions {
  const both = (second: Float64Array, rest: number) =>
    Float64Array.from({ length: 2 * second.length }, (_, i) => {
      const value = second[i >> 1] as number;
      return i % 2 === 1 ? value : rest - value;
    });
  return { base: both(base, 1), values: both(values, 0) };
}
