import { describe, expect, it } from "vitest";
import { joinSummaries, NO_ROWS, type Summary, summarise, yearCoverage } from "../../../src/engine/feature/summary.ts";

const of = (...values: number[]) => Float64Array.from(values);
const at = (text: string) => Date.parse(`${text}Z`);

describe("a summary", () => {
  const instants = of(at("2016-02-28T22:30"), at("2016-02-28T23:30"), at("2016-12-31T10:00"), at("2017-01-01T10:00"));
  const local = instants.map((ms) => ms + 3_600_000);
  const grid = { stepMs: null, interval: null };
  const columns = [of(3, 1, Number.NaN, 9), of(Number.NaN, Number.NaN, Number.NaN, 5)];

  it("is of the rows used only; days are those of the wall clock, February 29th counted", () => {
    expect(summarise(columns, Uint32Array.of(0, 1, 2), { instants, local, learned: [], grid })).toEqual({
      fromMs: instants[0],
      toMs: instants[2],
      days: [58, 59, 365],
      minima: [1, null],
      maxima: [3, null],
      targetMinimum: null,
      months: expect.anything(),
    });
  });

  it("gives a date one number in every year", () => {
    const days = (text: string) => {
      const ms = of(at(text));
      return summarise([], Uint32Array.of(0), { instants: ms, local: ms, learned: [], grid }).days[0];
    };
    expect(["2016-01-01", "2016-03-01", "2017-03-01", "2016-12-31", "2017-12-31"].map(days)).toEqual([
      0, 60, 60, 365, 365,
    ]);
  });

  it("covers the days that its rows stand for: twelve months a year, two weeks fourteen days", () => {
    const covered = (texts: string[], grid: Parameters<typeof summarise>[2]["grid"]) => {
      const ms = Float64Array.from(texts, at);
      const used = Uint32Array.from(texts.keys());
      return summarise([], used, { instants: ms, local: ms, learned: [], grid }).days.length;
    };
    const months = Array.from({ length: 12 }, (_, i) => `2025-${String(i + 1).padStart(2, "0")}-01T00:00`);
    expect(covered(months, { stepMs: null, interval: "monthly" })).toBe(364); // December, that nothing follows, for 30
    expect(covered(["2025-03-01T00:00"], { stepMs: null, interval: "monthly" })).toBe(30);
    expect(covered(["2025-03-03T00:00", "2025-03-10T00:00"], { stepMs: 7 * 86_400_000, interval: "daily" })).toBe(14);
    expect(covered(["2025-03-03T00:00", "2025-03-03T01:00"], { stepMs: 3_600_000, interval: "hourly" })).toBe(1);
  });

  it("knows no days without times", () => {
    expect(summarise(columns, Uint32Array.of(0, 3), { instants: null, local: of(), learned: [], grid })).toEqual({
      fromMs: null,
      toMs: null,
      days: [],
      minima: [3, 5],
      maxima: [9, 5],
      targetMinimum: null,
      months: {},
    });
  });

  it("of no row knows nothing", () => {
    expect(summarise(columns, new Uint32Array(), { instants, local, learned: [], grid })).toEqual({
      ...NO_ROWS,
      minima: [null, null],
      maxima: [null, null],
    });
  });
});

describe("summaries joined", () => {
  const winter: Summary = { fromMs: 100, toMs: 200, days: [0, 1, 364], minima: [-5, null], maxima: [3, null] };
  const spring: Summary = { fromMs: 150, toMs: 180, days: [1, 90], minima: [2, 7], maxima: [20, 8] };

  it("are the summary of all rows, whatever the order", () => {
    const both = { fromMs: 100, toMs: 200, days: [0, 1, 90, 364], minima: [-5, 7], maxima: [20, 8], months: {} };
    expect(joinSummaries([winter, spring])).toEqual(both);
    expect(joinSummaries([spring, NO_ROWS, winter])).toEqual(both);
  });

  it("of none are no rows", () => expect(joinSummaries([])).toEqual(NO_ROWS));
});

it("a year is covered by its 365 days, and no more than wholly by 366", () => {
  const days = (count: number) => ({ ...NO_ROWS, days: [...Array(count).keys()] });
  expect([0, 73, 365, 366].map((count) => yearCoverage(days(count)))).toEqual([0, 0.2, 1, 1]);
});
