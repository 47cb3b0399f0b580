// How often predicted classes are right. Names and formulas: scikit-learn's.

import type { Decided } from "../model/training-set.ts";
import { countClasses } from "../parameter/class-weights.ts";

export interface ClassificationScore {
  n: number;
  accuracy: number;
  /** Mean of the classes' recalls. */
  balancedAccuracy: number;
  /** Mean of −log of the probability given to the true class, not below 1e-15; null without probabilities. */
  logLoss: number | null;
  /** Area under the ROC curve of the second of two classes; null for more classes or without probabilities. */
  rocAuc: number | null;
  /** One per class; null where there is nothing to divide by. */
  precision: (number | null)[];
  recall: (number | null)[];
  f1: (number | null)[];
  /** Rows: the true class; columns: the predicted one. */
  confusion: number[][];
}

const PROBABILITY_LEAST = 1e-15;

/** `actual`: numbers of classes, at least one row. */
export function scoreClassification(
  actual: Float64Array,
  { target, probability }: Decided,
  classCount: number,
): ClassificationScore {
  const confusion = Array.from({ length: classCount }, () => Array<number>(classCount).fill(0));
  actual.forEach((k, row) => {
    const of = confusion[k] as number[];
    of[target[row] as number] = (of[target[row] as number] as number) + 1;
  });
  const right = confusion.map((row, k) => row[k] as number);
  const actuals = countClasses(actual, classCount);
  const predicted = countClasses(target, classCount);
  const recall = right.map((n, k) => ratio(n, actuals[k] as number));
  const seen = recall.filter((value) => value !== null);
  return {
    n: actual.length,
    accuracy: right.reduce((sum, n) => sum + n, 0) / actual.length,
    balancedAccuracy: seen.reduce((sum, value) => sum + value, 0) / seen.length,
    logLoss: probability && logLoss(actual, probability, classCount),
    rocAuc: probability && classCount === 2 ? areaUnderRoc(actual, secondOf(probability)) : null,
    precision: right.map((n, k) => ratio(n, predicted[k] as number)),
    recall,
    f1: right.map((n, k) => ratio(2 * n, (actuals[k] as number) + (predicted[k] as number))),
    confusion,
  };
}

/** Of two classes, the probability of the second, one a row. */
export function secondOf(probability: Float64Array): Float64Array {
  return probability.filter((_, i) => i % 2 === 1);
}

/**
 * The share of pairs of a row of class 1 and one of class 0 that `scores` put in order, ties counting half; null where a class is missing
 * or a score is no number.
 */
export function areaUnderRoc(actual: Float64Array, scores: Float64Array): number | null {
  const order = Uint32Array.from(actual.keys()).sort((a, b) => (scores[a] as number) - (scores[b] as number));
  const positives = actual.reduce((sum, k) => sum + k, 0);
  const negatives = actual.length - positives;
  if (positives === 0 || negatives === 0 || scores.some(Number.isNaN)) return null;
  let below = 0; // rows of class 0 with smaller scores
  let pairs = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let ones = 0;
    for (; to < order.length && scores[order[to] as number] === scores[order[from] as number]; to++)
      ones += actual[order[to] as number] as number;
    const zeros = to - from - ones;
    pairs += ones * (below + zeros / 2);
    below += zeros;
    from = to;
  }
  return pairs / (positives * negatives);
}

function logLoss(actual: Float64Array, probability: Float64Array, classCount: number): number {
  return (
    actual.reduce(
      (sum, k, row) => sum - Math.log(Math.max(PROBABILITY_LEAST, probability[row * classCount + k] as number)),
      0,
    ) / actual.length
  );
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
