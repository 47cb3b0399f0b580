// The clock on the wall, on the days of 2016 that it was put forward and back.
import { describe, expect, it } from "vitest";
import { createZone, isZone } from "../../../src/engine/time/zone.ts";

const HOUR = 3_600_000;
/** Milliseconds of a time written as in Greenwich; wall clocks are held the same way. */
const at = (text: string) => Date.parse(`${text}Z`);
const FIRST = -Infinity;

const CHANGES = [
  // zone, the last instant before the change, its wall clock, and the wall clock an hour later
  ["Europe/Brussels", "2016-03-27T00:00", "2016-03-27T01:00", "2016-03-27T03:00"],
  ["Europe/Brussels", "2016-10-30T00:00", "2016-10-30T02:00", "2016-10-30T02:00"],
  ["America/Chicago", "2016-03-13T07:00", "2016-03-13T01:00", "2016-03-13T03:00"],
  ["America/Chicago", "2016-11-06T06:00", "2016-11-06T01:00", "2016-11-06T01:00"],
  ["Australia/Lord_Howe", "2016-10-01T15:00", "2016-10-02T01:30", "2016-10-02T03:00"],
  ["Australia/Lord_Howe", "2016-04-02T14:00", "2016-04-03T01:00", "2016-04-03T01:30"],
] as const;

describe.each(CHANGES)("%s from %s", (timezone, instant, before, after) => {
  const zone = createZone(timezone);

  it(`shows ${before}, and an hour later ${after}`, () => {
    expect(zone.toLocal(at(instant))).toBe(at(before));
    expect(zone.toLocal(at(instant) + HOUR)).toBe(at(after));
  });

  it("changes at the second, not a millisecond earlier", () => {
    const jump = at(after) - at(before) - HOUR;
    const change = [0, 0.5, 1]
      .map((h) => at(instant) + h * HOUR)
      .find((ms) => zone.toLocal(ms) !== ms + offset(zone, at(instant)));
    expect(zone.toLocal((change as number) - 1) - (change as number) + 1).toBe(offset(zone, at(instant)));
    expect(offset(zone, change as number) - offset(zone, at(instant))).toBe(jump);
  });

  it("finds the way back from every quarter of an hour of two days, in their order", () => {
    let last = FIRST;
    for (let ms = at(instant) - 24 * HOUR; ms < at(instant) + 24 * HOUR; ms += HOUR / 4) {
      last = zone.toInstant(zone.toLocal(ms), last);
      expect(new Date(last).toISOString()).toBe(new Date(ms).toISOString());
    }
  });
});

const offset = (zone: { toLocal(ms: number): number }, ms: number) => zone.toLocal(ms) - ms;

describe("a day", () => {
  it.each([
    ["Europe/Brussels", "2016-03-27", 23],
    ["Europe/Brussels", "2016-10-30", 25],
    ["Europe/Brussels", "2016-06-01", 24],
    ["America/Chicago", "2016-03-13", 23],
    ["America/Chicago", "2016-11-06", 25],
    ["Australia/Lord_Howe", "2016-10-02", 23.5],
    ["Australia/Lord_Howe", "2016-04-03", 24.5],
    ["Asia/Kolkata", "2016-03-27", 24],
    ["UTC", "2016-03-27", 24],
  ])("in %s on %s has %d hours", (timezone, date, hours) => {
    const zone = createZone(timezone);
    const midnight = at(`${date}T00:00`);
    expect((zone.toInstant(midnight + 24 * HOUR, FIRST) - zone.toInstant(midnight, FIRST)) / HOUR).toBe(hours);
  });
});

describe("a time on the wall", () => {
  it.each([
    ["Europe/Brussels", "2016-03-27T02:00"],
    ["Europe/Brussels", "2016-03-27T02:59:59"],
    ["America/Chicago", "2016-03-13T02:30"],
    ["Australia/Lord_Howe", "2016-10-02T02:15"],
  ])("that never is: in %s %s", (timezone, local) => {
    expect(createZone(timezone).toInstant(at(local), FIRST)).toBeNaN();
  });

  it.each([
    ["Europe/Brussels", "2016-10-30T02:30", "2016-10-30T00:30", "2016-10-30T01:30"],
    ["America/Chicago", "2016-11-06T01:00", "2016-11-06T06:00", "2016-11-06T07:00"],
    ["Australia/Lord_Howe", "2016-04-03T01:45", "2016-04-02T14:45", "2016-04-02T15:15"],
  ])("that is twice, in %s %s: the first one, after it the second, and no third", (timezone, local, first, second) => {
    const zone = createZone(timezone);
    expect(zone.toInstant(at(local), FIRST)).toBe(at(first));
    expect(zone.toInstant(at(local), at(first) - 1)).toBe(at(first));
    expect(zone.toInstant(at(local), at(first))).toBe(at(second));
    expect(zone.toInstant(at(local), at(second))).toBe(at(second));
  });

  it("is half an hour beside the others in Kolkata, and Greenwich's in UTC", () => {
    expect(createZone("Asia/Kolkata").toLocal(at("2016-07-01T12:00"))).toBe(at("2016-07-01T17:30"));
    expect(createZone("Asia/Kolkata").toInstant(at("2016-07-01T00:15"), FIRST)).toBe(at("2016-06-30T18:45"));
    expect(createZone("UTC").toLocal(1.5)).toBe(1.5);
    expect(createZone("UTC").toInstant(1.5, FIRST)).toBe(1.5);
  });

  it("is right to the millisecond, before 1970 too", () => {
    expect(createZone("Europe/Brussels").toLocal(at("2016-07-01T12:00:00.123"))).toBe(at("2016-07-01T14:00:00.123"));
    expect(createZone("America/Chicago").toLocal(at("1965-01-01T00:00:00.250"))).toBe(at("1964-12-31T18:00:00.250"));
  });
});

it.each([
  ["Europe/Brussels", true],
  ["UTC", true],
  ["Asia/Kolkata", true],
  ["Mars/Olympus", false],
  ["+02:00", false],
  ["", false],
])("knows whether %j is a zone: %s", (timezone, known) => expect(isZone(timezone)).toBe(known));
