// Ridge regression at any λ, from a reduced problem (Hoerl & Kennard 1970; Eldén 1977): minimise Σ(y − b₀ − Σ bⱼ zⱼ)² + λ Σ bⱼ²,
// z standardised to mean 0 and population variance 1, b₀ free: scikit-learn's StandardScaler followed by Ridge(alpha = λ). At λ = 0
// ordinary least squares, of least norm in z where the features are collinear.
//
// With b = P·V·[w; 0] that is min ‖B·w − d‖² + μ²‖w‖², μ² = λ/n. Rotations take [B; μI] to a lower bidiagonal matrix L, ρ on its
// diagonal and θ under it, with LᵀL = BᵀB + μ²I: so many steps as B has rows, no squares of B and no iteration.
import { at, type Factor, factorOfRows, squaredNorms } from "../../kernel/factor.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { collinearFeatures, constantFeatures, type RidgeProblem } from "./ridge-problem.ts";

/** A line in the features' own units: ŷ = intercept + Σ coefficients · x. */
export interface Line {
  intercept: number;
  coefficients: Float64Array | readonly number[];
}

/** The line of a target at each of some λ. */
export function solve(kernel: Kernel, problem: RidgeProblem, lambdas: readonly number[], target = 0): Line[] {
  const { reduced, means, scales, targets } = problem;
  const { rank, columnCount: p } = reduced;
  const d = reduced.targets[target] as Float64Array;
  const { mean } = targets[target] as (typeof targets)[number];
  const w = new Float64Array(lambdas.length * rank);
  for (const [i, lambda] of lambdas.entries()) {
    const { rho, theta, right } = rotate(reduced, muSquared(problem, lambda), d);
    forwardSubstitute(rho, theta, right);
    w.set(right, i * rank);
  }
  const scaled = kernel.backTransform(reduced, w);
  return lambdas.map((_, i) => {
    const coefficients = new Float64Array(p);
    let intercept = mean;
    for (let j = 0; j < p && rank > 0; j++) {
      const scale = scales[j] as number;
      if (scale === 0) continue;
      coefficients[j] = (scaled[i * p + j] as number) / scale;
      intercept -= (coefficients[j] as number) * (means[j] as number);
    }
    return { intercept, coefficients };
  });
}

/** μ² = λ/n, of coefficients of the problem's columns. */
function muSquared({ penalty, n }: RidgeProblem, lambda: number): number {
  return (lambda * penalty) / n;
}

interface Rotated {
  /** L's diagonal, and what stands left of it in each row (nothing in the first). */
  rho: Float64Array;
  theta: Float64Array;
  right: Float64Array;
}

/** Rotations from the last row up: that of μ meets the row of B, and leaves in the column before what the next one has to meet. */
function rotate(
  { rank, diagonal, below }: RidgeProblem["reduced"],
  muSquared: number,
  d: Float64Array = new Float64Array(rank),
): Rotated {
  const mu = Math.sqrt(muSquared);
  const rho = diagonal.slice();
  const theta = new Float64Array(rank);
  const right = d.slice();
  let left = 0; // what the row of μ has in this column after the rotations before, and its right side
  let leftRight = 0;
  for (let i = rank - 1; i >= 0; i--) {
    const m = Math.sqrt(mu * mu + left * left);
    const h = m === 0 ? 0 : (left * leftRight) / m;
    const alpha = diagonal[i] as number;
    const norm = Math.sqrt(alpha * alpha + m * m);
    const cosine = norm === 0 ? 1 : alpha / norm;
    const sine = norm === 0 ? 0 : m / norm;
    const beta = i === 0 ? 0 : (below[i - 1] as number);
    rho[i] = norm;
    theta[i] = cosine * beta;
    right[i] = cosine * (d[i] as number) + sine * h;
    left = -sine * beta;
    leftRight = cosine * h - sine * (d[i] as number);
  }
  return { rho, theta, right };
}

/** x ← L⁻¹x. */
function forwardSubstitute(rho: Float64Array, theta: Float64Array, x: Float64Array, from = 0): void {
  for (let i = from; i < x.length; i++) {
    const before = i === 0 ? 0 : (theta[i] as number) * (x[i - 1] as number);
    x[i] = ((x[i] as number) - before) / (rho[i] as number);
  }
}

/** Σ(y − ŷ)² of lines over the rows of a factor whose last columns are targets, `target` of them: ‖R·[b₀; β; −1]‖². */
export function sumResidualSquares(
  kernel: Kernel,
  factor: Factor,
  lines: readonly Line[],
  { target = 0, targetCount = 1 }: { target?: number; targetCount?: number } = {},
): Float64Array {
  const vectors = new Float64Array(lines.length * factor.size);
  lines.forEach(({ intercept, coefficients }, i) => {
    const from = i * factor.size;
    vectors[from] = intercept;
    vectors.set(coefficients, from + 1);
    vectors[from + factor.size - targetCount + target] = -1;
  });
  return squaredNorms(kernel, factor, vectors);
}

