// How good the probabilities of classes are. Names and formulas: scikit-learn's; what it tells by a warning or an error is null here.
import { areaOf, averagePrecisionOf, rank } from "./curve/ranking.ts";

export interface ProbabilityScore {
  /** Mean of −log of the probability given to the true class; each row's are first kept within ε of 0 and 1, and made to sum to 1. */
  logLoss: number;
  /** Area under the ROC curve: of two classes of the second; of more the mean of each against all others. null where a class has no row. */
  rocAuc: number | null;
  /** Σ (Rᵢ − Rᵢ₋₁) Pᵢ over the thresholds, R being recall and P precision: of two classes of the second; of more the mean. null likewise. */
  averagePrecision: number | null;
  /** Mean squared error of the probabilities: of two classes of the second's, 0 to 1; of more summed over the classes, 0 to 2 (Brier 1950). */
  brier: number;
}

/** ε of a double, by which scikit-learn from 1.2 on bounds probabilities. */
const EPSILON = 2 ** -52;

/** `actual`: numbers of classes, at least one row; `probability`: `classCount` a row. */
export function scoreProbability(
  actual: Float64Array,
  probability: Float64Array,
  classCount: number,
): ProbabilityScore {
  const classes = classCount === 2 ? [1] : [...Array(classCount).keys()];
  const rankings = classes.map((k) => {
    const scores = Float64Array.from(actual, (_, row) => probability[row * classCount + k] as number);
    return rank(
      actual.map((value) => Number(value === k)),
      scores,
    );
  });
  return {
    logLoss: logLoss(actual, probability, classCount),
    rocAuc: meanOrNull(rankings.map(areaOf)),
    averagePrecision: meanOrNull(rankings.map(averagePrecisionOf)),
    brier: brier(actual, probability, classCount),
  };
}

/**
 * The share of pairs of a row of class 1 and one of class 0 that `scores` put in order, ties counting half; null where a class is missing
 * or a score is no number.
 */
export function areaUnderRoc(actual: Float64Array, scores: Float64Array): number | null {
  return areaOf(rank(actual, scores));
}

function meanOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function logLoss(actual: Float64Array, probability: Float64Array, classCount: number): number {
  const kept = (p: number) => Math.min(Math.max(p, EPSILON), 1 - EPSILON);
  const sum = actual.reduce((total, k, row) => {
    const own = probability.subarray(row * classCount, (row + 1) * classCount);
    return total - Math.log(kept(own[k] as number) / own.reduce((all, p) => all + kept(p), 0));
  }, 0);
  return sum / actual.length;
}

function brier(actual: Float64Array, probability: Float64Array, classCount: number): number {
  const sum = probability.reduce(
    (total, p, i) => total + (p - Number(actual[Math.floor(i / classCount)] === i % classCount)) ** 2,
    0,
  );
  return sum / actual.length / (classCount === 2 ? 2 : 1);
}
