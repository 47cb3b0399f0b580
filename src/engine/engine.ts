// The engine as a package, `edgefit/engine`: tabular models without the service, in Node, Deno, Workers and browsers. The functions take
// rows or columns as a caller has them, check them once and hand them to the engine; nothing is computed here. A mistake of the caller's is
// an AppError whose `faults` say where. In the examples, which the tests run, `kernel` is what loadKernel answers.
import * as lines from "./facade/ask-ridge.ts";
import { askWhole, type FamilyName, type FitOptions, fitWhole, type Model } from "./facade/fit-whole.ts";
import { type DesignSpecification, makeDesign } from "./facade/make-design.ts";
import { openKernel } from "./facade/open-kernel.ts";
import { factorOfTable, factorsOfFolds, readFactors, readFeatures, readLambda } from "./facade/read-factors.ts";
import { type Label, readLabels } from "./facade/read-labels.ts";
import type { Mixed } from "./facade/read-levels.ts";
import type { Numbers, X } from "./facade/read-table.ts";
import { refuse } from "./facade/refuse.ts";
import { type PredictedLabels, scoreLabels, scoreNumbers } from "./facade/score-answers.ts";
import { type Factor, merge, subset } from "./kernel/factor.ts";
import type { Kernel } from "./kernel/kernel.ts";
import * as ridge from "./model/ridge/fit-ridge.ts";
import type { RegressionScore } from "./score/score.ts";
import type { ClassificationScore } from "./score/score-classification.ts";

export { AppError } from "../error.ts";
export type { Cells, Level, Levels, Mixed } from "./facade/read-levels.ts";
export type { DesignSpecification, Factor, FamilyName, FitOptions, Kernel, Label, Model, Numbers, X };

/**
 * The WebAssembly kernels, which the other functions compute with. Needs relaxed SIMD: Node 22, Deno 2, Chromium 114, workerd. A kernel
 * has a memory of its own and does one thing at a time; a thread wants its own.
 * @example
 * const kernel = await loadKernel();
 */
export function loadKernel(): Promise<Kernel> {
  return openKernel();
}

/**
 * The QR factor of rows: the upper triangle R with RᵀR = [1 X y]ᵀ[1 X y] (TSQR; Demmel et al. 2012), all that ridge regression needs of them.
 * `x`: rows, or columns by name; `y`: one number a row. Rows with a missing value, NaN or null, are left out. `size` is columns + 2.
 * @example
 * const factor = factorFromRows(kernel, [[0], [1], [2]], [1, 3, 5]);
 * factor.size; // → 3
 * factor.r[0] ** 2; // → 3
 */
export function factorFromRows(kernel: Kernel, x: X, y: Numbers): Factor {
  return factorOfTable(kernel, x, y);
}

/**
 * Five factors, of the rows dealt to folds by what they hold; with `t`, ms since 1970, by weeks of the wall clock in `timezone` (UTC unless
 * given), for neighbours in time are not independent. Folds of later rows merge with these, fold by fold.
 * @example
 * const folds = foldFactors(kernel, { T: [3, 1, 4, 1.5, 9, 2.6, 5] }, [2, 7, 1, 8, 2.8, 1, 8]);
 * folds.length; // → 5
 */
export function foldFactors(
  kernel: Kernel,
  x: X,
  y: Numbers,
  { t, timezone }: { t?: Numbers; timezone?: string } = {},
): Factor[] {
  return factorsOfFolds(kernel, { x, y, t, timezone });
}

/**
 * The factor of the rows of all factors together, of the same columns, by triangularising [R₁; R₂]: no digits are lost, in any order.
 * @example
 * const monday = factorFromRows(kernel, [[0], [1]], [1, 3]);
 * const tuesday = factorFromRows(kernel, [[2]], [5]);
 * fitRidge(kernel, mergeFactors(kernel, [monday, tuesday]), 0).coefficients; // → [2]
 */
export function mergeFactors(kernel: Kernel, factors: readonly Factor[]): Factor {
  return merge(kernel, readFactors(factors));
}

/**
 * The factor of some features of the same rows, by their places from 0, in their order.
 * @example
 * const factor = factorFromRows(kernel, [[0, 7], [1, 5], [2, 9]], [1, 3, 5]);
 * fitRidge(kernel, subsetFactor(kernel, factor, [0]), 0).coefficients; // → [2]
 */
export function subsetFactor(kernel: Kernel, factor: Factor, features: readonly number[]): Factor {
  return subset(kernel, factor, [0, ...readFeatures(features, factor).map((j) => j + 1), factor.size - 1]);
}

