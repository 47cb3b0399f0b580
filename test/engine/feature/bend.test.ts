import { describe, expect, it } from "vitest";
import { degrees, piece } from "../../../src/engine/feature/bend.ts";
import { quantile } from "../../../src/engine/math/quantile.ts";

const of = (...values: number[]) => Float64Array.from(values);

describe("the pieces between knots 0 and 10", () => {
  const values = of(-5, 0, 4, 10, 12, Number.NaN);
  const pieces = [piece(values, -Infinity, 0), piece(values, 0, 10), piece(values, 10, Infinity)];

  it("are each value's share of each stretch", () => {
    expect(pieces.map((part) => [...part])).toEqual([
      [-5, 0, 0, 0, 0, Number.NaN],
      [0, 0, 4, 10, 10, Number.NaN],
      [0, 0, 0, 0, 2, Number.NaN],
    ]);
  });

  it("add up to the value", () => {
    const sums = values.map((_, i) => pieces.reduce((sum, part) => sum + (part[i] as number), 0));
    expect([...sums]).toEqual([...values]);
  });
});

it("degrees are counted below the base for heating, above it for cooling, and are missing with the value", () => {
  const values = of(10, 18, 25, Number.NaN);
  expect([...degrees(values, "heating", 18)]).toEqual([8, 0, 0, Number.NaN]);
  expect([...degrees(values, "cooling", 18)]).toEqual([0, 0, 7, Number.NaN]);
});

describe("a quantile", () => {
  it.each([
    [0, 1],
    [0.25, 1.75],
    [0.5, 3],
    [0.75, 5.5],
    [1, 10],
  ])("%d of 1, 2, 4, 10 is %d", (p, expected) => expect(quantile(of(1, 2, 4, 10), p)).toBe(expected));

  it("of one value is the value, of none nothing", () => {
    expect(quantile(of(7), 0.3)).toBe(7);
    expect(quantile(of(), 0.3)).toBeNaN();
  });
});
