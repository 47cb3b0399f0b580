// What ridge regression tells beside its fit: the path of λ, the path of features, and how sure a prediction is.
import type { Factor } from "../kernel/factor.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { splitFolds } from "../model/ridge/cross-validate.ts";
import { type LambdaTried, type RidgeFit, tryLambdas } from "../model/ridge/fit-ridge.ts";
import { forwardSelection, oneStandardErrorStep, type SelectionStep } from "../model/ridge/forward-selection.ts";
import { certainty, coverageFactor, leverages, predictionVariances } from "../model/ridge/interval.ts";
import { predictRidge } from "../model/ridge/predict-ridge.ts";
import { ridgeProblem } from "../model/ridge/ridge-problem.ts";
import { type Line, solve } from "../model/ridge/solve.ts";
import { readFactors, readFeatures, readLambda } from "./read-factors.ts";
import { readTable, type X } from "./read-table.ts";
import { refuse } from "./refuse.ts";

export interface RidgePathStep extends LambdaTried, Line {}

export function tellPath(kernel: Kernel, folds: readonly Factor[]): RidgePathStep[] {
  const tried = tryLambdas(kernel, readFactors(folds, 2));
  const lambdas = tried.map(({ lambda }) => lambda);
  const lines = solve(kernel, ridgeProblem(kernel, splitFolds(kernel, folds).all), lambdas);
  return tried.map((each, i) => ({ ...each, ...(lines[i] as Line) }));
}

export interface Selection {
  /** Each group that entered, with the error that it brought; the first is of the features that are always in. */
  steps: SelectionStep[];
  /** Those of the first step whose error is within a standard error of the least, ascending. */
  features: number[];
}

export function select(
  kernel: Kernel,
  folds: readonly Factor[],
  { always = [], groups, lambda }: { always?: readonly number[]; groups: readonly number[][]; lambda: number },
): Selection {
  const [first] = readFactors(folds, 2) as [Factor];
  readFeatures([...always, ...groups.flat()], first, "groups");
  if (readLambda(lambda) === 0) refuse("lambda", "0; it is more, so that no set of features is collinear");
  const steps = forwardSelection(kernel, folds, { always, groups, lambda }) as SelectionStep[];
  const taken = steps.slice(0, oneStandardErrorStep(steps).chosen + 1);
  const entered = taken.flatMap(({ entered }) => (entered === null ? [] : (groups[entered] as number[])));
  return { steps, features: [...always, ...entered].sort((a, b) => a - b) };
}

export interface PredictionInterval {
  y: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
}

// As ρ of residuals, which is corrected for its bias, this is 0.
const INDEPENDENT = -1;

export function predictWithin(
  fit: RidgeFit,
  x: X,
  { level = 0.9, rho = INDEPENDENT }: { level?: number; rho?: number },
): PredictionInterval {
  const { values, rowCount } = readTable(x);
  const width = fit.coefficients.length;
  if (values.length !== width) refuse("x", `${values.length} columns; the fit is of ${width}`);
  if (!(level > 0 && level < 1)) refuse("level", `${level} is not between 0 and 1`);
  if (!(rho >= -1 && rho <= 1)) refuse("rho", `${rho} is no correlation`);
  const y = predictRidge(fit, values, rowCount);
  const sure = certainty(fit, rho, null);
  const factor = coverageFactor(sure, level);
  const variances = predictionVariances(sure, leverages(fit.spread, values, rowCount));
  const half = variances.map((variance) => factor * Math.sqrt(variance));
  return {
    y,
    lower: y.map((value, i) => value - (half[i] as number)),
    upper: y.map((value, i) => value + (half[i] as number)),
  };
}
