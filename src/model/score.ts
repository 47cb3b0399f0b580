// How far predictions are from what was measured. Names and formulas: scikit-learn's for rmse, mae and r_squared; ASHRAE
// Guideline 14 for cvrmse and nmbe, in percent of the mean, with n in the denominator.

export interface RegressionScore {
  /** √(Σ(y − ŷ)²/n), in units of y. */
  rmse: number;
  /** Σ|y − ŷ|/n, in units of y. */
  mae: number;
  /** 1 − Σ(y − ŷ)²/Σ(y − ȳ)²; null for a constant y. */
  rSquared: number | null;
  /** 100 · rmse/ȳ, in %; null unless ȳ > 0. */
  cvrmse: number | null;
  /** 100 · Σ(y − ŷ)/(n·ȳ), in %: positive where the model predicts too little; null unless ȳ > 0. */
  nmbe: number | null;
}

// Σ(y − ȳ)² below this share of Σy² is rounding: y is constant.
const CONSTANT_TOLERANCE = 1e-24;

/** Scores `predicted` against `actual`; null for no rows. */
export function scoreRegression(actual: Float64Array, predicted: Float64Array): RegressionScore | null {
  const n = actual.length;
  if (n === 0) return null;
  const mean = actual.reduce((sum, y) => sum + y, 0) / n;
  let squares = 0;
  let absolute = 0;
  let bias = 0;
  let totalSquares = 0;
  let rawSquares = 0;
  for (let i = 0; i < n; i++) {
    const y = actual[i] as number;
    const residual = y - (predicted[i] as number);
    squares += residual * residual;
    absolute += Math.abs(residual);
    bias += residual;
    totalSquares += (y - mean) ** 2;
    rawSquares += y * y;
  }
  const rmse = Math.sqrt(squares / n);
  return {
    rmse,
    mae: absolute / n,
    rSquared: totalSquares <= CONSTANT_TOLERANCE * rawSquares ? null : 1 - squares / totalSquares,
    cvrmse: mean > 0 ? (100 * rmse) / mean : null,
    nmbe: mean > 0 ? (100 * bias) / (n * mean) : null,
  };
}
