import { describe, expect, it } from "vitest";
import { accumulate, type Factor, merge } from "../../../../src/engine/kernel/factor.ts";
import { crossValidate, foldError, splitFolds } from "../../../../src/engine/model/ridge/cross-validate.ts";
import { fitRidge, leastError, tryLambdas } from "../../../../src/engine/model/ridge/fit-ridge.ts";
import { predictRidge } from "../../../../src/engine/model/ridge/predict-ridge.ts";
import { ridgeProblem } from "../../../../src/engine/model/ridge/ridge-problem.ts";
import {
  degreesOfFreedom,
  type Line,
  solve,
  spreadOf,
  standardErrors,
  sumResidualSquares,
} from "../../../../src/engine/model/ridge/solve.ts";
import { dealToFolds, FOLD_COUNT } from "../../../../src/engine/time/fold.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { randomColumns, relativeError, rowsUpTo } from "../../../support/numbers.ts";

const kernel = wasmKernel();
// Everything goes through one reduction: a few hundred ε.
const ROUNDING = 1e-12;

function factorOf(...columns: number[][]): Factor {
  return accumulate(
    kernel,
    columns.map((column) => Float64Array.from(column)),
    rowsUpTo((columns[0] as number[]).length),
  );
}

/** Fold factors of columns whose last is y, as a norm deals them. */
function foldsOf(columns: Float64Array[]): Factor[] {
  const rows = rowsUpTo((columns[0] as Float64Array).length);
  return dealToFolds(columns, rows, FOLD_COUNT).map((fold) => accumulate(kernel, columns, fold));
}

describe("one feature, by hand: x = 0, 1, 2 and y = 1, 3, 5", () => {
  // Standardised z = −√1.5, 0, √1.5: Σz² = 3, Σzy = 4√1.5, so b = 4√1.5 / (3 + λ) and the slope is b·√1.5 = 6 / (3 + λ).
  const seen = ridgeProblem(kernel, factorOf([0, 1, 2], [1, 3, 5]));

  it.each([
    [0, 2, 1],
    [3, 1, 2],
    [9, 0.5, 2.5],
  ])("at λ = %d has slope %d and intercept %d", (lambda, slope, intercept) => {
    const [line] = solve(kernel, seen, [lambda]) as [Line];
    expect(line.coefficients[0]).toBeCloseTo(slope, 13);
    expect(line.intercept).toBeCloseTo(intercept, 13);
  });

  it("counts degrees of freedom: 1 + d²/(d² + λ/n), d = 1", () => {
    expect(degreesOfFreedom(seen, 0)).toBeCloseTo(2, 14);
    expect(degreesOfFreedom(seen, 3)).toBeCloseTo(1.5, 14);
  });

  it("sums the squares that are left: at λ = 3 the residuals are −1, 0, 1", () => {
    expect(sumResidualSquares(kernel, factorOf([0, 1, 2], [1, 3, 5]), solve(kernel, seen, [3]))[0]).toBeCloseTo(2, 13);
  });

  it("has standard errors: x = 0, 1, 2, y = 0, 3, 0 leaves −1, 2, −1, so σ² = 6", () => {
    // Var(slope) = σ²/Σ(x − x̄)² = 6/2; Var(intercept) = σ²(1/3 + 1/2).
    const factor = factorOf([0, 1, 2], [0, 3, 0]);
    const seen = ridgeProblem(kernel, factor);
    const spread = spreadOf(kernel, seen, 0);
    const [squares] = sumResidualSquares(kernel, factor, solve(kernel, seen, [0]));
    const errors = standardErrors(seen, 0, { spread, residualSquares: squares as number });
    expect(errors.coefficients[0]).toBeCloseTo(Math.sqrt(3), 13);
    expect(errors.intercept).toBeCloseTo(Math.sqrt(5), 13);
  });
});

