// Prediction intervals: statsmodels' (test/golden/intervals.py), by hand where residuals follow on each other, and counted.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { accumulate } from "../../../../src/engine/kernel/factor.ts";
import { fitRidge } from "../../../../src/engine/model/ridge/fit-ridge.ts";
import {
  certainty,
  coverageFactor,
  effectiveRows,
  leverages,
  predictionVariances,
} from "../../../../src/engine/model/ridge/interval.ts";
import { predictRidge } from "../../../../src/engine/model/ridge/predict-ridge.ts";
import { autocorrelate, rhoOf } from "../../../../src/engine/score/score.ts";
import { dealWeeksToFolds } from "../../../../src/engine/time/fold.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { normal, rowsUpTo, uniform, worstRelativeError } from "../../../support/numbers.ts";

const kernel = wasmKernel();
// Residuals that swing back: what is corrected of their ρ leaves none.
const NONE = -1;
// A quantile of jStat's is good to 6e-8; see test/engine/math/distribution.test.ts.
const QUANTILE_TOLERANCE = 1e-6;
// Everything else goes through one reduction of well-conditioned columns.
const ROUNDING = 1e-11;

describe("statsmodels' ordinary least squares", () => {
  const golden = JSON.parse(readFileSync(new URL("../../../golden/intervals.json", import.meta.url), "utf8"));
  const transpose = (rows: number[][]) =>
    (rows[0] as number[]).map((_, j) => Float64Array.from(rows, (row) => row[j] as number));
  const columns = [...transpose(golden.x), Float64Array.from(golden.y as number[])];
  const fit = fitRidge(kernel, [accumulate(kernel, columns, rowsUpTo(golden.y.length))], 0);
  const asked = transpose(golden.new);
  const sure = certainty(fit, NONE, null);
  const y = predictRidge(fit, asked, 4);
  const deviations = predictionVariances(sure, leverages(fit.spread, asked, 4)).map(Math.sqrt);

  it("has the same standard errors", () => {
    const { intercept, coefficients } = fit.standardErrors;
    const errors = [intercept, ...coefficients].map((error) => error ?? Number.NaN);
    expect(worstRelativeError(errors, golden.std_errors)).toBeLessThan(ROUNDING);
  });

  it("scatters as much, the row itself and the line at it", () => {
    expect(worstRelativeError([sure.residualVariance ?? 0], [golden.residual_variance])).toBeLessThan(ROUNDING);
    const line = leverages(fit.spread, asked, 4).map((h) => Math.sqrt(h * (sure.residualVariance as number)));
    expect(worstRelativeError(line, golden.line_errors)).toBeLessThan(ROUNDING);
  });

  it.each(golden.intervals as { level: number; lower: number[]; upper: number[] }[])(
    "has the same intervals at $level",
    ({ level, lower, upper }) => {
      const half = deviations.map((deviation) => deviation * coverageFactor(sure, level));
      const ours = [...y.map((value, i) => value - (half[i] ?? 0)), ...y.map((value, i) => value + (half[i] ?? 0))];
      expect(worstRelativeError(ours, [...lower, ...upper])).toBeLessThan(QUANTILE_TOLERANCE);
    },
  );
});

describe("leverages", () => {
  it("are to the last bit the squares of S·[1; x], row by row, whatever of x is zero", () => {
    const random = uniform(7);
    const size = 12;
    const r = Float64Array.from({ length: size ** 2 }, (_, i) =>
      i % size < Math.floor(i / size) ? 0 : random() - 0.5,
    );
    // From none to all of a row's values are zero, in more rows than are worked on at once, and not a multiple of them.
    const count = 150;
    const columns = Array.from({ length: size - 1 }, () =>
      Float64Array.from({ length: count }, (_, i) => (random() < (i % 10) / 9 ? 0 : 10 * random() - 5)),
    );
    (columns[3] as Float64Array)[77] = Number.NaN;
    const expected = Array.from({ length: count }, (_, i) => {
      const x = [1, ...columns.map((column) => column[i] as number)];
      let squares = 0;
      for (let row = 0; row < size; row++) {
        let product = 0;
        for (let j = row; j < size; j++) if (x[j] !== 0) product += (r[row * size + j] as number) * (x[j] as number);
        squares += product * product;
      }
      return squares;
    });
    expect([...leverages({ size, r }, columns, count)]).toEqual(expected);
  });
});

