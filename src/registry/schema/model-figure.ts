// The figures that a model is judged by.
import * as v from "valibot";
import { described } from "../../platform/schema/described.ts";

const Params = v.record(v.string(), v.unknown());

/** One combination of hyperparameters that tuning tried. */
export const GridCell = v.object({
  params: described(Params, "What this cell sets, beside what was given"),
  mean: described(
    v.nullable(v.number()),
    "Of all held-out rows together, as metric_value: accuracy, or RMSE in units of y; null where it is no finite number",
  ),
  std: described(v.nullable(v.number()), "Standard deviation of the folds"),
  scores: described(v.array(v.nullable(v.number())), "One per fold, the same folds in every cell"),
  seconds: described(v.number(), "What training and scoring its folds took"),
});
export type GridCell = v.InferOutput<typeof GridCell>;

const perClass = v.array(v.nullable(v.number()));

// Models that were trained before 0.12.0 have no such figure.
const since = (description: string) => v.optional(described(v.nullable(v.number()), description));

export const ClassificationFigures = v.object({
  accuracy: v.number(),
  balanced_accuracy: described(v.number(), "Mean of the classes' recalls"),
  log_loss: described(v.nullable(v.number()), "Mean of −log of the probability given to the true class"),
  roc_auc: described(
    v.nullable(v.number()),
    "Area under the ROC curve: of two classes of the second, of more the mean of each against all others; null where a class has no row",
  ),
  brier: since(
    "Mean squared error of the probabilities: of two classes of the second's, 0 to 1; of more summed over the classes, 0 to 2",
  ),
  f1_macro: since("Mean of F1 over the classes that rows are of, or are told to be of"),
  average_precision: since(
    "Precision at each step of recall, averaged: of two classes of the second, of more the mean of each against all others; null where a " +
      "class has no row",
  ),
  precision: described(perClass, "One per class, in the order of `classes`; null where none was predicted"),
  recall: described(perClass, "One per class"),
  f1: described(perClass, "One per class"),
  confusion_matrix: described(v.array(v.array(v.number())), "Rows: the true class; columns: the predicted one"),
});
export type ClassificationFigures = v.InferOutput<typeof ClassificationFigures>;

export const RegressionFigures = v.object({
  rmse: described(v.number(), "√(Σ(y − ŷ)²/n), in units of y"),
  mae: described(v.number(), "Σ|y − ŷ|/n, in units of y"),
  r_squared: described(v.nullable(v.number()), "1 − Σ(y − ŷ)²/Σ(y − ȳ)²; null for a constant y"),
  r2: since("r_squared, by scikit-learn's name"),
  mape: since("Σ(|y − ŷ|/max(|y|, 2.2e-16))/n, a share: 0.1 is 10 %. Where some y is 0 it says nothing"),
  poisson_deviance: since("2 Σ(y log(y/ŷ) − y + ŷ)/n; null where some y is below 0, or some ŷ is not above it"),
});
export type RegressionFigures = v.InferOutput<typeof RegressionFigures>;

export const IntervalFigure = v.object({
  level: v.number(),
  half_width: described(
    v.nullable(v.number()),
    "Half of an interval's width at this level, in units of y; of a model that says its own ends the mean over held-out rows. null where so few rows " +
      "were held out that they cannot tell",
  ),
  coverage: described(
    v.nullable(v.number()),
    "The share of each fold's rows within intervals by the rows of the other folds; null where there are no folds, or too few rows",
  ),
});
export type IntervalFigure = v.InferOutput<typeof IntervalFigure>;

/** Out of sample, always. */
export const ModelScore = v.object({
  method: described(
    v.picklist(["out_of_bag", "cross_validation"]),
    "Each row by the trees that did not draw it, about a third of them (`out_of_bag`), or by a model of the other folds (`cross_validation`)",
  ),
  rows: described(v.number(), "Rows scored"),
  metric: v.picklist(["Accuracy", "RMSE"]),
  metric_value: v.number(),
  standard_error: described(
    v.nullable(v.number()),
    "Of metric_value, from how much rows differ, as if they were independent; null for one row",
  ),
  folds: described(v.nullable(v.array(v.number())), "The metric of each fold; null out of bag"),
  std: described(v.nullable(v.number()), "Standard deviation of the folds; null out of bag"),
  trees_per_row: v.optional(
    described(
      v.nullable(v.number()),
      "Out of bag: how many trees told a row, on average. They are about a third of the forest, and shares of fewer trees are rougher: the " +
        "whole forest's log_loss is as a rule smaller than the one told. null in cross-validation; left out in models trained before there was this figure",
    ),
  ),
  classification: v.nullable(ClassificationFigures),
  regression: v.nullable(RegressionFigures),
  intervals: v.optional(
    described(
      v.array(IntervalFigure),
      "Of the score of a model of regression: how wide the intervals are that `interval` asks a prediction for; left out in models trained before there were any",
    ),
  ),
});
export type ModelScore = v.InferOutput<typeof ModelScore>;

/**
 * As it is stored. `cv`: of a score that is out of bag, that by cross-validation as well; `hasDependence`, `hasDecisions`: whether the version
 * has a partial dependence, and decisions of held-out rows, beside its units.
 */
export interface StoredScore extends ModelScore {
  cv?: ModelScore | null;
  hasDependence?: boolean;
  hasDecisions?: boolean;
}

/** Why a task came to nothing. */
export interface TaskFailure {
  code: string;
  message: string;
  errors: { path: string; message: string }[];
}
