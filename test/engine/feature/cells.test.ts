import { describe, expect, it } from "vitest";
import { type Cells, cellsOf, joinCells, stretchesOf } from "../../../src/engine/feature/cells.ts";
import { placeKnots } from "../../../src/engine/feature/place-knots.ts";
import { normal, uniform } from "../../support/numbers.ts";

const of = (...values: number[]) => Float64Array.from(values);

describe("cells", () => {
  it("are as narrow as leaves few enough stretches, gaps between them counted", () => {
    // Cells 0, 1 and 3 of width 2 and the gap at 4; narrower ones would be 0, 2, 3 and 7 with two gaps and more.
    const cells = cellsOf(of(0.5, Number.NaN, 2.5, 3.5, 7.5), 4) as Cells;
    expect(cells).toEqual({ exponent: 1, occupied: [0, 1, 3] });
    expect(stretchesOf(cells)).toEqual([
      { from: 0, to: 2, isGap: false },
      { from: 2, to: 4, isGap: false },
      { from: 4, to: 6, isGap: true },
      { from: 6, to: 8, isGap: false },
    ]);
  });

  it("are none without values", () => expect(cellsOf(of(Number.NaN), 32)).toBeNull());

  it.each([
    ["one value", [14.62]],
    ["zeros", [0, -0]],
    ["the largest and the smallest values", [1e30, -1e30, 1e-30]],
  ])("of %s hold it", (_, values) => {
    const stretches = stretchesOf(cellsOf(Float64Array.from(values), 8) as Cells);
    for (const value of values) {
      expect(stretches.some(({ from, to, isGap }) => !isGap && from <= value && value < to)).toBe(true);
    }
  });

  const draw = normal(uniform(3));
  it.each([
    ["normal", () => draw()],
    ["skewed", () => Math.exp(2 * draw())],
    ["whole numbers", () => Math.round(3 * draw())],
    ["mostly zero", () => Math.max(0, draw() - 1.5)],
    ["with values far away", () => (Math.abs(draw()) > 3 ? -999 : 5 + draw())],
    ["large", () => 1e9 + draw()],
  ])("of parts that are %s join to those of all, in any order", (_, value) => {
    const parts = Array.from({ length: 30 }, (_, i) =>
      Float64Array.from({ length: 1 + 7 * i }, () => value() + i / 10),
    );
    const all = cellsOf(Float64Array.from(parts.flatMap((part) => [...part])), 32);
    const each = parts.map((part) => cellsOf(part, 32) as Cells);
    expect(joinCells(each, 32)).toEqual(all);
    const halves = [each.slice(20), each.slice(0, 20).reverse()].map((half) => joinCells(half, 32) as Cells);
    expect(joinCells(halves, 32)).toEqual(all);
  });
});

describe("knots", () => {
  const knotsOf = (values: number[], count: number) => {
    const stretches = stretchesOf(cellsOf(Float64Array.from(values), 32) as Cells);
    const means = stretches.map(({ from, to }, i) => {
      const sum = values.reduce((total, value) => {
        const part = Math.min(Math.max(value - from, 0), to - from);
        return total + (i === 0 ? part + from : part);
      }, 0);
      return sum / values.length;
    });
    return placeKnots(stretches, means, count);
  };

  it("are bounds near quantiles", () => {
    const values = Array.from({ length: 1000 }, (_, i) => i / 10);
    // Cells of 4 from 0 to 100.
    expect(knotsOf(values, 3)).toEqual([24, 48, 76]);
  });

  it("are where values are, whatever lies far away", () => {
    const values = [...Array.from({ length: 1000 }, (_, i) => i / 10), -999, 9999];
    const knots = knotsOf(values, 3);
    expect(knots).toHaveLength(3);
    for (const [i, knot] of knots.entries()) expect(Math.abs(knot - 25 * (i + 1))).toBeLessThanOrEqual(8);
  });

  it("are one where quantiles fall together, and none of one value", () => {
    expect(knotsOf([...Array(90).fill(0), 5, 6, 7, 8, 9, 10, 11, 12, 13, 14], 3)).toHaveLength(1);
    expect(knotsOf([3, 3, 3], 6)).toEqual([]);
  });
});
