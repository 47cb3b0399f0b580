// What columns add to what boosted trees say: the sum over the trees of what they add to each. Exact.
import { noContributions } from "../../explain/contributions.ts";
import { type AddedTree, explainSeconds, explainTrees, treesFault } from "../../explain/explain-trees.ts";
import type { Explaining } from "../family.ts";
import type { BoostedUnit } from "./boosted-unit.ts";
import { treeCountOf } from "./loss.ts";

export const explainBoosting: Explaining<BoostedUnit> = {
  lacks: (units) => treesFault(units.flatMap(({ trees }) => trees)),

  seconds: (units) =>
    explainSeconds(
      units.flatMap(({ trees }) => trees),
      1,
    ),

  add(kernel, units, { columns, rowCount, classCount }, _, onto) {
    const sums = onto ?? noContributions(rowCount, columns.length, treeCountOf(classCount));
    return explainTrees(kernel, added(units, classCount), { columns, rowCount, leafWidth: 1 }, sums);
  },

  // Responses are y or its logarithm, log-odds of the second of two classes, and of more one number each, whose softmax is told.
  tell(sums, { classCount, params }) {
    if (classCount > 0) return { ...sums, of: classCount === 2 ? "log_odds" : "logit" };
    return { ...sums, of: params.loss === "poisson" || params.loss === "gamma" ? "log_y" : "y" };
  },
};

/** The trees of an iteration add to one output each; those of ends to none that is explained. */
function* added(units: readonly BoostedUnit[], classCount: number): Generator<AddedTree> {
  for (const { trees } of units)
    for (const [at, tree] of trees.slice(0, treeCountOf(classCount)).entries()) yield { tree, at };
}
