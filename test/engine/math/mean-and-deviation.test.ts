import { describe, expect, it } from "vitest";
import { isConstant, meanAndDeviation } from "../../../src/engine/math/mean-and-deviation.ts";
import { scalingOf, standardise } from "../../../src/engine/model/standardise.ts";
import { scoreRegression } from "../../../src/engine/score/score.ts";

const VALUES = [14.62, 0.1, -1e-300, 1e15 + 0.3, 2 ** 53, Math.PI * 1e200];
const COUNTS = [1, 2, 3, 7, 1_000, 100_000];

describe.each(VALUES)("a column that is %d in each row", (value) => {
  it.each(COUNTS)("of %i is constant, and becomes 0, whatever it holds later", (count) => {
    const column = new Float64Array(count).fill(value);
    expect(meanAndDeviation(column)).toEqual({ mean: value, std: 0 });
    const scaling = scalingOf([column]);
    const later = Float64Array.of(value, value + 1, 100 * Math.abs(value));
    for (const z of standardise([later], scaling)[0] as Float64Array) expect(Math.abs(z)).toBeLessThan(1e-100);
    if (Math.abs(value) < 1e150) expect(scoreRegression(column, column)?.rSquared).toBe(null);
  });
});

it("has the mean and the deviation of numbers far from 0, and of a first one far from the others", () => {
  // 1, 2, 3, 4: mean 5/2, deviation √(5/4).
  expect(meanAndDeviation([1, 2, 3, 4])).toEqual({ mean: 2.5, std: Math.sqrt(1.25) });
  expect(meanAndDeviation([1e15 + 1, 1e15 + 2, 1e15 + 3, 1e15 + 4])).toEqual({
    mean: 1e15 + 2.5,
    std: Math.sqrt(1.25),
  });
  const { mean, std } = meanAndDeviation([1e16, ...Array(99).fill(-1e16 / 99)]);
  // Σ = 0; Σ² = 1e32 (1 + 1/99), of 100.
  expect(Math.abs(mean)).toBeLessThan(1);
  expect(std / Math.sqrt(1e30 * (1 + 1 / 99))).toBeCloseTo(1, 14);
});

it("tells a column that varies in its last digits from one that is rounded there", () => {
  const { mean, std } = meanAndDeviation([1e12, 1e12 + 1, 1e12 + 2]);
  expect(isConstant(std, mean)).toBe(true);
  const varied = meanAndDeviation([1e11, 1e11 + 1, 1e11 + 2]);
  expect(isConstant(varied.std, varied.mean)).toBe(false);
});
