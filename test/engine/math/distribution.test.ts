// Against scipy (test/golden/intervals.py), and where the answer is known in closed form.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fisherUpperTail, studentQuantile } from "../../../src/engine/math/distribution.ts";
import { worstRelativeError } from "../../support/numbers.ts";

const golden: {
  students: { p: number; freedom: number; t: number }[];
  fishers: { f: number; upper: number; lower: number; share: number }[];
} = JSON.parse(readFileSync(new URL("../../golden/intervals.json", import.meta.url), "utf8"));

// jStat inverts the incomplete beta function by Halley's steps until one is below 1e-8 of its result, and no further.
const TOLERANCE = 1e-6;

// No interval and no flag depends on how small a share below this is.
const SHARE_LEAST = 1e-12;

describe("Student's quantile", () => {
  it.each(golden.students)("of $p with $freedom degrees of freedom is scipy's", ({ p, freedom, t }) => {
    expect(worstRelativeError([studentQuantile(p, freedom)], [t])).toBeLessThan(TOLERANCE);
  });

  it("of 3/4 is 1 with one degree of freedom, Cauchy's, and √(2/3) with two", () => {
    expect(studentQuantile(0.75, 1)).toBeCloseTo(1, 6);
    expect(studentQuantile(0.75, 2)).toBeCloseTo(Math.sqrt(2 / 3), 6);
  });

  it.each([
    [0, 3],
    [1, 3],
    [0.5, 0],
    [0.5, -1],
  ])("there is none of %d with %d degrees of freedom", (p, freedom) => {
    expect(() => studentQuantile(p, freedom)).toThrow("no quantile");
  });
});

describe("the upper tail of Fisher's F", () => {
  it.each(golden.fishers)("beyond $f with $upper and $lower degrees of freedom is scipy's", (golden) => {
    const share = fisherUpperTail(golden.f, golden.upper, golden.lower);
    if (golden.share > SHARE_LEAST) expect(worstRelativeError([share], [golden.share])).toBeLessThan(TOLERANCE);
    else expect(share).toBeLessThan(2 * SHARE_LEAST);
  });

  it("is (1 + f)^(−1) with two and two, all of it beyond 0", () => {
    // With two upper degrees of freedom the integral is elementary: (1 + 2f/lower)^(−lower/2).
    expect(fisherUpperTail(3, 2, 2)).toBeCloseTo(1 / 4, 8);
    expect(fisherUpperTail(1, 2, 4)).toBeCloseTo(1.5 ** -2, 8);
    expect(fisherUpperTail(0, 5, 7)).toBe(1);
  });

  it.each([
    [-1, 1, 1],
    [1, 0, 1],
    [1, 1, 0],
    [Number.NaN, 1, 1],
  ])("there is none beyond %d with %d and %d", (f, upper, lower) => {
    expect(() => fisherUpperTail(f, upper, lower)).toThrow("no upper tail");
  });
});
