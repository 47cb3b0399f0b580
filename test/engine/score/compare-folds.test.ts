import { describe, expect, it } from "vitest";
import {
  bestOf,
  type Contender,
  differenceOf,
  summariseFolds,
  winnerOf,
} from "../../../src/engine/score/compare-folds.ts";
import golden from "../../golden/compare_folds.json" with { type: "json" };

describe("a difference", () => {
  it("of 1, 2, 3 on three folds is 2 ± t₂ · √((1/3 + 1/2) · 1)", () => {
    // Two degrees of freedom: P(|T| < t) = t/√(2 + t²), so that t = √(2 · 0.95²/(1 − 0.95²)).
    const t = Math.sqrt((2 * 0.95 ** 2) / (1 - 0.95 ** 2));
    const { mean, lower, upper } = differenceOf([1, 2, 3], [0, 0, 0], { heldOut: 10, learned: 20 });
    expect(mean).toBe(2);
    expect((upper - lower) / 2).toBeCloseTo(t * Math.sqrt(1 / 3 + 1 / 2), 6);
    expect((upper + lower) / 2).toBeCloseTo(2, 12);
  });

  it("is sure where all folds say the same", () => {
    expect(differenceOf([1, 2], [0, 1], { heldOut: 1, learned: 1 })).toEqual({ mean: 1, lower: 1, upper: 1 });
  });

  it.each(golden.cases)("on $first.length folds is scipy's", ({ first, second, held_out, learned, ...of }) => {
    const ours = differenceOf(first, second, { heldOut: held_out, learned });
    expect(ours.mean).toBeCloseTo(of.mean, 12);
    // jStat's quantiles are good to seven digits.
    expect(ours.lower).toBeCloseTo(of.lower, 6);
    expect(ours.upper).toBeCloseTo(of.upper, 6);
  });
});

it("folds of 1, 2, 3, 6 have mean 3, deviation √3.5 and standard error √(3.5/3)", () => {
  const { mean, std, standardError } = summariseFolds([1, 2, 3, 6]);
  expect([mean, std]).toEqual([3, Math.sqrt(3.5)]);
  expect(standardError).toBeCloseTo(Math.sqrt(3.5 / 3), 15);
  expect(summariseFolds([1]).standardError).toBeNull();
});

describe("the one-standard-error rule", () => {
  const contender = (mean: number, standardError: number, rank: number): Contender => ({
    ...{ mean, standardError, rank, std: 0 },
  });
  // Means, the standard error of each, and how simple each is: which is best, and which wins.
  const cases: [what: string, of: [number, number, number][], isMoreBetter: boolean, best: number, winner: number][] = [
    ["of none there is none", [], true, -1, -1],
    ["one is both", [[0.5, 0.1, 1]], true, 0, 0],
    ["the simpler within an error wins", [[0.9, 0.05, 2], [0.86, 0.01, 1]], true, 0, 1], // biome-ignore format: a table
    ["at the error it is within", [[0.75, 0.25, 2], [0.5, 0.01, 1]], true, 0, 1], // biome-ignore format: a table
    ["past it the best wins", [[0.9, 0.05, 2], [0.84, 0.01, 1]], true, 0, 0], // biome-ignore format: a table
    ["the error is the best one's", [[0.9, 0.01, 2], [0.86, 0.5, 1]], true, 0, 0], // biome-ignore format: a table
    ["the simplest of several wins", [[0.9, 0.1, 3], [0.85, 0.1, 2], [0.82, 0.1, 1], [0.5, 9, 0]], true, 0, 2], // biome-ignore format: a table
    ["less is better", [[3, 0.5, 1], [2.6, 0.5, 3], [2.9, 0.1, 2]], false, 1, 0], // biome-ignore format: a table
    ["and much more is not close", [[9, 0.5, 0], [2.6, 0.5, 3], [2.9, 0.1, 2]], false, 1, 2], // biome-ignore format: a table
    ["of equal ones the simpler is best", [[0.9, 0, 2], [0.9, 0, 1]], true, 1, 1], // biome-ignore format: a table
    ["what is simpler than the best but worse does not win", [[0.9, 0, 2], [0.8, 0, 1]], true, 0, 0], // biome-ignore format: a table
  ];
  it.each(cases)("%s", (_, of, isMoreBetter, best, winner) => {
    const contenders = of.map((each) => contender(...each));
    expect([bestOf(contenders, isMoreBetter), winnerOf(contenders, isMoreBetter)]).toEqual([best, winner]);
  });
});