describe("data that do not determine the answer", () => {
  const random = randomColumns(3, 40);
  const [a, b, y] = random as [Float64Array, Float64Array, Float64Array];
  const constant = a.map(() => 21.3);

  it("gives a constant column no effect and names it", () => {
    for (const lambda of [0, 1]) {
      const fit = fitRidge(kernel, foldsOf([a, constant, y]), lambda);
      const without = fitRidge(kernel, [factorOf([...a], [...y])], lambda);
      expect(fit.coefficients[1]).toBe(0);
      expect(fit.constant).toEqual([1]);
      expect(fit.coefficients[0]).toBeCloseTo(without.coefficients[0] as number, 12);
      expect(fit.standardErrors.coefficients[1]).toBeNull();
    }
  });

  it("shares the effect of two identical columns, with λ = 0 and with λ > 0", () => {
    // A column twice is, standardised, one column of √2 the size: at λ each has half the coefficient of that column at λ/2.
    for (const lambda of [0, 5]) {
      const fit = fitRidge(kernel, foldsOf([a, a, y]), lambda);
      const alone = fitRidge(kernel, foldsOf([a, y]), lambda / 2);
      expect(fit.coefficients[0]).toBeCloseTo((alone.coefficients[0] as number) / 2, 12);
      expect(fit.coefficients[1]).toBeCloseTo((alone.coefficients[0] as number) / 2, 12);
      expect(fit.collinear).toEqual([0, 1]);
      expect(fit.standardErrors.coefficients[0] === null).toBe(lambda === 0);
    }
  });

  it("names only the columns of the relation", () => {
    const sum = a.map((value, i) => 1000 + 3 * value - (b[i] as number));
    const free = randomColumns(1, 40, 9)[0] as Float64Array;
    expect(fitRidge(kernel, foldsOf([a, free, b, sum, y]), 0).collinear).toEqual([0, 2, 3]);
  });

  it("keeps two columns that are nearly one apart, even beside a third that hardly varies", () => {
    // Known: y = 10 + 3(a − b), b within 1 % of a. The stuck sensor says nothing, and must not hide that.
    const near = a.map((value, i) => value + 0.01 * (b[i] as number));
    const exact = a.map((value, i) => 10 + 3 * (value - (near[i] as number)));
    for (const jitter of [1e-7, 1e-8, 1e-9, 1e-10]) {
      const stuck = y.map((value) => 293.15 + jitter * value);
      const fit = fitRidge(kernel, foldsOf([a, near, stuck, exact]), 0);
      expect(fit.collinear).toEqual([]);
      expect(relativeError(fit.coefficients.slice(0, 2), [3, -3])).toBeLessThan(1e-7);
    }
  });

  it("gives the least norm for fewer rows than columns", () => {
    // Two rows, two standardised columns ±1: least norm shares the slope of y = 0, 4 over both: 1 and 1 per unit of z.
    const fit = fitRidge(kernel, [factorOf([0, 2], [0, 20], [0, 4])], 0);
    expect(fit.coefficients[0]).toBeCloseTo(1, 13);
    expect(fit.coefficients[1]).toBeCloseTo(0.1, 13);
    expect(fit.intercept).toBeCloseTo(0, 13);
    expect(fit.standardErrors).toEqual({ intercept: null, coefficients: [null, null] });
  });

  it.each([0, 1, "auto"] as const)("predicts the mean from one row, λ = %s", (lambda) => {
    const fit = fitRidge(kernel, foldsOf([Float64Array.of(5), Float64Array.of(7)]), lambda);
    expect(fit.intercept).toBeCloseTo(7, 14);
    expect([...fit.coefficients]).toEqual([0]);
    expect(fit.cv).toBeNull();
  });

  it.each([0, 1, "auto"] as const)("explains nothing of a constant y, λ = %s", (lambda) => {
    const fit = fitRidge(kernel, foldsOf([a, b, constant]), lambda);
    expect([...fit.coefficients]).toEqual([0, 0]);
    expect(fit.intercept).toBeCloseTo(21.3, 12);
    expect(fit.cv?.rSquared).toBeNull();
  });

  it.each([0, 1, "auto"] as const)("predicts the mean from no feature at all, λ = %s", (lambda) => {
    const fit = fitRidge(kernel, foldsOf([y]), lambda);
    expect(fit.intercept).toBeCloseTo(y.reduce((sum, value) => sum + value, 0) / 40, 13);
    expect(fit).toMatchObject({ coefficients: new Float64Array(), degreesOfFreedom: 1, constant: [], collinear: [] });
  });

  it("has nothing to say of no rows", () => {
    expect(fitRidge(kernel, foldsOf([new Float64Array(), new Float64Array()]), "auto")).toMatchObject({
      n: 0,
      lambda: null,
      cv: null,
    });
  });
});

