// What a norm rests on → its model, as it is kept.

import { chosenAmong, type Feature, features, type Inferred } from "../../engine/feature/feature.ts";
import type { Tail } from "../../engine/feature/series.ts";
import { type Factor, subset } from "../../engine/kernel/factor.ts";
import type { Kernel } from "../../engine/kernel/kernel.ts";
import { autocorrelation } from "../../engine/model/ridge/autocorrelation.ts";
import { fitRidge, type CrossValidation as RidgeCv } from "../../engine/model/ridge/fit-ridge.ts";
import { type Certainty, certainty as certaintyOf } from "../../engine/model/ridge/interval.ts";
import { gate } from "../../engine/score/gate.ts";
import { monthErrors, wholeMonths } from "../../engine/score/month-errors.ts";
import { relativeErrors } from "../../engine/score/score.ts";
import { DAY_MS } from "../../engine/time/duration.ts";
import { weightOf, windowStart } from "../../engine/time/forget.ts";
import { type NormParts, placesOf } from "../rows/levels.ts";
import { asModelled, placeColumns } from "../rows/place-columns.ts";
import { unknownOf } from "../rows/unknown-rows.ts";
import type { Norm } from "../schema/norm-answer.ts";
import type { CrossValidation, NormFit } from "../schema/norm-figure.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { Basis } from "../store/factors.ts";
import { ageing } from "./ageing.ts";
import { knotWarnings, levelWarnings, seasonWarnings, stepWarnings, warningsOf } from "./norm-warnings.ts";

/**
 * `lambda` and `rho`: what follows from the specification and from the rows, unless others are asked for; `rhoBefore`: what was known of
 * ρ, for rows between which no steps are.
 */
export function fitNorm(
  kernel: Kernel,
  norm: NormParts,
  { scatter, chosen, summary, asOfMs, ...columns }: Basis,
  { tail, rhoBefore = 0, ...asked }: { tail: Tail; lambda?: number | "auto"; rho?: number; rhoBefore?: number },
): NormModel {
  const { lambda, forget } = norm.specification;
  const { folds, steps, months, knots, levels } = placeColumns(kernel, norm, { ...columns, summary });
  const places = placesOf(norm, chosen, levels);
  const fit = fitRidge(kernel, chosenOnly(kernel, folds, places), asked.lambda ?? lambda);
  const list = chosenFeatures(norm, { chosen, knots, levels });
  const lasting = fit.n === 0 ? [] : [...seasonWarnings(summary), ...knotWarnings(norm, knots, summary)];
  const [chosenSteps] = chosenOnly(kernel, [steps], places) as [Factor];
  const seen = autocorrelation(kernel, chosenSteps, fit, asked.rho ?? rhoBefore);
  const rho = asked.rho ?? seen ?? 0;
  const newest = asOfMs === null ? 0 : ageing(norm, forget ?? null)(asOfMs);
  const windowFromMs = windowStart(forget, newest);
  const weightAt = (endMs: number) =>
    windowFromMs !== null && endMs <= windowFromMs ? 0 : weightOf(forget, Math.max(0, newest - endMs));
  return {
    rows: Math.round(fit.n),
    weight: weightOfRows(fit.n),
    lambda: fit.lambda,
    intercept: fit.intercept,
    interceptStdError: fit.standardErrors.intercept,
    coefficients: Float64Array.from(fit.coefficients),
    means: fit.means,
    stdErrors: fit.standardErrors.coefficients,
    cv: fit.cv && describeCv(fit.cv),
    warnings: [...warningsOf(fit, list), ...stepWarnings(fit, seen), ...levelWarnings(levels), ...lasting],
    lasting,
    unknown: unknownOf(fit, list, summary),
    chosen,
    knots,
    levels,
    rho,
    residualSquares: fit.residualSquares,
    degreesOfFreedom: fit.degreesOfFreedom,
    targetMean: fit.targetMean,
    totalSquares: fit.totalSquares,
    months: monthErrors(months, { line: fit, spread: fit.spread, columns: places }, weightAt),
    wholeMonths: wholeMonths(months, norm.inferred?.interval ?? null),
    targetMinimum: summary.targetMinimum ?? null,
    scatter,
    toMs: summary.toMs,
    minima: summary.minima,
    maxima: summary.maxima,
    spread: fit.spread,
    tail,
  };
}

