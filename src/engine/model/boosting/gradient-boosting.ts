// The family of boosted trees. A unit is an iteration, which follows from all those before it.
import { warn } from "../../../warning.ts";
import type { Family } from "../family.ts";
import type { Shape } from "../training-set.ts";
import { boost } from "./boost.ts";
import { type BoostedUnit, unitSchema } from "./boosted-unit.ts";
import { type BoostingParams, boostingParams, TREES_WITH_ENDS, treesEach } from "./boosting-params.ts";
import { boostingWork } from "./boosting-work.ts";
import { explainBoosting } from "./explain-boosting.ts";
import { decideResponses, type LossName, treeCountOf } from "./loss.ts";
import { misfitOf } from "./misfit.ts";

export const gradientBoosting: Family<BoostingParams, BoostedUnit> = {
  name: "Gradient Boosting",
  acceptsMissing: true,
  isSequential: true,
  params: boostingParams,
  unit: (shape, _, params) => unitSchema(shape, treeCountsOf(shape, params)),
  axes: () => ({
    learning_rate: [0.05, 0.1, 0.2],
    max_leaf_nodes: [7, 31],
    l2_regularization: [0, 10],
    early_stopping: [true],
    max_iter: [300],
  }),
  unitCount: ({ max_iter }) => max_iter,
  work: boostingWork,
  misfit: misfitOf,
  cautions: ({ rowCount }, { min_samples_leaf }) =>
    rowCount >= 2 * min_samples_leaf
      ? []
      : [
          warn(
            "No split",
            `of ${rowCount} rows no two sides have min_samples_leaf, ${min_samples_leaf}: all rows are told the same; ${Math.floor(rowCount / 2)} or less would do.`,
          ),
        ],

  fit: (kernel, data, params, range, before = []) => boost(kernel, data, params, range, before),

  respond(kernel, units, { columns, rowCount, classCount }, onto) {
    const sumWidth = treesOfUnits(units, classCount);
    return kernel.sumLeaves(treesOf(units), columns, { rowCount, leafWidth: 1, sumWidth, ...(onto && { onto }) });
  },

  width: treeCountOf,
  hasEnds: ({ interval }) => interval != null,

  hold(kernel, units, classCount) {
    const held = kernel.holdForest(treesOf(units), 1, treesOfUnits(units, classCount));
    return { bytes: held.bytes, respond: ({ columns, rowCount }) => held.sumLeaves(columns, { rowCount }) };
  },

  heldBytes: ({ trees }) =>
    trees.reduce(
      (sum, { nodes, leaves, sets }) => sum + nodes.byteLength + leaves.byteLength + (sets?.byteLength ?? 0),
      0,
    ),

  decide: (raw, { classCount, params }) => decideResponses(raw, (params.loss ?? "log_loss") as LossName, classCount),

  explain: explainBoosting,

  importance: ({ trees, gain }) => ({ gain: trees.length > 0 ? gain : null }),
};

/** How many trees a unit may have; `params`: those of its model, any unless given. */
function treeCountsOf(shape: Shape, params?: BoostingParams): number[] {
  if (params !== undefined || shape.classCount > 0) return [treesEach(shape, params ?? {})];
  return [treeCountOf(0), TREES_WITH_ENDS];
}

/** How many trees each has that was needed: with ends more than a response has numbers. */
function treesOfUnits(units: readonly BoostedUnit[], classCount: number): number {
  return Math.max(treeCountOf(classCount), ...units.slice(0, 1).map(({ trees }) => trees.length));
}

function treesOf(units: readonly BoostedUnit[]) {
  return units.flatMap(({ trees }) => trees);
}
