// Fold factors → the model of a norm, as it is kept.
import { type Feature, features, type Tail } from "../feature/lag.ts";
import type { Factor } from "../math/factor.ts";
import type { Kernel } from "../math/kernel.ts";
import { fitRidge, type RidgeFit } from "../model/ridge/fit-ridge.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";

export function fitNorm(
  kernel: Kernel,
  specification: NormSpecification,
  folds: Factor[],
  tail: Tail,
  lambda: number | "auto" = specification.lambda,
): NormModel {
  const fit = fitRidge(kernel, folds, lambda);
  return {
    format: 1,
    rows: fit.n,
    lambda: fit.lambda,
    intercept: fit.intercept,
    interceptStdError: fit.standardErrors.intercept,
    coefficients: [...fit.coefficients],
    stdErrors: fit.standardErrors.coefficients,
    cv: fit.cv && { folds: fit.cv.folds, rmse: fit.cv.rmse, r_squared: fit.cv.rSquared },
    warnings: warningsOf(fit, features(specification)),
    tail: tail.map((column) => Array.from(column, (value) => (Number.isNaN(value) ? null : value))),
  };
}

function warningsOf(fit: RidgeFit, of: Feature[]): string[] {
  const names = (indexes: number[]) => indexes.map((index) => of[index]?.name).join(", ");
  const warnings: string[] = [];
  if (fit.n === 0) return ["No complete row so far: nothing is learned."];
  if (fit.n <= of.length)
    warnings.push(
      `Rows: ${fit.n}, features: ${of.length}. More rows than features are needed to tell their effects apart.`,
    );
  if (fit.constant.length > 0) warnings.push(`Constant so far, so of no effect: ${names(fit.constant)}.`);
  if (fit.collinear.length > 0) {
    const consequence = fit.lambda === 0 ? "the coefficients of least norm are given" : "λ shares their effect out";
    warnings.push(`Collinear, so not determined one by one: ${names(fit.collinear)}; ${consequence}.`);
  }
  if (fit.cv === null) warnings.push("Too few rows to cross-validate.");
  return warnings;
}
