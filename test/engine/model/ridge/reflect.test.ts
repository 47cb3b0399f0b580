import { describe, expect, it } from "vitest";
import { backSubstitute, reflect } from "../../../../src/engine/model/ridge/reflect.ts";

const of = (...values: number[]) => Float64Array.from(values);

describe("a reflection", () => {
  it("takes (3, 4) to (−5, 0), and (1, 2) with it: v = (8, 4), (1, 2) − 0.4 v", () => {
    const [pivot, other] = [of(7, 3, 4), of(9, 1, 2)];
    reflect(pivot, 1, [other]);
    expect([...pivot]).toEqual([7, -5, 0]);
    expect(other[0]).toBe(9);
    expect(other[1]).toBeCloseTo(-2.2, 14);
    expect(other[2]).toBeCloseTo(0.4, 14);
  });

  it("takes (−3, 4) to (5, 0), away from cancellation", () => {
    const pivot = of(-3, 4);
    reflect(pivot, 0, []);
    expect([...pivot]).toEqual([5, 0]);
  });

  it("leaves alone what is zero already", () => {
    const [pivot, other] = [of(2, 0, 0), of(1, 2, 3)];
    reflect(pivot, 0, [other]);
    expect([[...pivot], [...other]]).toEqual([
      [2, 0, 0],
      [1, 2, 3],
    ]);
  });
});

describe("back substitution", () => {
  it("solves 2b₀ + b₁ = 8, 4b₁ = 8", () => {
    expect([...backSubstitute([of(2, 99), of(1, 4)], of(8, 8, 55))]).toEqual([3, 2]);
  });

  it("gives nothing to a column that has nothing left", () => {
    expect([...backSubstitute([of(2, 0), of(1, 0)], of(8, 0))]).toEqual([4, 0]);
  });
});
