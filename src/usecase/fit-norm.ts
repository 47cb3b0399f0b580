// What a norm rests on → its model, as it is kept.
import { DAY_MS } from "../feature/duration.ts";
import { chosenAmong, type Feature, features, type Inferred } from "../feature/feature.ts";
import type { Tail } from "../feature/series.ts";
import { type Summary, yearCoverage } from "../feature/summary.ts";
import { type Factor, subset } from "../math/factor.ts";
import type { Kernel } from "../math/kernel.ts";
import { weightOf, windowStart } from "../model/forget.ts";
import { gate } from "../model/gate.ts";
import { monthErrors, wholeMonths } from "../model/month-errors.ts";
import { autocorrelation } from "../model/ridge/autocorrelation.ts";
import { fitRidge, type CrossValidation as RidgeCv, type RidgeFit } from "../model/ridge/fit-ridge.ts";
import { type Certainty, certainty as certaintyOf } from "../model/ridge/interval.ts";
import { relativeErrors } from "../model/score.ts";
import type { Norm } from "../schema/norm-answer.ts";
import type { CrossValidation, NormFit } from "../schema/norm-figure.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { Basis } from "../store/factors.ts";
import { ageing } from "./ageing.ts";
import { type NormParts, placeColumns, withKnots } from "./place-columns.ts";

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
  const { folds, steps, months, knots } = placeColumns(kernel, norm, { ...columns, summary });
  const fit = fitRidge(kernel, chosenOnly(kernel, folds, chosen), asked.lambda ?? lambda);
  const [chosenSteps] = chosenOnly(kernel, [steps], chosen) as [Factor];
  const rho = asked.rho ?? autocorrelation(kernel, chosenSteps, fit, rhoBefore);
  const newest = asOfMs === null ? 0 : ageing(norm, forget ?? null)(asOfMs);
  const windowFromMs = windowStart(forget, newest);
  const weightAt = (endMs: number) =>
    windowFromMs !== null && endMs <= windowFromMs ? 0 : weightOf(forget, Math.max(0, newest - endMs));
  return {
    rows: Math.round(fit.n),
    lambda: fit.lambda,
    intercept: fit.intercept,
    interceptStdError: fit.standardErrors.intercept,
    coefficients: Float64Array.from(fit.coefficients),
    stdErrors: fit.standardErrors.coefficients,
    cv: fit.cv && toAnswer(fit.cv),
    warnings: [
      ...warningsOf(fit, chosenFeatures(norm, chosen), summary),
      ...stepWarnings(fit, rho),
      ...knotWarnings(norm, knots, summary),
    ],
    chosen,
    knots,
    rho: rho ?? 0,
    residualSquares: fit.residualSquares,
    degreesOfFreedom: fit.degreesOfFreedom,
    targetMean: fit.targetMean,
    totalSquares: fit.totalSquares,
    months: monthErrors(months, { line: fit, spread: fit.spread, columns: chosen }, weightAt),
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

function stepWarnings({ n }: RidgeFit, rho: number | null): string[] {
  if (n < 2 || rho !== null) return [];
  const told = "their residuals count as independent, and intervals may be too narrow";
  return [`Of no two rows it is known that they follow on each other: ${told}.`];
}

// So many times as far as its outer knots are apart may rows lie beyond them: six knots of a normal column leave 0.9 at three deviations.
const BEYOND_KNOTS_MOST = 1.5;

function knotWarnings({ specification, inferred }: NormParts, knots: NormModel["knots"], summary: Summary): string[] {
  const { columns, piecewise = {} } = specification;
  return Object.entries(piecewise).flatMap(([column, { knots: asked }]) => {
    if (typeof asked !== "number") return [];
    const placed = knots[column];
    if (placed !== undefined) {
      if (placed.length === asked) return [];
      return [`${column} has ${placed.length} of the ${asked} knots asked for: its quantiles fall together.`];
    }
    // Norms that 0.4.0 has begun keep the knots that their first batch fixed.
    const fixed = inferred?.knots[column] ?? [];
    const [first, last] = [fixed[0], fixed.at(-1)];
    const [least, most] = [summary.minima[columns.indexOf(column)], summary.maxima[columns.indexOf(column)]];
    if (first === undefined || last === undefined || least == null || most == null) return [];
    if (Math.max(first - least, most - last) <= BEYOND_KNOTS_MOST * (last - first)) return [];
    const told = `The knots of ${column}, ${first} to ${last}, were fixed by the first batch, and its rows go from ${least} to ${most}`;
    return [
      `${told}: beyond the knots the line cannot bend. Send all batches to a new norm, whose knots all rows place.`,
    ];
  });
}

/** Fold factors without the features that are not chosen. */
export function chosenOnly(kernel: Kernel, folds: Factor[], chosen: readonly number[] | null): Factor[] {
  if (chosen === null) return folds;
  return folds.map((fold) => subset(kernel, fold, [0, ...chosen.map((feature) => feature + 1), fold.size - 1]));
}

/** The features that a model has coefficients of; of names alone, where it is not said where its knots are. */
export function chosenFeatures(
  norm: NormParts,
  chosen: readonly number[] | null,
  knots: NormModel["knots"] = {},
): readonly Feature[] {
  const { specification, inferred } = withKnots(norm, knots);
  return chosenAmong(features(specification, inferred), chosen);
}

export function toAnswer({ folds, rmse, rSquared, rmseStandardError }: RidgeCv): CrossValidation {
  return { folds, rmse, rmse_std_error: rmseStandardError, r_squared: rSquared };
}

/** How sure a model's predictions are. Folds of rows without times are no blocks of time. */
export function certaintyOfModel({ inferred }: NormParts, model: NormModel): Certainty {
  const { cv } = model;
  const hasBlocks = inferred?.timed && cv !== null;
  const heldOut = hasBlocks ? { meanSquare: cv.rmse ** 2, folds: cv.folds, rowCount: rowsPerWeek(inferred) } : null;
  return certaintyOf({ ...model, n: model.rows }, model.rho, heldOut);
}

/** Rows of a block of cross-validation. */
function rowsPerWeek({ stepMs, interval }: Inferred): number {
  if (stepMs !== null) return Math.max(1, (7 * DAY_MS) / stepMs);
  return interval === "monthly" ? 1 : 7;
}

/** How sure they are at least: what a test of new rows allows for. */
export function leastCertainty(model: NormModel): Certainty {
  return certaintyOf({ ...model, n: model.rows }, model.rho, null);
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
    coefficients: chosenFeatures(norm, model.chosen).map(({ name }, j) => ({
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
    rows: n,
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

// Rows for each parameter that a regression should have at least (Harrell, Regression Modeling Strategies, §4.4).
const ROWS_PER_PARAMETER = 10;
const YEAR_COVERAGE = 0.9;
// Names in a warning: more are no longer read.
const NAMES_TOLD_MAX = 10;

function warningsOf(fit: RidgeFit, of: readonly Feature[], summary: Summary): string[] {
  const names = (indexes: number[]) => {
    const told = indexes.slice(0, NAMES_TOLD_MAX).map((index) => of[index]?.name);
    return `${told.join(", ")}${indexes.length > told.length ? ` and ${indexes.length - told.length} more` : ""}`;
  };
  const warnings: string[] = [];
  if (fit.n === 0) return ["No complete row so far, or none that is not forgotten: nothing is learned."];
  const rows = Math.round(fit.n);
  if (rows <= of.length)
    warnings.push(
      `Rows: ${rows}, features: ${of.length}. More rows than features are needed to tell their effects apart.`,
    );
  else if (rows < ROWS_PER_PARAMETER * (of.length + 1))
    warnings.push(
      `Few rows: ${rows} for ${of.length + 1} parameters; ${ROWS_PER_PARAMETER} for each are a usual least.`,
    );
  const coverage = yearCoverage(summary);
  if (summary.fromMs !== null && coverage < YEAR_COVERAGE) {
    const told = `${Math.floor(100 * coverage)} % of the days of a year`;
    warnings.push(`The rows cover ${told}, less than ${100 * YEAR_COVERAGE} %: other seasons are extrapolated.`);
  }
  if (fit.constant.length > 0) warnings.push(`Constant so far, so of no effect: ${names(fit.constant)}.`);
  if (fit.collinear.length > 0) {
    const consequence = fit.lambda === 0 ? "the coefficients of least norm are given" : "λ shares their effect out";
    warnings.push(`Collinear, so not determined one by one: ${names(fit.collinear)}; ${consequence}.`);
  }
  if (fit.targetMean <= 0)
    warnings.push(`The mean of y is ${fit.targetMean.toPrecision(3)}: cvrmse and nmbe are not defined.`);
  if (fit.cv === null) warnings.push("Too few rows to cross-validate.");
  return warnings;
}
