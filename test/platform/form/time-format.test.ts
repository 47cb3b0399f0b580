import { describe, expect, it } from "vitest";
import { readerOf, recogniseFormat } from "../../../src/platform/form/time-format.ts";

/** The instant, or the wall clock without Z; null where the text is no time of the format. */
function told(format: string, text: string): string | null {
  const read = readerOf(format);
  if (typeof read === "string") throw new Error(read);
  const moment = read(text);
  if (moment === null) return null;
  const shown = new Date(moment.ms).toISOString();
  return moment.isDate ? shown.slice(0, 10) : moment.hasOffset ? shown : shown.slice(0, -1);
}

describe("a format", () => {
  it.each([
    ["iso", "2026-01-31T13:00+01:00", "2026-01-31T12:00:00.000Z"],
    ["iso", "2026-01-31 13:00:00", "2026-01-31T13:00:00.000"],
    ["epoch_s", "0", "1970-01-01T00:00:00.000Z"],
    ["epoch_s", "1769864400.25", "2026-01-31T13:00:00.250Z"],
    ["epoch_s", "1.7698644e9", "2026-01-31T13:00:00.000Z"],
    ["epoch_ms", "1769864400000", "2026-01-31T13:00:00.000Z"],
    ["dd.MM.yyyy HH:mm", "31.01.2026 13:00", "2026-01-31T13:00:00.000"],
    ["dd.MM.yyyy HH:mm", "31.01.2026  13:00", "2026-01-31T13:00:00.000"],
    ["d.M.yyyy", "1.2.2026", "2026-02-01"],
    ["M/d/yyyy h:mm a", "1/31/2026 1:05 PM", "2026-01-31T13:05:00.000"],
    ["M/d/yyyy h:mm a", "1/31/2026 12:05 am", "2026-01-31T00:05:00.000"],
    ["M/d/yyyy h:mm a", "1/31/2026 12:05 p.m.", "2026-01-31T12:05:00.000"],
    ["MM/dd/yy", "01/31/69", "1969-01-31"],
    ["MM/dd/yy", "01/31/68", "2068-01-31"],
    ["yyyyMMdd", "20260131", "2026-01-31"],
    ["yyyyMMddHHmm", "202601311330", "2026-01-31T13:30:00.000"],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "2026-01-31T13:00:00.125+01:00", "2026-01-31T12:00:00.125Z"],
  ])("%s reads %s", (format, text, expected) => {
    // The year 1969 is before all times that are accepted.
    expect(told(format, text)).toBe(expected.startsWith("1969") ? null : expected);
  });

  it.each([
    ["dd.MM.yyyy HH:mm", "1.1.2026 13:00", "one digit where two are told"],
    ["dd.MM.yyyy", "31.02.2026", "no such day"],
    ["dd.MM.yyyy HH:mm", "31.01.2026 24:00", "no such hour"],
    ["M/d/yyyy h:mm a", "1/31/2026 13:00 PM", "no such hour of half a day"],
    ["M/d/yyyy h:mm a", "1/31/2026 0:30 AM", "no hour 0 of half a day"],
    ["dd.MM.yyyy", "31.01.2026 ", "more than the format"],
    ["dd.MM.yyyy", "31-01-2026", "another sign between"],
    ["epoch_s", "-1", "before 1970"],
    ["epoch_s", "1769864400000", "milliseconds for seconds"],
    ["epoch_ms", "1e400", "no number"],
    ["epoch_s", "0x10", "no decimal number"],
    ["iso", "2026-13-01", "no such month"],
  ])("%s does not read %s: %s", (format, text) => {
    expect(told(format, text)).toBeNull();
  });

  it.each([
    ["dd.MM", "a year, a month and a day are needed"],
    ["YYYY-MM-dd", '"YYYY" is unknown'],
    ["dd.MM.yyyy hh:mm", "h goes with a"],
    ["dd.MM.yyyy dd", "it has day twice"],
    ["", "a year, a month and a day are needed"],
    ["%d.%m.%Y", '"m" is unknown'],
  ])("%s is none", (format, why) => {
    expect(readerOf(format)).toContain(why);
  });

  it("takes signs that patterns have a meaning for as they are", () => {
    expect(told("yyyy(MM)dd", "2026(01)31")).toBe("2026-01-31");
    expect(told("yyyy.MM.dd", "2026x01x31")).toBeNull();
  });
});

describe("recognising a format", () => {
  it.each([
    [["2026-01-31", "2026-02-01T00:00"], "iso"],
    [["31.01.2026 13:00", "1.2.2026 7:05"], "d.M.yyyy H:mm"],
    [["2026/1/31"], "yyyy/M/d"],
    // A day after the twelfth tells which is which.
    [["1/12/2026", "1/13/2026"], "M/d/yyyy"],
    [["12/1/2026 5:00", "13/1/2026 6:00"], "d/M/yyyy H:mm"],
    [["1/31/2026 1:05 PM"], "M/d/yyyy h:mm a"],
    [["13-01-2026"], "d-M-yyyy"],
    // Both ways are the same days.
    [["1/1/2026", "2/2/2026"], "d/M/yyyy"],
  ])("%j: %s", (texts, format) => {
    expect(recogniseFormat(texts)).toBe(format);
  });

  it.each([[["1/2/2026"]], [["01-02-2026 13:00", "03-04-2026 13:00"]]])("%j could be several", (texts) => {
    expect(Array.isArray(recogniseFormat(texts))).toBe(true);
  });

  it("is sure of the whole only where no other format would do", () => {
    expect(recogniseFormat(["1/1/2026"], { isAll: false })).toEqual(["d/M/yyyy", "M/d/yyyy"]);
    expect(recogniseFormat(["1/13/2026"], { isAll: false })).toBe("M/d/yyyy");
  });

  it.each([
    [[]],
    [["noon"]],
    [["2026-01-31", "31.01.2026"]],
    [["1769864400"]],
    [["13/13/2026"]],
    [["1.2.10", "2.3.11"]],
    [["1/2/26"]],
  ])("%j is none", (texts) => {
    expect(recogniseFormat(texts)).toBeNull();
  });
});
