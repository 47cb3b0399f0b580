// ρ of consecutive residuals, from the factor of the steps from row to row (feature/steps.ts): 1 − Σ(eᵢ − eᵢ₋₁)²/(2·Σe²), each per
// row, von Neumann's ratio. It needs no row, and is the same however the rows were cut.
import { count, type Factor, squaredNorm } from "../../math/factor.ts";
import type { Kernel } from "../../math/kernel.ts";
import type { RidgeFit } from "./fit-ridge.ts";

// Residuals below this share of y are rounding, which has no autocorrelation.
const ROUNDING = 1e-12;

/** null where no step is known. */
export function autocorrelation(kernel: Kernel, steps: Factor, fit: RidgeFit): number | null {
  const stepCount = count(steps);
  const { n, residualSquares, targetMean, totalSquares } = fit;
  if (stepCount === 0 || n === 0) return null;
  if (residualSquares <= ROUNDING ** 2 * (totalSquares + n * targetMean ** 2)) return 0;
  const squares = squaredNorm(kernel, steps, Float64Array.of(0, ...fit.coefficients, -1));
  return Math.max(-1, 1 - squares / stepCount / ((2 * residualSquares) / n));
}
