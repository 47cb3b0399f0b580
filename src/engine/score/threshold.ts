// From probabilities to decisions where the classes are uneven.

/**
 * The threshold of the best balanced accuracy, midway between neighbouring scores; of equally good ones that nearest their middle. Where
 * none is better than telling one class of all rows, it is the more frequent one that is told. A row is of class 1 from the threshold
 * on. `actual`: 0 or 1; both occur. `scores`: up to 1.
 */
export function bestThreshold(actual: Float64Array, scores: Float64Array): number {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[a] as number) - (scores[b] as number));
  const ones = actual.reduce((sum, k) => sum + k, 0);
  const zeros = actual.length - ones;
  let below = { zeros: 0, ones: 0 };
  let best = -1;
  let found: number[] = [];
  order.forEach((row, i) => {
    const previous = order[i - 1];
    const score = scores[row] as number;
    if (previous === undefined || score > (scores[previous] as number)) {
      const balanced = (below.zeros / zeros + (ones - below.ones) / ones) / 2;
      const at = previous === undefined ? score : (score + (scores[previous] as number)) / 2;
      if (balanced > best) [best, found] = [balanced, [at]];
      else if (balanced === best) found.push(at);
    }
    below = { zeros: below.zeros + 1 - (actual[row] as number), ones: below.ones + (actual[row] as number) };
  });
  if (best <= 0.5 && ones < zeros) return ((scores[order.at(-1) as number] as number) + 1) / 2;
  // Found from below to above.
  const middle = ((found[0] as number) + (found.at(-1) as number)) / 2;
  return found.reduce((nearest, at) => (Math.abs(at - middle) < Math.abs(nearest - middle) ? at : nearest));
}

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
