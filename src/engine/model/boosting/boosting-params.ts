// The hyperparameters of boosting, by the names and with the defaults of scikit-learn's HistGradientBoosting.
import * as v from "valibot";
import { dictionary, list } from "../../parameter/bounded.ts";
import type { ClassWeight } from "../../parameter/class-weights.ts";
import { exactObject } from "../../parameter/exact-object.ts";
import { classWeight, integer, integerOrNull, oneOf, real, realOrNull, says } from "../../parameter/parameter.ts";
import type { Problem, Shape } from "../training-set.ts";
import { LOSSES_OF_REGRESSION, type LossName, treeCountOf } from "./loss.ts";

export interface BoostingParams {
  learning_rate: number;
  max_iter: number;
  /** null: no bound. */
  max_leaf_nodes: number | null;
  max_depth: number | null;
  min_samples_leaf: number;
  l2_regularization: number;
  max_bins: number;
  /** Share of the columns that are tried at each split. */
  max_features: number;
  early_stopping: boolean | "auto";
  /** null: the rows that trees are grown on judge when to stop. */
  validation_fraction: number | null;
  n_iter_no_change: number;
  tol: number;
  monotonic_cst: number[] | Record<string, number> | null;
  interaction_cst: "pairwise" | "no_interactions" | (number | string)[][] | null;
  /** Of regression. */
  loss?: Exclude<LossName, "log_loss">;
  quantile?: number | null;
  /** Of regression: between ends of this level trees of their own say where y lies; null for none. */
  interval?: number | null;
  class_weight?: ClassWeight;
  seed: number;
}

// Columns, and the most of them that a table has.
const COLUMNS_MAX = 1024;
const EARLY_ROWS = 10_000;

const Sign = v.picklist([-1, 0, 1]);
const Column = v.union([v.pipe(v.number(), v.integer(), v.minValue(0)), v.string()]);
const columns = { of: "columns", most: COLUMNS_MAX };

const optionalOr = <S extends v.GenericSchema, const F>(schema: S, fallback: F, description: string) =>
  v.optional(v.pipe(v.nullable(schema), v.description(description)), fallback as never);

const common = {
  learning_rate: real(0.1, {
    least: 0,
    isAbove: true,
    most: 10,
    description: "What each tree's values are multiplied by",
  }),
  max_iter: integer(100, {
    least: 1,
    most: 1000,
    description: "Iterations: trees, or of more than two classes a tree each",
  }),
  max_leaf_nodes: integerOrNull(
    { least: 2, most: 10_000, description: "Leaves of a tree, at most; null: no bound" },
    31,
  ),
  max_depth: integerOrNull({ least: 1, most: 1000, description: "Of a tree; null: no bound" }),
  min_samples_leaf: integer(20, { least: 1, most: 100_000, description: "Rows of a leaf, at least" }),
  l2_regularization: real(0, {
    least: 0,
    most: 1e9,
    description: "λ: a leaf's value is −G/(H + λ), gradients over hessians",
  }),
  max_bins: integer(255, { least: 2, most: 255, description: "Bins of a column, beside the one of missing values" }),
  max_features: real(1, {
    least: 0,
    isAbove: true,
    most: 1,
    description: "Share of the columns that are tried at each split, drawn anew for each (rounded up)",
  }),
  early_stopping: v.optional(
    v.pipe(
      v.union([v.literal("auto"), v.boolean()], says('true, false or "auto"')),
      v.description(
        `Whether to stop when held-out rows gain no more; "auto": of more than ${EARLY_ROWS} rows. They are not learned from`,
      ),
    ),
    "auto",
  ),
  validation_fraction: realOrNull(
    {
      least: 0,
      isAbove: true,
      most: 0.9,
      description: "Share of the rows that is held out to judge when to stop; null: those that are learned from judge",
    },
    0.1,
  ),
  n_iter_no_change: integer(10, {
    least: 1,
    most: 1000,
    description: "Iterations without a gain after which it stops",
  }),
  tol: real(1e-7, { least: 0, most: 1e9, description: "By how much the loss must fall to count as a gain" }),
  monotonic_cst: optionalOr(
    v.union(
      [list(Sign, columns), dictionary(Sign, columns)],
      says("a sign, 1, −1 or 0, for each column, or {column: sign}"),
    ),
    null,
    "Columns with which predictions must not fall (1) or rise (−1), all else being equal: {column: sign}, or a sign for each column",
  ),
  interaction_cst: optionalOr(
    v.union(
      [v.picklist(["pairwise", "no_interactions"]), list(list(Column, columns), { of: "groups", most: COLUMNS_MAX })],
      says('"pairwise", "no_interactions" or [[column, …], …]'),
    ),
    null,
    "Groups of columns, by name or number from 0, that may meet in one branch; those in no group make one",
  ),
};

const seed = integer(0, { least: 0, most: 2 ** 32 - 1, description: "Of all chance: the same gives the same trees" });

export const boostingParams = {
  classification: exactObject({ ...common, class_weight: classWeight(), seed }),
  regression: exactObject({
    loss: oneOf(LOSSES_OF_REGRESSION, "squared_error", "What is minimised"),
    quantile: realOrNull({ least: 0, most: 1, description: "Of the loss quantile: which share of y lies below" }),
    interval: realOrNull({
      least: 0.01,
      most: 0.99,
      description:
        "Probability of the intervals that two more trees an iteration are grown for, which then are as wide as a row asks for; null: all rows' are as wide",
    }),
    ...common,
    seed,
  }),
} satisfies Record<Problem, unknown>;

/** Whether rows judge when to stop. */
export function stopsEarly({ early_stopping }: BoostingParams, rowCount: number): boolean {
  return early_stopping === "auto" ? rowCount > EARLY_ROWS : early_stopping;
}

/** +1, −1 or 0 by column; null where nothing is asked of any. */
export function signsOf({ monotonic_cst }: BoostingParams, { columnCount, names }: Columns): Int32Array | null {
  if (monotonic_cst === null) return null;
  const given = Array.isArray(monotonic_cst)
    ? monotonic_cst
    : Array.from({ length: columnCount }, (_, j) => monotonic_cst[names?.[j] ?? ""] ?? 0);
  return given.some((sign) => sign !== 0) ? Int32Array.from(given) : null;
}

/** Numbers of the columns of each group; null where all may meet. */
export function groupsOf({ interaction_cst }: BoostingParams, { columnCount, names }: Columns): number[][] | null {
  if (interaction_cst === null) return null;
  const all = Array.from({ length: columnCount }, (_, j) => j);
  if (interaction_cst === "no_interactions") return all.map((j) => [j]);
  if (interaction_cst === "pairwise") {
    if (columnCount === 1) return null;
    return all.flatMap((j) => all.slice(j + 1).map((k) => [j, k]));
  }
  const groups = interaction_cst.map((group) => group.map((column) => numberOf(column, names)));
  const rest = all.filter((j) => !groups.some((group) => group.includes(j)));
  return rest.length > 0 ? [...groups, rest] : groups;
}

interface Columns extends Pick<Shape, "columnCount" | "names"> {}

/** The number of a column that is named, or told by it; −1 of a name that is none. */
export function numberOf(column: number | string, names: readonly string[] | undefined): number {
  return typeof column === "number" ? column : (names ?? []).indexOf(column);
}

/** One for y, one for each end. */
export const TREES_WITH_ENDS = 3;

/** Trees of an iteration. */
export function treesEach(
  { classCount }: Pick<Shape, "classCount">,
  { interval }: Pick<BoostingParams, "interval">,
): number {
  return interval == null ? treeCountOf(classCount) : TREES_WITH_ENDS;
}
