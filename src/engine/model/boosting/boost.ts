// Gradient boosting (Friedman 2001) on histograms (Ke et al., LightGBM, 2017), as scikit-learn's HistGradientBoosting: each iteration grows a
// tree by the gradients of the loss, or one a class, and moves the responses a little along it.
import type { Boosting } from "../../kernel/boosting/boosted-table.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { weightedQuantile } from "../../math/quantile.ts";
import { shuffle, uniform } from "../../math/random.ts";
import { SLICE_SECONDS, type Work } from "../../math/work.ts";
import type { UnitRange } from "../family.ts";
import { shapeOf, type TrainingSet } from "../training-set.ts";
import type { BoostedUnit } from "./boosted-unit.ts";
import type { BoostingParams } from "./boosting-params.ts";
import { iterationSeconds } from "./boosting-work.ts";
import { isStalled } from "./early-stopping.ts";
import { type GrownNode, growTree, leavesOf, nodesOf, stepTo, type TreeOptions } from "./grow-tree.ts";
import type { Loss } from "./loss.ts";
import { lossOfRows, type OpenBoosting, openBoosting } from "./open-boosting.ts";
import { type BoostedTree, packTree } from "./pack-tree.ts";

/** Iterations `from` … `to` − 1; `before`: all those before them. */
export function* boost(
  kernel: Kernel,
  data: TrainingSet,
  params: BoostingParams,
  { from, to }: UnitRange,
  before: readonly BoostedUnit[],
): Work<BoostedUnit[]> {
  const none = (): BoostedUnit => ({ trees: [], gain: new Float64Array(data.columns.length), loss: null });
  if (before.at(-1)?.trees.length === 0) return Array.from({ length: to - from }, none);
  const open = yield* openBoosting(kernel, data, params, before);
  const { judged } = open;
  const isOver = () => judged !== null && isStalled(judged.losses, params.n_iter_no_change, params.tol);
  const seconds = iterationSeconds(shapeOf(data), params);
  const units: BoostedUnit[] = [];
  let boosting: Boosting | undefined;
  let counted = 0;
  for (let unit = from; unit < to; unit++) {
    if (isOver()) {
      units.push(none());
      continue;
    }
    // Others may have used the memory between two slices.
    if (boosting === undefined || !kernel.isOpen(boosting)) boosting = kernel.openBoosting(open.table, open.responses);
    const grown = iterate(boosting, open, params, unit);
    const loss = judged && lossOfRows(open, judged.rows, boosting.responses(judged.rows));
    judged?.losses.push(loss as number);
    units.push({ ...grown, loss });
    counted += seconds;
    if (counted < SLICE_SECONDS) continue;
    open.responses = boosting.responses();
    yield counted;
    counted = 0;
  }
  return units;
}

function iterate(boosting: Boosting, open: OpenBoosting, params: BoostingParams, iteration: number) {
  const { table, columns, unit, baseline } = open;
  const { grownRowCount, rowCount, columnCount } = table;
  const treeCount = table.losses.length;
  const all = {
    rows: { from: 0, count: grownRowCount },
    heldOut: { from: grownRowCount, count: rowCount - grownRowCount },
  };
  const gain = new Float64Array(columnCount);
  const trees: BoostedTree[] = [];
  boosting.startIteration();
  for (let tree = 0; tree < treeCount; tree++) {
    const options = optionsOf(open, params, iteration * treeCount + tree);
    // Where gradients are no finite numbers there is nothing to learn from them.
    const isTold = boosting.startTree(tree);
    const root = growTree(boosting, all, isTold ? options : { ...options, leavesMax: 1, depthMax: 0 });
    for (const { split } of nodesOf(root)) {
      // What its ends gain is in no unit of the loss.
      if (split !== null && open.lossOfTree[tree] === open.loss)
        gain[split.column] = (gain[split.column] as number) + split.gain * unit * unit;
    }
    // The first trees bring the responses to begin with.
    const start = iteration === 0 ? (baseline[tree] as number) : 0;
    const values = new Map<GrownNode, number>();
    for (const leaf of leavesOf(root)) {
      const step = isTold ? params.learning_rate * stepOf(boosting, leaf, { open, tree, params }) : 0;
      boosting.add(leaf.rows, tree, step);
      boosting.add(leaf.heldOut, tree, step);
      values.set(leaf, (start + step) * unit);
    }
    trees.push(packTree(root, columns, (leaf) => values.get(leaf) as number));
  }
  return { trees, gain };
}

/** How far the responses of a leaf should move, before that is shrunk. */
function stepOf(
  boosting: Boosting,
  leaf: GrownNode,
  { open, tree, params }: { open: OpenBoosting; tree: number; params: BoostingParams },
): number {
  const { refitAt } = open.lossOfTree[tree] as Loss;
  if (refitAt === null) return stepTo(boosting.sideOf(leaf.rows), params.l2_regularization, leaf);
  const { values, weights } = boosting.residuals(leaf.rows, tree);
  return weightedQuantile(values, refitAt, weights) as number;
}

function optionsOf({ table, columns, constraints }: OpenBoosting, params: BoostingParams, tree: number): TreeOptions {
  const { max_leaf_nodes, max_depth, min_samples_leaf, l2_regularization, max_features, seed } = params;
  const random = uniform(seed + tree);
  return {
    leavesMax: max_leaf_nodes ?? Infinity,
    depthMax: max_depth ?? Infinity,
    leafRowsMin: min_samples_leaf,
    l2: l2_regularization,
    constraints,
    hasGaps: columns.map(({ hasGaps }) => hasGaps),
    slotCount: table.slotCount,
    draw(from) {
      if (max_features === 1) return from;
      const count = Math.max(1, Math.ceil(max_features * from.length));
      return shuffle(from.slice(), random).slice(0, count).sort();
    },
  };
}
