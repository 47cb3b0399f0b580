// Which of some models is best by their scores on the same folds, how sure that is, and which is the simplest that is as good.

import { studentQuantile } from "../math/distribution.ts";
import { meanAndDeviation } from "../math/mean-and-deviation.ts";

/** Of the interval of a difference: so often it holds what the difference is. */
export const DIFFERENCE_LEVEL = 0.95;

export interface FoldSummary {
  mean: number;
  /** Population standard deviation of the folds. */
  std: number;
  /** Of the mean, as if folds were independent: std/√(k − 1); null of one fold. */
  standardError: number | null;
}

/** Of one score a fold, one at least. */
export function summariseFolds(scores: readonly number[]): FoldSummary {
  const { mean, std } = meanAndDeviation(scores);
  return { mean, std, standardError: scores.length > 1 ? std / Math.sqrt(scores.length - 1) : null };
}

/** The mean of paired differences, and where it lies with probability DIFFERENCE_LEVEL. */
export interface Difference {
  mean: number;
  lower: number;
  upper: number;
}

/**
 * First minus second, fold by fold, with the corrected resampled t interval of Nadeau and Bengio (Machine Learning 52, 2003): models of
 * different folds have learned from many of the same rows, so the variance of the mean of k folds is (1/k + n₂/n₁) times that of a fold, n₂
 * rows being held out and n₁ learned from; t has k − 1 degrees of freedom. Two folds at least.
 */
export function differenceOf(
  first: readonly number[],
  second: readonly number[],
  { heldOut, learned }: { heldOut: number; learned: number },
): Difference {
  const k = first.length;
  const { mean, std } = meanAndDeviation(first.map((score, fold) => score - (second[fold] as number)));
  const variance = (std ** 2 * k) / (k - 1);
  const error = Math.sqrt((1 / k + heldOut / learned) * variance);
  const reach = error * studentQuantile((1 + DIFFERENCE_LEVEL) / 2, k - 1);
  return { mean, lower: mean - reach, upper: mean + reach };
}

/** A model with its scores; `rank`: how simple it is, the least being simplest. */
export interface Contender extends FoldSummary {
  rank: number;
}

/** The place of the best mean, of equal ones that of the simpler; −1 of none. */
export function bestOf(contenders: readonly Contender[], isMoreBetter: boolean): number {
  const better = (a: Contender, b: Contender) =>
    a.mean === b.mean ? a.rank < b.rank : isMoreBetter ? a.mean > b.mean : a.mean < b.mean;
  return contenders.reduce((best, each, i) => (best < 0 || better(each, contenders[best] as Contender) ? i : best), -1);
}

/**
 * The place of the simplest whose mean is within one standard error of the best one's (Breiman, Friedman, Olshen & Stone 1984, §3.4.3); −1 of
 * none.
 */
export function winnerOf(contenders: readonly Contender[], isMoreBetter: boolean): number {
  const best = contenders[bestOf(contenders, isMoreBetter)];
  if (best === undefined) return -1;
  const least = best.standardError ?? 0;
  const isClose = ({ mean }: Contender) => (isMoreBetter ? best.mean - mean : mean - best.mean) <= least;
  return contenders.reduce(
    (winner, each, i) =>
      isClose(each) && (winner < 0 || each.rank < (contenders[winner] as Contender).rank) ? i : winner,
    -1,
  );
}
