// The family of random forests. A unit is a tree, which follows from the data, the seed and its own number alone.

import * as v from "valibot";
import type { TreeOptions } from "../../kernel/forest-kernel.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { firstLargest } from "../../math/first-largest.ts";
import { SLICE_SECONDS, type Work } from "../../math/work.ts";
import type { ClassWeight } from "../../parameter/class-weights.ts";
import { exactObject } from "../../parameter/exact-object.ts";
import { classWeight, integer, integerOrNull, realOrNull, truth, wordOrReal } from "../../parameter/parameter.ts";
import type { Family, UnitRange } from "../family.ts";
import { learnedNumbers } from "../learned-numbers.ts";
import { type Problem, type Shape, shapeOf, type TrainingSet } from "../training-set.ts";
import { checkTree } from "../tree/check-tree.ts";
import { explainForest } from "./explain-forest.ts";
import { binTable, type ForestParams, featuresTried, growForest, treeOptions } from "./grow-forest.ts";
import { addOutOfBag, outOfBagMeans, treesPerRow } from "./out-of-bag.ts";
import type { Tree } from "./pack-trees.ts";
import { permutationImportance } from "./permutation-importance.ts";
import { treeWork } from "./tree-work.ts";

export type RandomForestParams = ForestParams & { class_weight?: ClassWeight };

export interface ForestUnit {
  /**
   * 16 bytes a node: threshold <f8 (left is x ≤ threshold), left child or leaf <i4 (the right child follows it), feature <i2 (−1: a leaf),
   * sides <i2: 1 where missing goes left, and on a column of levels 2, and 4 where the levels that are not listed go left; in place of the
   * threshold then stand where the list begins among the sets <u4 and its length <u4.
   */
  nodes: Uint8Array;
  /** Lists of levels, ascending: 16 of them that lie together by their number (upper half), and a bit for each that is listed (lower half). */
  sets?: Uint32Array | undefined;
  /** Of each leaf the share of every class, or the mean of y. */
  leaves: Float64Array;
  /** What the rows of each leaf weighed when it was grown; what was stored before 0.12.0 does not tell. */
  covers?: Float64Array | undefined;
  /** Per column: its share of what all splits won, as a share of 1. */
  impurity: Float64Array;
  /** Per column what the tree loses out of bag when the column is permuted (permutation-importance.ts); none of a tree that took all rows. */
  permutation?: Float64Array | undefined;
}

const MAX_FEATURES = ["sqrt", "third", "two_thirds", "all"] as const;

const params = (problem: Problem) => ({
  n_estimators: integer(100, { least: 1, most: 1000, description: "Trees" }),
  max_depth: integerOrNull({ least: 1, most: 1000, description: "Of a tree; null: until its leaves are pure" }),
  min_samples_leaf: integer(1, { least: 1, most: 100_000, description: "Rows of a leaf, at least" }),
  max_features: wordOrReal(MAX_FEATURES, problem === "classification" ? "sqrt" : "two_thirds", {
    least: 0,
    isAbove: true,
    most: 1024,
    description:
      "Features tried at each split: √ (rounded down), a third, two thirds (rounded up) or all of them, a whole number, or a fraction of " +
      "them below 1 (rounded up). For regression two thirds had the least error on eleven tables: 0.7 % less than all, 1.5 % less than a third",
  }),
  max_samples: realOrNull({
    least: 0,
    isAbove: true,
    most: 1,
    description: "Share of the rows that each tree draws, with replacement; null for as many as there are",
  }),
  bootstrap: truth(
    true,
    "Whether each tree draws its rows; else it takes all of them, and the score is cross-validation's",
  ),
  seed: integer(0, { least: 0, most: 2 ** 32 - 1, description: "Of all chance: the same gives the same forest" }),
});

