// One ridge regression for each of several targets of the same rows, λ being one for all: regression has one target, a classifier
// one for each class (two classes share one; as scikit-learn's RidgeClassifier).

import type { Kernel } from "../../kernel/kernel.ts";
import type { Work } from "../../math/work.ts";
import type { Encoding } from "../encoding.ts";
import type { TrainingSet } from "../training-set.ts";
import { targetCountOf } from "./class-targets.ts";
import { crossValidate, type HeldOut } from "./cross-validate.ts";
import { factorRows } from "./factor-rows.ts";
import { fitLogits, type LinesOfPart } from "./fit-logits.ts";
import { LAMBDA_DEFAULT, lambdaPath, lambdaUnit, leastError } from "./fit-ridge.ts";
import { type RidgeOptions, type RidgeProblem, ridgeProblem } from "./ridge-problem.ts";
import { reductionSeconds } from "./ridge-work.ts";
import { type Line, solve } from "./solve.ts";

export interface Lines {
  lambda: number;
  /** Least and largest λ whose error is within a standard error of the least; null where it makes no difference. */
  alike: [number, number] | null;
  lines: Line[];
  /** Of three classes and more, lines whose softmax is the probability of each; null else. */
  logits: Line[] | null;
  /** Population standard deviations of the encoded columns; 0 for a constant one. */
  deviations: Float64Array;
  /** Of the same columns. */
  means: Float64Array;
  /** What the lines' columns are of those of the table. */
  encoding: Encoding;
}

/**
 * Fits all targets at one λ, or ("auto") at that of the least cross-validation error summed over them, on the folds of the data: of rows
 * that are alike, a λ that is chosen by single ones is too small.
 */
export function* fitTargets(
  kernel: Kernel,
  data: TrainingSet,
  { lambda, standardize = true }: { lambda: number | "auto"; standardize?: boolean },
): Work<Lines> {
  const targetCount = targetCountOf(data.classCount);
  const options: RidgeOptions = { targetCount, standardize };
  const needsFolds = lambda === "auto" || data.classCount > 2;
  const { all, encoding, parts } = yield* factorRows(kernel, data, needsFolds);
  const reducing = reductionSeconds(all.size - targetCount - 1, targetCount);
  const whole = ridgeProblem(kernel, all, options);
  yield reducing;
  const path = lambdaPath(whole, lambda);
  const heldOut: HeldOut[] = [];
  for (const split of path.length === 1 ? [] : parts) {
    heldOut.push(...(crossValidate(kernel, [split], path, options) ?? []));
    yield reducing;
  }
  const least = heldOut.length === 0 ? null : leastError(heldOut, ...whole.targets);
  const best = path.length === 1 ? (path[0] as number) : LAMBDA_DEFAULT;
  const chosen = least === null ? best : (path[least] as number);
  const linesOf = (problem: RidgeProblem) => problem.targets.flatMap((_, i) => solve(kernel, problem, [chosen], i));
  const lines = linesOf(whole);
  function* others(): Work<LinesOfPart[]> {
    const each: LinesOfPart[] = [];
    for (const { rows, training, encoding } of parts) {
      each.push({ rows, encoding, lines: linesOf(ridgeProblem(kernel, training, options)) });
      yield reducing;
    }
    return each;
  }
  return {
    lambda: chosen,
    alike: least === null ? null : alikeOf(heldOut, least, path, ALL_ALIKE * whole.n * lambdaUnit(whole)),
    lines,
    logits: data.classCount > 2 ? yield* fitLogits(data, { lines, encoding }, yield* others()) : null,
    deviations: whole.deviations,
    means: whole.means,
    encoding,
  };
}

// Of λ a row: below it standardised coefficients are the same to a hundredth.
const ALL_ALIKE = 0.01;

/**
 * The λ next to the best, on both sides, whose mean error differs from its by no more than a standard error of that difference; null where
 * they are all so small that the model is the same.
 */
function alikeOf(
  heldOut: readonly HeldOut[],
  best: number,
  path: readonly number[],
  allAlikeBelow: number,
): [number, number] | null {
  const isAlike = (i: number) => {
    const more = heldOut.map(({ n, squares }) => ((squares[i] as number) - (squares[best] as number)) / n);
    const mean = more.reduce((sum, value) => sum + value, 0) / more.length;
    const variance = more.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (more.length - 1);
    return mean <= Math.sqrt(variance / more.length);
  };
  let [from, to] = [best, best];
  while (from > 0 && isAlike(from - 1)) from--;
  while (to < path.length - 1 && isAlike(to + 1)) to++;
  return (path[to] as number) < allAlikeBelow ? null : [path[from] as number, path[to] as number];
}
