// Times as they are read: what they say, worked out by the calendar, and what is none.
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { parseTime, Times } from "../../../src/platform/schema/time.ts";

describe("a time", () => {
  it.each([
    ["2026-01-31", Date.UTC(2026, 0, 31), { hasOffset: false, isDate: true }],
    ["2026-01-31T00:00", Date.UTC(2026, 0, 31), { hasOffset: false, isDate: false }],
    ["2026-01-31T13:00:00Z", Date.UTC(2026, 0, 31, 13), { hasOffset: true, isDate: false }],
    ["2026-01-31 13:00:07,25Z", Date.UTC(2026, 0, 31, 13, 0, 7, 250), { hasOffset: true }],
    ["2026-01-31T13:00:00+01:00", Date.UTC(2026, 0, 31, 12), { localMs: Date.UTC(2026, 0, 31, 13) }],
    ["2026-01-31T13:00:00+0545", Date.UTC(2026, 0, 31, 7, 15), { hasOffset: true }],
    ["2026-01-31T22:00:00-03:30", Date.UTC(2026, 1, 1, 1, 30), { localMs: Date.UTC(2026, 0, 31, 22) }],
    ["2026-01-31T13:00:00+18:00", Date.UTC(2026, 0, 30, 19), { hasOffset: true }],
    ["2000-02-29", Date.UTC(2000, 1, 29), {}],
    ["2096-02-29", Date.UTC(2096, 1, 29), {}],
    ["1970-01-01", 0, {}],
    ["2199-12-31", Date.UTC(2199, 11, 31), {}],
  ])("%s is that", (text, ms, told) => {
    expect(parseTime(text)).toMatchObject({ ms, ...told });
  });

  it.each([
    "2100-02-29",
    "2025-02-29",
    "2026-04-31",
    "2026-00-10",
    "2026-13-10",
    "1969-12-31",
    "2200-01-01",
    "2026-01-31T24:00",
    "2026-01-31T13:60",
    "2026-01-31T13:00:60",
    "2026-01-31T13:00:00+19:00",
    "2026-01-31T13:00:00+01:60",
    "2026-1-31",
  ])("%s is none", (text) => {
    expect(parseTime(text)).toContain(`"${text}" is not a time: ISO 8601 is accepted`);
  });
});

describe("times", () => {
  it("are each after the one before", () => {
    const of = (second: string) => v.safeParse(Times, ["2026-01-01T01:00Z", second]);
    expect(of("2026-01-01T01:00:00.001Z").success).toBe(true);
    for (const second of ["2026-01-01T01:00Z", "2026-01-01T02:00+01:00", "2026-01-01T00:59Z"]) {
      expect(of(second).issues?.[0]?.message).toContain("is not after");
    }
  });

  it("know whether an offset is other than zero, and which are dates", () => {
    expect(v.parse(Times, ["2026-01-01T01:00Z", "2026-01-01T02:00+00:00"])).toMatchObject({ isShifted: false });
    expect(v.parse(Times, ["2026-01-01T01:00Z", "2026-01-01T03:00+01:00"])).toMatchObject({ isShifted: true });
    expect([...v.parse(Times, ["2026-01-01", "2026-01-01T02:00"]).areDates]).toEqual([1, 0]);
  });
});