/** tr of the hat matrix, the intercept's 1 included: 1 + r − μ²‖L⁻¹‖², the norms of L⁻¹'s rows following one from the other. */
export function degreesOfFreedom(problem: RidgeProblem, lambda: number): number {
  const { reduced } = problem;
  const { rho, theta } = rotate(reduced, muSquared(problem, lambda));
  let rowSquares = 0;
  let squares = 0;
  for (let i = 0; i < reduced.rank; i++) {
    rowSquares = (1 + (theta[i] as number) ** 2 * rowSquares) / (rho[i] as number) ** 2;
    squares += rowSquares;
  }
  return 1 + reduced.rank - (lambda === 0 ? 0 : muSquared(problem, lambda) * squares);
}

export interface StandardErrors {
  intercept: number | null;
  coefficients: (number | null)[];
}

/**
 * The triangle S with variance of the line at x = σ²·‖S·[1; x]‖², from σ²(A + λI)⁻¹A(A + λI)⁻¹ (Hoerl & Kennard 1970, eq. 4.6);
 * at λ = 0 ordinary least squares' leverage. It says how far the line scatters, not how far λ > 0 shrinks it.
 */
export function spreadOf(kernel: Kernel, problem: RidgeProblem, lambda: number): Factor {
  const { n, reduced, means, scales } = problem;
  const { rank, columnCount: p } = reduced;
  const root = Math.sqrt(n);
  const scatter = kernel.backTransform(reduced, scatterRows(reduced, muSquared(problem, lambda)));
  const width = p + 1;
  const rows = new Float64Array((rank + 1) * width);
  rows[0] = 1 / root;
  for (let k = 0; k < rank; k++) {
    const at = (k + 1) * width;
    let intercept = 0;
    for (let j = 0; j < p; j++) {
      const scale = scales[j] as number;
      const share = scale === 0 ? 0 : (scatter[k * p + j] as number) / scale / root;
      rows[at + j + 1] = share;
      intercept -= share * (means[j] as number);
    }
    rows[at] = intercept;
  }
  return factorOfRows(kernel, width, rows);
}

/** The rows of B(BᵀB + μ²I)⁻¹ = B·L⁻¹·L⁻ᵀ, each by two substitutions. */
function scatterRows(reduced: RidgeProblem["reduced"], muSquared: number): Float64Array {
  const { rank, diagonal, below } = reduced;
  const { rho, theta } = rotate(reduced, muSquared);
  const rows = new Float64Array(rank * rank);
  for (let i = 0; i < rank; i++) {
    const row = rows.subarray(i * rank, (i + 1) * rank);
    // L⁻ᵀ times row i of B, which is zero but for two places: nothing behind them.
    let behind = 0;
    for (let k = i; k >= 0; k--) {
      const given = k === i ? (diagonal[i] as number) : k === i - 1 ? (below[k] as number) : 0;
      const next = k === i ? 0 : (theta[k + 1] as number) * behind;
      behind = (given - next) / (rho[k] as number);
      row[k] = behind;
    }
    forwardSubstitute(rho, theta, row);
  }
  return rows;
}

/**
 * Standard errors at λ: the line's scatter along each axis, σ² = RSS/(n − df). null where nothing can be said: no degrees of
 * freedom left, a constant feature, or a collinear one at λ = 0.
 */
export function standardErrors(
  problem: RidgeProblem,
  lambda: number,
  { spread, residualSquares }: { spread: Factor; residualSquares: number },
): StandardErrors {
  const p = problem.means.length;
  const freedom = problem.n - degreesOfFreedom(problem, lambda);
  if (freedom < 1e-9) return { intercept: null, coefficients: Array(p).fill(null) };
  const deviation = Math.sqrt(residualSquares / freedom);
  const along = Array.from({ length: p + 1 }, (_, column) => {
    let squares = 0;
    for (let row = 0; row <= column; row++) squares += at(spread, row, column) ** 2;
    return deviation * Math.sqrt(squares);
  });
  const constant = constantFeatures(problem);
  const collinear = lambda === 0 ? collinearFeatures(problem) : [];
  const undetermined = new Set([...constant, ...collinear]);
  const hasIntercept = lambda > 0 || undetermined.size === 0;
  return {
    intercept: hasIntercept ? (along[0] as number) : null,
    coefficients: along.slice(1).map((error, j) => (undetermined.has(j) ? null : error)),
  };
}
