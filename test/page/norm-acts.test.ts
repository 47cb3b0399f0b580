// What the pages of a norm's batches, features and savings work out, without a browser.
import { describe, expect, it } from "vitest";
import { asCsv, joinRows } from "../../page/view/norm/batch/batch-rows.ts";
import { batchName } from "../../page/view/norm/batch/file-query.ts";
import { hoursOf } from "../../page/view/norm/batch/hours-of.ts";
import { laterRows, learnedUntil, overlapsOf } from "../../page/view/norm/batch/overlap.ts";
import { compareErrors } from "../../page/view/norm/feature/compare-errors.ts";
import { featuresOf, groupsOf, namesOf, readNames, writeNames } from "../../page/view/norm/feature/groups.ts";
import { cumulate, halvesAt } from "../../page/view/norm/saving/cumulate.ts";
import {
  addDays,
  aroundStart,
  dateOf,
  monthEnds,
  periodOf,
  readPeriod,
  usualPeriod,
  versionBefore,
  yearsOf,
} from "../../page/view/norm/saving/period.ts";
import { timedRows } from "../../page/view/norm/saving/timed-rows.ts";
import type { Batch } from "../../page/view/norm/shapes.ts";
import { features } from "../../src/engine/feature/feature.ts";

const ZONE = "America/Chicago";

describe("groups of features", () => {
  const spec = {
    columns: ["T_out", "wind", "tariff"],
    lags: { wind: [0, 1, "24h"], T_out: [0] },
    difference: { T_out: ["1h"] },
    rolling: [{ column: "T_out", window: "24h", statistic: "mean" as const, min_coverage: 0.75 }],
    calendar: ["weekend" as const, "month" as const, { daily: 2 }],
    piecewise: { T_out: { knots: 2 } },
    degree_days: [{ column: "T_out", heating: 18, cooling: 22 }],
    categories: ["tariff"],
    interactions: [
      ["weekend", "T_out"],
      ["tariff", "piecewise(T_out)"],
    ] as [string, string][],
  };
  const inferred = {
    timed: true,
    stepMs: null,
    isLocalGrid: false,
    phaseMs: 0,
    interval: null,
    knots: { T_out: [5, 12] },
    levels: { tariff: ["night", "peak"] },
  };
  const all = features(spec, inferred);
  const groups = groupsOf(
    spec as never,
    all.map(({ name }) => name),
  );

  it("are those that the service knows", () => {
    const known = Map.groupBy(all, ({ group }) => group);
    const expected = [...known].map(([name, of]) => ({ name, features: of.map(({ name }) => name) }));
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(groups.toSorted(byName)).toEqual(expected.toSorted(byName));
  });

  it("name what is on, and are found by their names", () => {
    const on = featuresOf(groups, ["piecewise(T_out)", "wind[t-1]", "no such"]);
    expect([...on]).toEqual(["piecewise(T_out, 1)", "piecewise(T_out, 2)", "piecewise(T_out, 3)", "wind[t-1]"]);
    expect(namesOf(groups, on)).toEqual(["wind[t-1]", "piecewise(T_out)"]);
  });

  it("stand in the address between commas, or as a list where a name has one", () => {
    for (const names of [["weekend", "T_out"], ["mean(T_out, 24h)", "weekend"], ["[odd"]])
      expect(readNames(writeNames(names))).toEqual(names);
    expect(readNames("weekend,T_out")).toEqual(["weekend", "T_out"]);
    expect(readNames("[broken")).toEqual([]);
  });
});

it("a difference within one standard error of the lesser is none", () => {
  const now = { rmse: 7, rmse_std_error: 0.5 };
  expect(compareErrors(now, { rmse: 7.5, rmse_std_error: 9 })).toEqual({ verdict: "same", percent: 50 / 7 });
  expect(compareErrors(now, { rmse: 7.51 }).verdict).toBe("worse");
  expect(compareErrors(now, { rmse: 6.4, rmse_std_error: 0.5 }).verdict).toBe("better");
  expect(compareErrors(now, { rmse: 6.4, rmse_std_error: 0.6 }).verdict).toBe("same");
});

