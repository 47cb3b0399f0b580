// What was saved in a period, and how sure that is: fractional savings uncertainty of ASHRAE Guideline 14-2014, Annex B
// (Reddy & Claridge 2000):  ΔS/S = t · 1.26 · CV(RMSE) · √((n/n′)(1 + 2/n′)/m) / F, where n and n′ are rows of the baseline,
// m those of the period, F = S/Ê, and CV(RMSE) has n − df in its denominator.
import { type Certainty, coverageFactor } from "./ridge/interval.ts";

/** Reddy & Claridge's constant for the scatter of the line, in place of a leverage for each row. */
const LINE_SCATTER = 1.26;

export interface Savings {
  /** Sums over the rows that have both, in units of y. */
  actual: number;
  expected: number;
  /** expected − actual, and in % of expected; positive where less was used. */
  saving: number;
  savingPercent: number | null;
  /** ± of the saving with probability `level`, in units of y, and in % of the saving. */
  uncertainty: number | null;
  uncertaintyPercent: number | null;
}

/** `baselineMean`: ȳ of the rows that the model was trained on; `rows`: m. */
export function savings(
  sums: { actual: number; expected: number; rows: number },
  baseline: { certainty: Certainty; residualSquares: number; mean: number },
  level: number,
): Savings {
  const { actual, expected, rows } = sums;
  const saving = expected - actual;
  const uncertainty = expectedUncertainty(expected, rows, baseline, level);
  return {
    actual,
    expected,
    saving,
    savingPercent: expected > 0 ? (100 * saving) / expected : null,
    uncertainty,
    uncertaintyPercent: uncertainty === null || saving === 0 ? null : (100 * uncertainty) / Math.abs(saving),
  };
}

function expectedUncertainty(
  expected: number,
  rows: number,
  { certainty, residualSquares, mean }: { certainty: Certainty; residualSquares: number; mean: number },
  level: number,
): number | null {
  const { n, nPrime, degreesOfFreedom } = certainty;
  if (rows === 0 || mean <= 0 || expected <= 0 || certainty.residualVariance === null) return null;
  const cvrmse = Math.sqrt(residualSquares / (n - degreesOfFreedom)) / mean;
  const spread = Math.sqrt(((n / nPrime) * (1 + 2 / nPrime)) / rows);
  return coverageFactor(certainty, level) * LINE_SCATTER * cvrmse * spread * expected;
}
