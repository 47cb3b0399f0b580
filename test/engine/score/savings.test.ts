import { describe, expect, it } from "vitest";
import { biasCorrected, sumInflation } from "../../../src/engine/model/ridge/interval.ts";
import type { MonthError } from "../../../src/engine/score/month-errors.ts";
import { type Baseline, savings } from "../../../src/engine/score/savings.ts";

// A baseline of 100 rows, mean 50, 2 parameters, RSS = 2450: √(2450/98) = 5, CV(RMSE) = 0.1. ρ = −1 leaves no bias to correct.
const baseline: Baseline = {
  n: 100,
  residualSquares: 2450,
  degreesOfFreedom: 2,
  rho: -1,
  mean: 50,
  months: [],
  wholeMonths: 0,
};
const period = { rows: 20, actual: 900, expected: 1000, leverage: 5, months: null };
const asked = { level: 0.68, interval: null };
// t(0.84) of 98, 23 and 2 degrees of freedom: scipy's t.ppf, to the 6e-8 that ours is good to.
const T_98 = 0.999529247708709;
const T_23 = 1.016426352920029;

describe("by hand: 900 used where 1000 were expected, over 20 rows", () => {
  it("are 100 saved, 10 %, give or take t · 5 · √(20 + 5), what the rows and the line scatter", () => {
    const found = savings(period, baseline, asked);
    expect(found).toMatchObject({ saving: 100, savingPercent: 10, method: "autocorrelation" });
    expect((found.uncertainty as number) / (T_98 * 25)).toBeCloseTo(1, 6);
    expect((found.uncertaintyPercent as number) / (T_98 * 25)).toBeCloseTo(1, 6);
  });

  it("are significant beyond that, but not where they are the rounding of a sum", () => {
    expect(savings(period, baseline, asked).isSignificant).toBe(true);
    expect(savings({ ...period, actual: 990 }, baseline, asked).isSignificant).toBe(false);
    expect(savings({ ...period, actual: 1100 }, baseline, asked)).toMatchObject({ saving: -100, isSignificant: true });
    expect(savings({ ...period, actual: 1010 }, baseline, asked).isSignificant).toBe(false);
    const exact = { ...baseline, residualSquares: 1e-30 };
    expect(savings({ ...period, actual: 1000 + 2e-13 }, exact, asked).isSignificant).toBe(false);
    expect(savings({ ...period, actual: 999 }, exact, asked).isSignificant).toBe(true);
    expect(savings({ ...period, rows: 0, actual: 0, expected: 0 }, baseline, asked).isSignificant).toBeNull();
  });

  it("of the Guideline t · 1.26 · 0.1 · √(1.02/20) of what was expected", () => {
    const { uncertaintyAshrae } = savings(period, baseline, asked);
    expect((uncertaintyAshrae as number) / (T_98 * 1.26 * 0.1 * Math.sqrt(1.02 / 20) * 1000)).toBeCloseTo(1, 6);
  });

  it("ρ = 0.6 leaves 25 rows to the Guideline: √(4 · 1.08/20), and 23 degrees of freedom", () => {
    const { uncertaintyAshrae } = savings(period, { ...baseline, rho: 0.6 }, asked);
    const byHand = T_23 * 1.26 * 0.1 * Math.sqrt((4 * 1.08) / 20) * 1000;
    expect((uncertaintyAshrae as number) / byHand).toBeCloseTo(1, 6);
  });

  // −0.00024 · 144 + 0.03535 · 12 + 1.00286, and −0.00022 · 144 + 0.03306 · 12 + 0.94054.
  it.each([
    ["hourly", 12, 1.26],
    ["daily", 12, 1.3925],
    ["monthly", 12, 1.30558],
    ["daily", 1, 1.03797],
    ["daily", null, 1.26],
  ] as const)("its factor for the line is of %s rows over %s months %d", (interval, months, factor) => {
    const { uncertaintyAshrae } = savings({ ...period, months }, baseline, { ...asked, interval });
    expect((uncertaintyAshrae as number) / (T_98 * factor * 0.1 * Math.sqrt(1.02 / 20) * 1000)).toBeCloseTo(1, 6);
  });

  it("a ρ of 0.5, seen in 100 rows 0.53, widens rows and line by (1 + ρ)/(1 − ρ), σ² by what they use up", () => {
    const rho = 0.53;
    const r = (1 + rho) / (1 - rho);
    const sigma = Math.sqrt(2450 / (100 - 2 * r));
    const found = savings(period, { ...baseline, rho: 0.5 }, { level: 0.95, interval: null });
    // t(0.975) of 100/r − 2 = 28.72 degrees of freedom: scipy's.
    const t = 2.0461;
    expect((found.uncertainty as number) / (t * sigma * Math.sqrt(r * 25))).toBeCloseTo(1, 3);
  });

  it("more used than expected is a negative saving, as sure as a positive one", () => {
    const [more, less] = [1100, 900].map((actual) => savings({ ...period, actual }, baseline, asked));
    expect(more).toMatchObject({ saving: -100, savingPercent: -10 });
    expect([more?.uncertainty, more?.uncertaintyPercent]).toEqual([less?.uncertainty, less?.uncertaintyPercent]);
  });

  it("nothing saved has no percentage of itself", () => {
    const found = savings({ ...period, actual: 1000 }, baseline, asked);
    expect(found).toMatchObject({ saving: 0, savingPercent: 0, uncertaintyPercent: null });
    expect(found.uncertainty).toBeGreaterThan(0);
  });
});

