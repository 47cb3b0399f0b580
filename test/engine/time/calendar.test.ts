import { describe, expect, it } from "vitest";
import { type Calendar, levels, type Period, phases, weekNumber } from "../../../src/engine/time/calendar.ts";

const at = (text: string) => Date.parse(`${text}Z`);

it.each([
  // 2016-02-29 was a Monday, 1970-01-01 a Thursday.
  ["hour_of_day", "2016-02-29T00:59:59.999", 0],
  ["hour_of_day", "2016-02-29T23:00", 23],
  ["day_of_week", "2016-02-29T00:00", 0],
  ["day_of_week", "2016-02-28T23:59", 6],
  ["day_of_week", "1970-01-01T00:00", 3],
  ["hour_of_week", "2016-02-29T00:00", 0],
  ["hour_of_week", "2016-03-01T05:30", 29],
  ["hour_of_week", "2016-03-06T23:00", 167],
  ["month", "2016-02-29T23:00", 2],
  ["month", "2016-12-31T23:00", 12],
  ["weekend", "2016-03-04T23:59", 0],
  ["weekend", "2016-03-05T00:00", 1],
  ["weekend", "2016-03-06T23:59", 1],
])("%s of %s is %i", (calendar, text, level) => {
  expect([...levels(calendar as Calendar, Float64Array.of(at(text)))]).toEqual([level]);
});

it.each([
  ["daily", "2016-02-29T06:00", 1 / 4],
  ["daily", "2016-02-29T00:00", 0],
  ["weekly", "2016-02-29T00:00", 0],
  ["weekly", "2016-03-03T12:00", 1 / 2],
  ["yearly", "2016-01-01T00:00", 0],
  ["yearly", "2016-07-02T00:00", 183 / 366],
  ["yearly", "2015-07-02T12:00", 1 / 2],
])("%s, %s is the share %d", (period, text, share) => {
  expect([...phases(period as Period, Float64Array.of(at(text)))]).toEqual([share]);
});

describe("weeks", () => {
  it("begin on Monday, and the one of 1970-01-01 is number 0", () => {
    const numbers = ["1970-01-01T00:00", "1970-01-04T23:59", "1970-01-05T00:00", "1969-12-29T00:00"];
    expect(numbers.map((text) => weekNumber(at(text)))).toEqual([0, 0, 1, 0]);
  });

  it("follow on each other over the new year", () => {
    expect(weekNumber(at("2017-01-02T00:00")) - weekNumber(at("2016-12-26T00:00"))).toBe(1);
    expect(weekNumber(at("2017-01-01T23:00"))).toBe(weekNumber(at("2016-12-26T00:00")));
  });
});

// The first instant that is accepted, 1970-01-01T00:00Z, is 18:00 of a Wednesday in Chicago.
it.each([
  ["hour_of_day", 18],
  ["day_of_week", 2],
  ["hour_of_week", 66],
  ["weekend", 0],
  ["month", 12],
])("%s is %i while Greenwich has 1970 and the wall has not", (calendar, level) => {
  expect([...levels(calendar as Calendar, Float64Array.of(at("1969-12-31T18:00")))]).toEqual([level]);
});

it.each([
  ["daily", 3 / 4],
  ["weekly", (2 + 3 / 4) / 7],
  ["yearly", (364 + 3 / 4) / 365],
])("the share of %s is %d then", (period, share) => {
  expect([...phases(period as Period, Float64Array.of(at("1969-12-31T18:00")))]).toEqual([share]);
});