describe("by hand", () => {
  it("n′ = n(1 − ρ)/(1 + ρ), and n for a ρ below 0", () => {
    expect(effectiveRows(100, 0)).toBe(100);
    expect(effectiveRows(100, 0.6)).toBeCloseTo(25, 12);
    expect(effectiveRows(100, -0.6)).toBe(100);
    expect(effectiveRows(1999, 1)).toBeCloseTo(1, 12); // ρ is at most 0.999
    expect([3, 1, 0.5, 0].map((n) => effectiveRows(n, 0.99))).toEqual([1, 1, 0.5, 0]); // never below one row
  });

  it("100 rows of ρ = 0.5, seen as 0.47, and RSS = 630: the line scatters three times, 4 degrees use up 12 rows", () => {
    // ρ̂ + (1 + 4ρ̂)/n = 0.5, so (1 + ρ)/(1 − ρ) = 3.
    const sure = certainty({ n: 100, residualSquares: 630, degreesOfFreedom: 4 }, 0.49 / 1.04, null);
    expect(sure.inflation).toBeCloseTo(3, 10);
    expect(sure.residualVariance).toBeCloseTo(630 / 88, 10);
    const variances = predictionVariances(sure, Float64Array.of(0, 0.05, 0.5, Number.NaN));
    const byHand = [1, 1.15, 2.5].map((times) => (times * 630) / 88);
    expect(worstRelativeError(variances.slice(0, 3), byHand)).toBeLessThan(ROUNDING);
    expect(variances[3]).toBeNaN();
    // Squares of ρ = 0.25 scatter by (1 + ρ)/(1 − ρ) − 2ρ(1 − ρⁿ)/(n(1 − ρ)²) = 5/3 − 8/900 times as much.
    expect(sure.freedom).toBeCloseTo(88 / (5 / 3 - 8 / 900), 8);
    expect(coverageFactor(sure, 0.95)).toBeCloseTo(2.0058, 3); // t(0.975) of 53.08
  });

  it("no autocorrelation is σ² = RSS/(n − df) with n − df degrees of freedom; ρ below 0 widens nothing and narrows nothing", () => {
    const fit = { n: 12, residualSquares: 30, degreesOfFreedom: 2 };
    const sure = certainty(fit, NONE, null);
    expect(sure.residualVariance).toBeCloseTo(3, 12);
    expect(sure.freedom).toBeCloseTo(10, 12);
    expect(certainty(fit, -0.9, null)).toEqual(sure);
  });

  it.each([4, 3])("%d rows leave nothing to say of 4 degrees of freedom", (n) => {
    const sure = certainty({ n, residualSquares: 1, degreesOfFreedom: 4 }, NONE, null);
    expect(sure.residualVariance).toBeNull();
    expect([...predictionVariances(sure, Float64Array.of(0.1))]).toEqual([Number.NaN]);
  });

  it.each([
    [12, 0.5, 4],
    [100, 0.99, 2],
  ])("of %d rows of ρ = %d, %d degrees of freedom use up no more than 0.7", (n, rho, degreesOfFreedom) => {
    const sure = certainty({ n, residualSquares: 0.3 * n, degreesOfFreedom }, rho, null);
    expect(sure.inflation).toBeCloseTo((0.7 * n) / degreesOfFreedom, 10);
    expect(sure.residualVariance).toBeCloseTo(1, 10);
  });

  // RSS/n = 0.8 and 1.025 held out of 5 folds: u = (1.025 − 0.8)/(1 + 5/4) = 0.1, σ² = 0.9, c = 0.1 · 100/(0.9 · 10) = 10/9. Of its
  // logarithm as much counts as a sum of a block's three rows of ρ = 0.5 scatters of what many would: 5.5/3 of 3; ln 3 the rest.
  it.each([
    [1.025, 0.49 / 1.04, (10 / 9) ** (5.5 / 9) * 3 ** (3.5 / 9)],
    [0.7, 0.49 / 1.04, 3 ** (3.5 / 9)], // held out better than in sample: by chance; the line scatters once at least
    [9, 0.49 / 1.04, 3], // (1 + ρ)/(1 − ρ) is the most
    [1.025, NONE, 1],
  ])(
    "a cross-validated mean square of %d at ρ = %d says how much the line scatters: %d times",
    (meanSquare, rho, c) => {
      const fit = { n: 100, residualSquares: 80, degreesOfFreedom: 10 };
      const sure = certainty(fit, rho, { meanSquare, folds: 5, rowCount: 3 });
      expect(sure.inflation).toBeCloseTo(c, 10);
      expect(sure.residualVariance).toBeCloseTo(80 / (100 - 10 * c), 10);
    },
  );

  it("the leverage of x = 0, 1, 2 is 1/3 + (x − 1)²/2; a missing value has none", () => {
    const columns = [Float64Array.of(0, 1, 2), Float64Array.of(1, 3, 6)];
    const { spread } = fitRidge(kernel, [accumulate(kernel, columns, rowsUpTo(3))], 0);
    const h = leverages(spread, [Float64Array.of(0, 1, 2, 5, Number.NaN)], 5);
    expect(worstRelativeError(h.slice(0, 4), [5 / 6, 1 / 3, 5 / 6, 1 / 3 + 8])).toBeLessThan(ROUNDING);
    expect(h[4]).toBeNaN();
  });

  it("at λ = 3 the slope is halved, and so is its share of the scatter: 1/3 + (x − 1)²/8", () => {
    const columns = [Float64Array.of(0, 1, 2), Float64Array.of(1, 3, 6)];
    const { spread } = fitRidge(kernel, [accumulate(kernel, columns, rowsUpTo(3))], 3);
    expect(worstRelativeError(leverages(spread, [Float64Array.of(1, 5)], 2), [1 / 3, 1 / 3 + 2])).toBeLessThan(
      ROUNDING,
    );
  });
});