describe("months that were left out", () => {
  const months = (error: number, count = 5): MonthError[] =>
    Array.from({ length: count }, () => ({ weight: 1, rows: 20, error, leverage: 5 }));
  const of = (error: number, count = 5) =>
    savings(period, { ...baseline, months: months(error, count), wholeMonths: count }, asked);
  const alone = savings(period, baseline, asked).uncertainty as number;

  it("that were missed by what independent rows come to change nothing", () => {
    // √(φ·V) is 25 either way, and t of 3 degrees of freedom is larger: p of F = 1 is 0.42, so a third of the excess counts.
    const found = of(25);
    expect(found.method).toBe("months");
    // scipy: t.ppf(.84, 3) = 1.188929, f.sf(1, 5, 98) = 0.421948.
    const wide = 1.188929 * 25;
    const byHand = Math.sqrt(alone ** 2 + (1 - 0.421948) ** 2 * (wide ** 2 - alone ** 2));
    expect((found.uncertainty as number) / byHand).toBeCloseTo(1, 5);
  });

  it("that were missed by ten times as much make a sum of as many rows ten times as uncertain", () => {
    // p is nothing then: t · 250.
    expect((of(250).uncertainty as number) / (1.188929 * 250)).toBeCloseTo(1, 5);
  });

  it("that were missed by less leave what rows alone come to", () => expect(of(1).uncertainty).toBe(alone));

  it("fewer than four are not asked", () => {
    expect(of(250, 3)).toMatchObject({ method: "autocorrelation", uncertainty: alone });
    expect(of(250, 4).method).toBe("months");
  });

  it("still say something where the rows leave no degrees of freedom", () => {
    const used = { ...baseline, degreesOfFreedom: 100, months: months(25), wholeMonths: 5 };
    expect((savings(period, used, asked).uncertainty as number) / (1.188929 * 25)).toBeCloseTo(1, 5);
  });

  it("that have faded count less, in the mean and as months", () => {
    // Four of weight 1 missed by 250, four of weight ½ by 500: φ = (4 · 100 + 4 · ½ · 400)/6 times σ²; (4 + 2)²/(4 + 1) = 7.2 months.
    const faded = months(500, 4).map((month) => ({ ...month, weight: 0.5 }));
    const found = savings(period, { ...baseline, months: [...months(250, 4), ...faded], wholeMonths: 8 }, asked);
    // scipy: t.ppf(.84, 5.2) = 1.099068.
    expect((found.uncertainty as number) / (1.099068 * 25 * Math.sqrt(1200 / 6))).toBeCloseTo(1, 3);
  });
});

describe("nothing is said of the uncertainty", () => {
  const nothing = { uncertainty: null, uncertaintyPercent: null, uncertaintyAshrae: null, method: null };

  it.each([
    ["of no rows", { ...period, rows: 0, actual: 0, expected: 0 }, baseline],
    ["where n′ leaves no degrees of freedom", period, { ...baseline, rho: 0.97 }],
  ])("%s", (_, of, basis) => expect(savings(of, basis, asked)).toMatchObject(nothing));

  it.each([
    ["where nothing was expected", { ...period, expected: 0 }, baseline],
    ["where the baseline's mean is not positive", period, { ...baseline, mean: 0 }],
  ])("by the Guideline %s", (_, of, basis) => {
    const found = savings(of, basis, asked);
    expect(found.uncertaintyAshrae).toBeNull();
    expect(found.uncertainty).not.toBeNull();
  });

  it("nor a percentage of an expectation that is not positive", () => {
    expect(savings({ ...period, expected: -1 }, baseline, asked).savingPercent).toBeNull();
  });
});

it("ρ is corrected for its bias between 0 and 0.99", () => {
  expect([-0.5, 0, 0.5, 0.99].map((rho) => biasCorrected(rho, 100))).toEqual([0, 0.01, 0.53, 0.99]);
});

it("a sum of m rows of ρ scatters by the sum of their covariances", () => {
  // Var(e₁ + e₂ + e₃)/(3σ²) = (3 + 4ρ + 2ρ²)/3.
  expect(sumInflation(0.5, 3)).toBeCloseTo((3 + 2 + 0.5) / 3, 12);
  expect(sumInflation(0, 7)).toBe(1);
  expect(sumInflation(0.9, 1)).toBeCloseTo(1, 12);
  expect(sumInflation(0.5, 1e6)).toBeCloseTo(3, 5);
});
