import { describe, expect, it } from "vitest";
import { lag, rolling } from "../../../src/engine/feature/look-back.ts";
import { EMPTY_TAIL, joinSeries, nextTail, type Tail } from "../../../src/engine/feature/series.ts";

const of = (...values: number[]) => Float64Array.from(values);
const { NaN: missing } = Number;
const table = (x: Record<string, number[]>) => ({
  columns: Object.keys(x),
  values: Object.values(x).map((values) => of(...values)),
  rowCount: Object.values(x)[0]?.length ?? 0,
});

describe("a lag", () => {
  it("looks back by position, not by row: what fell into a gap is missing", () => {
    const positions = of(10, 11, 12, 15, 16, 17);
    const values = of(1, 2, 3, 4, 5, 6);
    expect([...lag(positions, values, 1)]).toEqual([missing, 1, 2, missing, 4, 5]);
    expect([...lag(positions, values, 3)]).toEqual([missing, missing, missing, 3, missing, missing]);
    expect([...lag(positions, values, 5)]).toEqual([missing, missing, missing, 1, 2, 3]);
    expect([...lag(positions, values, 9)]).toEqual(Array(6).fill(missing));
  });

  it("finds a missing value missing", () => {
    expect([...lag(of(0, 1, 2), of(1, missing, 3), 1)]).toEqual([missing, 1, missing]);
  });
});

describe("a running statistic", () => {
  const positions = of(4, 5, 6, 7, 9, 10, 11);
  const values = of(3, 1, 4, 1, 5, 9, 2);
  const gap = [missing, missing];

  it.each([
    ["sum", [...gap, 8, 6, ...gap, 16]],
    ["mean", [...gap, 8 / 3, 2, ...gap, 16 / 3]],
    ["min", [...gap, 1, 1, ...gap, 2]],
    ["max", [...gap, 4, 4, ...gap, 9]],
  ] as const)("%s of three rows: none until three stand in a row, and none over a gap", (statistic, expected) => {
    expect([...rolling(positions, values, { steps: 3, statistic }).values]).toEqual(expected);
  });

  it("of one row is the row", () => {
    for (const statistic of ["sum", "mean", "min", "max"] as const) {
      expect([...rolling(positions, values, { steps: 1, statistic }).values]).toEqual([...values]);
    }
  });

  it("misses what one of its values misses, and no longer", () => {
    const rolled = rolling(of(0, 1, 2, 3, 4), of(1, 2, missing, 4, 5), { steps: 2, statistic: "max" }).values;
    expect([...rolled]).toEqual([missing, 2, missing, missing, 5]);
  });

  it.each([
    ["sum", [missing, 6, 8, 6, 9, 21, 16]],
    ["mean", [missing, 2, 8 / 3, 2, 3, 7, 16 / 3]],
    ["min", [missing, 1, 1, 1, 1, 5, 2]],
    ["max", [missing, 3, 4, 4, 5, 9, 9]],
  ] as const)(
    "%s of two of three rows at least is of those that are there, a sum as if all were",
    (statistic, expected) => {
      // Place 8 is not there.
      const { values: rolled, counts } = rolling(positions, values, { steps: 3, statistic, minCoverage: 0.6 });
      expect([...counts]).toEqual([1, 2, 3, 3, 2, 2, 3]);
      expect([...rolled]).toEqual(expected);
    },
  );

  it("counts values, not rows", () => {
    const rolled = rolling(of(0, 1, 2, 3), of(1, missing, missing, 4), {
      steps: 3,
      statistic: "mean",
      minCoverage: 2 / 3,
    });
    expect([...rolled.values]).toEqual(Array(4).fill(missing));
    expect([...rolled.counts]).toEqual([1, 1, 1, 1]);
  });

  it("is right before 1970 too, where positions are negative", () => {
    const rolled = rolling(of(-5, -4, -3, -2, -1, 0, 1), of(1, 2, 3, 4, 5, 6, 7), {
      steps: 3,
      statistic: "sum",
    }).values;
    expect([...rolled]).toEqual([...gap, 6, 9, 12, 15, 18]);
  });

  it("gives of a window its own numbers only, whatever enormous ones left it", () => {
    const rolled = rolling(of(0, 1, 2, 3, 4, 5), of(1e17, 1, 2, 3, 4, 5), { steps: 2, statistic: "sum" }).values;
    expect([...rolled].slice(2)).toEqual([3, 5, 7, 9]);
  });

  it("of every length stands where a plain loop over the rows finds it", () => {
    const places = Float64Array.from({ length: 60 }, (_, i) => i + 3 * Math.floor(i / 23));
    const whole = places.map((_, i) => (i * 37) % 11); // whole numbers add up exactly in any order
    for (let steps = 1; steps <= 30; steps++) {
      for (const [statistic, join] of Object.entries({
        sum: (window: Float64Array) => window.reduce((a, b) => a + b),
        min: (window: Float64Array) => Math.min(...window),
        max: (window: Float64Array) => Math.max(...window),
      })) {
        const expected = places.map((position, i) => {
          const first = i - steps + 1;
          return places[first] === position - steps + 1 ? join(whole.slice(first, i + 1)) : missing;
        });
        const rolled = rolling(places, whole, { steps, statistic: statistic as "sum" }).values;
        expect([statistic, steps, ...rolled]).toEqual([statistic, steps, ...expected]);
      }
    }
  });
});

