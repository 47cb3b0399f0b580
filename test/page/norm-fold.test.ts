// What the page makes of a norm's rows: solved by hand, or by an identity.
import { describe, expect, it } from "vitest";
import { correlation, guessColumn, lineOver } from "../../page/view/norm/fold/against.ts";
import { foldByClock } from "../../page/view/norm/fold/by-clock.ts";
import { instantOf, wallOf, weekdayOf } from "../../page/view/norm/fold/clock.ts";
import { durationOf, lookBackOf } from "../../page/view/norm/fold/look-back.ts";
import { reasonOf } from "../../page/view/norm/fold/reason.ts";
import { addUp } from "../../page/view/norm/fold/running-total.ts";
import {
  countPlaces,
  cut,
  outRowsOf,
  residualsOf,
  type Shown,
  splice,
  sumsOf,
} from "../../page/view/norm/fold/shown.ts";
import { shapeOf, spreadOf } from "../../page/view/norm/fold/spread.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function shownOf(t: number[], actual: (number | null)[], expected: (number | null)[], rows = t.map(() => 1)): Shown {
  const around = (by: number) => expected.map((value) => (value === null ? null : value + by));
  return { t, actual, expected, lower: around(-1), upper: around(1), rows, columns: {} };
}

describe("rows in sight", () => {
  const shown = shownOf([0, 1, 2, 3], [5, 9, null, 1], [5, 6, 7, 4], [2, 1, 0, 1]);

  it("are over, under or within where both are known", () => {
    expect(countPlaces(shown)).toEqual({ judged: 3, over: 1, under: 1 });
    expect(residualsOf(shown)).toEqual([0, 3, null, -3]);
  });

  it("are told one by one where they are out of band, the newest first", () => {
    expect(outRowsOf({ ...shown, t: [10, 11, 12, 13] })).toEqual([
      { t: 13, actual: 1, expected: 4, place: "under" },
      { t: 11, actual: 9, expected: 6, place: "over" },
    ]);
  });

  it("add up as many rows as each is the mean of", () => {
    expect(sumsOf(shown)).toEqual({ actual: 2 * 5 + 9 + 1, expected: 2 * 5 + 6 + 4, rows: 4 });
  });

  it("are cut with both ends, and are none where the window is empty", () => {
    expect(cut(shown, [1, 2]).actual).toEqual([9, null]);
    expect(cut(shown, [4, 9]).t).toEqual([]);
    expect(cut(shown, undefined)).toBe(shown);
  });

  it("are replaced by finer ones where those are known", () => {
    const fine = shownOf([10, 11, 12, 13], [1, 1, 1, 1], [2, 2, 2, 2]);
    const coarse = shownOf([0, 8, 13, 16], [7, 7, 7, 7], [8, 8, 8, 8]);
    expect(splice(coarse, fine)).toMatchObject({ t: [0, 8, 10, 11, 12, 13, 16], actual: [7, 7, 1, 1, 1, 1, 7] });
    expect(splice(coarse, undefined)).toBe(coarse);
  });
});

it("the reasons of a point are its largest parts, each beside what its column was", () => {
  const explanation = { base: 20, means: {}, contributions: {}, sources: { weekday: [9, 1, 3], T_out: [9, -6, -8] } };
  expect(reasonOf(explanation, [1, 2], { T_out: [0, 4, 5], wind: [1, 1, 1] })).toEqual({
    base: 20,
    rows: 2,
    parts: [
      { name: "T_out", value: -7, was: 4.5 },
      { name: "weekday", value: 2, was: undefined },
    ],
  });
});

describe("the clock of a zone", () => {
  it("is what Intl says, across a change of offset too", () => {
    const wall = wallOf("America/Chicago");
    // 2016-03-13, 02:00 became 03:00: 08:00 UTC.
    const change = Date.UTC(2016, 2, 13, 8);
    expect(wall(change - 1)).toBe(Date.UTC(2016, 2, 13, 2) - 1);
    expect(wall(change)).toBe(Date.UTC(2016, 2, 13, 3));
    expect(new Date(wall(Date.UTC(2016, 6, 1))).getUTCHours()).toBe(19);
  });

  it("tells when it is so there", () => {
    expect(instantOf("2016-07-01", "America/Chicago")).toBe(Date.UTC(2016, 6, 1, 5));
    expect(instantOf("2016-03-13T03:00", "America/Chicago")).toBe(Date.UTC(2016, 2, 13, 8));
    expect(instantOf("2016-07-01T00:00Z", "America/Chicago")).toBe(Date.UTC(2016, 6, 1));
    expect(instantOf("2016-07-01T00:00+02:00", "America/Chicago")).toBe(Date.UTC(2016, 5, 30, 22));
    expect(instantOf("", "UTC")).toBeNaN();
  });

  it("begins its weeks on Monday", () => {
    expect([0, 1, 2, 3, 4].map((day) => weekdayOf(day * DAY))).toEqual([3, 4, 5, 6, 0]);
  });
});

