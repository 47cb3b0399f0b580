import { describe, expect, it } from "vitest";
import { areConsecutive, inferGrid, NO_TIMES, positionsOf } from "../../../src/engine/feature/time-grid.ts";
import { createZone } from "../../../src/engine/time/zone.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const of = (...texts: string[]) => Float64Array.from(texts, (text) => Date.parse(`${text}Z`));
const hours = (...at: number[]) => Float64Array.from(at, (hour) => Date.UTC(2016, 2, 1) + hour * HOUR);

/** Rows at these instants, seen from a zone. */
function rows(instants: Float64Array, timezone = "UTC") {
  const { toLocal, toDay } = createZone(timezone);
  return { instants, local: instants.map(toLocal), days: instants.map(toDay) };
}

/** Rows at midnight on the wall, day after day from a date on. */
function midnights(timezone: string, from: string, days: number) {
  const [first = 0] = of(`${from}T00:00`);
  const local = Float64Array.from({ length: days }, (_, day) => first + day * DAY);
  return { instants: local.map((ms) => createZone(timezone).toInstant(ms, -Infinity)), local, days: local };
}

describe("the step of rows", () => {
  it("is their smallest distance, and gaps are multiples of it", () => {
    expect(inferGrid(rows(hours(0, 2, 3, 7)), undefined)).toEqual({
      timed: true,
      stepMs: HOUR,
      isLocalGrid: false,
      phaseMs: 0,
      interval: "hourly",
    });
  });

  it("is none where a distance is no multiple of the smallest", () => {
    expect(inferGrid(rows(hours(0, 1, 2.5)), undefined).stepMs).toBeNull();
    expect(inferGrid(rows(hours(0, 1, 2.5)), "30min").stepMs).toBe(HOUR / 2);
    expect(inferGrid(rows(hours(0, 1, 2.6)), "30min").stepMs).toBeNull();
  });

  it("is the one that is stated, though the rows have gaps only", () => {
    expect(inferGrid(rows(hours(0, 4, 8)), "2h").stepMs).toBe(2 * HOUR);
    expect(inferGrid(rows(hours(0, 4, 8)), undefined).stepMs).toBe(4 * HOUR);
  });

  it("is not known of one row, unless it is stated", () => {
    expect(inferGrid(rows(hours(5)), undefined)).toMatchObject({ timed: true, stepMs: null, interval: null });
    expect(inferGrid(rows(hours(5)), "1h")).toMatchObject({ stepMs: HOUR, interval: "hourly" });
  });

  it.each(["2016-01-01T00:00", "2016-01-01T06:00"])(
    "may be longer than some months: every 28 days from %s on",
    (from) => {
      const [first = 0] = of(from);
      const long = (count: number) => Float64Array.from({ length: count }, (_, i) => first + 28 * i * DAY);
      expect(inferGrid(rows(long(14), "Europe/Brussels"), undefined)).toMatchObject({
        stepMs: 28 * DAY,
        interval: "monthly",
      });
      // Those of three months may be as far apart by chance.
      expect(inferGrid(rows(long(3)), undefined).stepMs).toBeNull();
    },
  );

  it("is an hour over both changes of the clock, at half past as well", () => {
    for (const first of ["2016-03-26T00:30", "2016-10-29T00:30"]) {
      const [start = 0] = of(first);
      const instants = Float64Array.from({ length: 72 }, (_, hour) => start + hour * HOUR);
      const grid = inferGrid(rows(instants, "Europe/Brussels"), undefined);
      expect(grid).toMatchObject({ stepMs: HOUR, isLocalGrid: false, phaseMs: HOUR / 2 });
      const positions = positionsOf(grid, rows(instants, "Europe/Brussels"));
      expect([...positions.map((position) => position - (positions[0] as number))]).toEqual([...Array(72).keys()]);
    }
  });
});

