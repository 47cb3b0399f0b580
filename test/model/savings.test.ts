import { describe, expect, it } from "vitest";
import { certainty } from "../../src/model/ridge/interval.ts";
import { savings } from "../../src/model/savings.ts";

// A baseline of 100 rows, mean 50, 2 parameters, RSS = 2450: √(2450/98) = 5, CV(RMSE) = 0.1.
const fit = { n: 100, residualSquares: 2450, degreesOfFreedom: 2 };
const baseline = { certainty: certainty(fit, 0), residualSquares: 2450, mean: 50 };
// t(0.84) of 98 degrees of freedom, and of 23: scipy's t.ppf, to the 6e-8 that ours is good to.
const T_98 = 0.999529247708709;
const T_23 = 1.016426352920029;

describe("by hand: 900 used where 1000 were expected, over 20 rows", () => {
  it("are 100 saved, 10 %, give or take t · 1.26 · 0.1 · √(1.02/20) of what was expected", () => {
    const found = savings({ actual: 900, expected: 1000, rows: 20 }, baseline, 0.68);
    expect(found).toMatchObject({ actual: 900, expected: 1000, saving: 100, savingPercent: 10 });
    const uncertainty = T_98 * 1.26 * 0.1 * Math.sqrt(1.02 / 20) * 1000;
    expect((found.uncertainty as number) / uncertainty).toBeCloseTo(1, 6);
    // ΔS/S is that over F = 0.1.
    expect((found.uncertaintyPercent as number) / uncertainty).toBeCloseTo(1, 6);
  });

  it("ρ = 0.6 leaves 25 rows: √(4 · 1.08/20), and 23 degrees of freedom", () => {
    const correlated = { ...baseline, certainty: certainty(fit, 0.6) };
    const found = savings({ actual: 900, expected: 1000, rows: 20 }, correlated, 0.68);
    const uncertainty = T_23 * 1.26 * 0.1 * Math.sqrt((4 * 1.08) / 20) * 1000;
    expect((found.uncertainty as number) / uncertainty).toBeCloseTo(1, 6);
  });

  it("more used than expected is a negative saving, as sure as a positive one", () => {
    const [more, less] = [1100, 900].map((actual) => savings({ actual, expected: 1000, rows: 20 }, baseline, 0.68));
    expect(more).toMatchObject({ saving: -100, savingPercent: -10 });
    expect([more?.uncertainty, more?.uncertaintyPercent]).toEqual([less?.uncertainty, less?.uncertaintyPercent]);
  });

  it("nothing saved has no percentage of itself", () => {
    const found = savings({ actual: 1000, expected: 1000, rows: 20 }, baseline, 0.68);
    expect(found).toMatchObject({ saving: 0, savingPercent: 0, uncertaintyPercent: null });
    expect(found.uncertainty).toBeGreaterThan(0);
  });
});

describe("nothing is said of the uncertainty", () => {
  const nothing = { uncertainty: null, uncertaintyPercent: null };
  const sums = { actual: 900, expected: 1000, rows: 20 };

  it.each([
    ["of no rows", { actual: 0, expected: 0, rows: 0 }, baseline],
    ["where nothing was expected", { actual: 5, expected: 0, rows: 20 }, baseline],
    ["where the baseline's mean is not positive", sums, { ...baseline, mean: 0 }],
    ["where n′ leaves no degrees of freedom", sums, { ...baseline, certainty: certainty(fit, 0.97) }],
  ])("%s", (_, of, basis) => expect(savings(of, basis, 0.68)).toMatchObject(nothing));

  it("nor a percentage of an expectation that is not positive", () => {
    expect(savings({ actual: 5, expected: -1, rows: 20 }, baseline, 0.68).savingPercent).toBeNull();
  });
});
