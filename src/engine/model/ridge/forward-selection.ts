// Forward selection of groups of features by cross-validation, from fold factors alone (Hastie, Tibshirani & Friedman, Elements
// of Statistical Learning, §3.3.2 and §7.10): from step to step the group enters that lowers the cross-validation error most.
//
// Each fold's training problem is held as a triangle T with ‖T·[b; −1]‖² = Σ(y − b₀ − Xb)² + λ Σ b², b standardised: ridge as
// least squares with √λ·I as further rows. Its entered columns stand first and are triangular; trying a group means a QR of
// that group's columns below them, entering it a reflection of all that are left. No SVD, and nothing depends on the rows.
import { at, count, type Factor, factorOf, means, squaredNorm } from "../../kernel/factor.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { type FoldError, foldError, type Split, splitFolds } from "./cross-validate.ts";
import { backSubstitute, reflect } from "./reflect.ts";
import { centredDeviations } from "./ridge-problem.ts";

export interface SelectionStep {
  /** Index of the group that entered; null for the features that are always in. */
  entered: number | null;
  error: FoldError;
  /** The groups that did not enter at this step, and the error that each would have brought. */
  leftOut: { group: number; error: FoldError }[];
}

/** One fold: its training problem, and what it is tested on. */
interface Fold {
  heldOut: Factor;
  n: number;
  /** Columns of T, y last; the first `entered.length` rows belong to the entered ones. */
  columns: Float64Array[];
  entered: number[];
  means: Float64Array;
  deviations: Float64Array;
}

/**
 * The whole path, from the features `always` in to all of `groups`. `lambda` > 0, so that no set of features is collinear.
 * null while fewer than two folds hold rows.
 */
export function forwardSelection(
  kernel: Kernel,
  factors: readonly Factor[],
  { always, groups, lambda }: { always: readonly number[]; groups: readonly number[][]; lambda: number },
): SelectionStep[] | null {
  const { splits } = splitFolds(kernel, factors);
  if (splits.length === 0) return null;
  const folds = splits.map((split) => trainingProblem(kernel, split, lambda));
  for (const fold of folds) enter(fold, always);
  const steps: SelectionStep[] = [{ entered: null, error: errorOf(kernel, folds, []), leftOut: [] }];
  const waiting = new Set(groups.keys());
  while (waiting.size > 0) {
    const tried = [...waiting].map((group) => ({ group, error: errorOf(kernel, folds, groups[group] as number[]) }));
    tried.sort((a, b) => a.error.meanSquare - b.error.meanSquare);
    const [best, ...leftOut] = tried as [(typeof tried)[number], ...typeof tried];
    steps.push({ entered: best.group, error: best.error, leftOut });
    waiting.delete(best.group);
    for (const fold of folds) enter(fold, groups[best.group] as number[]);
  }
  return steps;
}

/** The first step whose error is within one standard error of the least (Breiman et al. 1984). */
export function oneStandardErrorStep(steps: readonly SelectionStep[]): { least: number; chosen: number } {
  const errors = steps.map(({ error }) => error);
  const least = errors.reduce(
    (best, error, i) => (error.meanSquare < (errors[best] as FoldError).meanSquare ? i : best),
    0,
  );
  const { meanSquare, standardError } = errors[least] as FoldError;
  return { least, chosen: errors.findIndex((error) => error.meanSquare <= meanSquare + standardError) };
}

function trainingProblem(kernel: Kernel, { training, heldOut }: Split, lambda: number): Fold {
  const p = training.size - 2;
  const deviations = centredDeviations(training);
  const root = Math.sqrt(lambda);
  const triangle = factorOf(kernel, p + 1, 2 * p + 1, (row, column) => {
    if (row > p) return row - p - 1 === column ? root : 0;
    if (row > column) return 0;
    const value = at(training, row + 1, column + 1);
    if (column === p) return value;
    const deviation = deviations[column] as number;
    return deviation === 0 ? 0 : value / deviation;
  });
  const allMeans = means(training);
  return {
    heldOut,
    n: count(heldOut),
    columns: Array.from({ length: p + 1 }, (_, column) =>
      Float64Array.from({ length: p + 1 }, (_, row) => at(triangle, row, column)),
    ),
    entered: [],
    means: allMeans,
    deviations,
  };
}

/** Makes features part of the fold's model. */
function enter(fold: Fold, features: readonly number[]): void {
  for (const feature of features) {
    const { columns, entered } = fold;
    const rest = columns.filter((_, j) => j !== feature && !entered.includes(j));
    reflect(columns[feature] as Float64Array, entered.length, rest);
    entered.push(feature);
  }
}

/** The error of the entered features and those of a group. */
function errorOf(kernel: Kernel, folds: readonly Fold[], group: readonly number[]): FoldError {
  const heldOut = folds.map((fold) => ({ n: fold.n, squares: [heldOutSquares(kernel, fold, group)] }));
  return foldError(heldOut, 0);
}

function heldOutSquares(
  kernel: Kernel,
  { heldOut, columns, entered, ...fold }: Fold,
  group: readonly number[],
): number {
  const p = columns.length - 1;
  const copies = [...group, p].map((feature) => (columns[feature] as Float64Array).slice());
  for (let i = 0; i < group.length; i++) {
    reflect(copies[i] as Float64Array, entered.length + i, copies.slice(i + 1));
  }
  const features = [...entered, ...group];
  const triangular = features.map((feature, i) =>
    i < entered.length ? (columns[feature] as Float64Array) : (copies[i - entered.length] as Float64Array),
  );
  const b = backSubstitute(triangular, copies.at(-1) as Float64Array);
  const line = new Float64Array(p + 2);
  line[0] = fold.means[p] as number;
  line[p + 1] = -1;
  features.forEach((feature, i) => {
    const deviation = fold.deviations[feature] as number;
    if (deviation === 0) return;
    line[feature + 1] = (b[i] as number) / deviation;
    line[0] = (line[0] as number) - (line[feature + 1] as number) * (fold.means[feature] as number);
  });
  return squaredNorm(kernel, heldOut, line);
}
