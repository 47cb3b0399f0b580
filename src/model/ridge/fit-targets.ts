// One ridge regression for each of several targets of the same rows, λ being one for all: regression has one target, a classifier
// one for each class, +1 for its rows and −1 for the others (two classes share one; as scikit-learn's RidgeClassifier).
import { dealToFolds } from "../../feature/fold.ts";
import { accumulate, type Factor, merge, scale } from "../../math/factor.ts";
import type { Kernel } from "../../math/kernel.ts";
import type { TrainingSet } from "../training-set.ts";
import { crossValidate, splitFolds } from "./cross-validate.ts";
import { FOLD_COUNT, LAMBDA_DEFAULT, lambdaPath, leastError } from "./fit-ridge.ts";
import { ridgeProblem } from "./ridge-problem.ts";
import { type Line, solve } from "./solve.ts";

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
  const { all, splits } = splitFolds(kernel, foldFactors(kernel, data));
  const whole = ridgeProblem(kernel, all, targetCount);
  const path = lambdaPath(whole, lambda);
  const heldOut = path.length === 1 ? null : crossValidate(kernel, splits, path, targetCount);
  const best = path.length === 1 ? (path[0] as number) : LAMBDA_DEFAULT;
  const chosen = heldOut === null ? best : (path[leastError(heldOut, ...whole.targets)] as number);
  return {
    lambda: chosen,
    lines: whole.targets.flatMap((_, target) => solve(kernel, whole, [chosen], target)),
    deviations: whole.deviations,
  };
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
