// From probabilities to decisions where the classes are uneven.

/**
 * The threshold of the best balanced accuracy, midway between neighbouring scores; of equally good ones that nearest the middle of all
 * scores. A row is of class 1 from the threshold on. `actual`: 0 or 1; both occur.
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
  const middle = (Math.min(...found) + Math.max(...found)) / 2;
  return found.reduce((nearest, at) => (Math.abs(at - middle) < Math.abs(nearest - middle) ? at : nearest));
}

export interface RocPoint {
  threshold: number;
  falsePositiveRate: number;
  truePositiveRate: number;
}

/** Points of the ROC curve at so many thresholds, from that which tells none to that which tells all. */
export function rocPoints(actual: Float64Array, scores: Float64Array, count: number): RocPoint[] {
  const sorted = scores.toSorted();
  const ones = actual.reduce((sum, k) => sum + k, 0);
  return Array.from({ length: count }, (_, i) => {
    const place = Math.round(((count - 1 - i) / (count - 1)) * (sorted.length - 1));
    const threshold = sorted[place] as number;
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