// A count is a sum of squares of its root: what is as near to a whole number is one.
const COUNT_ROUNDING = 1e-9;

/** The sum of the weights of the rows, how many they are where none fades. */
export function weightOfRows(n: number): number {
  return Math.abs(n - Math.round(n)) <= COUNT_ROUNDING * n ? Math.round(n) : n;
}

/** Fold factors without the features that are not chosen. */
export function chosenOnly(kernel: Kernel, folds: Factor[], chosen: readonly number[] | null): Factor[] {
  if (chosen === null) return folds;
  return folds.map((fold) => subset(kernel, fold, [0, ...chosen.map((feature) => feature + 1), fold.size - 1]));
}

/** The features that a model has coefficients of. */
export function chosenFeatures(
  norm: NormParts,
  { chosen, ...of }: Pick<NormModel, "chosen" | "knots" | "levels">,
): readonly Feature[] {
  const { specification, inferred } = asModelled(norm, of);
  return chosenAmong(features(specification, inferred), placesOf(norm, chosen, of.levels));
}

export function describeCv({ folds, rmse, rSquared, rmseStandardError, flat }: RidgeCv): CrossValidation {
  const range = flat && { lambda_range: { from: flat[0], to: flat[1] } };
  return { folds, rmse, rmse_std_error: rmseStandardError, r_squared: rSquared, ...range };
}

/** How sure a model's predictions are. Folds of rows without times are no blocks of time. */
export function certaintyOfModel({ inferred }: NormParts, model: NormModel): Certainty {
  const { cv } = model;
  const hasBlocks = inferred?.timed && cv !== null;
  const heldOut = hasBlocks ? { meanSquare: cv.rmse ** 2, folds: cv.folds, rowCount: rowsPerWeek(inferred) } : null;
  return certaintyOf({ ...model, n: model.weight }, model.rho, heldOut);
}

/** Rows of a block of cross-validation. */
function rowsPerWeek({ stepMs, interval }: Inferred): number {
  if (stepMs !== null) return Math.max(1, (7 * DAY_MS) / stepMs);
  return interval === "monthly" ? 1 : 7;
}

/** How sure they are at least: what a test of new rows allows for. */
export function leastCertainty(model: NormModel): Certainty {
  return certaintyOf({ ...model, n: model.weight }, model.rho, null);
}

/** What a model answers of itself. */
export function describeModel(
  norm: NormParts,
  model: NormModel,
): Pick<Norm, "lambda" | "intercept" | "intercept_std_error" | "coefficients" | "fit" | "cv"> {
  if (model.rows === 0) {
    return { lambda: null, intercept: null, intercept_std_error: null, coefficients: [], fit: null, cv: null };
  }
  return {
    lambda: model.lambda,
    intercept: model.intercept,
    intercept_std_error: model.interceptStdError,
    coefficients: chosenFeatures(norm, model).map(({ name }, j) => ({
      feature: name,
      value: model.coefficients[j] as number,
      std_error: model.stdErrors[j] ?? null,
    })),
    fit: fitOf(norm, model),
    cv: model.cv,
  };
}

function fitOf(norm: NormParts, model: NormModel): NormFit {
  const {
    weight: n,
    targetMean: mean,
    residualSquares: squares,
    totalSquares,
    degreesOfFreedom: parameters,
    rho,
  } = model;
  const score = relativeErrors({ n, mean, squares, totalSquares, parameters, rho });
  const nmbe = mean > 0 ? 0 : null;
  return {
    n,
    n_prime: score.nPrime,
    ddof: score.ddof,
    rmse: score.rmse,
    r_squared: score.rSquared,
    r_squared_adj: score.rSquaredAdj,
    cvrmse: score.cvrmse,
    cvrmse_adj: score.cvrmseAdj,
    nmbe,
    autocorrelation: rho,
    mean,
    residual_variance: certaintyOfModel(norm, model).residualVariance,
    gate: gate(norm.inferred?.interval ?? null, score.cvrmseAdj, nmbe),
  };
}