describe("cross-validation", () => {
  const [a, b, noise] = randomColumns(3, 120, 5) as [Float64Array, Float64Array, Float64Array];
  const y = a.map((value, i) => 3 * value - (b[i] as number) + (noise[i] as number));
  const columns = [a, b, y];

  it("equals leaving each fold's rows out by hand", () => {
    const parts = dealToFolds(columns, rowsUpTo(120), FOLD_COUNT);
    const byHand = parts.reduce((sum, heldOut) => {
      const others = rowsUpTo(120).filter((row) => !heldOut.includes(row));
      const [line] = solve(kernel, ridgeProblem(kernel, accumulate(kernel, columns, others)), [7]) as [Line];
      const predicted = predictRidge(line, [a, b], 120);
      return heldOut.reduce((inner, row) => inner + ((y[row] as number) - (predicted[row] as number)) ** 2, sum);
    }, 0);
    const heldOut = crossValidate(kernel, splitFolds(kernel, foldsOf(columns)).splits, [7]) ?? [];
    const squares = heldOut.reduce((sum, fold) => sum + (fold.squares[0] as number), 0);
    expect(Math.abs(squares / byHand - 1)).toBeLessThan(ROUNDING);
  });

  it("has a standard error of errors too large to square", () => {
    const of = foldError(
      [1e200, 3e200].map((square) => ({ n: 1, squares: [square] })),
      0,
    );
    expect(of.standardError / 1e200).toBeCloseTo(1, 12);
    expect(
      foldError(
        [0, 0].map((square) => ({ n: 1, squares: [square] })),
        0,
      ).standardError,
    ).toBe(0);
  });

  it("takes the λ with the least error", () => {
    const fit = fitRidge(kernel, foldsOf(columns), "auto");
    const squares = (fit.cv?.rmse as number) ** 2 * 120;
    const { splits } = splitFolds(kernel, foldsOf(columns));
    const heldOut = crossValidate(kernel, splits, [(fit.lambda as number) * 3, (fit.lambda as number) / 3]);
    const around = [0, 1].map((i) => foldError(heldOut ?? [], i).meanSquare * 120);
    expect(Math.min(...around)).toBeGreaterThanOrEqual(squares * (1 - ROUNDING));
  });

  it("tells which λ beside it are within one standard error of the least", () => {
    const folds = foldsOf(columns);
    const { lambda, cv } = fitRidge(kernel, folds, "auto");
    const path = tryLambdas(kernel, folds);
    const limit = (cv?.rmse as number) ** 2 + 2 * (cv?.rmse as number) * (cv?.rmseStandardError as number);
    const isFlat = path.map((tried) => (tried.cv?.rmse as number) ** 2 <= limit);
    const at = path.findIndex((tried) => tried.lambda === lambda);
    const [from, to] = [isFlat.lastIndexOf(false, at) + 1, isFlat.indexOf(false, at) - 1];
    expect(cv?.flat).toEqual([path[from]?.lambda, path[to]?.lambda]);
    expect(to).toBeGreaterThan(from);
    expect(fitRidge(kernel, folds, 1).cv?.flat).toBeNull();
  });

  it("shrinks noise away and leaves an exact line alone", () => {
    const meaningless = fitRidge(kernel, foldsOf([...randomColumns(20, 60, 3), ...randomColumns(1, 60, 4)]), "auto");
    expect(meaningless.lambda).toBeGreaterThan(60);
    const exact = a.map((value, i) => 1 + 2 * value + 3 * (b[i] as number));
    const fit = fitRidge(kernel, foldsOf([a, b, exact]), "auto");
    expect(relativeError([fit.intercept, ...fit.coefficients], [1, 2, 3])).toBeLessThan(ROUNDING);
  });
});

