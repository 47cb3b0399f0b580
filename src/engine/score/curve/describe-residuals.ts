// How far a model of regression is off: residuals, y − ŷ, as they are drawn.
import { meanAndDeviation } from "../../math/mean-and-deviation.ts";
import { quantile } from "../../math/quantile.ts";

export interface Residuals {
  mean: number;
  /** Standard deviation, of all of them as a population. */
  std: number;
  quantiles: { share: number[]; value: number[] };
  histogram: {
    /** One more than there are counts, ascending. A residual at an edge is of the bin above, at the last of the last. */
    edges: number[];
    counts: number[];
    /** Residuals below the first edge, and above the last. */
    below: number;
    above: number;
  };
}

const SHARES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
const BIN_COUNT_MAX = 50;

/** Of at least one row; null where a residual is too large to be told. */
export function describeResiduals(actual: Float64Array, predicted: Float64Array): Residuals | null {
  const sorted = actual.map((y, row) => y - (predicted[row] as number)).sort();
  const { mean, std } = meanAndDeviation([...sorted]);
  const value = SHARES.map((share) => quantile(sorted, share));
  return [mean, std, ...value].every(Number.isFinite)
    ? { mean, std, quantiles: { share: SHARES, value }, histogram: histogramOf(sorted) }
    : null;
}

/**
 * Bins as wide as Freedman and Diaconis (1981) say, 2 · IQR · n^(−1/3), widened to end at the least and the largest; where these are more than
 * BIN_COUNT_MAX, so many of them around the median.
 */
function histogramOf(sorted: Float64Array): Residuals["histogram"] {
  const n = sorted.length;
  const [least, most] = [sorted[0] as number, sorted[n - 1] as number];
  if (least === most) return { edges: [least, most], counts: [n], below: 0, above: 0 };
  const wanted = (2 * (quantile(sorted, 0.75) - quantile(sorted, 0.25))) / Math.cbrt(n);
  const needed = wanted > 0 ? Math.ceil((most - least) / wanted) : BIN_COUNT_MAX;
  const isWhole = needed <= BIN_COUNT_MAX || wanted === 0;
  const count = Math.min(needed, BIN_COUNT_MAX);
  const width = isWhole ? (most - least) / count : wanted;
  const from = isWhole ? least : quantile(sorted, 0.5) - (count / 2) * width;
  const edges = Array.from({ length: count + 1 }, (_, i) => (isWhole && i === count ? most : from + i * width));
  const counts = new Array<number>(count).fill(0);
  let [below, above] = [0, 0];
  let bin = 0;
  for (const residual of sorted) {
    if (residual < (edges[0] as number)) below++;
    else if (residual > (edges[count] as number)) above++;
    else {
      while (bin < count - 1 && residual >= (edges[bin + 1] as number)) bin++;
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
  return { edges, counts, below, above };
}
