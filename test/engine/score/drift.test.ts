import { describe, expect, it } from "vitest";
import { certainty } from "../../../src/engine/model/ridge/interval.ts";
import { drift } from "../../../src/engine/score/drift.ts";
import { scaleOf } from "../../../src/engine/score/scale.ts";
import { emptyScatter } from "../../../src/engine/score/scatter.ts";

const of = (...values: number[]) => Float64Array.from(values);
// Residuals that swing back: what is corrected of their ρ leaves none.
const NONE = -1;
// 6 rows, 2 parameters, σ² = 8/4 = 2.
const before = certainty({ n: 6, residualSquares: 8, degreesOfFreedom: 2 }, NONE, null);
// No row has told yet how far rows scatter.
const unknown = scaleOf(emptyScatter(1));
const rows = (errors: Float64Array, leverage = 0) => ({
  errors,
  expected: errors.map(() => 10),
  leverages: errors.map(() => leverage),
  groups: new Uint8Array(errors.length),
});

describe("by hand: σ² = 2 with 4 degrees of freedom", () => {
  it("two errors of variance 2: F = (2²/2 + 4²/2)/2 = 5, beyond which lies (1 + 2 · 5/4)⁻²", () => {
    const found = drift(before, NONE, unknown, rows(of(2, -4)));
    expect(found?.statistic).toBeCloseTo(5, 12);
    expect(found?.pValue).toBeCloseTo(3.5 ** -2, 8);
    expect(found?.flagged).toBe(false);
  });

  it("flags what happens less than once in a hundred batches: (1 + F/2)⁻² < 0.01, so F > 18", () => {
    const error = (statistic: number) => Math.sqrt(2 * statistic);
    const of2 = (statistic: number) => rows(of(error(statistic), -error(statistic)));
    expect(drift(before, NONE, unknown, of2(17.9))?.flagged).toBe(false);
    expect(drift(before, NONE, unknown, of2(18.1))?.flagged).toBe(true);
  });

  it("the line's own error is one for all rows: of leverage 1 half the variance, so 1/(¼/2 + ¼ + ½/2) = 1.6 degrees", () => {
    // Both rows expect 4. scipy: f.sf(3, 1.6, 4).
    const found = drift(before, NONE, unknown, rows(of(Math.sqrt(12), Math.sqrt(12)), 1));
    expect(found?.statistic).toBeCloseTo(3, 12);
    expect(found?.pValue).toBeCloseTo(0.1603362, 6);
  });
});

it("errors that follow on each other say less: 100 of ρ = 0.5 as much as 100/(5/3 − 8/900) squares", () => {
  // ρ̂ = 0.49/1.04 of 100 rows is 0.5 when corrected; σ² = 630/88. scipy: f.sf(1.5, 60.3217, 53.0831).
  const rho = 0.49 / 1.04;
  const correlated = certainty({ n: 100, residualSquares: 630, degreesOfFreedom: 4 }, rho, null);
  const found = drift(correlated, rho, unknown, rows(new Float64Array(100).fill(Math.sqrt((1.5 * 630) / 88))));
  expect(found?.statistic).toBeCloseTo(1.5, 10);
  expect(found?.pValue).toBeCloseTo(0.0668631, 5);
});

it("errors that are rounding of what is expected, as of a meter that stands by, are no drift, however large beside those before", () => {
  const { residualVariance: _, ...rest } = before;
  const exact = { ...rest, residualVariance: 1e-30 };
  expect(drift(exact, NONE, unknown, rows(of(1e-14, 1e-14, 1e-14, 1e-14)))).toBeNull();
  expect(drift(exact, NONE, unknown, rows(of(1e-14, 1e-14, 1e-14, 0.1)))?.flagged).toBe(true);
});

it.each([
  ["no rows", before, of()],
  [
    "a model without degrees of freedom",
    certainty({ n: 2, residualSquares: 1, degreesOfFreedom: 2 }, NONE, null),
    of(1),
  ],
  ["a model without residuals", certainty({ n: 9, residualSquares: 0, degreesOfFreedom: 2 }, NONE, null), of(1)],
])("says nothing of %s", (_, known, errors) => {
  expect(drift(known, NONE, unknown, rows(errors))).toBeNull();
});
