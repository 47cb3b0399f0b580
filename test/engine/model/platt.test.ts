import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fitSigmoid, probabilities } from "../../../src/engine/model/platt.ts";

const golden = JSON.parse(readFileSync(new URL("../../golden/svm.json", import.meta.url), "utf8")).sigmoid;

describe("Platt's sigmoid", () => {
  const values = Float64Array.from(golden.values as number[]);
  const isFirst = (golden.y as number[]).map((y) => y === 1);
  const fit = fitSigmoid(values, isFirst);

  it("is scikit-learn's, which stops at a gradient of 1e-5", () => {
    expect(Math.abs(fit.slope / golden.slope - 1)).toBeLessThan(1e-4);
    expect(Math.abs(fit.offset / golden.offset - 1)).toBeLessThan(1e-4);
  });

  it("is where the gradient vanishes: Σ (t − p) = 0 and Σ (t − p)·value = 0", () => {
    const firsts = isFirst.filter(Boolean).length;
    const [high, low] = [(firsts + 1) / (firsts + 2), 1 / (values.length - firsts + 2)];
    const p = probabilities(fit, values);
    const errors = p.map((value, i) => (isFirst[i] ? high : low) - value);
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0))).toBeLessThan(1e-6);
    expect(Math.abs(errors.reduce((sum, error, i) => sum + error * (values[i] as number), 0))).toBeLessThan(1e-6);
  });

  it("is the base rate where values are too large to square", () => {
    const huge = Float64Array.of(-1e200, 1e200, 2e200, 3e200);
    const { slope, offset } = fitSigmoid(huge, [false, false, true, true]);
    expect([slope, Math.abs(offset)]).toEqual([0, 0]);
  });

  it("stays between 0 and 1 where classes are apart, and says the obvious", () => {
    const apart = Float64Array.of(-3, -2, 2, 3);
    const p = probabilities(fitSigmoid(apart, [false, false, true, true]), apart);
    // Two of each: targets are 1/4 and 3/4.
    expect(p[3]).toBeGreaterThan(0.7);
    expect(p[0]).toBeLessThan(0.3);
    expect((p[0] as number) + (p[3] as number)).toBeCloseTo(1, 9);
    expect(probabilities({ slope: -1, offset: 0 }, Float64Array.of(-1000, 1000))).toEqual(Float64Array.of(0, 1));
  });
});

describe("values that say the opposite of the rows that they were held out from", () => {
  it.each([
    [[1, 2, 3, 4], [true, true, false, false], 0],
    [[1, 2, 3], [true, false, false], Math.log(3 / 2)],
  ])("%j say nothing: a flat curve, at the share of the first class", (values, isFirst, offset) => {
    expect(fitSigmoid(Float64Array.from(values), isFirst)).toEqual({ slope: 0, offset });
  });
});
