// How sure a prediction is. The residuals of meters follow on each other, as ρ tells (AR(1)): the line then scatters up to
// r = (1 + ρ)/(1 − ρ) times as much as independent residuals would make it (Bartlett 1935), where features are as smooth as they are;
// dummies of hours meet residuals a week apart, and there it is nearer to once. Held-out weeks tell: E[RSS/n] = σ²(1 − c·df/n), and
// E[MSE of cross-validation] = σ²(1 + c·df/(n·share)), share being that of the rows trained on; two equations for σ² and c. A week is
// too short for residuals that stay for longer, so c is taken between what weeks show and r, and no larger than leaves 0.3·n of n rows.

import type { Factor } from "../../kernel/factor.ts";
import { studentQuantile } from "../../math/distribution.ts";

export interface Certainty {
  /** Rows, and how many independent ones they are worth: n/r. */
  n: number;
  nPrime: number;
  degreesOfFreedom: number;
  /** c: how many times more the line scatters than independent residuals would make it. */
  inflation: number;
  /** σ², of a single row around the true line, in units of y²; null where no degrees of freedom are left. */
  residualVariance: number | null;
  /** Degrees of freedom of σ². */
  freedom: number;
}

/** Cross-validation by blocks of time: its mean squared error, in how many folds, and how many rows a block has. */
export interface HeldOutBlocks {
  meanSquare: number;
  folds: number;
  rowCount: number;
}

interface Fit {
  n: number;
  residualSquares: number;
  degreesOfFreedom: number;
}

/**
 * `rho`: ρ of consecutive residuals as it was seen; `heldOut`: null where there is none, or where c shall be as large as it may.
 */
export function certainty(fit: Fit, rho: number, heldOut: HeldOutBlocks | null): Certainty {
  const { n, residualSquares, degreesOfFreedom } = fit;
  const corrected = biasCorrected(rho, n);
  const most = (1 + corrected) / (1 - corrected);
  const seen = heldOut === null ? most : Math.min(Math.max(seenInflation(fit, heldOut), 1), most);
  // As much as a sum over a block scatters of what one over many would.
  const share = heldOut === null ? 0 : Math.max(SHOWN_LEAST, sumInflation(corrected, heldOut.rowCount) / most);
  const wanted = seen ** share * most ** (1 - share);
  const inflation = Math.max(1, Math.min(wanted, (USED_MOST * n) / degreesOfFreedom));
  const freedom = n - inflation * degreesOfFreedom;
  return {
    n,
    nPrime: effectiveRows(n, rho),
    degreesOfFreedom,
    inflation,
    residualVariance: freedom > FREEDOM_LEAST ? residualSquares / freedom : null,
    // A sum of squares of an AR(1) is worth (1 − ρ²)/(1 + ρ²) of its rows.
    freedom: Math.max(1, freedom / sumInflation(corrected ** 2, n)),
  };
}

// Of the logarithm of c, how much is what held-out blocks show however short they are. Chosen on simulated months, a row a block, where
// r alone makes intervals too wide (npm run check:coverage).
const SHOWN_LEAST = 0.25;

// Of the rows, what parameters may use up at most.
const USED_MOST = 0.7;

// Less is rounding of none.
const FREEDOM_LEAST = 1e-6;

/** c from both equations; u = σ²·c·df/n. */
function seenInflation({ n, residualSquares, degreesOfFreedom }: Fit, { meanSquare, folds }: HeldOutBlocks): number {
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
  return studentQuantile((1 + level) / 2, certainty.freedom);
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