describe("differences by the clock", () => {
  it("stand at the hour and the day of the zone", () => {
    // 23:00 UTC is midnight in Brussels in winter.
    const from = Date.UTC(2026, 0, 4, 23);
    const t = Array.from({ length: 48 }, (_, hour) => from + hour * HOUR);
    const { rows, columns, cells, across } = foldByClock(
      t,
      t.map((_, i) => i),
      { zone: "Europe/Brussels", interval: "hourly" },
    );
    expect([rows.length, columns, across]).toEqual([24, [Date.UTC(2026, 0, 5), Date.UTC(2026, 0, 6)], "day"]);
    expect(cells.find(({ row, column }) => row === 3 && column === Date.UTC(2026, 0, 6))?.value).toBe(27);
  });

  it("are means where a cell has several, and nothing where it has none", () => {
    const t = Array.from({ length: 70 * 24 }, (_, hour) => Date.UTC(2026, 0, 5) + hour * HOUR);
    const { across, cells } = foldByClock(
      t,
      t.map((_, i) => (i < 24 ? null : i % 24)),
      { zone: "UTC", interval: "hourly" },
    );
    expect(across).toBe("week");
    expect(cells.filter(({ row }) => row === 7).map(({ value }) => value)).toEqual(Array(10).fill(7));
  });

  it("of days stand at the weekday, of months at the year", () => {
    const t = [Date.UTC(2026, 0, 5), Date.UTC(2026, 1, 1)];
    const days = foldByClock(t, [1, 2], { zone: "UTC", interval: "daily" });
    expect(days.cells).toEqual([
      { row: 0, column: Date.UTC(2026, 0, 5), value: 1 },
      { row: 6, column: Date.UTC(2026, 0, 26), value: 2 },
    ]);
    const months = foldByClock(t, [1, 2], { zone: "UTC", interval: "monthly" });
    expect(months).toMatchObject({ rows: [2026], columns: [0, 1] });
  });
});

describe("savings added up", () => {
  it("are the sum of expected less actual, and their band ends at what the service tells", () => {
    const { t, total, half } = addUp(shownOf([0, 1, 2, 3], [1, null, 3, 2], [2, 9, 5, 2], [1, 0, 2, 1]), 6);
    expect({ t, total }).toEqual({ t: [0, 2, 3], total: [1, 5, 5] });
    expect(half).toEqual([6 * Math.sqrt(1 / 4), 6 * Math.sqrt(3 / 4), 6]);
  });

  it("have no band where the uncertainty is not known", () => {
    expect(addUp(shownOf([0], [1], [2]), null).half).toBeNull();
  });
});

describe("how differences scatter", () => {
  it("has the moments of its values", () => {
    expect(spreadOf([1, 2, 3, 4])).toMatchObject({ mean: 2.5, deviation: Math.sqrt(1.25), skewness: 0 });
    // m2 = 1.25, m4 = (2 · 1.5⁴ + 2 · 0.5⁴)/4 = 2.5625.
    expect(spreadOf([1, 2, 3, 4]).excess).toBeCloseTo(2.5625 / 1.25 ** 2 - 3, 12);
  });

  it("is told by what is beyond chance", () => {
    expect(shapeOf({ count: 1000, mean: 0, deviation: 1, skewness: 0.6, excess: 9 })).toBe("right");
    expect(shapeOf({ count: 1000, mean: 0, deviation: 1, skewness: -0.6, excess: 0 })).toBe("left");
    expect(shapeOf({ count: 1000, mean: 0, deviation: 1, skewness: 0.1, excess: 1.1 })).toBe("heavy");
    // Two standard errors of the skewness of 20 values are 1.1.
    expect(shapeOf({ count: 20, mean: 0, deviation: 1, skewness: 1, excess: 1.1 })).toBe("normal");
  });
});

describe("the norm over a column", () => {
  it("is over the one named like a temperature, else over the one that y goes with", () => {
    const shown = { ...shownOf([0, 1, 2], [1, 2, 3], [1, 2, 3]), columns: { a: [1, 9, 2], b: [-2, -4, -6] } };
    expect(guessColumn(["output", "T_out"], shown)).toBe("T_out");
    expect(guessColumn(["a", "b"], shown)).toBe("b");
    expect(guessColumn([], shown)).toBeUndefined();
    expect(correlation([1, 2, null, 3], [2, 4, 7, 6])).toBeCloseTo(1, 12);
  });

  it("is a line through the points, or through the means of bins of as many", () => {
    const shown = shownOf([0, 1, 2], [0, 0, 0], [30, 10, 20]);
    expect(lineOver([3, 1, 2], shown, true).map(({ x, y }) => [x, y])).toEqual([
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
    const many = Array.from({ length: 12 }, (_, i) => i);
    expect(lineOver(many, shownOf(many, many, many), false)).toEqual([
      { x: 2.5, y: 2.5, lower: 1.5, upper: 3.5 },
      { x: 8.5, y: 8.5, lower: 7.5, upper: 9.5 },
    ]);
  });
});

describe("what a norm looks at", () => {
  it("goes back as far as the longest of lags, windows and differences", () => {
    const spec = { columns: ["T"], lags: { T: [0, 3, "2h"] }, difference: { T: ["1h"] } };
    expect(lookBackOf(spec as never, HOUR)).toBe(3 * HOUR);
    const window = { columns: ["T"], rolling: [{ column: "T", window: "7d", statistic: "mean" }] };
    expect(lookBackOf(window as never, HOUR)).toBe(7 * DAY);
    expect([durationOf("15min"), durationOf("now")]).toEqual([900_000, 0]);
  });
});
