import { describe, expect, it } from "vitest";
import type { Cell, Frame } from "../../../src/platform/form/frame.ts";
import { type NamedParts, takeParts } from "../../../src/platform/form/take-parts.ts";

/** A table of these columns, whose first row is on line 2. */
function frameOf(columns: Record<string, Cell[]>): Frame {
  const values = Object.values(columns).map((cells) =>
    cells.every((cell) => cell === null || typeof cell === "number")
      ? Float64Array.from(cells, (cell) => (cell as number | null) ?? Number.NaN)
      : cells,
  );
  const rowCount = values[0]?.length ?? 0;
  return { columns: Object.keys(columns), values, rowCount, placeOf: (row) => `line ${row + 2}` };
}

const DAYS = ["2026-01-01", "2026-01-02", "2026-01-03"];
const take = (columns: Record<string, Cell[]>, named: NamedParts = {}) =>
  takeParts(frameOf(columns), named, { hasTarget: true });
const days = (t: { ms: Float64Array } | undefined) =>
  t && Array.from(t.ms, (ms) => new Date(ms).toISOString().slice(0, 10));

describe("the parts of a table", () => {
  it("are found where they are not named", () => {
    const { t, x, y, warnings, rowOf } = take({ day: DAYS, a: [1, 2, 3], b: [4, null, 6], y: [7, 8, 9] });
    expect(days(t)).toEqual(DAYS);
    expect(x).toEqual({ a: Float64Array.of(1, 2, 3), b: Float64Array.of(4, Number.NaN, 6) });
    expect(y).toEqual(Float64Array.of(7, 8, 9));
    expect({ warnings, rowOf }).toEqual({ warnings: [], rowOf: null });
  });

  it("are those that are named", () => {
    const table = { day: DAYS, seen: DAYS, a: [1, 2, 3], b: [4, 5, 6], kWh: [7, 8, 9], w: [1, 2, 1] };
    const { t, x, y, weights } = take(table, { time: "seen", target: "kWh", weight: "w", ignore: ["day", "b"] });
    expect(days(t)).toEqual(DAYS);
    expect(Object.keys(x)).toEqual(["a"]);
    expect([y, weights]).toEqual([Float64Array.of(7, 8, 9), Float64Array.of(1, 2, 1)]);
  });

  it("are columns in the order in which they are named", () => {
    expect(Object.keys(take({ a: [1], b: [2], y: [3] }, { columns: ["b", "a"] }).x)).toEqual(["b", "a"]);
  });

  it("may hold the target among the columns, where it is named there", () => {
    expect(take({ a: [1], y: [2] }, { columns: ["y", "a"] }).x).toEqual({
      a: Float64Array.of(1),
      y: Float64Array.of(2),
    });
  });

  it.each<[string, Record<string, Cell[]>, NamedParts, string]>([
    ["no target", { a: [1], b: [2] }, {}, "target: which column is y? target= names it, of a, b"],
    ["another target", { a: [1] }, { target: "c" }, 'target: no column is named "c"; those are a'],
    ["another column", { a: [1], y: [1] }, { columns: ["a", "z"] }, 'columns: no column is named "z"'],
    ["another to leave out", { a: [1], y: [1] }, { ignore: ["z"] }, 'ignore: no column is named "z"'],
    ["another weight", { a: [1], y: [1] }, { weight: "z" }, 'weight: no column is named "z"'],
    ["two of times", { s: DAYS, t: DAYS, y: [1, 2, 3] }, {}, "time: columns s, t all hold times: time= says which one"],
    ["nothing left", { t: ["2026-01-01"], y: [1] }, {}, "no column is left to learn or predict from"],
    [
      "numbers as times",
      { t: [1, 2], a: [1, 2], y: [1, 2] },
      { time: "t" },
      "time_format= says how: epoch_s or epoch_ms",
    ],
    [
      "a time missing",
      { t: ["2026-01-01", null], a: [1, 2], y: [1, 2] },
      {},
      "line 3, column t: no time: each row needs one",
    ],
    [
      "a time that is none",
      { t: [...DAYS, "soon"], a: [1, 2, 3, 4], y: [1, 2, 3, 4] },
      { time: "t" },
      'line 5, column t: "soon" is no time',
    ],
    [
      "an offset missing",
      { t: ["2026-01-01T00:00Z", "2026-01-01T01:00"], a: [1, 2], y: [1, 2] },
      {},
      "line 3, column t",
    ],
    [
      "an ambiguous date",
      { t: ["1/2/2026", "1/3/2026"], a: [1, 2], y: [1, 2] },
      {},
      't: "1/2/2026" may be read in several ways: time_format=',
    ],
    [
      "an hour that never was",
      { t: ["2026-03-29T02:30"], a: [1], y: [1] },
      { timezone: "Europe/Brussels" },
      "line 2, column t: 2026-03-29T02:30:00 is never on the clock in Europe/Brussels",
    ],
  ])("are refused: %s", (_, table, named, words) => {
    expect(() => take(table, named)).toThrowError(words);
  });
});

