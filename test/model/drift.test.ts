import { describe, expect, it } from "vitest";
import { drift } from "../../src/model/drift.ts";
import { certainty } from "../../src/model/ridge/interval.ts";

const of = (...values: number[]) => Float64Array.from(values);
// 6 rows, 2 parameters, σ² = 8/4 = 2.
const before = certainty({ n: 6, residualSquares: 8, degreesOfFreedom: 2 }, 0);

describe("by hand: σ² = 2 with 4 degrees of freedom", () => {
  it("two errors of variance 2 · 1 and 2 · 2: F = (4/2 + 16/4)/2 = 3, beyond which lies (1 + 2·3/4)⁻² = 0.16", () => {
    const found = drift(before, 0, { errors: of(2, -4), leverages: of(0, 1) });
    expect(found?.statistic).toBeCloseTo(3, 12);
    expect(found?.pValue).toBeCloseTo(0.16, 8);
    expect(found?.flagged).toBe(false);
  });

  it("flags what happens less than once in a hundred batches: (1 + F/2)⁻² < 0.01, so F > 18", () => {
    const error = (statistic: number) => Math.sqrt(2 * statistic);
    const of2 = (statistic: number) => ({ errors: of(error(statistic), -error(statistic)), leverages: of(0, 0) });
    expect(drift(before, 0, of2(17.9))?.flagged).toBe(false);
    expect(drift(before, 0, of2(18.1))?.flagged).toBe(true);
  });

  it("counts rows of ρ = 0.5 as a third: six are two, the same F says as much as two rows'", () => {
    const found = drift(before, 0.5, { errors: of(1, 2, 3, 3, 2, 3), leverages: of(0, 0, 0, 0, 0, 0) });
    expect(found?.statistic).toBeCloseTo(3, 12);
    expect(found?.pValue).toBeCloseTo(0.16, 8);
  });

  it("never counts less than one row: F(1, 4) beyond 3 is scipy's f.sf(3, 1, 4)", () => {
    const found = drift(before, 0.9, { errors: of(Math.sqrt(6), Math.sqrt(6)), leverages: of(0, 0) });
    expect(found?.pValue).toBeCloseTo(0.1583024233754579, 8);
  });
});

it("takes the model's own autocorrelation into its expectation: n = 100, ρ = 0.6, RSS = 630, df = 4", () => {
  // σ² = 7.5 with 21 degrees of freedom, and a leverage of 0.05 is 9; see interval.test.ts. scipy: f.sf(2, 25, 21).
  const correlated = certainty({ n: 100, residualSquares: 630, degreesOfFreedom: 4 }, 0.6);
  const found = drift(correlated, 0.6, {
    errors: new Float64Array(100).fill(Math.sqrt(18)),
    leverages: new Float64Array(100).fill(0.05),
  });
  expect(found?.statistic).toBeCloseTo(2, 10);
  expect(found?.pValue).toBeCloseTo(0.0554294265149607, 8);
});

it.each([
  ["no rows", before, of()],
  ["a model without degrees of freedom", certainty({ n: 2, residualSquares: 1, degreesOfFreedom: 2 }, 0), of(1)],
  ["a model without residuals", certainty({ n: 9, residualSquares: 0, degreesOfFreedom: 2 }, 0), of(1)],
])("says nothing of %s", (_, known, errors) => {
  expect(drift(known, 0, { errors, leverages: errors.map(() => 0) })).toBeNull();
});
