// From probabilities to decisions at any threshold.

export interface RocPoint {
  threshold: number;
  falsePositiveRate: number;
  truePositiveRate: number;
}

/**
 * Points of the ROC curve at so many thresholds: the first is above all scores and tells none, as (0, 0) needs; the others are scores, as
 * many of them between one and the next, down to the least, which tells all.
 */
export function rocPoints(actual: Float64Array, scores: Float64Array, count: number): RocPoint[] {
  const sorted = scores.toSorted().reverse();
  const ones = actual.reduce((sum, k) => sum + k, 0);
  const thresholds = Array.from({ length: count }, (_, i) =>
    i === 0 ? (sorted[0] as number) + 1 : (sorted[Math.round(((i - 1) / (count - 2)) * (sorted.length - 1))] as number),
  );
  return thresholds.map((threshold) => {
    let [truePositives, positives] = [0, 0];
    scores.forEach((score, row) => {
      if (score < threshold) return;
      positives++;
      truePositives += actual[row] as number;
    });
    return {
      threshold,
      falsePositiveRate: (positives - truePositives) / (actual.length - ones),
      truePositiveRate: truePositives / ones,
    };
  });
}
