// What was saved in a period, and how sure that is: the sum over m rows of what was expected less what was used.
//
// Two widths. A: residuals that follow on each other by ρ alone (AR(1)), Var = σ²·r·(m + a′(X′X)⁻¹a), a = [m, Σx], r = (1 + ρ)/(1 − ρ),
// σ² = RSS/(n − df·r) and ρ corrected for its bias, ρ̂ + (1 + 4ρ̂)/n (Marriott & Pope 1954). W: by how much the line missed the months
// that it had not learned from, φ = mean of S²/V over them, V being AR(1)'s variance of such a sum at σ = 1; half = t·√(φ·V). Real
// meters miss months by more than AR(1) says. Joined by how surely they do: half² = A² + (1 − p)²·(W² − A²), where W is the wider and p is
// Fisher's, that AR(1) alone makes φ as large.

import type { Interval } from "../feature/feature.ts";
import { fisherUpperTail, studentQuantile } from "../math/distribution.ts";
import { isConstant } from "../math/mean-and-deviation.ts";
import { quantile } from "../math/quantile.ts";
import { biasCorrected, effectiveRows, sumInflation } from "../model/ridge/interval.ts";
import type { MonthError } from "./month-errors.ts";

/** What a period is compared with. */
export interface Baseline {
  n: number;
  residualSquares: number;
  degreesOfFreedom: number;
  /** ρ of consecutive residuals, as seen. */
  rho: number;
  /** ȳ. */
  mean: number;
  months: readonly MonthError[];
  /** How many of its months are whole. */
  wholeMonths: number;
}

/** A sum over rows of a period. */
export interface Period {
  rows: number;
  actual: number;
  expected: number;
  /** a′(X′X)⁻¹a of its sum a = [rows, Σx]. */
  leverage: number;
  /** How long it is, in months; null where rows have no times. */
  months: number | null;
}

export interface Savings {
  /** expected − actual, and in % of expected; positive where less was used. */
  saving: number;
  savingPercent: number | null;
  /** ± of the saving with probability `level`, in units of y, in % of the saving, and what it was found by. */
  uncertainty: number | null;
  uncertaintyPercent: number | null;
  /** Whether the saving is larger than its uncertainty, and than rounding. */
  isSignificant: boolean | null;
  method: Method | null;
  /** The Guideline's, beside it. */
  uncertaintyAshrae: number | null;
}

export type Method = "months" | "autocorrelation";

/** So many whole months say how far months are missed. */
const MONTHS_LEAST = 4;

export function savings(
  period: Period,
  baseline: Baseline,
  { level, interval }: { level: number; interval: Interval | null },
): Savings {
  const saving = period.expected - period.actual;
  const size = Math.max(Math.abs(period.expected), Math.abs(period.actual));
  const found = halfWidths(baseline, level)(period);
  return {
    saving,
    savingPercent: period.expected > 0 ? (100 * saving) / period.expected : null,
    uncertainty: found?.half ?? null,
    uncertaintyPercent: found === null || saving === 0 ? null : (100 * found.half) / Math.abs(saving),
    isSignificant: found === null ? null : Math.abs(saving) > found.half && !isConstant(Math.abs(saving), size),
    method: found?.method ?? null,
    uncertaintyAshrae: ashrae(period, baseline, { level, interval }),
  };
}

type HalfWidth = (period: Pick<Period, "rows" | "leverage">) => { half: number; method: Method } | null;

/** ± of the sum over the rows of a period with probability `level`; null where nothing can be said. What periods have in common is found once. */
export function halfWidths(baseline: Baseline, level: number): HalfWidth {
  const { n, residualSquares, degreesOfFreedom, months, wholeMonths } = baseline;
  const rho = biasCorrected(baseline.rho, n);
  const inflation = (1 + rho) / (1 - rho);
  const freedom = n - degreesOfFreedom * inflation;
  const student = (of: number) => studentQuantile((1 + level) / 2, Math.max(1, of));
  const independent = Math.max(1, n / inflation - degreesOfFreedom);
  const variance = freedom > 0 ? residualSquares / freedom : null;
  const ofRho = variance === null ? null : student(independent) * Math.sqrt(variance * inflation);
  const byRho: HalfWidth = ({ rows, leverage }) =>
    ofRho === null || rows === 0 ? null : { half: ofRho * Math.sqrt(rows + leverage), method: "autocorrelation" };
  if (wholeMonths < MONTHS_LEAST || months.length < MONTHS_LEAST) return byRho;
  const varianceOf = ({ rows, leverage }: { rows: number; leverage: number }) =>
    rows * sumInflation(rho, rows) + inflation * leverage;
  const weights = months.reduce((sum, { weight }) => sum + weight, 0);
  const phi = months.reduce((sum, month) => sum + (month.weight * month.error ** 2) / varianceOf(month), 0) / weights;
  // Months that count in full, and what the parts of others come to; a line of months has two more degrees of its own.
  const count = weights ** 2 / months.reduce((sum, { weight }) => sum + weight ** 2, 0);
  const share =
    months.reduce((sum, { rows }) => sum + rows, 0) /
    months.length /
    quantile(Float64Array.from(months, ({ rows }) => rows).sort(), 0.5);
  const ofMonths = student(count * Math.min(1, share) - 2) * Math.sqrt(phi);
  const p = variance === null || variance === 0 ? 0 : fisherUpperTail(phi / variance, count, independent);
  return (period) => {
    if (period.rows === 0) return null;
    const byMonths = ofMonths * Math.sqrt(varianceOf(period));
    const narrow = byRho(period)?.half ?? 0;
    const excess = Math.max(0, byMonths ** 2 - narrow ** 2);
    return { half: Math.sqrt(narrow ** 2 + (1 - p) ** 2 * excess), method: "months" };
  };
}

/**
 * Fractional savings uncertainty of ASHRAE Guideline 14-2014, Annex B (Reddy & Claridge 2000; Sun & Baltazar 2013):
 * t · k · CV(RMSE) · √((n/n′)(1 + 2/n′)/m) · expected. k stands for the scatter of the line: 1.26 for hours; for days and months a
 * polynomial in the months of the period.
 */
function ashrae(
  { rows, expected, months }: Period,
  { n, residualSquares, degreesOfFreedom, rho, mean }: Baseline,
  { level, interval }: { level: number; interval: Interval | null },
): number | null {
  const nPrime = effectiveRows(n, rho);
  const freedom = nPrime - degreesOfFreedom;
  if (rows === 0 || mean <= 0 || expected <= 0 || freedom <= 0) return null;
  const cvrmse = Math.sqrt(residualSquares / (n - degreesOfFreedom)) / mean;
  const spread = Math.sqrt(((n / nPrime) * (1 + 2 / nPrime)) / rows);
  return studentQuantile((1 + level) / 2, freedom) * lineScatter(interval, months) * cvrmse * spread * expected;
}

function lineScatter(interval: Interval | null, months: number | null): number {
  if (months === null || interval === null || interval === "hourly") return 1.26;
  const [a, b, c] = interval === "daily" ? [-0.00024, 0.03535, 1.00286] : [-0.00022, 0.03306, 0.94054];
  // Six years on the parabola turns down, which nothing it was fitted to does.
  const at = Math.min(months, -b / (2 * a));
  return a * at ** 2 + b * at + c;
}
