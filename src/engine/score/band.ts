// Between what a row lies. Where enough rows have told how they scatter (scale.ts), the ends are quantiles of their residuals at that hour
// and expectation, no narrower than the line's own uncertainty makes them; else Student's, equally far on both sides.
import { type Certainty, predictionVariances } from "../model/ridge/interval.ts";
import type { Scale } from "./scale.ts";

/** Fewer rows than this say nothing of how they scatter. */
export const SCALE_ROWS_LEAST = 50;

// Where a normal row's ends are at the level that the quantiles of residuals are taken at, 0.9; those of other levels, and of few rows,
// are as far from them as Student's t from this.
const NORMAL_AT_LEVEL = 1.6448536269514722;

export interface Band {
  lower: Float64Array;
  upper: Float64Array;
}

/** What is asked: ŷ, the leverage and the group of each row. */
export interface Asked {
  expected: Float64Array;
  leverages: Float64Array;
  groups: ArrayLike<number>;
}

/**
 * NaN where nothing can be said. `scale`: null where too few rows tell; `quantile`: of Student's t at the level, see coverageFactor.
 */
export function bandOf(
  certainty: Certainty,
  { scale, quantile }: { scale: Scale | null; quantile: number },
  { expected, leverages, groups }: Asked,
): Band {
  const band = { lower: new Float64Array(expected.length), upper: new Float64Array(expected.length) };
  const variances = predictionVariances(certainty, leverages);
  const isScaled = scale !== null && scale.meanSquare > 0 && certainty.residualVariance !== null;
  for (let i = 0; i < expected.length; i++) {
    const y = expected[i] as number;
    const variance = variances[i] as number;
    const group = groups[i] as number;
    // Where nine rows in ten are alike, quantiles say nothing of the tenth.
    if (!isScaled || scale.low(group) >= scale.high(group)) {
      const half = quantile * Math.sqrt(variance);
      band.lower[i] = y - half;
      band.upper[i] = y + half;
      continue;
    }
    const size = scale.sizeOf(group, y);
    const wider = (Math.sqrt(Math.max(1, variance / scale.meanSquare)) * quantile) / NORMAL_AT_LEVEL;
    // Around the middle of the two, which is not ŷ where a group is always off to one side.
    const middle = y + (size * (scale.low(group) + scale.high(group))) / 2;
    const half = (size * wider * (scale.high(group) - scale.low(group))) / 2;
    // Where most rows are alike and some far away, their mean lies outside of nine in ten; the band reaches to it.
    band.lower[i] = Math.min(middle - half, y);
    band.upper[i] = Math.max(middle + half, y);
  }
  return band;
}
