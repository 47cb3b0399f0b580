// One ridge regression for each of several targets of the same rows, λ being one for all: regression has one target, a classifier
// one for each class, +1 for its rows and −1 for the others (two classes share one; as scikit-learn's RidgeClassifier).

import { accumulate, count, type Factor, merge } from "../../kernel/factor.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { Work } from "../../math/work.ts";
import { dealToFolds, FOLD_COUNT } from "../../time/fold.ts";
import { NEVER_HELD_OUT } from "../fold-rows.ts";
import { rowWeights, type TrainingSet } from "../training-set.ts";
import { crossValidate, type HeldOut, splitFolds } from "./cross-validate.ts";
import { fitLogits } from "./fit-logits.ts";
import { LAMBDA_DEFAULT, lambdaPath, lambdaUnit, leastError } from "./fit-ridge.ts";
import { type RidgeOptions, type RidgeProblem, ridgeProblem } from "./ridge-problem.ts";
import { type Line, solve } from "./solve.ts";

export interface Lines {
  lambda: number;
  /** Least and largest λ whose error is within a standard error of the least; null where it makes no difference. */
  alike: [number, number] | null;
  lines: Line[];
  /** Of three classes and more, lines whose softmax is the probability of each; null else. */
  logits: Line[] | null;
  /** Population standard deviations of the columns; 0 for a constant one. */
  deviations: Float64Array;
}

/** How many targets stand for so many classes; 0 of them is regression. */
export function targetCountOf(classCount: number): number {
  return classCount <= 2 ? 1 : classCount;
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
  const reducing = reductionSeconds(data.columns.length, targetCount);
  const rows = dealRows(data);
  const { folds, always } = yield* foldFactors(kernel, data, rows);
  const parted = splitFolds(kernel, folds);
  const withAlways = (factor: Factor) => (count(always) === 0 ? factor : merge(kernel, [factor, always]));
  const whole = ridgeProblem(kernel, withAlways(parted.all), options);
  yield reducing;
  const path = lambdaPath(whole, lambda);
  const splits = parted.splits.map(({ heldOut, training }) => ({ heldOut, training: withAlways(training) }));
  const heldOut: HeldOut[] = [];
  for (const split of path.length === 1 ? [] : splits) {
    heldOut.push(...(crossValidate(kernel, [split], path, options) ?? []));
    yield reducing;
  }
  const least = heldOut.length === 0 ? null : leastError(heldOut, ...whole.targets);
  const best = path.length === 1 ? (path[0] as number) : LAMBDA_DEFAULT;
  const chosen = least === null ? best : (path[least] as number);
  const linesOf = (problem: RidgeProblem) => problem.targets.flatMap((_, i) => solve(kernel, problem, [chosen], i));
  const lines = linesOf(whole);
  const held = rows.folds.filter((_, fold) => count(folds[fold] as Factor) > 0);
  function* others(): Work<{ rows: Uint32Array; lines: Line[] }[]> {
    const each: { rows: Uint32Array; lines: Line[] }[] = [];
    for (const [fold, { training }] of splits.entries()) {
      each.push({ rows: held[fold] as Uint32Array, lines: linesOf(ridgeProblem(kernel, training, options)) });
      yield reducing;
    }
    return each;
  }
  return {
    lambda: chosen,
    alike: least === null ? null : alikeOf(heldOut, least, path, ALL_ALIKE * whole.n * lambdaUnit(whole)),
    lines,
    logits: data.classCount > 2 ? yield* fitLogits(data, lines, yield* others()) : null,
    deviations: whole.deviations,
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

// A factor of 32 columns takes 2 · 34² operations a row, ten thousand million of them a second; the reductions of the whole and of five
// folds take p³, and each target some p² for each λ.
const SECONDS_PER_ROW_AND_SQUARE = 2e-10;
const SECONDS_PER_CUBE = 1e-9;
const SECONDS_PER_TARGET_AND_SQUARE = 3.3e-8;

/** What the factor of so many rows takes. */
export function factorSeconds(rowCount: number, columnCount: number, targetCount: number): number {
  return SECONDS_PER_ROW_AND_SQUARE * rowCount * (columnCount + targetCount + 1) ** 2;
}

/** What one reduction takes, and the lines that follow from it. */
export function reductionSeconds(columnCount: number, targetCount: number): number {
  return SECONDS_PER_CUBE * columnCount ** 3 + SECONDS_PER_TARGET_AND_SQUARE * targetCount * columnCount ** 2;
}

interface DealtRows {
  folds: Uint32Array[];
  /** Those that are never held out. */
  always: Uint32Array;
}

/** The rows of each fold; where the data have none, dealt by what the rows hold. */
function dealRows({ columns, target, folds }: TrainingSet): DealtRows {
  const all = Uint32Array.from(target.keys());
  if (!folds) return { folds: dealToFolds([...columns, target], all, FOLD_COUNT), always: new Uint32Array(0) };
  return {
    folds: Array.from({ length: FOLD_COUNT }, (_, fold) => all.filter((row) => folds[row] === fold)),
    always: all.filter((row) => folds[row] === NEVER_HELD_OUT),
  };
}

/** Factors of [1 X Y]. */
function* foldFactors(kernel: Kernel, data: TrainingSet, rows: DealtRows): Work<{ folds: Factor[]; always: Factor }> {
  const { columns, target, classCount } = data;
  const table = [...columns, ...targetsOf(target, classCount)];
  const weights = rowWeights(data);
  const factors: Factor[] = [];
  for (const of of [...rows.folds, rows.always]) {
    factors.push(accumulate(kernel, table, of, weights));
    yield factorSeconds(of.length, columns.length, targetCountOf(classCount));
  }
  return { folds: factors.slice(0, -1), always: factors.at(-1) as Factor };
}

function targetsOf(target: Float64Array, classCount: number): Float64Array[] {
  if (classCount === 0) return [target];
  const positives = classCount === 2 ? [1] : Array.from({ length: classCount }, (_, k) => k);
  return positives.map((positive) => target.map((k) => (k === positive ? 1 : -1)));
}
