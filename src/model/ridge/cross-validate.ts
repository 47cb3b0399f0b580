// k-fold cross-validation from fold factors alone: train on the merge of the others, score on the one held out. Its cost
// depends on the number of columns, never on the number of rows.
import { count, type Factor, merge } from "../../math/factor.ts";
import type { Kernel } from "../../math/kernel.ts";
import { residualSquares, solve } from "./solve.ts";
import { spectrum } from "./spectrum.ts";

/** One fold held out: its rows (the sum of their weights), and Σ of its squared errors, one per model tried. */
export interface HeldOut {
  n: number;
  squares: number[];
}

/** The folds held out in turn, each with one error per λ; null while fewer than two folds hold rows. */
export function crossValidate(kernel: Kernel, folds: readonly Factor[], lambdas: readonly number[]): HeldOut[] | null {
  const filled = folds.filter((fold) => count(fold) > 0);
  if (filled.length < 2) return null;
  return filled.map((heldOut) => {
    const others = filled.filter((fold) => fold !== heldOut);
    const training = spectrum(merge(kernel, others));
    return {
      n: count(heldOut),
      squares: lambdas.map((lambda) => residualSquares(heldOut, solve(training, lambda))),
    };
  });
}

export interface FoldError {
  /** Mean of all held-out squared errors, and the standard error of the folds' means around it. */
  meanSquare: number;
  standardError: number;
  /** √ of the mean, in units of y, and its standard error to first order. */
  rmse: number;
  rmseStandardError: number;
}

/** The error of model `i` over all folds (Hastie, Tibshirani & Friedman, Elements of Statistical Learning, §7.10). */
export function foldError(heldOut: readonly HeldOut[], i: number): FoldError {
  const n = heldOut.reduce((sum, fold) => sum + fold.n, 0);
  const meanSquare = heldOut.reduce((sum, fold) => sum + (fold.squares[i] as number), 0) / n;
  const means = heldOut.map((fold) => (fold.squares[i] as number) / fold.n);
  const center = means.reduce((sum, mean) => sum + mean, 0) / means.length;
  const variance = means.reduce((sum, mean) => sum + (mean - center) ** 2, 0) / (means.length - 1);
  const standardError = Math.sqrt(variance / means.length);
  const rmse = Math.sqrt(meanSquare);
  return { meanSquare, standardError, rmse, rmseStandardError: rmse === 0 ? 0 : standardError / (2 * rmse) };
}
