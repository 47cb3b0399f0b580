// A model's figures on rows that it did not learn from, as they are told and stored.

import { meanAndDeviation } from "../../engine/math/mean-and-deviation.ts";
import type { Decided, Problem } from "../../engine/model/training-set.ts";
import { meanAbsolutePercentageError, meanPoissonDeviance } from "../../engine/score/relative-error.ts";
import { scoreRegression } from "../../engine/score/score.ts";
import { scoreClassification } from "../../engine/score/score-classification.ts";
import type { ClassificationFigures, GridCell, ModelScore, RegressionFigures } from "../schema/model-figure.ts";

export interface Judged {
  problem: Problem;
  classCount: number;
  method: ModelScore["method"];
  actual: Float64Array;
  decided: Decided;
  /** The fold of each row, where there were folds. */
  folds: Uint8Array | null;
}

/** Accuracy or RMSE of at least one row. */
export function metricOf(problem: Problem, actual: Float64Array, predicted: Float64Array): number {
  if (problem === "classification")
    return actual.reduce((n, k, row) => n + Number(predicted[row] === k), 0) / actual.length;
  return Math.sqrt(squaredErrors(actual, predicted).reduce((sum, square) => sum + square, 0) / actual.length);
}

/** Accuracy or RMSE of all rows together, by that of each fold and how many rows it has: a fold of two rows counts as two. */
export function metricOfAll(problem: Problem, metrics: readonly number[], rows: readonly number[]): number {
  const power = problem === "classification" ? 1 : 2;
  const sum = metrics.reduce((total, metric, fold) => total + (rows[fold] as number) * metric ** power, 0);
  return (sum / rows.reduce((total, count) => total + count, 0)) ** (1 / power);
}

/** One number a cell that is less the better the cell is; Infinity where it has no finite figure. */
export function lossesOf(grid: readonly GridCell[], problem: Problem): number[] {
  return grid.map(({ mean }) => (mean === null ? Infinity : problem === "classification" ? -mean : mean));
}

/** Every figure; null for no rows, or where a figure is too large for a number. */
export function scoreModel({ problem, classCount, method, actual, decided, folds }: Judged): ModelScore | null {
  if (actual.length === 0) return null;
  const metric_value = metricOf(problem, actual, decided.target);
  if (!Number.isFinite(metric_value)) return null;
  const byFold = folds && foldMetrics(problem, actual, decided.target, folds);
  return {
    method,
    rows: actual.length,
    metric: problem === "classification" ? "Accuracy" : "RMSE",
    metric_value,
    standard_error: standardError(problem, actual, decided.target),
    folds: byFold,
    std: byFold && meanAndDeviation(byFold).std,
    classification: problem === "classification" ? classificationFigures(actual, decided, classCount) : null,
    regression: problem === "regression" ? regressionFigures(actual, decided.target) : null,
  };
}

export function classificationFigures(
  actual: Float64Array,
  decided: Decided,
  classCount: number,
): ClassificationFigures {
  const score = scoreClassification(actual, decided, classCount);
  return {
    accuracy: score.accuracy,
    balanced_accuracy: score.balancedAccuracy,
    log_loss: finite(score.logLoss),
    roc_auc: score.rocAuc,
    brier: finite(score.brier),
    f1_macro: score.f1Macro,
    average_precision: score.averagePrecision,
    precision: score.precision,
    recall: score.recall,
    f1: score.f1,
    confusion_matrix: score.confusion,
  };
}

/** null where a figure is too large to square. */
export function regressionFigures(actual: Float64Array, predicted: Float64Array): RegressionFigures | null {
  const score = scoreRegression(actual, predicted);
  return (
    score && {
      rmse: score.rmse,
      mae: score.mae,
      r_squared: score.rSquared,
      r2: score.rSquared,
      mape: finite(meanAbsolutePercentageError(actual, predicted)),
      poisson_deviance: finite(meanPoissonDeviance(actual, predicted)),
    }
  );
}

function finite(value: number | null): number | null {
  return Number.isFinite(value) ? value : null;
}

function foldMetrics(problem: Problem, actual: Float64Array, predicted: Float64Array, folds: Uint8Array): number[] {
  const inFold = (values: Float64Array, fold: number) => values.filter((_, row) => folds[row] === fold);
  return Array.from({ length: folds.reduce((most, fold) => Math.max(most, fold), 0) + 1 }, (_, fold) =>
    metricOf(problem, inFold(actual, fold), inFold(predicted, fold)),
  );
}

/** √(variance of a row's share/n); of an RMSE to first order. null for one row. */
function standardError(problem: Problem, actual: Float64Array, predicted: Float64Array): number | null {
  const n = actual.length;
  if (n < 2) return null;
  const shares =
    problem === "classification"
      ? actual.map((k, row) => Number(predicted[row] === k))
      : squaredErrors(actual, predicted);
  const mean = shares.reduce((sum, share) => sum + share, 0) / n;
  const error = Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (n - 1) / n);
  if (problem === "classification" || mean === 0) return error;
  return error / (2 * Math.sqrt(mean));
}

function squaredErrors(actual: Float64Array, predicted: Float64Array): Float64Array {
  return actual.map((y, row) => (y - (predicted[row] as number)) ** 2);
}
