// Fits of calendar, past and bent features against scikit-learn; test/golden/features.py makes the numbers.
import { describe, expect, it } from "vitest";
import { accumulate, count } from "../../../../src/engine/kernel/factor.ts";
import { crossValidate, foldError, splitFolds } from "../../../../src/engine/model/ridge/cross-validate.ts";
import { fitRidge } from "../../../../src/engine/model/ridge/fit-ridge.ts";
import { predictRidge } from "../../../../src/engine/model/ridge/predict-ridge.ts";
import { completeRows, dealWeeksToFolds, FOLD_COUNT } from "../../../../src/engine/time/fold.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { worstRelativeError } from "../../../support/numbers.ts";
import { floats, golden, goldenRows, workOut } from "../../feature/work-out.ts";

const kernel = wasmKernel();
// Two ways through an SVD of condition numbers up to 1e4, and each number for itself: 1e4 ε, and some digits of cancellation.
const TOLERANCE = 1e-9;

describe.each(golden.fits)("scikit-learn's StandardScaler + Ridge on $name", ({ specification, fits }) => {
  const { columns, local } = workOut({ ...specification, timezone: golden.timezone }, goldenRows());
  const all = [...columns, floats(golden.y)];
  const rows = completeRows(all, golden.y.length);
  const folds = dealWeeksToFolds(local, rows, FOLD_COUNT).map((fold) => accumulate(kernel, all, fold));

  describe.each(fits)("at λ = $lambda", ({ lambda, complete, ...theirs }) => {
    const fit = fitRidge(kernel, folds, lambda);

    it("has the same rows", () => expect([rows.length, Math.round(fit.n)]).toEqual([complete, complete]));

    it("has the same coefficients", () => {
      const [ours, expected] = [fit, theirs].map(({ intercept, coefficients }) => [intercept, ...coefficients]);
      // A month without rows is a constant column: what scikit-learn gives it is rounding, 1e-12 of coefficients of 100.
      const varying = (expected as number[]).flatMap((value, i) => (Math.abs(value) < 1e-10 ? [] : [i]));
      const at = (values: number[] | undefined, places: number[]) => places.map((i) => values?.[i] as number);
      expect(worstRelativeError(at(ours, varying), at(expected, varying))).toBeLessThan(TOLERANCE);
      expect((ours as number[]).flatMap((value, i) => (value === 0 ? [] : [i]))).toEqual(varying);
    });

    it("predicts the same, and nothing where a value is missing", () => {
      const y = predictRidge(fit, columns, golden.y.length);
      const [ours, expected] = [golden.rows.map((row) => y[row] as number), floats(theirs.predictions)];
      const isKnown = (value: number) => !Number.isNaN(value);
      expect(ours.map(isKnown)).toEqual([...expected].map(isKnown));
      expect(worstRelativeError(ours.filter(isKnown), expected.filter(isKnown))).toBeLessThan(TOLERANCE);
    });

    it("errs by the same on each block of weeks held out", () => {
      const heldOut = crossValidate(kernel, splitFolds(kernel, folds).splits, [lambda]) ?? [];
      const squares = heldOut.map((fold) => fold.squares[0] as number);
      expect(worstRelativeError(squares, theirs.squares)).toBeLessThan(TOLERANCE);
      const total = theirs.squares.reduce((sum, square) => sum + square, 0);
      expect(Math.abs(foldError(heldOut, 0).meanSquare / (total / complete) - 1)).toBeLessThan(TOLERANCE);
      const means = theirs.squares.map((square, i) => square / count(folds[i] as (typeof folds)[number]));
      const spread = means.map((mean) => mean - means.reduce((sum, other) => sum + other / means.length, 0));
      const standardError = Math.sqrt(spread.reduce((sum, value) => sum + value ** 2, 0) / 4 / 5);
      expect(Math.abs(foldError(heldOut, 0).standardError / standardError - 1)).toBeLessThan(TOLERANCE);
    });
  });
});
