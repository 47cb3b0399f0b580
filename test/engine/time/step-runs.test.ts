// The steps that rows stand in, counted by hand.
import { describe, expect, it } from "vitest";
import { formatStepSize, parseStep, runsOf, type StepSize, stepFor } from "../../../src/engine/time/step-runs.ts";
import { createZone } from "../../../src/engine/time/zone.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function runs(step: string, times: string[], timezone = "Europe/Brussels") {
  const zone = createZone(timezone);
  const instants = Float64Array.from(times, (time) => Date.parse(time));
  const {
    starts,
    instants: at,
    missing,
  } = runsOf(parseStep(step) as StepSize, instants, instants.map(zone.toLocal), zone);
  const told = (ms: number) => (Number.isNaN(ms) ? null : new Date(ms).toISOString().slice(0, 16));
  return { starts: [...starts], at: Array.from(at, told), missing: Array.from(missing, told) };
}

const hours = (from: string, count: number) =>
  Array.from({ length: count }, (_, i) => new Date(Date.parse(from) + i * HOUR).toISOString());

describe("steps", () => {
  it("of hours: rows of one hour together, and where the next one is missing", () => {
    const times = ["2026-01-05T10:00Z", "2026-01-05T10:45Z", "2026-01-05T11:15Z", "2026-01-05T14:00Z"];
    expect(runs("1h", times)).toEqual({
      starts: [0, 2, 3],
      at: ["2026-01-05T10:00", "2026-01-05T11:00", "2026-01-05T14:00"],
      missing: [null, null, "2026-01-05T12:00"],
    });
  });

  it("of hours are two where the clock shows one twice", () => {
    // In Brussels the clock is put back at 01:00 of universal time.
    expect(runs("1h", hours("2026-10-24T23:00Z", 4)).at).toEqual([
      ...["2026-10-24T23:00", "2026-10-25T00:00", "2026-10-25T01:00", "2026-10-25T02:00"],
    ]);
  });

  it("of days begin at midnight on the wall, and have 23 to 25 hours", () => {
    expect(runs("1d", hours("2026-10-23T22:00Z", 60))).toEqual({
      starts: [0, 24, 49],
      at: ["2026-10-23T22:00", "2026-10-24T22:00", "2026-10-25T23:00"],
      missing: [null, null, null],
    });
    expect(runs("1d", hours("2026-03-27T23:00Z", 60)).starts).toEqual([0, 24, 47]);
  });

  it("that the clock is put back into stay one, and never begin before the one that is over", () => {
    // In New York 02:00 becomes 01:00 at 06:00 of universal time: 01:30 begins a step of 90 minutes, and the second 01:00 none.
    const times = hours("2026-11-01T04:00Z", 5).flatMap((at) => [
      at,
      new Date(Date.parse(at) + HOUR / 2).toISOString(),
    ]);
    const { starts, at } = runs("90min", times, "America/New_York");
    expect(starts).toEqual([0, 3, 8]);
    expect(at).toEqual(["2026-11-01T04:00", "2026-11-01T05:30", "2026-11-01T08:00"]);
  });

  it("that begin in an hour that the clock skips begin when it is put forward", () => {
    // In Brussels 02:00 becomes 03:00 at 01:00 of universal time.
    const times = ["2026-03-28T23:00Z", "2026-03-29T00:30Z", "2026-03-29T08:00Z"];
    expect(runs("2h", times)).toEqual({
      starts: [0, 2],
      at: ["2026-03-28T23:00", "2026-03-29T08:00"],
      missing: [null, "2026-03-29T01:00"],
    });
    expect(runs("2h", ["2026-03-28T23:00Z", "2026-03-29T01:30Z"]).at[1]).toBe("2026-03-29T01:00");
  });

  it("of weeks begin on Monday, those of months on the first", () => {
    // The 4th of January 2026 is a Sunday.
    const days = ["2026-01-03", "2026-01-04", "2026-01-05", "2026-01-11", "2026-01-12", "2026-02-01"];
    expect(runs("1w", days, "UTC")).toEqual({
      starts: [0, 2, 4, 5],
      at: ["2025-12-29T00:00", "2026-01-05T00:00", "2026-01-12T00:00", "2026-01-26T00:00"],
      missing: [null, null, null, "2026-01-19T00:00"],
    });
    expect(runs("1mo", days).starts).toEqual([0, 5]);
    expect(runs("1mo", ["2026-01-31T23:00Z", "2026-05-01"]).at).toEqual(["2026-01-31T23:00", "2026-04-30T22:00"]);
    expect(runs("1mo", ["2026-01-31T23:00Z", "2026-05-01"]).missing).toEqual([null, "2026-02-28T23:00"]);
    expect(runs("1q", ["2026-03-31", "2026-04-01"], "UTC").at).toEqual(["2026-01-01T00:00", "2026-04-01T00:00"]);
    expect(runs("1y", ["2025-12-31", "2026-01-01"], "UTC").at).toEqual(["2025-01-01T00:00", "2026-01-01T00:00"]);
  });
});

describe("the step of a period", () => {
  it.each([
    // days, points, minutes from row to row, the step
    [365, 2_000, 15, "6h"],
    [365, 8_761, 15, "1h"],
    [365, 8_760, 15, "2h"],
    [30, 2_000, 15, "30min"],
    [30, 2_000, 10, "30min"],
    [2_000, 100, 1_440, "1mo"],
    [800, 5, 15, "1y"],
    [4, 2_000, 1, "5min"],
    // A century touches 26 of four years at most.
    [36_525, 26, 1_440, "4y"],
    [36_525, 2, 1_440, "100y"],
    [365, 1, 15, "1y"],
  ])("of %d days and %d points, rows every %d min, is %4$s", (days, points, minutes, expected) => {
    expect(formatStepSize(stepFor(days * DAY, points, minutes * 60_000))).toBe(expected);
  });
});