/**
 * Ridge regression of all rows of the factors: minimises Σ(y − b₀ − Σ bⱼzⱼ)² + λ Σ bⱼ², z standardised to population variance 1, b₀ free
 * (scikit-learn's StandardScaler and Ridge(alpha = λ)), by bidiagonalisation (Eldén 1977). `lambda`: a number from 0 on, or "auto", the λ of
 * the least cross-validation error, the factors being the folds. Answers `intercept`, `coefficients` in the features' own units,
 * `standardErrors`, `cv` and more.
 * @example
 * const { intercept, coefficients } = fitRidge(kernel, factorFromRows(kernel, [[0], [1], [2]], [1, 3, 5]), 2);
 * [intercept, ...coefficients]; // → [1.8, 1.2]
 */
export function fitRidge(kernel: Kernel, factors: Factor | readonly Factor[], lambda: number | "auto"): ridge.RidgeFit {
  const isAuto = lambda === "auto";
  return ridge.fitRidge(kernel, readFactors(factors, isAuto ? 2 : 1), isAuto ? lambda : readLambda(lambda));
}

/**
 * The λ path: every λ that "auto" tries, 0 and half a decade apart from 1e-6·n to 1e3·n, with its line, its degrees of freedom and its
 * cross-validation on the folds, from their factors alone (`cv.rmse` in units of y, with the standard error of the folds).
 * @example
 * const folds = [[0, 1], [2, 3], [4, 5]].map((x) => factorFromRows(kernel, { x }, x.map((value) => 2 * value)));
 * const [leastSquares] = ridgePath(kernel, folds);
 * leastSquares.coefficients; // → [2]
 * leastSquares.cv.rmse; // → 0
 */
export function ridgePath(kernel: Kernel, folds: readonly Factor[]): lines.RidgePathStep[] {
  return lines.tellPath(kernel, folds);
}

/**
 * Forward selection of groups of features by cross-validation (Hastie, Tibshirani & Friedman, §3.3.2, §7.10), from the factors of folds:
 * `steps`, each group that entered with the error that it brought, and `features`, those of the first step within a standard error of the
 * least. `groups`, and `always`, which are in from the start: places of features, from 0. `lambda` > 0.
 * @example
 * const x = [[0, 3], [1, 1], [2, 4], [3, 1], [4, 5], [5, 9], [6, 2], [7, 6]];
 * const folds = foldFactors(kernel, x, x.map(([first]) => 10 * first));
 * selectForward(kernel, folds, { groups: [[0], [1]], lambda: 1e-6 }).features; // → [0]
 */
export function selectForward(
  kernel: Kernel,
  folds: readonly Factor[],
  options: { groups: readonly number[][]; always?: readonly number[]; lambda: number },
): lines.Selection {
  return lines.select(kernel, folds, options);
}

/**
 * ŷ of each row with an interval that holds y with probability `level` (0.9 unless given): ŷ ± t·σ·√(1 + leverage), Student's t. `rho`:
 * autocorrelation of consecutive residuals, which widens it (Bartlett 1935); rows are independent unless given. NaN where a value is
 * missing, and for an interval without degrees of freedom.
 * @example
 * const fit = fitRidge(kernel, factorFromRows(kernel, [[0], [1], [2], [3]], [1, 3, 2, 4]), 0);
 * const { y, lower } = predictRidge(fit, [[1.5]]);
 * y; // → [2.5]
 * lower; // → [2.5 - 0.9 * Math.sqrt(2 / 0.19) * Math.sqrt(0.9 * 1.25)]
 */
export function predictRidge(
  fit: ridge.RidgeFit,
  x: X,
  options: { level?: number; rho?: number } = {},
): lines.PredictionInterval {
  return lines.predictWithin(fit, x, options);
}

/**
 * The features of a specification, one column each by name, as long as `x`; NaN where a look back leads before the first row. `x`: columns
 * by name; `t`: ms since 1970, strictly increasing, for what is of the calendar (`timezone`, UTC unless given) or looks back a duration.
 * `lags`, `difference`: rows back, or "24h"; `rolling`: {column, window, statistic}; `calendar`: hour_of_day, day_of_week, hour_of_week,
 * month, weekend as levels, {daily, weekly, yearly: n} as sines and cosines; `degree_days`: {column, heating, cooling}; `piecewise`: {column:
 * {knots: […]}}; `interactions`: pairs of names. A column that is named nowhere is a feature as it is.
 * @example
 * const saturday = Date.UTC(2024, 5, 1);
 * const t = [0, 1, 2].map((day) => saturday + day * 86_400_000);
 * const design = designMatrix({ lags: { T: [1] }, calendar: ["weekend"], degree_days: [{ column: "T", heating: 15 }] }, { T: [9, 20, 12] }, t);
 * Object.keys(design); // → ["T[t-1]", "weekend", "heating(T, 15)"]
 * design["T[t-1]"]; // → [NaN, 9, 20]
 * design["heating(T, 15)"]; // → [6, 0, 3]
 */
