// Figures fold by fold, and how far those of two models on the same folds differ.
import { meanAndDeviation } from "../src/engine/math/mean-and-deviation.ts";
import { scoreClassification } from "../src/engine/score/score-classification.ts";
import { areaUnderRoc } from "../src/engine/score/score-probability.ts";
import type { HeldOut } from "../src/shop/gender/after-views.ts";

export interface Figures {
  balanced: number;
  area: number;
}

/** Balanced accuracy at the threshold, and AUC, of some rows; NaN where a gender is missing. */
export function judge({ target, scores, threshold }: Omit<HeldOut, "folds">): Figures {
  const told = { target: scores.map((score) => Number(score >= threshold)), probability: null };
  const { recall, balancedAccuracy } = scoreClassification(target, told, 2);
  return {
    balanced: recall.includes(null) ? Number.NaN : balancedAccuracy,
    area: areaUnderRoc(target, scores) ?? Number.NaN,
  };
}

/** Of each fold. */
export function judgeFolds({ target, folds, scores, threshold }: HeldOut): Figures[] {
  return Array.from({ length: folds.count }, (_, fold) => {
    const inside = (values: Float64Array) => values.filter((_, row) => folds.of[row] === fold);
    return judge({ target: inside(target), scores: inside(scores), threshold });
  });
}

/** Of some folds, or deals. */
export interface Spread {
  mean: number;
  /** Population standard deviation, as in the service's report. */
  deviation: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const { mean, std } = meanAndDeviation(values);
  return { mean, deviation: std };
}

/** First minus second, deal by deal: the mean of the folds of each. */
export function differences(first: Figures[][], second: Figures[][], measure: keyof Figures): number[] {
  const meanOf = (folds: readonly Figures[]) => spreadOf(folds.map((of) => of[measure])).mean;
  return first.map((folds, deal) => meanOf(folds) - meanOf(second[deal] as Figures[]));
}

/**
 * Standard error of the mean difference over the folds of some deals. Models of different folds have learned from many of the same rows, so the
 * variance of the folds is not divided by their number alone (Nadeau & Bengio, Machine Learning 52, 2003, with n₂/n₁ = 1/(folds − 1)).
 */
export function correctedError(first: Figures[][], second: Figures[][], measure: keyof Figures): number {
  const each = first.flatMap((folds, deal) =>
    folds.map((of, fold) => of[measure] - (second[deal]?.[fold]?.[measure] ?? 0)),
  );
  const foldCount = first[0]?.length ?? 0;
  const variance = (spreadOf(each).deviation ** 2 * each.length) / (each.length - 1);
  return Math.sqrt(variance * (1 / each.length + 1 / (foldCount - 1)));
}
