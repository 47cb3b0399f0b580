// Sums over parts of the rows add up to those of all.
import { expect, it } from "vitest";
import { joinErrors, NO_ERRORS, sumErrors } from "../../../src/engine/score/error-sums.ts";
import { scoreRegression, scoreSums } from "../../../src/engine/score/score.ts";

const of = (...values: number[]) => Float64Array.from(values);

it("of y = 1, 2 | 3, 6 predicted as 2 each", () => {
  const [a, b] = [sumErrors(of(1, 2), of(2, 2)), sumErrors(of(3, 6), of(2, 2))];
  // About 1.5 and 4.5: 0.5 and 4.5; about 3: 14.
  expect([a.totalSquares, b.totalSquares]).toEqual([0.5, 4.5]);
  const joined = joinErrors(a, b);
  expect(joined).toEqual({ n: 4, mean: 3, totalSquares: 14, rawSquares: 50, squares: 18, bias: 4, absolute: 6 });
  expect([joinErrors(NO_ERRORS, a), joinErrors(a, NO_ERRORS)]).toEqual([a, a]);
  const { pnrmse: _, ...whole } = scoreRegression(of(1, 2, 3, 6), of(2, 2, 2, 2)) ?? {};
  expect(scoreSums(joined, {})).toEqual(whole);
  expect(scoreSums(joinErrors(a, { ...b, absolute: null }), {})?.mae).toBeNull();
});