export function designMatrix(
  specification: DesignSpecification,
  x: Readonly<Record<string, Numbers>>,
  t?: Numbers,
): Record<string, Float64Array> {
  return makeDesign(specification, x, t);
}

/**
 * Learns numbers. "Random Forest" (Breiman 2001), "Gradient Boosting" (Friedman 2001), "SVM" (ε-SVR; Chang & Lin 2011) or "Ridge"; each takes
 * missing values; or "Voting", the mean of several. `params`: by scikit-learn's names (n_estimators, max_depth, C, lambda, estimators …).
 * `weights`: what each row weighs, from 1e-6 to 1e6; 1 unless given. `levels`: names of columns of levels, texts, say; 10,000 a column at most.
 * @example
 * const x = [[0], [1], [2], [3], [4], [5]];
 * const model = fitRegressor(kernel, "SVM", x, [0, 2, 4, 6, 8, 10], { kernel: "linear", C: 100, epsilon: 0 });
 * Math.round(predictRegressor(kernel, model, [[2.5]])[0] * 100) / 100; // → 5
 */
export function fitRegressor(
  kernel: Kernel,
  name: FamilyName,
  x: Mixed,
  y: Numbers,
  params: object = {},
  options: FitOptions = {},
): Model {
  return fitWhole(kernel, name, params, { ...options, x, target: y, classes: null });
}

/**
 * ŷ of each row; `x`: rows, or columns, which are found by name.
 * @example
 * predictRegressor(kernel, fitRegressor(kernel, "Ridge", { a: [0, 1, 2] }, [1, 3, 5], { lambda: 2 }), { a: [3] }); // → [5.4]
 */
export function predictRegressor(kernel: Kernel, model: Model, x: Mixed): Float64Array {
  if (model.classes !== null) refuse("model", "it tells classes");
  return askWhole(kernel, model, x).target;
}

/**
 * Learns classes: "Random Forest", "Gradient Boosting", "SVM" (C-SVC, one against one), "Ridge" or "Voting". `y`: a label a row, all texts or
 * all whole numbers. `weights` and `levels` as above; class weights that are "balanced" count rows by them.
 * @example
 * const x = { width: [1, 2, 8, 9], height: [1, 1, 5, 6] };
 * const model = fitClassifier(kernel, "Random Forest", x, ["cat", "cat", "cow", "cow"], { n_estimators: 50, seed: 1 });
 * predictClassifier(kernel, model, { height: [1, 6], width: [1, 9] }).y; // → ["cat", "cow"]
 */
export function fitClassifier(
  kernel: Kernel,
  name: FamilyName,
  x: Mixed,
  y: readonly Label[],
  params: object = {},
  options: FitOptions = {},
): Model {
  return fitWhole(kernel, name, params, { ...options, x, ...readLabels(y) });
}

/**
 * The class of each row, and, row by row, the probability of each of `model.classes`; null of an SVM and of Ridge with two classes, which
 * would need rows that they have not learned from (Platt 1999).
 * @example
 * predictClassifier(kernel, fitClassifier(kernel, "SVM", [[0], [1], [8], [9]], [7, 7, 3, 3]), [[2], [7]]).y; // → [7, 3]
 */
export function predictClassifier(kernel: Kernel, { classes, ...model }: Model, x: Mixed): PredictedLabels {
  if (classes === null) refuse("model", "it tells numbers");
  const { target, probability } = askWhole(kernel, { classes, ...model }, x);
  return { y: Array.from(target, (k) => classes[k] as Label), probability };
}

/**
 * How far `predicted` is from `actual`: rmse, mae, R² by scikit-learn's formulas, cvrmse and nmbe in % by ASHRAE Guideline 14's.
 * @example
 * scoreRegression([1, 2, 3], [1, 2, 4]).mae; // → 1 / 3
 */
export function scoreRegression(actual: Numbers, predicted: Numbers): RegressionScore | null {
  return scoreNumbers(actual, predicted);
}

/**
 * How often classes are right: accuracy, recall, precision, f1, confusion, and logLoss, rocAuc, averagePrecision and brier where there are probabilities, by
 * scikit-learn's formulas. `classes`: of the model; `predicted`: what predictClassifier answers.
 * @example
 * scoreClassification(["a", "b"], ["a", "b", "b", "b"], { y: ["a", "a", "b", "b"], probability: null }).accuracy; // → 0.75
 */
export function scoreClassification(
  classes: readonly Label[],
  actual: readonly Label[],
  predicted: PredictedLabels,
): ClassificationScore {
  return scoreLabels(classes, actual, predicted);
}
