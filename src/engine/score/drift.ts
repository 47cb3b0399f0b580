// Whether a batch still obeys the model: Fisher's test of its squared errors before training on it, against what the model
// expected of them, hour by hour and expectation by expectation (scale.ts). Errors that follow on each other, and have tails, say less
// than so many independent normal ones; the line's own error is one for all rows.
import { fisherUpperTail } from "../math/distribution.ts";
import { isConstant } from "../math/mean-and-deviation.ts";
import { biasCorrected, type Certainty, sumInflation } from "../model/ridge/interval.ts";
import { SCALE_ROWS_LEAST } from "./band.ts";
import type { Scale } from "./scale.ts";

// One batch in a hundred is flagged though nothing has changed.
const SIGNIFICANCE = 0.01;

// Of a normal distribution.
const NORMAL_KURTOSIS = 3;

export interface Drift {
  /** Mean over the rows of e²/(its expected variance): 1 on average while nothing changes. */
  statistic: number;
  pValue: number;
  flagged: boolean;
}

export interface Errors {
  errors: Float64Array;
  expected: Float64Array;
  leverages: Float64Array;
  groups: ArrayLike<number>;
}

/**
 * null where nothing can be said: no rows, errors that are rounding, or a model without degrees of freedom or residuals. `before`: with c
 * as large as it may be.
 */
export function drift(
  before: Certainty,
  rho: number,
  scale: Scale,
  { errors, expected, leverages, groups }: Errors,
): Drift | null {
  const variance = before.residualVariance;
  const m = errors.length;
  if (m === 0 || !variance || isConstant(norm(errors), norm(expected))) return null;
  const isScaled = scale.rows >= SCALE_ROWS_LEAST && scale.meanSquare > 0;
  // σ² of the rows whose mean size is 1, by what their units came to.
  const unit = isScaled ? (scale.unitSquare * variance) / scale.meanSquare : variance;
  let statistic = 0;
  let ofLine = 0;
  for (let i = 0; i < m; i++) {
    const size = isScaled ? scale.sizeOf(groups[i] as number, expected[i] as number) : 1;
    const row = size ** 2 * unit;
    const line = variance * before.inflation * (leverages[i] as number);
    statistic += (errors[i] as number) ** 2 / (row + line) / m;
    ofLine += line / (row + line) / m;
  }
  if (!Number.isFinite(statistic)) return null;
  const kurtosis = isScaled ? Math.max(NORMAL_KURTOSIS, scale.unitFourth / scale.unitSquare ** 2) : NORMAL_KURTOSIS;
  const tails = (kurtosis - 1) / 2;
  const corrected = biasCorrected(rho, before.n);
  const squares = sumInflation(corrected ** 2, m) + tails - 1;
  const together = (2 * ofLine * (1 - ofLine) * sumInflation(corrected, m)) / m;
  const upper = 1 / (((1 - ofLine) ** 2 * squares) / m + ofLine ** 2 + together);
  const lower = before.freedom / (1 + (tails - 1) / sumInflation(corrected ** 2, before.n));
  const pValue = fisherUpperTail(statistic, upper, lower);
  return Number.isFinite(pValue) ? { statistic, pValue, flagged: pValue < SIGNIFICANCE } : null;
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
}
