// What the start makes of a file, without a browser.
import { describe, expect, it } from "vitest";
import { partsOf } from "../../page/view/start/learn-norm.ts";
import {
  type Found,
  intervalMs,
  learnables,
  normName,
  spansYears,
  specificationOf,
} from "../../page/view/start/learnable.ts";
import { isZone, standardZone } from "../../page/view/start/zone.ts";

const column = (name: string, type: "number" | "category", role: "feature" | "target" | "none") => ({
  name,
  type,
  role,
});
const found = (interval: string | null): Found => ({
  rows: 400,
  columns: [
    column("wind", "number", "feature"),
    column("T_out", "number", "feature"),
    column("tariff", "category", "feature"),
    column("kWh", "number", "target"),
    column("id", "number", "none"),
  ],
  time: interval === null ? null : { first: "2026-01-01T00:00:00Z", last: "2027-06-01T00:00:00Z", interval },
});
const idsOn = (interval: string | null) =>
  learnables(found(interval))
    .filter(({ isOn }) => isOn)
    .map(({ id }) => id);

describe("what can be learned", () => {
  it.each([
    ["15min", ["line:wind", "pieces:T_out", "hour_of_week"]],
    ["1h", ["line:wind", "pieces:T_out", "hour_of_week"]],
    ["1d", ["line:wind", "pieces:T_out", "day_of_week"]],
    ["1mo", ["line:wind", "pieces:T_out"]],
    [null, ["line:wind", "pieces:T_out"]],
  ])("of rows every %s: temperature bends, hours are of what is finer than a day", (interval, ids) => {
    expect(idsOn(interval)).toEqual(ids);
  });

  it("is the specification of what is on: categories as they are, numbers only as chosen", () => {
    const all = found("1d");
    const chosen = learnables(all).filter(({ id }) => ["pieces:T_out", "month"].includes(id));
    expect(specificationOf(all, chosen, "Europe/Brussels")).toEqual({
      columns: ["T_out", "tariff"],
      timezone: "Europe/Brussels",
      lags: { T_out: [] },
      piecewise: { T_out: { knots: 6 } },
      calendar: ["month"],
      candidates: ["piecewise(T_out)", "month"],
    });
  });
});

it("reads a step", () => {
  expect(["15min", "1h", "7d", "odd", null].map(intervalMs)).toEqual([900_000, 3_600_000, 604_800_000, null, null]);
});

it("cuts a file of more than a year", () => {
  expect([spansYears(found("1d")), spansYears(found(null))]).toEqual([true, false]);
});

it("tells years by the clock of the place", () => {
  const times = ["2026-12-31T22:00:00Z", "2026-12-31T23:30:00Z", "2027-01-01T12:00:00Z"];
  expect([...partsOf(times, "Europe/Brussels", "year")]).toEqual([
    ["2026", [0]],
    ["2027", [1, 2]],
  ]);
});

it("takes a day for one of the year that it names", () => {
  expect([...partsOf(["2016-12-31", "2017-01-01"], "America/Chicago", "year").keys()]).toEqual(["2016", "2017"]);
  // Midnight in Greenwich is the evening before in Chicago.
  const months = partsOf(["2017-03-01T00:00Z", "2017-03-01T12:00Z", null, "2017-03-02"], "America/Chicago", "month");
  expect([...months]).toEqual([
    ["2017-02", [0]],
    ["2017-03", [1, 3]],
  ]);
});

it.each([
  ["Meter 2016.csv", "meter-2016"],
  ["Zähler.CSV.gz", "z-hler"],
  ["_x.parquet", "x"],
  ["数据.csv", "norm"],
  [`${"a".repeat(80)}.csv`, "a".repeat(63)],
])("names the norm of %s", (file, name) => {
  expect(normName(file)).toBe(name);
});

it.each([
  ["Europe/Berlin", "Etc/GMT-1"],
  ["America/Chicago", "Etc/GMT+6"],
  ["Australia/Sydney", "Etc/GMT-10"],
  ["Europe/Lisbon", "UTC"],
  ["Asia/Kolkata", null],
])("the winter time of %s is %s", (zone, standard) => {
  expect(standardZone(zone)).toBe(standard);
});

it.each([
  ["Europe/Berlin", true],
  ["Etc/GMT-1", true],
  ["", true],
  ["+01:00", false],
  ["Mars/Olympus_Mons", false],
])("%s is a place: %s", (zone, is) => {
  expect(isZone(zone)).toBe(is);
});
