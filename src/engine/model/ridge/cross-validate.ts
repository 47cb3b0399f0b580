// k-fold cross-validation from fold factors alone: train on the merge of the others, score on the one held out. Its cost
// depends on the number of columns, never on the number of rows.
import { count, type Factor, leaveOneOut } from "../../kernel/factor.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { type RidgeOptions, ridgeProblem } from "./ridge-problem.ts";
import { solve, sumResidualSquares } from "./solve.ts";

/** One fold held out: its rows (the sum of their weights), and Σ of its squared errors, one per model tried. */
export interface HeldOut {
  n: number;
  squares: number[];
}

/** A fold to be tested on, and the merge of all others. */
export interface Split {
  heldOut: Factor;
  training: Factor;
}

/** The merge of all folds, and each that holds rows held out in turn; no splits while fewer than two do. */
export function splitFolds(kernel: Kernel, folds: readonly Factor[]): { all: Factor; splits: Split[] } {
  const filled = folds.filter((fold) => count(fold) > 0);
  if (filled.length < 2) return { all: (filled[0] ?? folds[0]) as Factor, splits: [] };
  const { all, without } = leaveOneOut(kernel, filled);
  return { all, splits: filled.map((heldOut, i) => ({ heldOut, training: without[i] as Factor })) };
}

/** The folds held out in turn, each with one error per λ, summed over the targets; null without splits. */
export function crossValidate(
  kernel: Kernel,
  splits: readonly Split[],
  lambdas: readonly number[],
  options: RidgeOptions = {},
): HeldOut[] | null {
  const { targetCount = 1 } = options;
  if (splits.length === 0) return null;
  return splits.map(({ heldOut, training }) => {
    const problem = ridgeProblem(kernel, training, options);
    const squares = lambdas.map(() => 0);
    for (let target = 0; target < targetCount; target++) {
      const lines = solve(kernel, problem, lambdas, target);
      sumResidualSquares(kernel, heldOut, lines, { target, targetCount }).forEach((sum, i) => {
        squares[i] = (squares[i] as number) + sum;
      });
    }
    return { n: count(heldOut), squares };
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
  // As shares of the center: their squares stay numbers, however large the errors are.
  const squares = means.reduce((sum, mean) => sum + (center === 0 ? 0 : (mean / center - 1) ** 2), 0);
  const standardError = center * Math.sqrt(squares / (means.length - 1) / means.length);
  const rmse = Math.sqrt(meanSquare);
  return { meanSquare, standardError, rmse, rmseStandardError: rmse === 0 ? 0 : standardError / (2 * rmse) };
}
