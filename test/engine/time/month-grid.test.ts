import { describe, expect, it } from "vitest";
import { areConsecutive, formatStep, inferGrid, positionsOf } from "../../../src/engine/feature/time-grid.ts";
import {
  formatMonths,
  inferMonths,
  type MonthGrid,
  monthPosition,
  parseMonths,
  stepFrom,
} from "../../../src/engine/time/month-grid.ts";
import { createZone } from "../../../src/engine/time/zone.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const of = (...texts: string[]) => Float64Array.from(texts, (text) => Date.parse(`${text}Z`));
const dates = (...texts: string[]) => of(...texts.map((text) => `${text}T00:00`));

describe("a grid of months", () => {
  it.each([
    ["months", ["2022-01-01", "2022-02-01", "2022-03-01", "2022-05-01"], 1, [0, 1, 2, 4]],
    ["months of two rows", ["2023-02-01", "2023-03-01"], 1, [0, 1]],
    ["months from the 15th on", ["2022-01-15", "2022-02-15", "2022-03-15"], 1, [0, 1, 2]],
    ["ends of months", ["2022-01-31", "2022-02-28", "2022-03-31", "2022-04-30"], 1, [0, 1, 2, 3]],
    ["ends of months that begin with a short one", ["2022-02-28", "2022-04-30", "2022-06-30"], 2, [0, 1, 2]],
    ["the 30th, and the last of February", ["2022-01-30", "2022-02-28", "2022-03-30"], 1, [0, 1, 2]],
    ["quarters", ["2022-01-01", "2022-04-01", "2022-10-01"], 3, [0, 1, 3]],
    ["quarters from February on", ["2022-02-01", "2022-05-01", "2022-08-01"], 3, [0, 1, 2]],
    ["years", ["2020-07-01", "2021-07-01", "2022-07-01"], 12, [0, 1, 2]],
    ["years from a leap day on", ["2020-02-29", "2021-02-28", "2024-02-29"], 12, [0, 1, 4]],
  ])("has %s", (_, texts, step, places) => {
    const times = dates(...texts);
    const grid = inferMonths(times, null);
    expect(grid?.step).toBe(step);
    const positions = times.map((ms) => monthPosition(ms, grid as NonNullable<typeof grid>));
    expect([...positions.map((position) => position - (positions[0] as number))]).toEqual(places);
    expect(positions.every(Number.isInteger)).toBe(true);
  });

  it.each([
    ["one row", ["2022-01-01"]],
    ["bills of any day", ["2022-01-03", "2022-02-05", "2022-03-04"]],
    ["four weeks", ["2022-01-01", "2022-01-29", "2022-02-26"]],
    ["months that are no multiples", ["2022-01-01", "2022-03-01", "2022-06-01"]],
  ])("is none of %s", (_, texts) => {
    expect(inferMonths(dates(...texts), null)).toBeNull();
  });

  it("tells a time that stands beside it, and the end of a month from a later one", () => {
    const months = { step: 1, phase: 0, phaseMs: 0 };
    expect(Number.isInteger(monthPosition(of("2022-03-02T00:00")[0] as number, months))).toBe(false);
    const ends = { ...months, phaseMs: 30 * DAY };
    expect(monthPosition(of("2022-02-28T00:00")[0] as number, ends)).toBe(12 * 52 + 1);
    expect(Number.isInteger(monthPosition(of("2022-03-28T00:00")[0] as number, ends))).toBe(false);
  });

  it("has steps as long as they are", () => {
    const [january = 0, end = 0] = dates("2022-01-01", "2022-01-31");
    const firsts = (step: number) => ({ step, phase: 0, phaseMs: 0 });
    expect([1, 2, 3, 12].map((step) => stepFrom(january, firsts(step)) / DAY)).toEqual([31, 59, 90, 365]);
    expect([1, 2].map((step) => stepFrom(end, { step, phase: 0, phaseMs: 30 * DAY }) / DAY)).toEqual([28, 59]);
  });
});

describe("rows of months", () => {
  const { toInstant, toLocal, toDay } = createZone("Europe/Brussels");
  const rows = (instants: Float64Array) => ({ instants, local: instants.map(toLocal), days: instants.map(toDay) });
  const firsts = dates("2022-01-01", "2022-02-01", "2022-03-01", "2022-04-01", "2022-06-01");

  it("stand on the wall clock, whose offset changes with the season", () => {
    const at = rows(firsts.map((ms) => toInstant(ms, -Infinity)));
    const grid = inferGrid(at, undefined);
    expect(grid).toMatchObject({ stepMs: null, isLocalGrid: true, interval: "monthly", months: { step: 1 } });
    expect(formatStep(grid)).toBe("1mo");
    const positions = positionsOf(grid, at);
    expect([...positions.map((position) => position - (positions[0] as number))]).toEqual([0, 1, 2, 3, 5]);
    expect([...areConsecutive(grid, at.instants, 5)]).toEqual([0, 1, 1, 1, 0]);
  });

  it("stand on universal time where they were told by that", () => {
    const grid = inferGrid(rows(firsts), undefined);
    expect(grid).toMatchObject({ stepMs: null, isLocalGrid: false, months: { step: 1, phaseMs: 0 } });
    expect(positionsOf(grid, rows(firsts)).every(Number.isInteger)).toBe(true);
  });

  it("are on the grid that is stated, one row as well", () => {
    const january = rows(dates("2022-01-01").map((ms) => toInstant(ms, -Infinity)));
    expect(inferGrid(january, "1q")).toMatchObject({
      interval: "monthly",
      isLocalGrid: true,
      months: { step: 3, phase: 0 },
    });
    expect(inferGrid(rows(dates("2022-01-01")), "1mo")).toMatchObject({ isLocalGrid: false, months: { step: 1 } });
    expect(inferGrid(rows(firsts), "1q").months).toBeUndefined();
    const told = ["less than 1mo", "1mo", "2mo", "1q", "2q", "1y", "2y"];
    expect([0, 1, 2, 3, 6, 12, 24].map(formatMonths)).toEqual(told);
    expect(["1mo", "3mo", "1q", "1y", "0mo", "1m", "1 mo", "1M"].map(parseMonths)).toEqual([
      1,
      3,
      3,
      12,
      ...Array(4).fill(null),
    ]);
  });

  it("have the duration that is stated", () => {
    const fourWeeks = rows(dates("2022-01-01", "2022-01-29", "2022-02-26"));
    expect(inferGrid(fourWeeks, "28d")).toMatchObject({ stepMs: 28 * DAY });
    expect(inferGrid(fourWeeks, undefined)).toMatchObject({ stepMs: null, interval: "monthly" });
    expect(inferGrid(fourWeeks, undefined).months).toBeUndefined();
  });
});

it("rows at the last midnights of short months are ends: in a long month the row stands on the 31st", () => {
  const times = Float64Array.of(Date.UTC(2026, 1, 28), Date.UTC(2026, 3, 30), Date.UTC(2026, 5, 30));
  const grid = inferMonths(times, null) as MonthGrid;
  expect(grid).toMatchObject({ step: 2, phaseMs: 30 * DAY });
  const from = monthPosition(times[2] as number, grid);
  expect(monthPosition(Date.UTC(2026, 7, 31), grid) - from).toBe(1);
  expect(Number.isInteger(monthPosition(Date.UTC(2026, 7, 30), grid))).toBe(false);
});
