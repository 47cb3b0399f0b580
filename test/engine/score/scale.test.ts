import { describe, expect, it } from "vitest";
import { certainty, coverageFactor } from "../../../src/engine/model/ridge/interval.ts";
import { bandOf } from "../../../src/engine/score/band.ts";
import { gatherScatter } from "../../../src/engine/score/gather-scatter.ts";
import { scaleOf } from "../../../src/engine/score/scale.ts";
import { addScatter, emptyScatter } from "../../../src/engine/score/scatter.ts";
import { normal, relativeError, uniform } from "../../support/numbers.ts";

const ROWS = 20_000;

/** Rows of two hours whose residuals grow with what is expected: sd = 0.1·ŷ at 6, 0.3·ŷ at 18. */
function meter(seed: number, rowCount = ROWS) {
  const random = uniform(seed);
  const draw = normal(random);
  const groups = Uint8Array.from({ length: rowCount }, () => (random() < 0.5 ? 6 : 18));
  const expected = Float64Array.from(groups, () => 10 + 20 * random());
  const residuals = expected.map((y, i) => (groups[i] === 6 ? 0.1 : 0.3) * y * draw());
  return { groups, expected, residuals };
}

const known = (seed: number) => gatherScatter(emptyScatter(24), meter(seed));

describe("the scale of residuals", () => {
  it("is the mean of |e|, √(2/π)·sd of normal ones, by hour and by what is expected", () => {
    const scale = scaleOf(known(1));
    for (const [group, share] of [
      [6, 0.1],
      [18, 0.3],
    ] as const) {
      for (const y of [12, 20, 28]) {
        // A line through 20,000 sizes has a standard error of about one per cent.
        expect(scale.sizeOf(group, y) / (Math.sqrt(2 / Math.PI) * share * y)).toBeCloseTo(1, 1);
      }
    }
    // An hour that was never seen is as all are together.
    expect(scale.sizeOf(12, 20)).toBeGreaterThan(scale.sizeOf(6, 20));
    expect(scale.sizeOf(12, 20)).toBeLessThan(scale.sizeOf(18, 20));
  });

  it("has quantiles in its own units: 1.645 sd are 2.06 means of |e| of normal residuals", () => {
    const scale = scaleOf(known(2));
    for (const group of [6, 18]) {
      expect(Math.abs(scale.high(group) - 1.645 / Math.sqrt(2 / Math.PI))).toBeLessThan(0.1);
      expect(Math.abs(scale.low(group) + 1.645 / Math.sqrt(2 / Math.PI))).toBeLessThan(0.1);
    }
    expect(Math.abs(scale.unitSquare - Math.PI / 2)).toBeLessThan(0.05);
    expect(Math.abs(scale.unitFourth / scale.unitSquare ** 2 - 3)).toBeLessThan(0.2);
  });

  it("of no rows is nothing, and of residuals of nothing", () => {
    expect(scaleOf(emptyScatter(1))).toMatchObject({ rows: 0, meanSquare: 0, unitSquare: 0 });
    const exact = gatherScatter(emptyScatter(1), {
      groups: new Uint8Array(60),
      expected: new Float64Array(60).fill(5),
      residuals: new Float64Array(60),
    });
    expect(scaleOf(exact)).toMatchObject({ rows: 60, meanSquare: 0, unitSquare: 0 });
    expect(scaleOf(exact).sizeOf(0, 5)).toBe(0);
  });
});

it("sums add up, and fade", () => {
  const rows = meter(3, 100);
  const whole = gatherScatter(emptyScatter(24), rows);
  const part = (from: number, to: number) => ({
    groups: rows.groups.slice(from, to),
    expected: rows.expected.slice(from, to),
    residuals: rows.residuals.slice(from, to),
  });
  const first = gatherScatter(emptyScatter(24), part(0, 40));
  const both = addScatter(first, gatherScatter(first, part(40, 100)));
  // What is told in units of the scale of the day differs; the sums of sizes do not.
  const sums = 5 * 24;
  expect(relativeError(both.slice(0, sums), whole.slice(0, sums))).toBeLessThan(1e-14);
  expect(addScatter(emptyScatter(24), whole, 0.25)[5 * 6]).toBe((whole[5 * 6] as number) / 4);
});