describe("the period of a report", () => {
  const batch = (name: string, version: number, from: string | null, to: string | null) =>
    ({ batch: name, version, rows_kept: { rows: 1, bytes: 1, from, to } }) as unknown as Batch;
  // Midnights of Chicago.
  const before = batch("2016", 1, "2016-01-01T06:00:00.000Z", "2016-12-31T06:00:00.000Z");
  const after = batch("2017", 3, "2017-01-01T06:00:00.000Z", "2017-12-31T06:00:00.000Z");
  const year = { from: "2017-01-01", to: "2018-01-01" };

  it("is of days on the norm's clock", () => {
    expect(dateOf("2017-01-01T05:59:59Z", ZONE)).toBe("2016-12-31");
    expect(dateOf("2017-01-01T06:00:00Z", ZONE)).toBe("2017-01-01");
    expect(addDays("2016-02-28", 1)).toBe("2016-02-29");
    expect(addDays("2017-01-01", -1)).toBe("2016-12-31");
  });

  it("is read of the address where it is one", () => {
    expect(readPeriod(new URLSearchParams("from=2017-01-01&to=2018-01-01"))).toEqual(year);
    expect(readPeriod(new URLSearchParams("from=2018-01-01&to=2017-01-01"))).toBeUndefined();
    expect(readPeriod(new URLSearchParams("from=yesterday&to=2017-01-01"))).toBeUndefined();
  });

  it("is the newest batch, by the last version that had not learned from it", () => {
    const kept = { from: "2016-01-01T06:00:00.000Z", to: "2017-12-31T06:00:00.000Z" };
    expect(usualPeriod([before, after], kept, ZONE)).toEqual(year);
    expect(usualPeriod([before], kept, ZONE)).toEqual({ from: "2016-01-01", to: "2018-01-01" });
    expect(usualPeriod([], { from: null, to: null }, ZONE)).toBeUndefined();
    const around = (batches: Batch[], period = year) => aroundStart(batches, period, ZONE);
    expect(around([before, after])).toEqual({ before: 1, first: 3 });
    // Nothing was learned before the first batch, and this period has rows of it; one day in common is none.
    expect(around([before, after], { from: "2016-12-30", to: "2018-01-01" })).toBeUndefined();
    expect(around([before, after], { from: "2016-12-31", to: "2018-01-01" })).toEqual({ before: 1, first: 3 });
    expect(around([before, after], { from: "2016-12-31", to: "2017-01-01" })).toBeUndefined();
    expect(around([before])).toBeUndefined();
    expect(yearsOf(kept, ZONE)).toEqual([{ from: "2016-01-01", to: "2017-01-01" }, year]);
  });

  it("is reported by the same version after its batch was forgotten and learned again", () => {
    const events = (...kinds: ("train" | "forget" | "select" | "specify")[]) =>
      kinds.map((event, i) => ({ event, version: i + 1 }));
    expect(versionBefore({ before: 1, first: 2 }, events("train", "train", "select"))).toBe(1);
    expect(versionBefore({ before: 1, first: 5 }, events("train", "train", "select", "forget", "train"))).toBe(1);
    // What was chosen before the period's rows came stays chosen.
    expect(versionBefore({ before: 1, first: 3 }, events("train", "select", "train"))).toBe(2);
    expect(versionBefore({ before: 1, first: 5 }, events("train", "select", "train", "forget", "train"))).toBe(2);
    expect(versionBefore({ before: 2, first: 4 }, events("train", "train", "forget", "train"))).toBe(3);
  });

  it("is of a file from its first day to its last, on the norm's clock", () => {
    const t = ["2017-01-02T05:30:00Z", "2017-01-01T12:00", "2017-01-05T05:59:00Z"];
    expect(periodOf(t, ZONE)).toEqual({ from: "2017-01-01", to: "2017-01-05" });
    expect([periodOf([], ZONE), periodOf(null, ZONE)]).toEqual([undefined, undefined]);
  });

  it("has months, the last of them up to its end", () => {
    expect(monthEnds({ from: "2017-11-15", to: "2018-01-10" })).toEqual(["2017-12-01", "2018-01-01", "2018-01-10"]);
    expect(monthEnds({ from: "2017-11-01", to: "2017-12-01" })).toEqual(["2017-12-01"]);
  });
});

