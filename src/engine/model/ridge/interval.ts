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

// Rows whose values are found together, column by column.
const ROWS_AT_ONCE = 64;

/** ‖S·[1; x]‖², one per row, S upper-triangular. `columns`: one per feature; zeros, of which levels have many, cost nothing. */
export function leverages({ size, r }: Factor, columns: readonly Float64Array[], rowCount: number): Float64Array {
  const result = new Float64Array(rowCount);
  const byColumns = transposed(size, r);
  const products = new Float64Array(size);
  // Of each row the values that are not zero, and their places, ascending.
  const places = new Uint32Array(ROWS_AT_ONCE * size);
  const values = new Float64Array(ROWS_AT_ONCE * size);
  const ends = new Uint32Array(ROWS_AT_ONCE);
  for (let from = 0; from < rowCount; from += ROWS_AT_ONCE) {
    const rows = Math.min(ROWS_AT_ONCE, rowCount - from);
    for (let row = 0; row < rows; row++) {
      places[row * size] = 0;
      values[row * size] = 1;
      ends[row] = row * size + 1;
    }
    for (let j = 1; j < size; j++) {
      const column = columns[j - 1] as Float64Array;
      for (let row = 0; row < rows; row++) {
        const x = column[from + row] as number;
        if (x === 0) continue;
        const at = ends[row] as number;
        places[at] = j;
        values[at] = x;
        ends[row] = at + 1;
      }
    }
    for (let row = 0; row < rows; row++) {
      products.fill(0);
      addColumns(products, byColumns, { places, values, from: row * size, to: ends[row] as number });
      let squares = 0;
      for (let k = 0; k < size; k++) squares += (products[k] as number) ** 2;
      result[from + row] = squares;
    }
  }
  return result;
}

interface Values {
  places: Uint32Array;
  values: Float64Array;
  from: number;
  to: number;
}

/** Adds columns of S, each times its value: four at once, so that each product is read and written once for them. */
function addColumns(products: Float64Array, byColumns: Float64Array, { places, values, from, to }: Values): void {
  const size = products.length;
  let k = from;
  for (; k + 4 <= to; k += 4) {
    // Below its diagonal a column is zero.
    const end = (places[k + 3] as number) + 1;
    const v = values[k] as number;
    const w = values[k + 1] as number;
    const x = values[k + 2] as number;
    const y = values[k + 3] as number;
    let a = (places[k] as number) * size;
    let b = (places[k + 1] as number) * size;
    let c = (places[k + 2] as number) * size;
    let d = (places[k + 3] as number) * size;
    for (let row = 0; row < end; row++) {
      let product = (products[row] as number) + (byColumns[a++] as number) * v;
      product += (byColumns[b++] as number) * w;
      product += (byColumns[c++] as number) * x;
      products[row] = product + (byColumns[d++] as number) * y;
    }
  }
  for (; k < to; k++) {
    const place = places[k] as number;
    const value = values[k] as number;
    for (let row = 0, at = place * size; row <= place; row++)
      products[row] = (products[row] as number) + (byColumns[at++] as number) * value;
  }
}

function transposed(size: number, r: Float64Array): Float64Array {
  const by = new Float64Array(size * size);
  for (let row = 0; row < size; row++) for (let j = 0; j < size; j++) by[j * size + row] = r[row * size + j] as number;
  return by;
}
