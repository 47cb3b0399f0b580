// Which values a curve goes through, which rows, and what is made of the answers.
import { describe, expect, it } from "vitest";
import { curveMeans, curvePoints, curveValues } from "../../../src/engine/explain/partial-dependence.ts";

const { NaN: gap } = Number;

describe("values of a curve", () => {
  it("are all of a few, ascending, without gaps", () => {
    expect([...curveValues(Float64Array.of(3, gap, 1, 3, 2), 0)]).toEqual([1, 2, 3]);
  });

  it("are quantiles of many: of 1 to 1,000 the middles of twentieths", () => {
    const column = Float64Array.from({ length: 1000 }, (_, i) => 1000 - i);
    expect([...curveValues(column, 0)]).toEqual(Array.from({ length: 20 }, (_, i) => 26 + 50 * i));
  });

  it("come once where many rows have one", () => {
    const column = Float64Array.from({ length: 1000 }, (_, i) => Math.max(0, i - 899));
    expect([...curveValues(column, 0)]).toEqual([0, 26, 76]);
  });

  it("are the most frequent levels, in their order", () => {
    const column = Float64Array.from({ length: 90 }, (_, i) => (i < 30 ? i : i < 60 ? 29 - (i - 30) / 3 : gap)).map(
      Math.floor,
    );
    const values = [...curveValues(column, 30)];
    expect(values).toHaveLength(20);
    // Of levels 19 to 29 there are more rows; of those with one, the first come first.
    expect(values).toEqual([
      ...Array.from({ length: 9 }, (_, i) => i),
      ...Array.from({ length: 11 }, (_, i) => 19 + i),
    ]);
  });

  it.each([
    ["one value", Float64Array.of(2, 2, gap)],
    ["none", Float64Array.of(gap, gap)],
  ])("are none of a column of %s", (_, column) => {
    expect(curveValues(column, 0)).toHaveLength(0);
    expect(curveValues(column, 3)).toHaveLength(0);
  });
});

it("points are asked curve after curve, value after value, row after row, and means are of the rows", () => {
  const columns = [Float64Array.of(1, 2, 3), Float64Array.of(10, 20, 30)];
  const curves = [
    { column: 1, values: Float64Array.of(5, 6) },
    { column: 0, values: Float64Array.of(7) },
  ];
  const [a = [], b = []] = curvePoints(columns, Uint32Array.of(0, 2), curves);
  expect([...a]).toEqual([1, 3, 1, 3, 7, 7]);
  expect([...b]).toEqual([5, 5, 6, 6, 10, 30]);
  // Two numbers each: a + b, and a.
  const answers = Float64Array.from({ length: 12 }, (_, i) => (a[i >> 1] ?? 0) + (i % 2 === 0 ? (b[i >> 1] ?? 0) : 0));
  expect([...curveMeans(answers, 2, 2)]).toEqual([7, 2, 8, 2, 27, 7]);
});