describe("rows", () => {
  const table = (t: string[], a: number[]) => ({ t, a, y: a.map((value) => 10 * value) });

  it("are sorted by their times, and it is said", () => {
    const { t, x, y, warnings, rowOf, placeOf } = take(table([DAYS[1], DAYS[2], DAYS[0]] as string[], [2, 3, 1]));
    expect(days(t)).toEqual(DAYS);
    expect([x.a, y]).toEqual([Float64Array.of(1, 2, 3), Float64Array.of(10, 20, 30)]);
    expect(warnings).toEqual([
      "Rows sorted: they were not in the order of their times; line 4 is the first that comes too late.",
    ]);
    expect(rowOf).toEqual(Uint32Array.of(1, 2, 0));
    expect([0, 1, 2].map(placeOf)).toEqual(["line 4", "line 2", "line 3"]);
  });

  it("of one time are refused with both lines", () => {
    const twice = table([DAYS[0], DAYS[1], DAYS[0]] as string[], [1, 2, 3]);
    expect(() => take(twice)).toThrowError(
      "line 4: the time 2026-01-01T00:00:00 is that of line 2 too; one row for each time is needed",
    );
  });

  it.each([
    ["mean", [2, 2], [20, 20]],
    // What was used adds up, what was measured does not.
    ["sum", [2, 2], [40, 20]],
    ["first", [1, 2], [10, 20]],
    ["last", [3, 2], [30, 20]],
  ] as const)("of one time are made one: %s", (duplicates, a, y) => {
    const twice = table([DAYS[0], DAYS[1], DAYS[0]] as string[], [1, 2, 3]);
    const parts = take(twice, { duplicates });
    expect([[...(parts.x.a as Float64Array)], [...(parts.y as Float64Array)]]).toEqual([a, y]);
    expect(parts.rowOf).toEqual(Uint32Array.of(0, 1, 0));
    expect(parts.warnings.at(-1)).toBe("Rows made one: 1 had the time of another.");
  });

  it("of one time pass over missing values, and have none where all are missing", () => {
    const parts = take(
      { t: Array(3).fill(DAYS[0]), a: [null, 4, 8], b: [null, null, null], y: [1, 1, 1] },
      { duplicates: "mean" },
    );
    expect(parts.x).toEqual({ a: Float64Array.of(6), b: Float64Array.of(Number.NaN) });
  });

  it("of one time cannot have the mean of two texts", () => {
    const texts = { t: Array(2).fill(DAYS[0]), a: ["on", "off"], y: [1, 1] };
    expect(() => take(texts, { duplicates: "mean" })).toThrowError("text of which there is no mean");
    expect(take(texts, { duplicates: "last" }).x).toEqual({ a: ["off"] });
  });

  it("of a clock that is put back stay as they are, for whoever knows its zone", () => {
    const t = ["2026-10-25T01:00", "2026-10-25T02:00", "2026-10-25T02:00", "2026-10-25T03:00"];
    const half = ["2026-10-25T02:00", "2026-10-25T02:30", "2026-10-25T02:00", "2026-10-25T02:30", "2026-10-25T03:00"];
    expect(take(table(half, [1, 2, 3, 4, 5])).rowOf).toBeNull();
    expect(() => take(table(t, [1, 2, 3, 4]))).not.toThrow();
  });

  it("of a zone are instants: the hour that comes twice is once before and once after", () => {
    const half = ["2026-10-25T02:00", "2026-10-25T02:30", "2026-10-25T02:00", "2026-10-25T02:30", "2026-10-25T03:00"];
    const { t } = take(table(half, [1, 2, 3, 4, 5]), { timezone: "Europe/Brussels" });
    expect(t?.hasOffset).toBe(true);
    expect(Array.from(t?.ms ?? [], (ms) => new Date(ms).toISOString().slice(11, 16))).toEqual([
      "00:00",
      "00:30",
      "01:00",
      "01:30",
      "02:00",
    ]);
  });

  it("of days alone are days in any zone", () => {
    const { t } = take(table(DAYS, [1, 2, 3]), { timezone: "America/New_York" });
    expect([days(t), t?.hasOffset, [...(t?.areDates ?? [])]]).toEqual([DAYS, false, [1, 1, 1]]);
  });
});
