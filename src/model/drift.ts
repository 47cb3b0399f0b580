// Whether a batch still obeys the model: Fisher's test of its squared errors before training on it, against what the model
// expected of them.
import { fisherUpperTail } from "../math/distribution.ts";
import { type Certainty, effectiveRows, freedomOf, predictionVariances } from "./ridge/interval.ts";

// One batch in a hundred is flagged though nothing has changed.
const SIGNIFICANCE = 0.01;

export interface Drift {
  /** Mean over the rows of e²/(its expected variance): 1 on average while nothing changes. */
  statistic: number;
  pValue: number;
  flagged: boolean;
}

/** null where nothing can be said: no rows, or a model without degrees of freedom or residuals. */
export function drift(
  before: Certainty,
  rho: number,
  { errors, leverages }: { errors: Float64Array; leverages: Float64Array },
): Drift | null {
  if (errors.length === 0 || !before.residualVariance) return null;
  const variances = predictionVariances(before, leverages);
  const statistic = errors.reduce((sum, error, i) => sum + error ** 2 / (variances[i] as number), 0) / errors.length;
  if (!Number.isFinite(statistic)) return null;
  const upper = Math.max(1, effectiveRows(errors.length, rho));
  const pValue = fisherUpperTail(statistic, upper, freedomOf(before));
  return Number.isFinite(pValue) ? { statistic, pValue, flagged: pValue < SIGNIFICANCE } : null;
}
