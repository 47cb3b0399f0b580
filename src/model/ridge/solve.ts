// Ridge regression at one λ, from the spectrum of a factor (Hoerl & Kennard 1970): minimise
// Σ(y − b₀ − Σ bⱼ zⱼ)² + λ Σ bⱼ², z standardised to mean 0 and population variance 1, b₀ free: scikit-learn's StandardScaler
// followed by Ridge(alpha = λ). At λ = 0 ordinary least squares, of least norm in z where the features are collinear.
import { type Factor, squaredNorm } from "../../math/factor.ts";
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
 * Standard errors at λ: roots of the diagonal of σ²(A + λI)⁻¹A(A + λI)⁻¹ (Hoerl & Kennard 1970, eq. 4.6), σ² = RSS/(n − df).
 * At λ = 0 those of ordinary least squares. They say how far the coefficients scatter, not how far λ > 0 shrinks them.
 * null where nothing can be said: no degrees of freedom left, a constant feature, or a collinear one at λ = 0.
 */
export function standardErrors(spectrum: Spectrum, lambda: number, residualSquares: number): StandardErrors {
  const { n, d, v, means, deviations } = spectrum;
  const p = means.length;
  const freedom = n - degreesOfFreedom(spectrum, lambda);
  if (freedom < 1e-9) return { intercept: null, coefficients: Array(p).fill(null) };
  const variance = residualSquares / freedom;
  const spread = d.map((value) => value / (value * value + lambda / n));
  const undetermined = new Set(lambda === 0 ? [...spectrum.constant, ...spectrum.collinear] : spectrum.constant);
  const coefficients: (number | null)[] = [];
  const meanShift = new Float64Array(d.length);
  for (let j = 0; j < p; j++) {
    let squares = 0;
    const deviation = deviations[j] as number;
    for (let k = 0; deviation > 0 && k < d.length; k++) {
      const scatter = ((v[j * d.length + k] as number) * (spread[k] as number)) / deviation;
      squares += scatter * scatter;
      meanShift[k] = (meanShift[k] as number) + scatter * (means[j] as number);
    }
    coefficients.push(undetermined.has(j) ? null : Math.sqrt((variance / n) * squares));
  }
  const interceptSquares = meanShift.reduce((sum, shift) => sum + shift * shift, 1);
  const hasIntercept = lambda > 0 || spectrum.collinear.length + spectrum.constant.length === 0;
  return { intercept: hasIntercept ? Math.sqrt((variance / n) * interceptSquares) : null, coefficients };
}
