import { expect, it } from "vitest";
import { scoreRegression } from "../../src/model/score.ts";

it("is solved by hand: y = 1, 2, 3, 6 predicted as 2, 2, 2, 2", () => {
  // Residuals −1, 0, 1, 4: squares 18 of 14 about the mean 3, absolute 6, sum 4.
  expect(scoreRegression(Float64Array.of(1, 2, 3, 6), Float64Array.of(2, 2, 2, 2))).toEqual({
    rmse: Math.sqrt(4.5),
    mae: 1.5,
    rSquared: 1 - 18 / 14,
    cvrmse: (100 * Math.sqrt(4.5)) / 3,
    nmbe: (100 * 4) / 12,
  });
});

it("has no r² of a constant y, and no figure in percent of a mean that is not positive", () => {
  expect(scoreRegression(Float64Array.of(0.1, 0.1, 0.1), Float64Array.of(0, 0, 0))?.rSquared).toBeNull();
  expect(scoreRegression(Float64Array.of(-1, 1), Float64Array.of(0, 0))).toMatchObject({ cvrmse: null, nmbe: null });
  expect(scoreRegression(new Float64Array(), new Float64Array())).toBeNull();
});
