// How sure a prediction is. The residuals of meters follow on each other: n rows with autocorrelation ρ say as much as
// n′ = n(1 − ρ)/(1 + ρ) independent ones (ASHRAE Guideline 14-2014, Annex B; Bartlett 1935). The line then scatters up to
// c = n/n′ times as much, and E[RSS/n] = σ²(1 − c·df/n). So much it does where features are as smooth as the residuals;
// dummies of hours meet residuals a week apart, and there c is nearer to 1. Held-out weeks tell: E[MSE of cross-validation] =
// σ²(1 + c·df/(n·share)), share being that of the rows trained on. Two equations give σ² and c, c between 1 and n/n′.
import { studentQuantile } from "../../math/distribution.ts";
import type { Factor } from "../../math/factor.ts";

export interface Certainty {
  /** Rows, and how many independent ones they are worth. */
  n: number;
  nPrime: number;
  degreesOfFreedom: number;
  /** c: how many times more the line scatters than independent residuals would make it. */
  inflation: number;
  /** σ², of a single row around the true line, in units of y²; null where no degrees of freedom are left. */
  residualVariance: number | null;
}

/**
 * `rho`: ρ of consecutive residuals; below 0 it is taken as 0, for n′ shall not exceed n. `heldOut`: the mean squared error of
 * cross-validation by blocks of time, and how many; null where there is none, and c is n/n′.
 */
export function certainty(
  fit: { n: number; residualSquares: number; degreesOfFreedom: number },
  rho: number,
  heldOut: { meanSquare: number; folds: number } | null = null,
): Certainty {
  const { n, residualSquares, degreesOfFreedom } = fit;
  const nPrime = effectiveRows(n, rho);
  const inflation = heldOut === null ? n / nPrime : Math.min(Math.max(seenInflation(fit, heldOut), 1), n / nPrime);
  const freedom = n - inflation * degreesOfFreedom;
  const residualVariance = freedom > FREEDOM_LEAST ? residualSquares / freedom : null;
  return { n, nPrime, degreesOfFreedom, inflation, residualVariance };
}

// Less is rounding of none.
const FREEDOM_LEAST = 1e-6;

/** c from both equations; u = σ²·c·df/n. */
function seenInflation(
  { n, residualSquares, degreesOfFreedom }: { n: number; residualSquares: number; degreesOfFreedom: number },
  { meanSquare, folds }: { meanSquare: number; folds: number },
): number {
  const inSample = residualSquares / n;
  const share = (folds - 1) / folds;
  const u = (meanSquare - inSample) / (1 + 1 / share);
  return u <= 0 ? 1 : (u * n) / ((inSample + u) * degreesOfFreedom);
}

/** n′ = n(1 − ρ)/(1 + ρ), ρ taken as 0 where it is negative; never below one row, where there is one. */
export function effectiveRows(n: number, autocorrelation: number): number {
  const rho = Math.min(Math.max(autocorrelation, 0), 0.999);
  return Math.max((n * (1 - rho)) / (1 + rho), Math.min(n, 1));
}

// More is taken for this: what follows on itself longer cannot be told from a level that moves.
const RHO_MOST = 0.99;

/** ρ as it is seen in n residuals is too small by about (1 + 4ρ)/n (Marriott & Pope 1954); from 0 to 0.99. */
export function biasCorrected(rho: number, n: number): number {
  return Math.min(Math.max(rho + (1 + 4 * rho) / n, 0), RHO_MOST);
}

/** How many times more the sum of m rows of an AR(1) scatters than that of independent ones: (1 + ρ)/(1 − ρ) for many. */
export function sumInflation(rho: number, m: number): number {
  return (1 + rho) / (1 - rho) - (2 * rho * (1 - rho ** m)) / (m * (1 - rho) ** 2);
}

/** Variance of y around its prediction, one per row: of the row itself, and of the line. NaN for a row with a missing value. */
export function predictionVariances({ inflation, residualVariance }: Certainty, leverages: Float64Array): Float64Array {
  return leverages.map((leverage) => (residualVariance ?? Number.NaN) * (1 + leverage * inflation));
}

/** Half the width of an interval that holds y with probability `level`, in standard deviations of the prediction. */
export function coverageFactor(certainty: Certainty, level: number): number {
  return studentQuantile((1 + level) / 2, freedomOf(certainty));
}

/** Degrees of freedom of σ²: what is left of n/c independent rows. */
export function freedomOf({ n, inflation, degreesOfFreedom }: Certainty): number {
  return n / inflation - degreesOfFreedom;
}

/** ‖S·[1; x]‖², one per row, S upper-triangular. `columns`: one per feature; zeros, of which levels have many, cost nothing. */
export function leverages({ size, r }: Factor, columns: readonly Float64Array[], rowCount: number): Float64Array {
  const result = new Float64Array(rowCount);
  const places: number[] = Array(size).fill(0); // of the values that are not zero, ascending
  const values: number[] = Array(size).fill(0);
  for (let i = 0; i < rowCount; i++) {
    let count = 0;
    for (let j = 0; j < size; j++) {
      const x = j === 0 ? 1 : ((columns[j - 1] as Float64Array)[i] as number);
      if (x === 0) continue;
      places[count] = j;
      values[count++] = x;
    }
    let squares = 0;
    for (let row = 0, first = 0; row < size; row++) {
      while (first < count && (places[first] as number) < row) first++;
      let product = 0;
      for (let k = first; k < count; k++)
        product += (r[row * size + (places[k] as number)] as number) * (values[k] as number);
      squares += product * product;
    }
    result[i] = squares;
  }
  return result;
}
