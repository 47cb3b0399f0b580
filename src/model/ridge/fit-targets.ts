// One ridge regression for each of several targets of the same rows, λ being one for all: regression has one target, a classifier
// one for each class, +1 for its rows and −1 for the others (two classes share one; as scikit-learn's RidgeClassifier).
import { dealToFolds } from "../../feature/fold.ts";
import { accumulate, count, type Factor, merge, scale, squaredNorm } from "../../math/factor.ts";
import type { Kernel } from "../../math/kernel.ts";
import type { TrainingSet } from "../training-set.ts";
import { FOLD_COUNT, LAMBDA_DEFAULT, lambdaPath, leastError } from "./fit-ridge.ts";
import { type Line, solve } from "./solve.ts";
import { type Spectrum, spectra } from "./spectrum.ts";

export interface Lines {
  lambda: number;
  lines: Line[];
  /** Population standard deviations of the columns; 0 for a constant one. */
  deviations: Float64Array;
}

/** How many targets stand for so many classes; 0 of them is regression. */
export function targetCountOf(classCount: number): number {
  return classCount <= 2 ? 1 : classCount;
}

/** Fits all targets at one λ, or ("auto") at that of the least cross-validation error summed over them. */
export function fitTargets(kernel: Kernel, data: TrainingSet, lambda: number | "auto"): Lines {
  const targetCount = targetCountOf(data.classCount);
  const folds = foldFactors(kernel, data);
  const whole = spectra(merge(kernel, folds), targetCount);
  const chosen = chooseLambda(kernel, folds, whole, lambda);
  const { deviations } = whole[0] as Spectrum;
  return { lambda: chosen, lines: whole.map((spectrum) => solve(spectrum, chosen)), deviations };
}

function chooseLambda(kernel: Kernel, folds: readonly Factor[], whole: Spectrum[], lambda: number | "auto"): number {
  const path = lambdaPath(whole[0] as Spectrum, lambda);
  if (path.length === 1) return path[0] as number;
  const filled = folds.filter((fold) => count(fold) > 0);
  if (filled.length < 2) return LAMBDA_DEFAULT;
  const errors = path.map(() => 0);
  for (const heldOut of filled) {
    const training = spectra(
      merge(
        kernel,
        filled.filter((fold) => fold !== heldOut),
      ),
      whole.length,
    );
    path.forEach((tried, i) => {
      training.forEach((spectrum, k) => {
        errors[i] = (errors[i] as number) + residualSquares(heldOut, solve(spectrum, tried), { k, of: whole.length });
      });
    });
  }
  return path[leastError(errors)] as number;
}

/** Σ(y − ŷ)² of target `k` out of `of`, over the rows of a factor. */
function residualSquares(
  factor: Factor,
  { intercept, coefficients }: Line,
  { k, of }: { k: number; of: number },
): number {
  const others = Array.from({ length: of }, (_, i) => (i === k ? -1 : 0));
  return squaredNorm(factor, Float64Array.of(intercept, ...coefficients, ...others));
}

/** Factors of [1 X Y] of the rows of each fold, dealt by what they hold. Rows weigh what their class does. */
function foldFactors(kernel: Kernel, { columns, target, classCount, classWeights }: TrainingSet): Factor[] {
  const table = [...columns, ...targetsOf(target, classCount)];
  const all = Uint32Array.from(target.keys());
  return dealToFolds([...columns, target], all, FOLD_COUNT).map((rows) => {
    if (classWeights === undefined) return accumulate(kernel, table, rows);
    const byClass = classWeights.map((weight, k) => {
      const factor = accumulate(
        kernel,
        table,
        rows.filter((row) => target[row] === k),
      );
      return scale(factor, weight);
    });
    return merge(kernel, byClass);
  });
}

function targetsOf(target: Float64Array, classCount: number): Float64Array[] {
  if (classCount === 0) return [target];
  const positives = classCount === 2 ? [1] : Array.from({ length: classCount }, (_, k) => k);
  return positives.map((positive) => target.map((k) => (k === positive ? 1 : -1)));
}
