import { describe, expect, it } from "vitest";
import { autocorrelate, relativeErrors, rhoOf, scoreRegression } from "../../../src/engine/score/score.ts";

const of = (...values: number[]) => Float64Array.from(values);

describe("by hand: y = 1, 2, 3, 6 predicted as 2, 2, 2, 2", () => {
  // Residuals −1, 0, 1, 4: squares 18 of 14 about the mean 3, absolute 6, sum 4. Quartiles of y are 1.75 and 3.75.
  const [y, predicted] = [of(1, 2, 3, 6), of(2, 2, 2, 2)];

  it("a model of which nothing is known", () => {
    expect(scoreRegression(y, predicted)).toEqual({
      n: 4,
      nPrime: 4,
      ddof: 4,
      rmse: Math.sqrt(4.5),
      mae: 1.5,
      rSquared: 1 - 18 / 14,
      rSquaredAdj: 1 - 18 / 14, // never above R²
      cvrmse: (100 * Math.sqrt(4.5)) / 3,
      cvrmseAdj: (100 * Math.sqrt(4.5)) / 3,
      nmbe: (100 * 4) / 12,
      pnrmse: (100 * Math.sqrt(4.5)) / 2,
    });
  });

  it("one of two parameters, with residuals of ρ = 0.6", () => {
    const score = scoreRegression(y, predicted, { parameters: 2, rho: 0.6 });
    expect(score).toMatchObject({ n: 4, ddof: 2, rmse: Math.sqrt(4.5), cvrmseAdj: 100 });
    expect(score?.nPrime).toBeCloseTo(1, 12);
    expect(score?.rSquaredAdj).toBeCloseTo(1 - (18 / 14) * (3 / 2), 12);
  });

  it("one of as many parameters as rows: ddof is 1 at least", () => {
    expect(scoreRegression(y, predicted, { parameters: 9 })).toMatchObject({
      ddof: 1,
      cvrmseAdj: (100 * Math.sqrt(18)) / 3,
      rSquaredAdj: 1 - (18 / 14) * 3,
    });
  });

  it("from its sums alone", () => {
    const sums = { n: 4, mean: 3, squares: 18, totalSquares: 14, parameters: 2, rho: 0.6 };
    const { mae, nmbe, pnrmse, ...rest } = scoreRegression(y, predicted, { parameters: 2, rho: 0.6 }) ?? {};
    expect([relativeErrors(sums), mae, nmbe, pnrmse]).toEqual([rest, 1.5, 100 / 3, 50 * Math.sqrt(4.5)]);
  });
});

it("has no r² of a constant y, and no figure in percent of a mean that is not positive, or of quartiles that are equal", () => {
  const constant = { rSquared: null, rSquaredAdj: null, pnrmse: null };
  expect(scoreRegression(of(0.1, 0.1, 0.1), of(0, 0, 0))).toMatchObject(constant);
  expect(scoreRegression(of(-1, 1), of(0, 0))).toMatchObject({
    cvrmse: null,
    cvrmseAdj: null,
    nmbe: null,
    pnrmse: 100,
  });
  expect(scoreRegression(of(5, 5, 5, 5, 9), of(5, 5, 5, 5, 5))).toMatchObject({ pnrmse: null, nmbe: (100 * 4) / 29 });
  expect(scoreRegression(of(), of())).toBeNull();
});

it("does not mind in which order the rows are, nor sort them for the caller", () => {
  const y = of(6, 1, 3, 2);
  const score = scoreRegression(y, of(2, 2, 2, 2));
  expect([...y]).toEqual([6, 1, 3, 2]);
  expect(score?.pnrmse).toBe((100 * Math.sqrt(4.5)) / 2);
});

it("residuals that are rounding of y have no autocorrelation, and n′ is n", () => {
  const y = Float64Array.of(50, 40, 30);
  const predicted = y.map((value) => value * (1 + 2 ** -52));
  expect(scoreRegression(y, predicted, { rho: 0.9 })?.nPrime).toBe(3);
  expect(
    scoreRegression(
      y,
      y.map((value) => value * 1.001),
      { rho: 0.9 },
    )?.nPrime,
  ).toBe(1);
});

describe("autocorrelation", () => {
  const all = Uint32Array.of(0, 1, 2, 3);

  it("is Σ eᵢeᵢ₋₁ over the squares of both, halved", () => {
    // 1·2 + 2·(−1) + (−1)·3 = −3; (1 + 4 + 4 + 1 + 1 + 9)/2 = 10.
    const known = autocorrelate(of(1, 2, -1, 3), all, { follows: Uint8Array.of(0, 1, 1, 1) });
    expect(known).toEqual({ products: -3, squares: 10 });
    expect(rhoOf(known)).toBe(-0.3);
  });

  it("goes on from the row before, so that it is the same however rows are cut", () => {
    const known = autocorrelate(of(2, -1, 3), all.slice(0, 3), { follows: Uint8Array.of(1, 1, 1), before: 1 });
    expect(known).toEqual({ products: -3, squares: 10 });
    expect(autocorrelate(of(2), Uint32Array.of(0), { follows: Uint8Array.of(1) })).toEqual({ products: 0, squares: 0 });
  });

  it("leaves out rows that do not follow on each other, in time or because one between is not used", () => {
    const residuals = of(1, 2, Number.NaN, 3, 5);
    const used = Uint32Array.of(0, 1, 3, 4);
    expect(autocorrelate(residuals, used, { follows: Uint8Array.of(0, 1, 1, 1, 1) }).products).toBe(17);
    expect(autocorrelate(residuals, used, { follows: Uint8Array.of(0, 0, 1, 1, 1) }).products).toBe(15);
  });

  it("is 0 of no residuals, and of an exact model", () => {
    expect(rhoOf(autocorrelate(of(), new Uint32Array(), { follows: new Uint8Array() }))).toBe(0);
    expect(rhoOf(autocorrelate(of(0, 0), Uint32Array.of(0, 1), { follows: Uint8Array.of(0, 1) }))).toBe(0);
  });
});

it("has no score where errors are too large to square", () => {
  expect(scoreRegression(of(1e200, -1e200), of(0, 0))).toBeNull();
});