// y = 20 + 3T + AR(1) noise of variance 1, T a daily wave with weather on it: a norm trained on some hours, asked of hours of
// another stretch, many times over.
const LEVELS = [0.8, 0.9, 0.95];
// The share of 20,000 rows, of which those of one repetition err together, has a standard error of 0.6 points at ρ = 0.8.
const POINTS = 0.02;

interface Simulation {
  rho: number;
  trained: number;
  asked: number;
  repetitions: number;
  /** Whether each hour of the day has a level of its own, and cross-validation by weeks says how the line scatters. */
  hasLevels: boolean;
}

function coverage({ rho, trained, asked, repetitions, hasLevels }: Simulation): number[] {
  const inside = LEVELS.map(() => 0);
  const random = normal(uniform(1000 * rho + 4));
  const columnsOf = (t: Float64Array) =>
    hasLevels ? [t, ...Array.from({ length: 23 }, (_, k) => t.map((_, i) => (i % 24 === k ? 1 : 0)))] : [t];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const [t, y] = stretch(random, rho, trained);
    const columns = columnsOf(t);
    const rows = rowsUpTo(trained);
    const weeks = hasLevels
      ? dealWeeksToFolds(
          t.map((_, i) => i * 3_600_000),
          rows,
          5,
        )
      : [rows];
    const fit = fitRidge(
      kernel,
      weeks.map((week) => accumulate(kernel, [...columns, y], week)),
      0,
    );
    const fitted = predictRidge(fit, columns, trained);
    const residuals = y.map((value, i) => value - (fitted[i] as number));
    const rhoSeen = rhoOf(autocorrelate(residuals, rows, { follows: new Uint8Array(trained).fill(1, 1) }));
    const sure = certainty(
      fit,
      rhoSeen,
      fit.cv && { meanSquare: fit.cv.rmse ** 2, folds: fit.cv.folds, rowCount: 168 },
    );
    const [newT, newY] = stretch(random, rho, asked);
    const predicted = predictRidge(fit, columnsOf(newT), asked);
    const variances = predictionVariances(sure, leverages(fit.spread, columnsOf(newT), asked));
    LEVELS.forEach((level, k) => {
      const factor = coverageFactor(sure, level);
      const held = newY.filter((value, i) => {
        return Math.abs(value - (predicted[i] as number)) <= factor * Math.sqrt(variances[i] as number);
      });
      inside[k] = (inside[k] as number) + held.length;
    });
  }
  return inside.map((rows) => rows / (asked * repetitions));
}

describe.each([
  { rho: 0, trained: 600, asked: 50, repetitions: 400, hasLevels: false },
  { rho: 0.5, trained: 600, asked: 50, repetitions: 400, hasLevels: false },
  { rho: 0.8, trained: 600, asked: 50, repetitions: 400, hasLevels: false },
  { rho: 0.8, trained: 2016, asked: 336, repetitions: 100, hasLevels: true },
  { rho: 0.9, trained: 2016, asked: 336, repetitions: 100, hasLevels: true },
])("intervals of $trained rows whose residuals have ρ = $rho, levels of hours: $hasLevels", (simulation) => {
  it("hold the share of new rows that they promise", () => {
    const shares = coverage(simulation);
    const missed = shares.filter((share, k) => Math.abs(share - (LEVELS[k] as number)) > POINTS);
    expect(missed, `of ${shares}`).toEqual([]);
  });
});

function stretch(random: () => number, rho: number, length: number): [Float64Array, Float64Array] {
  let noise = random();
  let weather = 5 * random();
  const t = new Float64Array(length);
  const y = new Float64Array(length);
  for (let hour = 0; hour < length; hour++) {
    noise = rho * noise + Math.sqrt(1 - rho * rho) * random();
    weather = 0.98 * weather + random();
    t[hour] = 10 + 4 * Math.sin((2 * Math.PI * hour) / 24) + weather;
    y[hour] = 20 + 3 * (t[hour] as number) + noise;
  }
  return [t, y];
}
