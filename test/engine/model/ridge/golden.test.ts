// Against scikit-learn and NIST's certified values; test/golden/generate.py makes the former.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { accumulate } from "../../../../src/engine/kernel/factor.ts";
import { fitRidge } from "../../../../src/engine/model/ridge/fit-ridge.ts";
import { dealToFolds, FOLD_COUNT } from "../../../../src/engine/time/fold.ts";
import nist from "../../../golden/nist.json" with { type: "json" };
import { readAppliances } from "../../../support/appliances.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { rowsUpTo, worstRelativeError } from "../../../support/numbers.ts";

const kernel = wasmKernel();
const golden = JSON.parse(readFileSync(new URL("../../../golden/ridge.json", import.meta.url), "utf8"));

const transpose = (rows: number[][]) =>
  (rows[0] as number[]).map((_, j) => Float64Array.from(rows, (row) => row[j] as number));

describe.each([
  ["diabetes", () => [...transpose(golden.diabetes.x), Float64Array.from(golden.diabetes.y as number[])]],
  ["appliances", () => readAppliances(golden.appliances.columns)],
])("scikit-learn's StandardScaler + Ridge on %s", (name, read) => {
  const columns = read();
  const rows = rowsUpTo((columns[0] as Float64Array).length);
  const folds = dealToFolds(columns, rows, FOLD_COUNT).map((fold) => accumulate(kernel, columns, fold));

  it("is fitted on the same rows", () => expect(rows.length).toBe(golden[name].rows));

  it.each(golden[name].fits as { lambda: number; intercept: number; coefficients: number[] }[])(
    "is met to 1e-9 in every number at λ = $lambda",
    ({ lambda, intercept, coefficients }) => {
      const fit = fitRidge(kernel, folds, lambda);
      expect(worstRelativeError([fit.intercept, ...fit.coefficients], [intercept, ...coefficients])).toBeLessThan(1e-9);
    },
  );
});

describe.each([
  ["norris", 9],
  ["pontius", 9],
  ["longley", 9],
  ["wampler1", 7],
  ["wampler2", 7],
  ["wampler3", 7],
  ["wampler4", 7],
  ["wampler5", 5],
  ["filip", 6],
] as const)("NIST's %s at λ = 0 to %i digits", (name, digits) => {
  const { degree, x, y, estimates, std_errors, residual_squares } = nist[name];
  const features =
    degree === 0 ? x : x.map(([value = 0]) => Array.from({ length: degree }, (_, power) => value ** (power + 1)));
  const columns = [...transpose(features), Float64Array.from(y)];

  it.each([1, 4])("in %i batches", (count) => {
    const rows = rowsUpTo(y.length);
    const batches = Array.from({ length: count }, (_, batch) => rows.filter((row) => row % count === batch));
    const fit = fitRidge(
      kernel,
      batches.map((batch) => accumulate(kernel, columns, batch)),
      0,
    );
    expect(worstRelativeError([fit.intercept, ...fit.coefficients], estimates)).toBeLessThan(10 ** -digits);
    if (residual_squares === 0) return; // an exact polynomial: certified deviations of 0 have no relative error
    const errors = [
      fit.standardErrors.intercept ?? Number.NaN,
      ...fit.standardErrors.coefficients.map((error) => error ?? Number.NaN),
    ];
    expect(worstRelativeError(errors, std_errors)).toBeLessThan(10 ** -digits);
    expect(Math.abs(fit.residualSquares / residual_squares - 1)).toBeLessThan(10 ** -digits);
  });
});
