// A ridge model from the k fold factors of its rows: λ given, or the one with the least cross-validation error.
import { count, emptyFactor, type Factor } from "../../kernel/factor.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { crossValidate, foldError, type HeldOut, splitFolds } from "./cross-validate.ts";
import { collinearFeatures, constantFeatures, type RidgeProblem, ridgeProblem, type Target } from "./ridge-problem.ts";
import {
  degreesOfFreedom,
  type Line,
  type StandardErrors,
  solve,
  spreadOf,
  standardErrors,
  sumResidualSquares,
} from "./solve.ts";

// λ per row, tried by "auto": none, then half a decade apart. At 1e-6 nothing is shrunk that can be told apart from noise; at
// 1e3 every standardised coefficient is below a thousandth of itself.
const LAMBDAS_PER_ROW = [0, ...Array.from({ length: 19 }, (_, i) => 10 ** (-6 + i / 2))];

// scikit-learn's default alpha, while there are too few rows to cross-validate.
export const LAMBDA_DEFAULT = 1;

// Errors closer than this are equal, and the larger λ is taken: rounding must not choose. Nor must it among errors that are all
// rounding of nothing, as shares of how far y scatters.
const TIE = 1e-12;
const ROUNDING = 1e-14;

export interface CrossValidation {
  folds: number;
  /** Out-of-fold root mean square error, in units of y, and share of the variance explained (null for a constant y). */
  rmse: number;
  rSquared: number | null;
  /** Standard error of `rmse`, from how far the folds differ. */
  rmseStandardError: number;
  /** Least and largest of the λ tried whose errors are within one standard error of the least; null where one alone was tried. */
  flat: [number, number] | null;
}

/** One λ that was tried. */
export interface LambdaTried {
  lambda: number;
  degreesOfFreedom: number;
  cv: CrossValidation | null;
}

export interface RidgeFit extends Line {
  /** Rows that the fit is made of; may be 0, and then nothing else is known. */
  n: number;
  lambda: number | null;
  residualSquares: number;
  /** Mean of y, and Σ(y − ȳ)². */
  targetMean: number;
  totalSquares: number;
  /** tr of the hat matrix, the intercept's 1 included. */
  degreesOfFreedom: number;
  /** See spreadOf. */
  spread: Factor;
  standardErrors: StandardErrors;
  cv: CrossValidation | null;
  /** Means of the features. */
  means: Float64Array;
  /** Feature indexes that are constant, and those that take part in an exact linear relation. */
  constant: number[];
  collinear: number[];
}

/** Fits the rows of all folds. `lambda`: a number ≥ 0, or "auto". */
export function fitRidge(kernel: Kernel, folds: readonly Factor[], lambda: number | "auto"): RidgeFit {
  const { all, splits } = splitFolds(kernel, folds);
  if (isNothing(all)) return nothingLearned(all.size - 2);
  const whole = ridgeProblem(kernel, all);
  const [target] = whole.targets as [Target];
  const path = lambdaPath(whole, lambda);
  const heldOut = crossValidate(kernel, splits, path);
  const best = heldOut === null ? -1 : leastError(heldOut, target);
  const chosen = path.length === 1 || heldOut !== null ? (path[Math.max(best, 0)] as number) : LAMBDA_DEFAULT;
  const [line] = solve(kernel, whole, [chosen]) as [Line];
  const [squares] = sumResidualSquares(kernel, all, [line]) as unknown as [number];
  const spread = spreadOf(kernel, whole, chosen);
  return {
    ...line,
    n: whole.n,
    lambda: chosen,
    residualSquares: squares,
    targetMean: target.mean,
    totalSquares: target.totalSquares,
    degreesOfFreedom: degreesOfFreedom(whole, chosen),
    spread,
    standardErrors: standardErrors(whole, chosen, { spread, residualSquares: squares }),
    cv: heldOut && { ...crossValidation(heldOut, best, whole), flat: flatRange(heldOut, path, best) },
    means: whole.means,
    constant: constantFeatures(whole),
    collinear: collinearFeatures(whole),
  };
}

