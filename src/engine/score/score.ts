// How far predictions are from what was measured. Names and formulas: scikit-learn's for rmse, mae and r_squared, ASHRAE
// Guideline 14's for cvrmse and nmbe, OpenDSM's (eemeter) for pnrmse and the adjusted ones.

import { isConstant } from "../math/mean-and-deviation.ts";
import { quantile } from "../math/quantile.ts";
import { effectiveRows } from "../model/ridge/interval.ts";
import { type ErrorSums, sumErrors } from "./error-sums.ts";

export interface RegressionScore {
  /** Rows scored, what they are worth as independent ones (n(1 − ρ)/(1 + ρ)), and rows less parameters, at least 1. */
  n: number;
  nPrime: number;
  ddof: number;
  /** √(Σ(y − ŷ)²/n), in units of y. */
  rmse: number;
  /** Σ|y − ŷ|/n, in units of y. */
  mae: number;
  /** 1 − Σ(y − ŷ)²/Σ(y − ȳ)²; null for a constant y. */
  rSquared: number | null;
  /** 1 − (1 − R²)(n − 1)/ddof, never above R²; null for a constant y. */
  rSquaredAdj: number | null;
  /** 100 · rmse/ȳ, in %; null unless ȳ > 0. */
  cvrmse: number | null;
  /** 100 · √(Σ(y − ŷ)²/ddof)/ȳ, in %; null unless ȳ > 0. */
  cvrmseAdj: number | null;
  /** 100 · Σ(y − ŷ)/(n·ȳ), in %: positive where the model predicts too little; null unless ȳ > 0. */
  nmbe: number | null;
  /** 100 · rmse/(third − first quartile of y), in %; null where the quartiles are equal. */
  pnrmse: number | null;
}

/** What consecutive residuals have in common: over pairs of consecutive rows Σ eᵢeᵢ₋₁ and Σ (eᵢ² + eᵢ₋₁²)/2. */
export interface Autocorrelation {
  products: number;
  squares: number;
}

/** Scores `predicted` against `actual`; null for no rows, or where figures are too large to square. `parameters`: of the model; `rho`: of its residuals. */
export function scoreRegression(
  actual: Float64Array,
  predicted: Float64Array,
  of: { parameters?: number; rho?: number } = {},
): RegressionScore | null {
  if (actual.length === 0) return null;
  const sums = sumErrors(actual, predicted);
  const score = scoreSums(sums, of);
  if (score === null) return null;
  const sorted = actual.toSorted();
  return {
    ...score,
    mae: score.mae as number,
    pnrmse: percent(score.rmse, quantile(sorted, 0.75) - quantile(sorted, 0.25)),
  };
}

/** The same of rows that are gone, without what only they can tell. */
export function scoreSums(
  { n, mean, squares, totalSquares, rawSquares, absolute, bias }: ErrorSums,
  { parameters = 0, rho = 0 }: { parameters?: number; rho?: number },
): (Omit<RegressionScore, "mae" | "pnrmse"> & { mae: number | null }) | null {
  if (n === 0 || !Number.isFinite(squares) || !Number.isFinite(totalSquares)) return null;
  return {
    ...relativeErrors({
      n,
      mean,
      squares,
      parameters,
      // What is rounding of y follows on nothing.
      rho: isRounding(squares, rawSquares) ? 0 : rho,
      totalSquares: isRounding(totalSquares, rawSquares) ? 0 : totalSquares,
    }),
    mae: absolute === null ? null : absolute / n,
    nmbe: mean > 0 ? (100 * bias) / (n * mean) : null,
  };
}

/** What follows from sums alone, so that a model can be scored on rows that are gone. */
export function relativeErrors(sums: {
  n: number;
  mean: number;
  squares: number;
  /** Σ(y − ȳ)²; 0 for a constant y. */
  totalSquares: number;
  parameters: number;
  rho: number;
}): Omit<RegressionScore, "mae" | "nmbe" | "pnrmse"> {
  const { n, mean, squares, totalSquares, parameters, rho } = sums;
  const ddof = Math.max(1, n - parameters);
  const rmse = Math.sqrt(squares / n);
  const isFlat = totalSquares === 0;
  return {
    n,
    nPrime: effectiveRows(n, rho),
    ddof,
    rmse,
    rSquared: isFlat ? null : 1 - squares / totalSquares,
    rSquaredAdj: isFlat ? null : 1 - ((squares / totalSquares) * (n - 1)) / Math.min(ddof, n - 1),
    cvrmse: percent(rmse, mean),
    cvrmseAdj: percent(Math.sqrt(squares / ddof), mean),
  };
}

/**
 * Over pairs of consecutive rows among `used` (ascending). `follows`: whether a row is the next after the one before; of the first
 * row the one before is that of residual `before`.
 */
export function autocorrelate(
  residuals: Float64Array,
  used: Uint32Array,
  { follows, before = null }: { follows: Uint8Array; before?: number | null },
): Autocorrelation {
  let products = 0;
  let squares = 0;
  used.forEach((row, i) => {
    const isNext = follows[row] === 1 && (row === 0 || used[i - 1] === row - 1);
    const previous = row === 0 ? before : (residuals[row - 1] as number);
    if (!isNext || previous === null) return;
    const residual = residuals[row] as number;
    products += residual * previous;
    squares += (residual * residual + previous * previous) / 2;
  });
  return { products, squares };
}

/** ρ, the autocorrelation of consecutive residuals; 0 where none is known. */
export function rhoOf({ products, squares }: Autocorrelation): number {
  return squares > 0 ? products / squares : 0;
}

function isRounding(squares: number, rawSquares: number): boolean {
  return isConstant(Math.sqrt(squares), Math.sqrt(rawSquares));
}

function percent(value: number, of: number): number | null {
  return of > 0 ? (100 * value) / of : null;
}