describe("a band", () => {
  const sure = certainty({ n: 10_000, residualSquares: 10_000 * 16, degreesOfFreedom: 2 }, -1, null);
  const asked = (groups: Uint8Array, expected: Float64Array) => ({
    groups,
    expected,
    leverages: expected.map(() => 0),
  });

  it("holds nine rows in ten of either hour, of those of which little is expected and of the others", () => {
    const held = { scale: scaleOf(known(4)), quantile: coverageFactor(sure, 0.9) };
    const rows = meter(5);
    const { lower, upper } = bandOf(sure, held, asked(rows.groups, rows.expected));
    for (const group of [6, 18]) {
      for (const [from, to] of [
        [10, 15],
        [15, 25],
        [25, 30],
      ] as const) {
        let [count, inside] = [0, 0];
        rows.expected.forEach((y, i) => {
          if (rows.groups[i] !== group || y < from || y >= to) return;
          const value = y + (rows.residuals[i] as number);
          count++;
          if (value >= (lower[i] as number) && value <= (upper[i] as number)) inside++;
        });
        // Of some 2,500 rows a share of 0.9 has a standard error of 0.006.
        expect(Math.abs(inside / count - 0.9), `hour ${group}, ${from} to ${to}`).toBeLessThan(0.02);
      }
    }
  });

  it("of any level reaches from what is expected to where a group is that is always off to one side", () => {
    const draw = normal(uniform(6));
    const rows = {
      groups: new Uint8Array(2_000).map((_, i) => (i % 2 === 0 ? 6 : 18)),
      expected: new Float64Array(2_000).fill(20),
      residuals: Float64Array.from({ length: 2_000 }, (_, i) => (i % 2 === 0 ? 12 : -12) + draw()),
    };
    const scale = scaleOf(gatherScatter(emptyScatter(24), rows));
    const ends = [0.5, 0.8, 0.9, 0.99, 0.999].map((level) => {
      const { lower, upper } = bandOf(
        sure,
        { scale, quantile: coverageFactor(sure, level) },
        asked(Uint8Array.of(6), Float64Array.of(20)),
      );
      return [lower[0] as number, upper[0] as number];
    });
    for (const [i, [lower = 0, upper = 0]] of ends.entries()) {
      // Around 32, where the rows of that hour are, and always with what is expected of them.
      expect([lower, upper > 32]).toEqual([20, true]);
      if (i > 0) expect(upper).toBeGreaterThan(ends[i - 1]?.[1] as number);
    }
  });

  it("is Student's where too few rows have told how they scatter", () => {
    const quantile = coverageFactor(sure, 0.95);
    const { lower, upper } = bandOf(sure, { scale: null, quantile }, asked(Uint8Array.of(0), Float64Array.of(50)));
    const half = quantile * Math.sqrt((10_000 * 16) / 9_998);
    expect([lower[0], upper[0]]).toEqual([50 - half, 50 + half]);
  });

  it("is Student's where nine rows in ten are alike, and tells levels apart", () => {
    const alike = gatherScatter(emptyScatter(1), {
      groups: new Uint8Array(50),
      expected: new Float64Array(50).fill(0.02),
      residuals: new Float64Array(50).fill(-0.02).fill(0.98, 0, 1),
    });
    const widths = [0.9, 0.999].map((level) => {
      const held = { scale: scaleOf(alike), quantile: coverageFactor(sure, level) };
      const { lower, upper } = bandOf(sure, held, asked(new Uint8Array(1), Float64Array.of(0.02)));
      return (upper[0] as number) - (lower[0] as number);
    });
    expect(widths[1]).toBeGreaterThan(1.9 * (widths[0] as number));
  });

  it("is wider where the line itself is uncertain", () => {
    const held = { scale: scaleOf(known(4)), quantile: coverageFactor(sure, 0.9) };
    const of = (leverage: number) => {
      const { lower, upper } = bandOf(sure, held, {
        ...asked(Uint8Array.of(6), Float64Array.of(20)),
        leverages: Float64Array.of(leverage),
      });
      return (upper[0] as number) - (lower[0] as number);
    };
    const meanSquare = held.scale.meanSquare;
    expect(of(9) / of(0)).toBeCloseTo(
      Math.sqrt(Math.max(1, (10 * 16) / meanSquare)) / Math.sqrt(Math.max(1, 16 / meanSquare)),
      2,
    );
  });
});

it("follows no line where rows of a group differ by hardly anything in what is expected: chance is no slope", () => {
  const rows = Array.from({ length: 700 }, (_, i) => ({ group: i % 7, side: i % 2 === 0 ? 1 : -1 }));
  const scatter = gatherScatter(emptyScatter(7), {
    groups: rows.map(({ group }) => group),
    expected: Float64Array.from(rows, ({ group, side }) => 10 * group + 0.001 * side),
    residuals: Float64Array.from(rows, ({ side }) => 1 - 0.5 * side),
  });
  // Mean |e| is 1 in each group. The line within them falls by half a unit in 0.001.
  for (const expected of [0, 30, 60]) expect(scaleOf(scatter).sizeOf(3, expected)).toBeCloseTo(1, 1);
});