/** Whether rows, faded ones by their weight, come to less than half of one: they are told as none, and λ goes by how many there are. */
function isNothing(all: Factor): boolean {
  return Math.round(count(all)) === 0;
}

/** Every λ that "auto" tries, and the errors that it chooses by. */
export function tryLambdas(kernel: Kernel, folds: readonly Factor[]): LambdaTried[] {
  const { all, splits } = splitFolds(kernel, folds);
  if (isNothing(all)) return [];
  const whole = ridgeProblem(kernel, all);
  const path = lambdaPath(whole, "auto");
  const heldOut = crossValidate(kernel, splits, path);
  return path.map((lambda, i) => ({
    lambda,
    degreesOfFreedom: degreesOfFreedom(whole, lambda),
    cv: heldOut && crossValidation(heldOut, i, whole),
  }));
}

/** The λ that are tried. */
export function lambdaPath(problem: RidgeProblem, lambda: number | "auto"): number[] {
  if (lambda !== "auto") return [lambda];
  // Rows that weigh little are still some.
  const n = Math.round(problem.n) || problem.n;
  const unit = lambdaUnit(problem);
  return LAMBDAS_PER_ROW.map((perRow) => perRow * n * unit);
}

/** What a λ is measured in: 1 of standardised features, of features as they are their mean variance. */
export function lambdaUnit({ scales, deviations, penalty }: RidgeProblem): number {
  let [sum, count] = [0, 0];
  for (const [j, scale] of scales.entries()) {
    if (scale === 0) continue;
    sum += ((deviations[j] as number) / scale) ** 2;
    count++;
  }
  return count === 0 ? 1 : sum / count / penalty;
}

/** The index of the least error; of equal ones the last, which is of the largest λ. */
export function leastError(heldOut: readonly HeldOut[], ...targets: readonly Target[]): number {
  const errors = (heldOut[0] as HeldOut).squares.map((_, i) =>
    heldOut.reduce((sum, { squares }) => sum + (squares[i] as number), 0),
  );
  const scatter = targets.reduce((sum, { totalSquares }) => sum + totalSquares, 0);
  const least = Math.max(Math.min(...errors), ROUNDING ** 2 * scatter);
  return errors.findLastIndex((error) => error <= least * (1 + TIE));
}

/** The λ around the best one that are as good as far as the folds can tell (Breiman et al. 1984). */
function flatRange(heldOut: readonly HeldOut[], path: readonly number[], best: number): [number, number] | null {
  if (path.length < 2) return null;
  const { meanSquare, standardError } = foldError(heldOut, best);
  const isAsGood = (i: number) => foldError(heldOut, i).meanSquare <= meanSquare + standardError;
  let [from, to] = [best, best];
  while (from > 0 && isAsGood(from - 1)) from--;
  while (to < path.length - 1 && isAsGood(to + 1)) to++;
  return [path[from] as number, path[to] as number];
}

function crossValidation(heldOut: readonly HeldOut[], i: number, { n, targets }: RidgeProblem): CrossValidation {
  const { meanSquare, rmse, rmseStandardError } = foldError(heldOut, i);
  const [{ totalSquares }] = targets as [Target];
  return {
    folds: heldOut.length,
    rmse,
    rSquared: totalSquares === 0 ? null : 1 - (meanSquare * n) / totalSquares,
    rmseStandardError,
    flat: null,
  };
}

function nothingLearned(features: number): RidgeFit {
  return {
    intercept: 0,
    coefficients: new Float64Array(features),
    n: 0,
    lambda: null,
    residualSquares: 0,
    targetMean: 0,
    totalSquares: 0,
    degreesOfFreedom: 0,
    spread: emptyFactor(features + 1),
    standardErrors: { intercept: null, coefficients: Array(features).fill(null) },
    cv: null,
    means: new Float64Array(features),
    constant: [],
    collinear: [],
  };
}
