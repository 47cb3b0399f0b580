// How often predicted classes are right. Names and formulas: scikit-learn's.

import type { Decided } from "../model/training-set.ts";
import { countClasses } from "../parameter/class-weights.ts";
import { type ProbabilityScore, scoreProbability } from "./score-probability.ts";

export interface ClassificationScore {
  n: number;
  accuracy: number;
  /** Mean of the classes' recalls. */
  balancedAccuracy: number;
  /** How good the probabilities are; each null without them. */
  logLoss: number | null;
  rocAuc: number | null;
  averagePrecision: number | null;
  brier: number | null;
  /** Mean of F1 over the classes that rows are of, or are told to be of. */
  f1Macro: number;
  /** One per class; null where there is nothing to divide by. */
  precision: (number | null)[];
  recall: (number | null)[];
  f1: (number | null)[];
  /** Rows: the true class; columns: the predicted one. */
  confusion: number[][];
}

const NO_PROBABILITY: { [Name in keyof ProbabilityScore]: null } = {
  logLoss: null,
  rocAuc: null,
  averagePrecision: null,
  brier: null,
};

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
  const f1 = right.map((n, k) => ratio(2 * n, (actuals[k] as number) + (predicted[k] as number)));
  return {
    n: actual.length,
    accuracy: right.reduce((sum, n) => sum + n, 0) / actual.length,
    balancedAccuracy: meanOfKnown(recall),
    ...(probability ? scoreProbability(actual, probability, classCount) : NO_PROBABILITY),
    f1Macro: meanOfKnown(f1),
    precision: right.map((n, k) => ratio(n, predicted[k] as number)),
    recall,
    f1,
    confusion,
  };
}

/** Of two classes, the probability of the second, one a row. */
export function secondOf(probability: Float64Array): Float64Array {
  return probability.filter((_, i) => i % 2 === 1);
}

function meanOfKnown(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