it("savings add up, and their ± is known at some times and between them", () => {
  expect(cumulate([1, null, -3, 5])).toEqual([1, 1, -2, 3]);
  const known = [
    { t: 4, half: 8 },
    { t: 6, half: 9 },
  ];
  expect(halvesAt([0, 1, 4, 5, 6], known)).toEqual([0, 2, 8, 8.5, 9]);
  expect(halvesAt([0, 1], [])).toEqual([null, null]);
});

describe("rows that were read to be sent again", () => {
  it("are joined page by page", () => {
    const pages = [
      { t: ["2016-01-01", "2016-01-02"], x: { a: [1, null] }, y: [3, 4] },
      { t: ["2016-01-03"], x: { a: [2] }, y: [5] },
    ];
    expect(joinRows(pages)).toEqual({
      t: ["2016-01-01", "2016-01-02", "2016-01-03"],
      x: { a: [1, null, 2] },
      y: [3, 4, 5],
    });
    expect(joinRows([])).toBeNull();
  });

  it("are a CSV whose own columns have names that no column has", () => {
    const { text, query } = asCsv({ t: ["2016-01-01"], x: { y: ["a,b"], n: [null] }, y: [-1.5], sample_weight: [2] });
    expect(text).toBe('t,y,n,y_,sample_weight\n2016-01-01,"a,b",,-1.5,2');
    expect(query).toEqual({ target: "y_", time: "t", weight: "sample_weight" });
  });
});

it("rows of a file without a time are not compared", () => {
  expect(timedRows({ t: ["a", null, "c"], columns: { x: [1, 2, 3] } })).toEqual({
    t: ["a", "c"],
    columns: { x: [1, 3] },
  });
  expect(timedRows({ t: null, columns: { x: [1] } })).toEqual({ t: null, columns: { x: [1] } });
});

it("names of files become names of batches, and durations are compared", () => {
  expect(batchName("Zähler Januar (2).csv.gz")).toBe("Zahler-Januar-2");
  expect(batchName("2016-01.parquet")).toBe("2016-01");
  expect(batchName("…")).toBe("batch");
  expect([hoursOf("none"), hoursOf("800d"), hoursOf("2w"), hoursOf("soon")]).toEqual([0, 19_200, 336, Infinity]);
});

describe("a file that overlaps what was learned", () => {
  const kept = (batch: string, from: string | null, to: string | null) =>
    ({ batch, version: 1, rows_kept: from === null ? null : { rows: 1, bytes: 1, from, to } }) as unknown as Batch;
  // Midnights of Chicago.
  const batches = [
    kept("2016", "2016-01-01T06:00:00.000Z", "2016-12-31T06:00:00.000Z"),
    kept("2017", "2017-01-01T06:00:00.000Z", "2017-12-31T06:00:00.000Z"),
    kept("of before", null, null),
  ];
  const day = (date: string) => Date.parse(`${date}T06:00:00Z`);

  it("is told, batch by batch", () => {
    const over = (first: string | null, last: string | null) => overlapsOf(batches, { first, last }, ZONE);
    expect(over("2016-12-30", "2017-01-02")).toEqual([
      { batch: "2016", from: day("2016-12-30"), to: day("2016-12-31") },
      { batch: "2017", from: day("2017-01-01"), to: day("2017-01-02") },
    ]);
    expect(over("2017-12-31", "2018-02-01")).toEqual([
      { batch: "2017", from: day("2017-12-31"), to: day("2017-12-31") },
    ]);
    expect([over("2018-01-01", "2018-02-01"), over(null, null), overlapsOf(batches, null, ZONE)]).toEqual([[], [], []]);
    expect(learnedUntil(batches)).toBe(day("2017-12-31"));
  });

  it("is cut to the rows that are later", () => {
    const t = ["2017-12-30", "2017-12-31", null, "2018-01-01", "2018-01-02T00:00:00Z"];
    const data = { t, columns: { T_out: [1, 2, 3, 4, null], kWh: [5, 6, 7, 8, 9], other: [0, 0, 0, 0, 0] } };
    const of = { columns: ["T_out"], target: "kWh", zone: ZONE };
    expect(laterRows(data, day("2017-12-31"), of)).toEqual({
      t: ["2018-01-01", "2018-01-02T00:00:00Z"],
      x: { T_out: [4, null] },
      y: [8, 9],
    });
  });
});