describe("batches", () => {
  it("lose nothing where they are shorter than a row is wide, and some columns are zero in them", () => {
    // Rows 0–1 and 2–3: in each the level is the same for both, and 0 in the first.
    const columns = [
      [0, 0, 1, 1],
      [1, 3, 2, 5],
      [5, 7, 1, 0],
    ].map((column) => Float64Array.from(column));
    const parts = [Uint32Array.of(0, 1), Uint32Array.of(2, 3)].map((rows) => accumulate(kernel, columns, rows));
    const [cut, whole] = [parts, [accumulate(kernel, columns, rowsUpTo(4))]].map((set) => fitRidge(kernel, set, 1));
    const figures = (fit = whole) => [fit?.intercept, ...(fit?.coefficients ?? []), fit?.residualSquares] as number[];
    expect(relativeError(figures(cut), figures(whole))).toBeLessThan(ROUNDING);
  });

  const columns = randomColumns(9, 700, 11);
  const bounds = [0, 3, 50, 51, 200, 420, 430, 700];
  const batches = bounds.slice(1).map((end, i) => foldsOf(columns.map((column) => column.slice(bounds[i], end))));
  const mergeFolds = (sets: Factor[][]) =>
    Array.from({ length: FOLD_COUNT }, (_, f) =>
      merge(
        kernel,
        sets.map((set) => set[f] as Factor),
      ),
    );
  const whole = fitRidge(kernel, foldsOf(columns), "auto");

  it.each([
    ["7 batches", batches],
    ["7 batches in another order", [3, 6, 0, 5, 2, 4, 1].map((i) => batches[i] as Factor[])],
  ])("%s equal one, λ and cross-validation too", (_, sets) => {
    const fit = fitRidge(kernel, mergeFolds(sets), "auto");
    expect(fit.lambda).toBe(whole.lambda);
    expect(relativeError(fit.coefficients, whole.coefficients)).toBeLessThan(ROUNDING);
    expect(Math.abs(fit.intercept - whole.intercept)).toBeLessThan(ROUNDING);
    expect(Math.abs((fit.cv?.rmse as number) / (whole.cv?.rmse as number) - 1)).toBeLessThan(ROUNDING);
  });
});

describe("the λ of the least error", () => {
  /** Two folds of 1 and 3 rows. */
  const held = (squares: readonly number[]) => [
    { n: 1, squares: squares.map((of) => of / 4) },
    { n: 3, squares: squares.map((of) => (3 * of) / 4) },
  ];

  it.each([
    ["the least", [4, 2, 1, 3], 100, 2],
    ["of equal ones the largest λ", [4, 1, 1, 1, 3], 100, 3],
    ["though rounding says otherwise", [4, 1, 1 + 5e-13, 3], 100, 2],
    ["but not where it is more than that", [4, 1, 1 + 5e-12, 3], 100, 1],
    // Rounding of nothing is 1e-14 of how far y scatters, squared: 1e-26 of 100.
    ["nor of what is more than rounding of y", [0, 2e-26, 1], 100, 0],
    ["and of what is rounding of y the largest λ", [0, 5e-27, 1], 100, 1],
  ])("%s", (_, squares, totalSquares, least) => {
    expect(leastError(held(squares), { mean: 0, totalSquares } as Parameters<typeof leastError>[1])).toBe(least);
  });
});
