// ρ of consecutive residuals, from the factor of the steps from row to row (engine/feature/steps.ts): 1 − Σ(eᵢ − eᵢ₋₁)²/(2·Σe²), each per
// row, von Neumann's ratio. It needs no row, and is the same however the rows were cut.
import { count, type Factor, squaredNorm } from "../../kernel/factor.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { RidgeFit } from "./fit-ridge.ts";

// Residuals below this share of y are rounding, which has no autocorrelation.
const ROUNDING = 1e-12;

// Of wide rows a step in thirteen is taken; fewer than half of those are too few to go by alone.
const ROWS_PER_STEP = 26;

/** How far the steps that are known tell of all rows. */
export function knownShare(stepCount: number, rowCount: number): number {
  return rowCount === 0 ? 1 : Math.min(1, (ROWS_PER_STEP * stepCount) / rowCount);
}

/** `before`: what was known of ρ; it counts as far as steps do not tell. null where no step is known. */
export function autocorrelation(kernel: Kernel, steps: Factor, fit: RidgeFit, before: number): number | null {
  const stepCount = count(steps);
  const { n, residualSquares, targetMean, totalSquares } = fit;
  if (stepCount === 0 || n === 0) return before === 0 ? null : before;
  if (residualSquares <= ROUNDING ** 2 * (totalSquares + n * targetMean ** 2)) return 0;
  const squares = squaredNorm(kernel, steps, Float64Array.of(0, ...fit.coefficients, -1));
  const seen = Math.max(-1, 1 - squares / stepCount / ((2 * residualSquares) / n));
  const share = knownShare(stepCount, n);
  return share * seen + (1 - share) * before;
}
