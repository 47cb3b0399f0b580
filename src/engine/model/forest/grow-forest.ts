// A random forest (Breiman 2001): trees on bootstrap samples, each split chosen among some features drawn at random. Classification
// by Gini's impurity, regression by variance; a leaf holds the shares of its classes, or its mean. Each tree follows from the
// forest's seed and its own number alone, so that any range of them can be grown anywhere, any number of times.
import type { BinnedTable, ForestKernel, TreeOptions } from "../../kernel/forest-kernel.ts";
import { meanAndDeviation } from "../../math/mean-and-deviation.ts";
import type { Work } from "../../math/work.ts";
import { rowWeights, type TrainingSet } from "../training-set.ts";
import { type Bins, binInSlices } from "./bin-columns.ts";
import { packTrees, type Tree } from "./pack-trees.ts";

export interface ForestParams {
  n_estimators: number;
  /** null: until leaves are pure. */
  max_depth: number | null;
  min_samples_leaf: number;
  /** Features tried at each split: √, a third, two thirds or all of them, a number, or a fraction of them below 1. */
  max_features: "sqrt" | "third" | "two_thirds" | "all" | number;
  /** Share of the rows that each tree draws with replacement; null: as many as there are. */
  max_samples: number | null;
  /** Whether trees draw their rows, else each takes all; they do unless given: what was stored before 0.10.0 does not tell. */
  bootstrap?: boolean;
  seed: number;
}

/** The columns as trees take them, for every range. */
export function binTable(data: TrainingSet, params: ForestParams): Work<Bins> {
  const { columns, levels, target } = data;
  return binInSlices(columns, target.length, { levels, standFor: standForOf(data, params) });
}

/** Trees `from` … `to` − 1. `bins`: of the columns, by binTable. */
export function growForest(
  kernel: ForestKernel,
  data: TrainingSet,
  params: ForestParams,
  { from, to, bins }: { from: number; to: number; bins: Bins },
): Tree[] {
  const { columns, target, classCount } = data;
  const weight = rowWeights(data) ?? new Float64Array(target.length).fill(1);
  const offset = classCount === 0 ? offsetOf(target, standForOf(data, params)) : 0;
  const table: BinnedTable = {
    rowCount: target.length,
    columnCount: columns.length,
    ...bins,
    target: offset === 0 ? target : target.map((y) => y - offset),
    weight,
    classCount,
  };
  const options = treeOptions(params, data).slice(from, to);
  return packTrees(kernel.growTrees(table, options), { columns, bins, classCount, offset });
}

/**
 * What y is measured from while trees grow: splits are compared by squares of sums, in which a large mean would take all digits. It is the
 * mean, rounded to a power of two that the deviation holds, so that whole numbers, say, stay whole, and come back as they were.
 */
function offsetOf(y: Float64Array, weights: Float64Array | undefined): number {
  const { mean, std } = meanAndDeviation(y, weights);
  if (std === 0) return 0;
  const step = 2 ** Math.floor(Math.log2(std));
  return Math.round(mean / step) * step;
}

/** For how many rows each stands where trees take all: a row that weighs k is then k rows. Undefined where each stands for itself. */
export function standForOf({ weights }: TrainingSet, { bootstrap = true }: ForestParams): Float64Array | undefined {
  return bootstrap ? undefined : weights;
}

/** How each tree of a forest is grown. */
export function treeOptions(params: ForestParams, { columns, target }: TrainingSet): TreeOptions[] {
  const { n_estimators, max_depth, min_samples_leaf, max_samples, bootstrap = true, seed } = params;
  return Array.from({ length: n_estimators }, (_, tree) => ({
    seed: seedOf(seed, tree),
    sampleCount: bootstrap ? Math.max(1, Math.round((max_samples ?? 1) * target.length)) : 0,
    featuresTried: featuresTried(params.max_features, columns.length),
    depthMax: max_depth ?? 0x7fffffff,
    leafRowsMin: min_samples_leaf,
  }));
}

// Seeds of neighbouring trees lie far apart in the sequence of the generator (Steele et al. 2014: any odd number would do).
const SEED_STRIDE = 0xd1342543de82ef95n;

function seedOf(seed: number, tree: number): bigint {
  return BigInt.asUintN(64, (BigInt(seed) << 32n) + BigInt(tree + 1) * SEED_STRIDE);
}

// 0.07 · 100 is a little more than 7.
const ROUNDING = 1e-9;

/**
 * How many of so many columns are tried at each split. Roots are rounded down, as in scikit-learn, shares up: of few columns one more is
 * much (bench/max-features.ts).
 */
export function featuresTried(of: ForestParams["max_features"], count: number): number {
  const tried = {
    sqrt: Math.floor(Math.sqrt(count)),
    third: Math.ceil(count / 3),
    two_thirds: Math.ceil((2 * count) / 3),
    all: count,
  };
  const wanted = typeof of === "string" ? tried[of] : of < 1 ? Math.ceil(of * count - ROUNDING) : of;
  return Math.min(count, Math.max(1, wanted));
}
