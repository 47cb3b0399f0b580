import { describe, expect, it } from "vitest";
import {
  type FeatureSpecification,
  features,
  featuresNamed,
  type Inferred,
  lookBackColumns,
  needsTimes,
} from "../../../src/engine/feature/feature.ts";
import { columnsOf, lookBackOf } from "../../../src/engine/feature/term.ts";

const specification: FeatureSpecification = {
  columns: ["T", "RH", "wind"],
  lags: { wind: [0, 2, "24h"] },
  difference: { RH: [1, "3h"] },
  rolling: [
    { column: "wind", window: "6h", statistic: "max" },
    { column: "wind", window: 3, statistic: "mean" },
  ],
  calendar: ["weekend", { weekly: 1, daily: 2 }],
  piecewise: { T: { knots: [5, 15] } },
  degree_days: [
    { column: "T", heating: 16 },
    { column: "T", cooling: 22, heating: 12 },
  ],
  interactions: [
    ["weekend", "wind"],
    ["wind[t-0]", "heating(T, 16)"],
  ],
};
const all = features(specification, null);
const names = all.map(({ name }) => name);

describe("features", () => {
  it("are named by what they are, in the order of the specification's parts", () => {
    expect(names).toEqual([
      "RH",
      "wind",
      "wind[t-2]",
      "wind[t-24h]",
      "difference(RH, 1)",
      "difference(RH, 3h)",
      "max(wind, 6h)",
      "mean(wind, 3)",
      "weekend",
      "sin(daily, 1)",
      "cos(daily, 1)",
      "sin(daily, 2)",
      "cos(daily, 2)",
      "sin(weekly, 1)",
      "cos(weekly, 1)",
      "piecewise(T, 1)",
      "piecewise(T, 2)",
      "piecewise(T, 3)",
      "heating(T, 16)",
      "heating(T, 12)",
      "cooling(T, 22)",
      "weekend:wind",
      "weekend:wind[t-2]",
      "weekend:wind[t-24h]",
      "wind:heating(T, 16)",
    ]);
  });

  it("belong to groups", () => {
    const groups = Map.groupBy(all, ({ group }) => group);
    expect([...groups].map(([group, members]) => [group, members.length])).toEqual([
      ["RH", 1],
      ["wind", 3],
      ["difference(RH)", 2],
      ["rolling(wind)", 2],
      ["weekend", 1],
      ["daily", 4],
      ["weekly", 2],
      ["piecewise(T)", 3],
      ["degree_days(T)", 3],
      ["weekend:wind", 3],
      ["wind[t-0]:heating(T, 16)", 1],
    ]);
  });

  it("of a calendar are all levels but the first", () => {
    const levelsOf = (calendar: "hour_of_day" | "day_of_week" | "hour_of_week" | "month") =>
      features({ columns: [], lags: {}, calendar: [calendar] }, null).map(({ name }) => name);
    expect(levelsOf("day_of_week")).toEqual([1, 2, 3, 4, 5, 6].map((day) => `day_of_week=${day}`));
    expect(levelsOf("month")).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((month) => `month=${month}`));
    expect(levelsOf("hour_of_day").length).toBe(23);
    expect([levelsOf("hour_of_week").length, levelsOf("hour_of_week").at(-1)]).toEqual([167, "hour_of_week=167"]);
  });

  it("of a bent column do not have the column itself, unless its lags say so", () => {
    const bent = { columns: ["T"], lags: {}, piecewise: { T: { knots: [5] } } };
    expect(features(bent, null).map(({ name }) => name)).toEqual(["piecewise(T, 1)", "piecewise(T, 2)"]);
    expect(features({ ...bent, lags: { T: [0] } }, null)[0]?.name).toBe("T");
  });

  it("between knots that 0.4.0 fixed are as many as it found, before it as many as there can be", () => {
    const counted = { columns: ["T"], lags: {}, piecewise: { T: { knots: 3 } } };
    expect(features(counted, null).length).toBe(4);
    const inferred = { knots: { T: [1, 2] } } as unknown as Inferred; // two of three quantiles were one number
    expect(features(counted, inferred).map(({ term }) => term)).toEqual([
      { kind: "piece", column: "T", from: -Infinity, to: 1 },
      { kind: "piece", column: "T", from: 1, to: 2 },
      { kind: "piece", column: "T", from: 2, to: Infinity },
    ]);
  });
});

describe("a name", () => {
  const found = (name: string) => featuresNamed(name, all).map((i) => names[i]);

  it.each([
    ["wind", ["wind", "wind[t-2]", "wind[t-24h]"]],
    ["wind[t-0]", ["wind"]],
    ["wind[t-2]", ["wind[t-2]"]],
    ["RH", ["RH"]],
    ["RH[t-0]", ["RH"]],
    ["weekend", ["weekend"]],
    ["weekly", ["sin(weekly, 1)", "cos(weekly, 1)"]],
    ["max(wind, 6h)", ["max(wind, 6h)"]],
    ["degree_days(T)", ["heating(T, 16)", "heating(T, 12)", "cooling(T, 22)"]],
    ["weekend:wind", ["weekend:wind", "weekend:wind[t-2]", "weekend:wind[t-24h]"]],
    ["T", []],
    ["weekend[t-0]", []],
  ])("%s stands for a group, or for one", (name, expected) => expect(found(name)).toEqual(expected));
});

describe("what features need", () => {
  it("is told of each, and of both sides of a product", () => {
    const of = (name: string) => all[names.indexOf(name)]?.term as (typeof all)[number]["term"];
    expect(columnsOf(of("wind:heating(T, 16)"))).toEqual(["wind", "T"]);
    expect(columnsOf(of("weekend:wind[t-24h]"))).toEqual(["wind"]);
    expect(lookBackOf(of("weekend:wind[t-24h]"))).toEqual(["24h"]);
    expect(lookBackOf(of("max(wind, 6h)"))).toEqual(["6h"]);
    expect(lookBackOf(of("piecewise(T, 1)"))).toEqual([]);
  });

  it("are the past of some columns, in the order of the specification", () => {
    expect(lookBackColumns(specification, features(specification, null))).toEqual(["RH", "wind"]);
    const now = { columns: ["T"], lags: { T: [0] } };
    expect(lookBackColumns(now, features(now, null))).toEqual([]);
  });

  it.each([
    [{}, false],
    [{ lags: { T: [0, 3] } }, false],
    [{ lags: { T: ["3h"] } }, true],
    [{ difference: { T: [1] } }, false],
    [{ difference: { T: ["1d"] } }, true],
    [{ rolling: [{ column: "T", window: 3, statistic: "sum" as const }] }, false],
    [{ rolling: [{ column: "T", window: "3h", statistic: "sum" as const }] }, true],
    [{ calendar: ["month" as const] }, true],
    [{ calendar: [{ yearly: 1 }] }, true],
    [{ piecewise: { T: { knots: 3 } } }, false],
  ])("%j needs times: %s", (part, needed) => {
    const specification = { columns: ["T"], lags: {}, ...part } as FeatureSpecification;
    expect(needsTimes(features(specification, null))).toBe(needed);
  });
});
