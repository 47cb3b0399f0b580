// Residuals as they are drawn, worked out by hand.
import { describe, expect, it } from "vitest";
import { describeResiduals } from "../../../../src/engine/score/curve/describe-residuals.ts";

const zeros = (n: number) => new Float64Array(n);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("residuals", () => {
  it("are y less what was said of it", () => {
    const told = describeResiduals(Float64Array.of(1, 2, 6), Float64Array.of(2, 2, 2));
    // −1, 0 and 4.
    expect(told).toMatchObject({ mean: 1, std: Math.sqrt(14 / 3) });
    // Of 0 … 100 the quantiles are the shares themselves, in per cent.
    const { share = [], value } = describeResiduals(Float64Array.from(zeros(101).keys()), zeros(101))?.quantiles ?? {};
    expect(share).toEqual([0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]);
    expect(value).toEqual(share.map((of) => 100 * of));
  });

  it("at an edge are of the bin above, at the last edge of the last", () => {
    // Bins of 2 · 2 · 5^(−1/3) = 2.3, which is two of two each.
    const told = describeResiduals(Float64Array.of(0, 1, 2, 3, 4), zeros(5));
    expect(told?.histogram).toEqual({ edges: [0, 2, 4], counts: [2, 3], below: 0, above: 0 });
  });

  it("of 0 … 26 have bins of 2 · 13 · 27^(−1/3) = 26/3, which is three of nine each", () => {
    const told = describeResiduals(Float64Array.from(zeros(27).keys()), zeros(27));
    expect(told?.histogram.edges.map((edge) => Number(edge.toFixed(9)))).toEqual([0, 8.666666667, 17.333333333, 26]);
    expect(told?.histogram).toMatchObject({ counts: [9, 9, 9], below: 0, above: 0 });
  });

  it("that lie far out are counted beside fifty bins around the median", () => {
    const actual = Float64Array.from({ length: 1001 }, (_, i) => (i === 0 ? -1e6 : i === 1000 ? 1e7 : i - 500));
    const { edges, counts, below, above } = (describeResiduals(actual, zeros(1001)) as Described).histogram;
    expect(counts).toHaveLength(50);
    expect([below, above, sum(counts)]).toEqual([1, 1, 999]);
    expect(((edges[0] as number) + (edges[50] as number)) / 2).toBeCloseTo(0, 6);
  });

  it("that are all the same have one bin, and half alike have some", () => {
    expect(describeResiduals(zeros(3), zeros(3))?.histogram).toEqual({
      ...{ edges: [0, 0], counts: [3], below: 0, above: 0 },
    });
    // The quartiles are equal: bins have a width by their number.
    const { edges, counts } = (describeResiduals(Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1), zeros(9)) as Described)
      .histogram;
    expect([edges[0], edges.at(-1), counts[0], counts.at(-1), sum(counts)]).toEqual([0, 1, 8, 1, 9]);
  });

  it("are not told where one is too large for its square", () => {
    expect(describeResiduals(Float64Array.of(1e300, 0), zeros(2))).toBeNull();
  });
});

type Described = NonNullable<ReturnType<typeof describeResiduals>>;