describe("days", () => {
  it.each([
    ["2016-03-25", 23],
    ["2016-10-28", 25],
  ])("of the wall clock from %s, one of %d hours, are one step each", (from) => {
    const at = midnights("Europe/Brussels", from, 6);
    const grid = inferGrid(at, undefined);
    expect(grid).toMatchObject({ stepMs: DAY, isLocalGrid: true, phaseMs: 0, interval: "daily" });
    const positions = positionsOf(grid, at);
    expect([...positions.map((position) => position - (positions[0] as number))]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(positions.every(Number.isInteger)).toBe(true);
    expect([...areConsecutive(grid, at.instants, 6)]).toEqual([0, 1, 1, 1, 1, 1]);
  });

  it("of a first batch without a change in it are the wall clock's, if they begin at its midnight", () => {
    const first = midnights("Europe/Brussels", "2016-03-01", 5);
    const grid = inferGrid(first, undefined);
    expect(grid.isLocalGrid).toBe(true);
    const later = midnights("Europe/Brussels", "2016-04-01", 2);
    expect(positionsOf(grid, later)[0]).toBe((positionsOf(grid, first)[0] as number) + 31);
  });

  it("at noon in universal time stay there", () => {
    const noons = Float64Array.from({ length: 5 }, (_, day) => Date.UTC(2016, 2, 25, 12) + day * DAY);
    const at = rows(noons, "Europe/Brussels");
    const grid = inferGrid(at, undefined);
    expect(grid).toMatchObject({ stepMs: DAY, isLocalGrid: false, phaseMs: DAY / 2 });
    expect(positionsOf(grid, at).every(Number.isInteger)).toBe(true);
  });

  it("seven at a time are weeks", () => {
    const { instants, local } = midnights("Europe/Brussels", "2016-03-07", 36);
    const everySeventh = (values: Float64Array) => values.filter((_, i) => i % 7 === 0);
    const at = { instants: everySeventh(instants), local: everySeventh(local), days: everySeventh(local) };
    expect(inferGrid(at, undefined)).toMatchObject({ stepMs: 7 * DAY, isLocalGrid: true, interval: "daily" });
  });
});

describe("positions", () => {
  it("are whole on the grid and not beside it", () => {
    const grid = inferGrid(rows(hours(0, 1, 2)), undefined);
    const [first = 0, beside = 0, next = 0] = positionsOf(grid, rows(hours(0, 4.25, 5)));
    expect([beside - first, next - first]).toEqual([4.25, 5]);
  });

  it("are the places in the order where there is no step", () => {
    expect([...positionsOf(inferGrid(rows(hours(0, 1, 2.5)), undefined), rows(hours(7, 9.1)))]).toEqual([0, 1]);
  });
});

describe("ASHRAE's name of the rows", () => {
  it.each([
    ["hourly", 1],
    ["hourly", 12],
    ["daily", 24],
    ["daily", 7 * 24],
    ["monthly", 30 * 24],
  ])("is %s at distances of %d hours", (interval, distance) => {
    const at = hours(0, distance, 2 * distance, 3 * distance);
    expect(inferGrid(rows(at), undefined).interval).toBe(interval);
  });

  it("is monthly of the firsts of months, which have no regular step", () => {
    const firsts = of("2016-01-01", "2016-02-01", "2016-03-01", "2016-04-01");
    expect(inferGrid(rows(firsts), undefined)).toMatchObject({ interval: "monthly" });
  });

  it("is that of most distances, whatever the gaps", () => {
    expect(inferGrid(rows(hours(0, 1, 2, 3, 900)), undefined).interval).toBe("hourly");
    expect(inferGrid(rows(hours(0, 1, 25, 49, 73)), undefined)).toMatchObject({ stepMs: HOUR, interval: "daily" });
  });
});

describe("consecutive rows", () => {
  it("are one step apart; a gap is none", () => {
    const grid = inferGrid(rows(hours(0, 1, 2)), undefined);
    expect([...areConsecutive(grid, hours(0, 1, 3, 4), 4)]).toEqual([0, 1, 0, 1]);
  });

  it("are all, without times or without a step", () => {
    expect([...areConsecutive(NO_TIMES, null, 3)]).toEqual([0, 1, 1]);
    const grid = inferGrid(rows(hours(0, 1, 2.5)), undefined);
    expect([...areConsecutive(grid, hours(0, 1, 2.5), 3)]).toEqual([0, 1, 1]);
  });
});

describe("rows told by the clock on the wall, no change of it among them", () => {
  const told = (stepHours: number) => {
    const instants = hours(...Array.from({ length: 12 }, (_, i) => i * stepHours));
    return { ...rows(instants, "Europe/Brussels"), isWall: true };
  };

  it.each([
    ["hours follow on each other over a change", 1, false],
    ["quarters of an hour too", 0.25, false],
    ["every third hour is one of the wall", 3, true],
    ["and days are", 24, true],
  ] as const)("%s", (_, stepHours, isLocalGrid) => {
    expect(inferGrid(told(stepHours), undefined)).toMatchObject({ stepMs: stepHours * HOUR, isLocalGrid });
  });
});
