import { describe, expect, it } from "vitest";
import { findSteps } from "../../src/table/describe/find-steps.ts";

const HOUR = 3_600_000;
const at = (...times: string[]) => Float64Array.from(times, (time) => Date.parse(time));

describe("the interval of times", () => {
  it("is the most frequent step, and what is longer is a gap with as many rows as would fill it", () => {
    const hours = [0, 1, 2, 5, 6, 7, 7.5, 20].map((hour) => hour * HOUR);
    expect(findSteps(Float64Array.from(hours))).toEqual({
      interval: "1h",
      gaps: [
        { after: 2 * HOUR, before: 5 * HOUR, missing: 2 },
        { after: 7.5 * HOUR, before: 20 * HOUR, missing: 12 },
      ],
      missing: 14,
    });
  });

  it.each([
    ["1mo", ["2026-01-01", "2026-02-01", "2026-03-01", "2026-05-01"], 1],
    // Beginnings of months in Brussels: the clock is put forward on 29 March.
    ["1mo", ["2026-01-31T23:00Z", "2026-02-28T23:00Z", "2026-03-31T22:00Z", "2026-04-30T22:00Z"], 0],
    ["1y", ["2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01"], 0],
    ["28d", ["2026-01-01", "2026-01-29", "2026-02-26"], 0],
    ["1d", ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-03"], 1],
    ["15min", ["2026-01-01T00:00Z", "2026-01-01T00:15Z", "2026-01-01T00:30Z"], 0],
  ])("is %s of %j", (interval, times, missing) => {
    expect(findSteps(at(...times))).toMatchObject({ interval, missing });
  });

  it("leaves no gap where half a step more lies between two, and one where more does", () => {
    const after = (hours: number) =>
      findSteps(Float64Array.from([0, 1, 2, 2 + hours].map((hour) => hour * HOUR))).missing;
    expect([1.45, 1.5, 1.6].map(after)).toEqual([0, 0, 1]);
  });

  it("is none of one time", () => {
    expect(findSteps(at("2026-01-01"))).toEqual({ interval: null, gaps: [], missing: 0 });
  });
});