export const randomForest: Family<RandomForestParams, ForestUnit> = {
  name: "Random Forest",
  acceptsMissing: true,
  params: {
    classification: exactObject({ ...params("classification"), class_weight: classWeight() }),
    regression: exactObject(params("regression")),
  },
  unit: treeSchema,
  axes: (problem) => ({
    max_features: problem === "classification" ? ["sqrt", "third", "all"] : ["third", "two_thirds", "all"],
    min_samples_leaf: [1, 3, 10],
  }),
  meaning: ({ columnCount }, given) => ({ ...given, max_features: featuresTried(given.max_features, columnCount) }),
  unitCount: ({ n_estimators }) => n_estimators,
  work: treeWork,
  misfit({ columnCount }, { max_features, max_samples, bootstrap = true }) {
    if (!bootstrap && max_samples !== null)
      return {
        path: "params.max_samples",
        message: `${max_samples}, but without bootstrap each tree takes all rows; null is accepted`,
      };
    if (typeof max_features !== "number") return null;
    const path = "params.max_features";
    if (max_features >= 1 && !Number.isInteger(max_features))
      return { path, message: `${max_features} is neither a whole number nor a fraction below 1` };
    if (max_features > columnCount)
      return { path, message: `${max_features} of ${columnCount} columns; at most all of them can be tried` };
    return null;
  },

  fit: (kernel, data, given, range) =>
    fitInSlices(kernel, { data, given, range }, (trees, options) =>
      given.bootstrap === false ? [] : permutationImportance(kernel, trees, data, options),
    ),

  // Permuting the columns is up to half of the work, and nobody asks a tree of a fold what mattered to it.
  fitToAsk(kernel, data, given, range) {
    const none = given.bootstrap === false ? undefined : new Float64Array(data.columns.length);
    return fitInSlices(kernel, { data, given, range }, (trees) => trees.map(() => none));
  },

  respond(kernel, units, { columns, rowCount, classCount }, onto) {
    return kernel.sumLeaves(units, columns, { rowCount, leafWidth: width(classCount), ...(onto && { onto }) });
  },

  width,

  hold(kernel, units, classCount) {
    const held = kernel.holdForest(units, width(classCount));
    return { bytes: held.bytes, respond: ({ columns, rowCount }) => held.sumLeaves(columns, { rowCount }) };
  },

  heldBytes: ({ nodes, leaves, sets }) => nodes.byteLength + leaves.byteLength + (sets?.byteLength ?? 0),

  decide(raw, { classCount, unitCount }) {
    const means = raw.map((sum) => sum / unitCount);
    if (classCount === 0) return { target: means, probability: null };
    const target = new Float64Array(raw.length / classCount);
    for (let row = 0; row < target.length; row++) {
      const shares = means.subarray(row * classCount, (row + 1) * classCount);
      target[row] = firstLargest(shares);
    }
    return { target, probability: means };
  },

  explain: explainForest,

  outOfBag: {
    isThere: ({ bootstrap = true }) => bootstrap,
    add(kernel, units, { data, params: given, range }, onto) {
      const { columns, target, classCount } = data;
      const options = treeOptions(given, data).slice(range.from, range.to);
      return addOutOfBag(kernel, units, { columns, rowCount: target.length, classCount, options }, onto);
    },
    means: outOfBagMeans,
    unitsPerRow: treesPerRow,
  },

  // A tree without a split has no shares.
  importance: ({ impurity, permutation }) => ({
    impurity: impurity.some((share) => share > 0) ? impurity : null,
    ...(permutation && { permutation }),
  }),
};

/** As many trees at a time as a slice takes; `permute` tells what each column of each tree mattered. */
function* fitInSlices(
  kernel: Kernel,
  { data, given, range }: { data: TrainingSet; given: RandomForestParams; range: UnitRange },
  permute: (trees: readonly Tree[], options: readonly TreeOptions[]) => (Float64Array | undefined)[],
): Work<ForestUnit[]> {
  const units: ForestUnit[] = [];
  const bins = yield* binTable(data, given);
  const options = treeOptions(given, data);
  const { seconds } = treeWork(shapeOf(data), given);
  const atOnce = Math.max(1, Math.floor(SLICE_SECONDS / seconds));
  for (let { from } = range; from < range.to; from += atOnce) {
    const to = Math.min(range.to, from + atOnce);
    const trees = growForest(kernel, data, given, { from, to, bins });
    const permutation = permute(trees, options.slice(from, to));
    trees.forEach(({ nodes, leaves, sets, covers, importance: impurity }, i) => {
      const of = permutation[i];
      units.push({ nodes, leaves, covers, ...(sets && { sets }), impurity, ...(of && { permutation: of }) });
    });
    yield (to - from) * seconds;
  }
  return units;
}

function width(classCount: number): number {
  return Math.max(1, classCount);
}

function treeSchema({ columnCount, classCount, levels }: Shape) {
  return v.pipe(
    exactObject({
      nodes: v.instance(Uint8Array),
      sets: v.optional(v.instance(Uint32Array)),
      leaves: v.instance(Float64Array),
      covers: v.optional(v.instance(Float64Array)),
      impurity: learnedNumbers(columnCount),
      permutation: v.optional(learnedNumbers(columnCount)),
    }),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const fault = checkTree(dataset.value, { classCount, columnCount, levels });
      if (fault === null) return;
      const { path: key, message } = fault;
      const input = dataset.value;
      addIssue({ message, path: [{ type: "object", origin: "value", input, key, value: input[key] }] });
    }),
  );
}