it("7 of 25 values are a share of 0.28, though 0.28 · 25 is a little more than 7", () => {
  const places = Float64Array.from({ length: 25 }, (_, i) => i);
  const last = (count: number) => {
    const values = Float64Array.from(places, (i) => (i < 25 - count ? missing : 2));
    return rolling(places, values, { steps: 25, statistic: "sum", minCoverage: 0.28 }).values.at(-1);
  };
  // A sum is that of a whole window, at the mean of what is there.
  expect([last(7), last(6)]).toEqual([50, missing]);
});

describe("rows after a tail", () => {
  const tail: Tail = { positions: of(1, 2, 4), values: [of(10, 20, 40)] };

  it("stand behind it, and find their past in it", () => {
    const series = joinSeries(["a"], tail, table({ a: [50, 60] }), of(5, 6));
    expect([...series.positions]).toEqual([1, 2, 4, 5, 6]);
    expect([...(series.places ?? [])]).toEqual([3, 4]);
    expect([...series.column("a")]).toEqual([10, 20, 40, 50, 60]);
  });

  it("stand where they belong when they come late; of one position the table's counts", () => {
    const series = joinSeries(["a"], tail, table({ a: [0, 22, 30, 70] }), of(0, 2, 3, 7));
    expect([...series.positions]).toEqual([0, 1, 2, 3, 4, 7]);
    expect([...(series.places ?? [])]).toEqual([0, 2, 3, 5]);
    expect([...series.column("a")]).toEqual([0, 10, 22, 30, 40, 70]);
  });

  it("that miss a value which the tail has, still count", () => {
    const series = joinSeries(["a"], tail, table({ a: [missing] }), of(4));
    expect([...series.column("a")]).toEqual([10, 20, missing]);
  });

  it("have no past in columns that the tail does not keep", () => {
    const series = joinSeries(["a"], tail, table({ b: [5], a: [50] }), of(5));
    expect([...series.column("b")]).toEqual([missing, missing, missing, 5]);
  });
});

describe("the next tail", () => {
  const columns = ["a", "b"];
  const rows = table({ b: [5, 6, 7, 8], a: [1, 2, 3, 4] });

  it("keeps as many steps as are looked back, in the order of its columns", () => {
    const series = joinSeries(columns, EMPTY_TAIL, rows, of(0, 1, 2, 3));
    expect(nextTail(columns, series, 2)).toEqual({ positions: of(2, 3), values: [of(3, 4), of(7, 8)] });
  });

  it("counts steps of time: over a gap fewer rows are left", () => {
    const series = joinSeries(columns, EMPTY_TAIL, rows, of(0, 1, 5, 6));
    expect([...nextTail(columns, series, 3).positions]).toEqual([5, 6]);
    expect([...nextTail(columns, series, 6).positions]).toEqual([1, 5, 6]);
  });

  it("keeps older rows where the table is short, and the newest ones where rows came late", () => {
    const tail: Tail = { positions: of(7, 9), values: [of(70, 90), of(0.7, 0.9)] };
    const next = joinSeries(columns, tail, table({ a: [100], b: [1] }), of(10));
    expect([...nextTail(columns, next, 4).positions]).toEqual([7, 9, 10]);
    const late = joinSeries(columns, tail, table({ a: [80], b: [0.8] }), of(8));
    expect(nextTail(columns, late, 2)).toEqual({ positions: of(8, 9), values: [of(80, 90), of(0.8, 0.9)] });
  });

  it("is empty where nothing is looked back on, and where there are no rows at all", () => {
    const series = joinSeries(columns, EMPTY_TAIL, rows, of(0, 1, 2, 3));
    expect(nextTail([], series, 2)).toBe(EMPTY_TAIL);
    expect(nextTail(columns, series, 0)).toBe(EMPTY_TAIL);
    const none = joinSeries(columns, EMPTY_TAIL, table({ a: [], b: [] }), of());
    expect([...nextTail(columns, none, 2).positions]).toEqual([]);
  });
});
