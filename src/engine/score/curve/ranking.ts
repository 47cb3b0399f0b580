// Rows in the order of a score, as all that a threshold can do to them.
import { orderer } from "../../math/ascending-order.ts";

/** Rows of class 1 and of class 0: all of them, and for each score, from the least on; no steps where a score is no number. */
export interface Ranking {
  positives: number;
  negatives: number;
  steps: { score: number; ones: number; zeros: number }[];
}

/** `actual`: 1 or 0 of each row. */
export function rank(actual: Float64Array, scores: Float64Array): Ranking {
  const positives = actual.reduce((sum, k) => sum + k, 0);
  const order = orderer(scores.length)(scores);
  const steps: Ranking["steps"] = [];
  for (let from = 0; order.length === scores.length && from < order.length; ) {
    const score = scores[order[from] as number] as number;
    let to = from;
    let ones = 0;
    for (; to < order.length && scores[order[to] as number] === score; to++)
      ones += actual[order[to] as number] as number;
    steps.push({ score, ones, zeros: to - from - ones });
    from = to;
  }
  return { positives, negatives: actual.length - positives, steps };
}

/** The share of pairs of a row of class 1 and one of class 0 that are in order, ties counting half; null where a class is missing. */
export function areaOf({ positives, negatives, steps }: Ranking): number | null {
  if (positives === 0 || negatives === 0 || steps.length === 0) return null;
  let below = 0; // rows of class 0 with smaller scores
  let pairs = 0;
  for (const { ones, zeros } of steps) {
    pairs += ones * (below + zeros / 2);
    below += zeros;
  }
  return pairs / (positives * negatives);
}

/** How precise the rows above a threshold are, for each step of recall; null without a row of class 1. */
export function averagePrecisionOf({ positives, steps }: Ranking): number | null {
  if (positives === 0 || steps.length === 0) return null;
  let [found, told, sum] = [0, 0, 0];
  for (const { ones, zeros } of steps.toReversed()) {
    found += ones;
    told += ones + zeros;
    sum += (ones / positives) * (found / told);
  }
  return sum;
}
