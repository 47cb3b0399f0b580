import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { couple } from "../../../../src/engine/model/svm/couple.ts";
import { relativeError } from "../../../support/numbers.ts";

interface Coupled {
  pairs: number[];
  classes: number[];
}

const golden = JSON.parse(readFileSync(new URL("../../../golden/svm.json", import.meta.url), "utf8"));

// The turns go on to 1e-14 of differences between numbers up to 1; ten classes lose a digit or two of that.
const TOLERANCE = 1e-11;

const one = (pairs: number[], classCount: number) =>
  couple(pairs.map((value) => Float64Array.of(value)), classCount).map((column) => column[0] as number); // biome-ignore format: one line

describe("pairs coupled to classes", () => {
  it.each((golden.couple as Coupled[]).map((each) => ({ ...each, count: each.classes.length })))(
    "have the probabilities of the linear system, $count classes",
    ({ pairs, classes, count }) => {
      expect(relativeError(one(pairs, count), classes)).toBeLessThan(TOLERANCE);
    },
  );

  it("are the pair's own where there are two classes", () => {
    const [first, second] = couple([Float64Array.of(0.2, 0.5, 0.93)], 2) as [Float64Array, Float64Array];
    expect(relativeError(first, [0.2, 0.5, 0.93])).toBeLessThan(TOLERANCE);
    expect(relativeError(second, [0.8, 0.5, 0.07])).toBeLessThan(TOLERANCE);
  });

  it("give back the classes that the pairs were made of: rᵢⱼ = pᵢ/(pᵢ + pⱼ)", () => {
    const p = [0.5, 0.3, 0.15, 0.05];
    const pairs = [0, 1, 2].flatMap((i) =>
      p.slice(i + 1).map((other) => (p[i] as number) / ((p[i] as number) + other)),
    );
    expect(relativeError(one(pairs, 4), p)).toBeLessThan(TOLERANCE);
  });

  it("stay probabilities where pairs are sure, and where they go in a ring", () => {
    const sure = one([1, 1, 0.5], 3);
    expect(sure.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    expect(sure[0]).toBeGreaterThan(1 - 1e-6);
    expect(relativeError(one([1, 0, 1], 3), [1 / 3, 1 / 3, 1 / 3])).toBeLessThan(TOLERANCE);
  });
});
