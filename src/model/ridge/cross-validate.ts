// k-fold cross-validation from fold factors alone: train on the merge of the others, score on the one held out. Its cost
// depends on the number of columns, never on the number of rows.
import { count, type Factor, merge } from "../../math/factor.ts";
import type { Kernel } from "../../math/kernel.ts";
import { residualSquares, solve } from "./solve.ts";
import { spectrum } from "./spectrum.ts";

/** Σ of the held-out squared errors over all folds, one per λ; null while fewer than two folds hold rows. */
export function crossValidate(kernel: Kernel, folds: readonly Factor[], lambdas: readonly number[]): number[] | null {
  const filled = folds.filter((fold) => count(fold) > 0);
  if (filled.length < 2) return null;
  const squares: number[] = lambdas.map(() => 0);
  for (const heldOut of filled) {
    const training = spectrum(
      merge(
        kernel,
        filled.filter((fold) => fold !== heldOut),
      ),
    );
    lambdas.forEach((lambda, i) => {
      squares[i] = (squares[i] as number) + residualSquares(heldOut, solve(training, lambda));
    });
  }
  return squares;
}
