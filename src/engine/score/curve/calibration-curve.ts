// Whether probabilities come true: bins of rows with probabilities alike, and the share of each that is of the class.
import { quantile } from "../../math/quantile.ts";

/** One entry a bin, the least probability first. */
export interface CalibrationCurve {
  /** Mean squared error of the probabilities, of all rows. */
  brier: number;
  /** Mean probability. */
  predicted: number[];
  /** Share of the class. */
  observed: number[];
  /** Wilson's interval of that share at 95 %. */
  lower: number[];
  upper: number[];
  rows: number[];
}

const BIN_COUNT = 10;
const Z = 1.959963984540054; // of the normal distribution at 0.975

/**
 * Bins between the deciles of the probabilities, as scikit-learn's calibration_curve with strategy "quantile"; bins without rows are left out.
 * `actual`: 1 or 0 of each row, at least one; `probability`: finite numbers.
 */
export function calibrationCurve(actual: Float64Array, probability: Float64Array): CalibrationCurve {
  const sorted = probability.toSorted();
  const edges = Array.from({ length: BIN_COUNT - 1 }, (_, i) => quantile(sorted, (i + 1) / BIN_COUNT));
  const bins = Array.from({ length: BIN_COUNT }, () => ({ rows: 0, ones: 0, sum: 0 }));
  let squares = 0;
  for (const [row, p] of probability.entries()) {
    const k = actual[row] as number;
    let above = 0;
    while (above < edges.length && (edges[above] as number) < p) above++;
    const bin = bins[above] as (typeof bins)[number];
    bin.rows++;
    bin.ones += k;
    bin.sum += p;
    squares += (p - k) ** 2;
  }
  const filled = bins.filter(({ rows }) => rows > 0);
  const intervals = filled.map(({ ones, rows }) => wilsonInterval(ones, rows));
  return {
    brier: squares / actual.length,
    predicted: filled.map(({ sum, rows }) => sum / rows),
    observed: filled.map(({ ones, rows }) => ones / rows),
    lower: intervals.map(([lower]) => lower),
    upper: intervals.map(([, upper]) => upper),
    rows: filled.map(({ rows }) => rows),
  };
}

/** Of a share of n rows (Wilson 1927). */
export function wilsonInterval(ones: number, n: number): [lower: number, upper: number] {
  const share = ones / n;
  const middle = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z / (1 + Z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  // At the ends it is exact, but for the rounding.
  return [ones === 0 ? 0 : middle - half, ones === n ? 1 : middle + half];
}
