// The parts of a line's prediction: solved by hand, and as an identity.
import { describe, expect, it } from "vitest";
import { explainLine } from "../../../../src/engine/model/ridge/explain-line.ts";

describe("the parts of a prediction", () => {
  it("are each feature's distance from its mean, times its coefficient", () => {
    // ŷ = 10 − 2a + 3b. At the means (4, 1) it is 5; at (7, 3) it is 5, of which a takes 6 and b brings 6.
    const line = { intercept: 10, coefficients: [-2, 3] };
    const { base, contributions } = explainLine(line, [4, 1], [Float64Array.of(7, 5), Float64Array.of(3, Number.NaN)]);
    expect(base).toBe(5);
    expect(contributions.map((column) => [...column])).toEqual([
      [-6, -2],
      [6, Number.NaN],
    ]);
  });

  it("of a line without features are its base alone", () => {
    expect(explainLine({ intercept: 3, coefficients: [] }, [], [])).toEqual({ base: 3, contributions: [] });
  });
});
