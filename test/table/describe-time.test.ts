// Clocks that are put forward and back: in Brussels on 29 March 2026 from 2:00 to 3:00, and on 25 October from 3:00 to 2:00.
import { describe, expect, it } from "vitest";
import { describeTimes } from "../../src/table/describe/describe-time.ts";
import { readMoments } from "../../src/table/describe/read-moments.ts";

function timesOf(times: (string | null)[], { timezone, format }: { timezone?: string; format?: string } = {}) {
  const frame = {
    columns: ["t"],
    values: [times],
    rowCount: times.length,
    placeOf: (row: number) => `line ${row + 2}`,
  };
  return describeTimes(frame, 0, { moments: readMoments(frame, 0, format), timezone });
}
const none = { count: 0, first: [] };
const BACK = ["2026-10-25 01:00", "2026-10-25 02:00", "2026-10-25 02:00", "2026-10-25 03:00"];

describe("the times of a table", () => {
  it("that a zone shows twice are two instants", () => {
    const { told, textOf, areDifferent } = timesOf(BACK, { timezone: "Europe/Brussels" });
    expect(told).toMatchObject({
      clock: "local",
      first: "2026-10-24T23:00:00Z",
      interval: "1h",
      duplicates: none,
      never: none,
    });
    expect(told.twice).toEqual({
      count: 2,
      first: [
        { place: "line 3", time: "2026-10-25T02:00:00" },
        { place: "line 4", time: "2026-10-25T02:00:00" },
      ],
    });
    expect(BACK.map((_, row) => textOf(row)?.slice(8, 13))).toEqual(["24T23", "25T00", "25T01", "25T02"]);
    expect(areDifferent).toBe(true);
  });

  it("of a clock that seems to be put back, the zone not told, are no duplicates", () => {
    const { told } = timesOf(BACK);
    expect(told).toMatchObject({ first: "2026-10-25T01:00:00", duplicates: none, is_sorted: true });
    expect(told.twice).toEqual({ count: 1, first: [{ place: "line 4", time: "2026-10-25T02:00:00" }] });
  });

  it("that a zone never shows are told", () => {
    const { told, textOf } = timesOf(["2026-03-29 01:30", "2026-03-29 02:30", "2026-03-29 03:30"], {
      timezone: "Europe/Brussels",
    });
    expect(told.never).toEqual({ count: 1, first: [{ place: "line 3", time: "2026-03-29T02:30:00" }] });
    expect(told).toMatchObject({ interval: "1h", gaps: { count: 0 }, twice: none });
    expect(textOf(1)).toBeNull();
  });

  it("that another row has are told with their rows, and that they are in no order", () => {
    const { told, areDifferent } = timesOf(["2026-01-02", "2026-01-01", "2026-01-02", null]);
    expect(told).toMatchObject({
      clock: "date",
      first: "2026-01-01",
      last: "2026-01-02",
      is_sorted: false,
      interval: "1d",
    });
    expect(told.duplicates).toEqual({ count: 1, first: [{ place: "line 4", time: "2026-01-02" }] });
    expect(areDifferent).toBe(false);
  });

  it("tell their offsets", () => {
    const { told } = timesOf([
      "2026-03-28T12:00+01:00",
      "2026-03-29T12:00+02:00",
      "2026-03-30T12:00+02:00",
      "2026-03-31T12:00+02:00",
    ]);
    expect(told).toMatchObject({
      clock: "offset",
      offsets: ["+01:00", "+02:00"],
      first: "2026-03-28T11:00:00Z",
      interval: "1d",
    });
  });

  it("that may be read in two ways are read in neither, until it is said in which", () => {
    const days = ["01/02/2026", "02/02/2026"];
    expect(timesOf(days).told).toMatchObject({
      format: null,
      formats: ["d/M/yyyy", "M/d/yyyy"],
      first: null,
      interval: null,
    });
    expect(timesOf(days, { format: "M/d/yyyy" }).told).toMatchObject({ first: "2026-01-02", last: "2026-02-02" });
  });
});
