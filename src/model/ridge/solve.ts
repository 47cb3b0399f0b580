// Ridge regression at one λ, from the spectrum of a factor (Hoerl & Kennard 1970): minimise
// Σ(y − b₀ − Σ bⱼ zⱼ)² + λ Σ bⱼ², z standardised to mean 0 and population variance 1, b₀ free: scikit-learn's StandardScaler
// followed by Ridge(alpha = λ). At λ = 0 ordinary least squares, of least norm in z where the features are collinear.
import { at, type Factor, factorOf, squaredNorm } from "../../math/factor.ts";
import type { Kernel } from "../../math/kernel.ts";
import type { Spectrum } from "./spectrum.ts";

/** A line in the features' own units: ŷ = intercept + Σ coefficients · x. */
export interface Line {
  intercept: number;
  coefficients: Float64Array | readonly number[];
}

export function solve(spectrum: Spectrum, lambda: number): Line {
  const p = spectrum.means.length;
  const rank = spectrum.d.length;
  const weights = spectrum.d.map((d, k) => (d * (spectrum.projections[k] as number)) / (d * d + lambda / spectrum.n));
  const coefficients = new Float64Array(p);
  let intercept = spectrum.targetMean;
  for (let j = 0; j < p; j++) {
    const deviation = spectrum.deviations[j] as number;
    if (deviation === 0) continue;
    let standardised = 0;
    for (let k = 0; k < rank; k++) standardised += (spectrum.v[j * rank + k] as number) * (weights[k] as number);
    coefficients[j] = standardised / deviation;
    intercept -= (coefficients[j] as number) * (spectrum.means[j] as number);
  }
  return { intercept, coefficients };
}

/** Σ(y − ŷ)² of a line over the rows of a factor: ‖R·[b₀; β; −1]‖². */
export function residualSquares(factor: Factor, line: Line): number {
  return squaredNorm(factor, Float64Array.of(line.intercept, ...line.coefficients, -1));
}

/** tr of the hat matrix, the intercept's 1 included. */
export function degreesOfFreedom(spectrum: Spectrum, lambda: number): number {
  return spectrum.d.reduce((sum, d) => sum + (d * d) / (d * d + lambda / spectrum.n), 1);
}

export interface StandardErrors {
  intercept: number | null;
  coefficients: (number | null)[];
}

/**
 * The triangle S with variance of the line at x = σ²·‖S·[1; x]‖², from σ²(A + λI)⁻¹A(A + λI)⁻¹ (Hoerl & Kennard 1970, eq. 4.6);
 * at λ = 0 ordinary least squares' leverage. It says how far the line scatters, not how far λ > 0 shrinks it.
 */
export function spreadOf(kernel: Kernel, { n, d, v, means, deviations }: Spectrum, lambda: number): Factor {
  const rank = d.length;
  const root = Math.sqrt(n);
  const rows = new Float64Array((rank + 1) * (means.length + 1));
  const width = means.length + 1;
  rows[0] = 1 / root;
  for (let k = 0; k < rank; k++) {
    const share = (d[k] as number) / ((d[k] as number) ** 2 + lambda / n) / root;
    for (let j = 0; j < means.length; j++) {
      if (deviations[j] === 0) continue;
      const scatter = ((v[j * rank + k] as number) * share) / (deviations[j] as number);
      rows[(k + 1) * width + j + 1] = scatter;
      rows[(k + 1) * width] = (rows[(k + 1) * width] as number) - scatter * (means[j] as number);
    }
  }
  return factorOf(kernel, width, rank + 1, (row, column) => rows[row * width + column] as number);
}

/**
 * Standard errors at λ: the line's scatter along each axis, σ² = RSS/(n − df). null where nothing can be said: no degrees of
 * freedom left, a constant feature, or a collinear one at λ = 0.
 */
export function standardErrors(
  spectrum: Spectrum,
  lambda: number,
  { spread, residualSquares }: { spread: Factor; residualSquares: number },
): StandardErrors {
  const p = spectrum.means.length;
  const freedom = spectrum.n - degreesOfFreedom(spectrum, lambda);
  if (freedom < 1e-9) return { intercept: null, coefficients: Array(p).fill(null) };
  const deviation = Math.sqrt(residualSquares / freedom);
  const along = Array.from({ length: p + 1 }, (_, column) => {
    let squares = 0;
    for (let row = 0; row <= column; row++) squares += at(spread, row, column) ** 2;
    return deviation * Math.sqrt(squares);
  });
  const undetermined = new Set(lambda === 0 ? [...spectrum.constant, ...spectrum.collinear] : spectrum.constant);
  const hasIntercept = lambda > 0 || spectrum.collinear.length + spectrum.constant.length === 0;
  return {
    intercept: hasIntercept ? (along[0] as number) : null,
    coefficients: along.slice(1).map((error, j) => (undetermined.has(j) ? null : error)),
  };
}
