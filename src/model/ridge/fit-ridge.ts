// A ridge model from the k fold factors of its rows: λ given, or the one with the least cross-validation error.
import { count, type Factor, merge } from "../../math/factor.ts";
import type { Kernel } from "../../math/kernel.ts";
import { crossValidate } from "./cross-validate.ts";
import { type Line, residualSquares, type StandardErrors, solve, standardErrors } from "./solve.ts";
import { type Spectrum, spectrum } from "./spectrum.ts";

/** How many folds the rows are dealt to. Five: scikit-learn's default, and each model still sees 80 % of the rows. */
export const FOLD_COUNT = 5;

// λ per row, tried by "auto": none, then half a decade apart. At 1e-6 nothing is shrunk that can be told apart from noise; at
// 1e3 every standardised coefficient is below a thousandth of itself.
const LAMBDAS_PER_ROW = [0, ...Array.from({ length: 19 }, (_, i) => 10 ** (-6 + i / 2))];

// scikit-learn's default alpha, while there are too few rows to cross-validate.
const LAMBDA_DEFAULT = 1;

// Errors closer than this are equal, and the larger λ is taken: rounding must not choose.
const TIE = 1e-12;

export interface CrossValidation {
  folds: number;
  /** Out-of-fold root mean square error, in units of y, and share of the variance explained (null for a constant y). */
  rmse: number;
  rSquared: number | null;
}

export interface RidgeFit extends Line {
  /** Rows that the fit is made of; may be 0, and then nothing else is known. */
  n: number;
  lambda: number | null;
  residualSquares: number;
  standardErrors: StandardErrors;
  cv: CrossValidation | null;
  /** Feature indexes that are constant, and those that take part in an exact linear relation. */
  constant: number[];
  collinear: number[];
}

/** Fits the rows of all folds. `lambda`: a number ≥ 0, or "auto". */
export function fitRidge(kernel: Kernel, folds: readonly Factor[], lambda: number | "auto"): RidgeFit {
  const all = merge(kernel, folds);
  if (count(all) === 0) return nothingLearned(all.size - 2);
  const whole = spectrum(all);
  const n = Math.round(whole.n);
  const path = lambda === "auto" ? LAMBDAS_PER_ROW.map((perRow) => perRow * n) : [lambda];
  const errors = crossValidate(kernel, folds, path);
  const best = errors === null ? -1 : leastError(errors);
  const chosen = path.length === 1 || errors !== null ? (path[Math.max(best, 0)] as number) : LAMBDA_DEFAULT;
  const line = solve(whole, chosen);
  const squares = residualSquares(all, line);
  return {
    ...line,
    n,
    lambda: chosen,
    residualSquares: squares,
    standardErrors: standardErrors(whole, chosen, squares),
    cv: errors === null ? null : crossValidation(errors[best] as number, whole),
    constant: whole.constant,
    collinear: whole.collinear,
  };
}

function leastError(errors: readonly number[]): number {
  const least = Math.min(...errors);
  return errors.findLastIndex((error) => error <= least * (1 + TIE));
}

function crossValidation(squares: number, { n, totalSquares }: Spectrum): CrossValidation {
  return {
    folds: FOLD_COUNT,
    rmse: Math.sqrt(squares / n),
    rSquared: totalSquares === 0 ? null : 1 - squares / totalSquares,
  };
}

function nothingLearned(features: number): RidgeFit {
  return {
    intercept: 0,
    coefficients: new Float64Array(features),
    n: 0,
    lambda: null,
    residualSquares: 0,
    standardErrors: { intercept: null, coefficients: Array(features).fill(null) },
    cv: null,
    constant: [],
    collinear: [],
  };
}
