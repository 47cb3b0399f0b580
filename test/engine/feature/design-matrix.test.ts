// Against pandas, numpy and scikit-learn (test/golden/features.py), and by hand.
import { describe, expect, it } from "vitest";
import type { FeatureSpecification } from "../../../src/engine/feature/feature.ts";
import { weekNumber } from "../../../src/engine/time/calendar.ts";
import { relativeError, uniform } from "../../support/numbers.ts";
import { floats, golden, goldenRows, type TimedRows, type WorkedOut, workOut } from "./work-out.ts";

// Sums of up to 24 values in another order, sines of angles up to 4π: some tens of ε.
const ROUNDING = 1e-12;

describe.each(golden.fits)("pandas and scikit-learn, $name", ({ specification, names }) => {
  const { features, columns } = workOut({ ...specification, timezone: golden.timezone }, goldenRows());

  it("has the same features in the same order", () => expect(features.map(({ name }) => name)).toEqual(names));

  const dense = names.filter((name) => golden.features[name] !== undefined);
  it.each(dense)("%s", (name) => {
    const column = columns[names.indexOf(name)] as Float64Array;
    const [ours, theirs] = [golden.rows.map((row) => column[row] as number), floats(golden.features[name] ?? [])];
    expect(ours.map(Number.isNaN)).toEqual([...theirs].map(Number.isNaN));
    expect(relativeError(ours.filter(isKnown), theirs.filter(isKnown))).toBeLessThan(ROUNDING);
  });
});

describe("one-hot levels are those of scikit-learn's OneHotEncoder, the first dropped", () => {
  it.each(["hour_of_day", "day_of_week", "hour_of_week", "month", "weekend"] as const)("%s", (calendar) => {
    const specification = { columns: [], lags: {}, calendar: [calendar], timezone: golden.timezone };
    const { columns } = workOut(specification, goldenRows());
    const ones = golden.hours.map((_, row) => columns.flatMap((column, j) => (column[row] === 0 ? [] : [j])));
    expect(ones).toEqual(golden.levels[calendar]?.map((level) => (level < 0 ? [] : [level])));
    expect(columns.every((column) => column.every((value) => value === 0 || value === 1))).toBe(true);
  });
});

describe("what rows share with pandas", () => {
  const specification = { columns: ["T_out"], lags: {} };
  const { inferred, local } = workOut({ ...specification, timezone: golden.timezone }, goldenRows());

  it("is the hourly step", () => expect(inferred).toMatchObject({ stepMs: 3_600_000, isLocalGrid: false }));

  it("is the number of the week", () => expect([...local].map(weekNumber)).toEqual(golden.weeks));
});

/** One of every kind of feature. */
const everyKind: FeatureSpecification = {
  columns: ["a", "b"],
  timezone: "Europe/Brussels",
  lags: { a: [0, 1, "5h"], b: [2] },
  difference: { a: [1, "7h"], b: [3] },
  rolling: (["mean", "min", "max", "sum"] as const).flatMap((statistic) => [
    { column: "a", window: 5, statistic },
    { column: "b", window: "9h", statistic },
    { column: "a", window: "7h", statistic, min_coverage: 0.6 },
    { column: "b", window: 11, statistic, min_coverage: 0.2 },
  ]),
  calendar: ["hour_of_day", "day_of_week", "month", "weekend", { daily: 2, weekly: 1, yearly: 1 }],
  piecewise: { a: { knots: [-0.2, 0.05, 0.2] } },
  degree_days: [{ column: "b", heating: 0.1, cooling: 0.15 }],
  interactions: [
    ["weekend", "a"],
    ["daily", "rolling(b)"],
    ["a[t-5h]", "difference(b)"],
  ],
};

/** Hours over a change of the clock, gaps in time, a value missing here and there; thirds, whose sums depend on their order. */
function gappyRows(): TimedRows {
  const random = uniform(7);
  const hours = Array.from({ length: 120 }, (_, hour) => hour).filter((hour) => ![17, 40, 41, 42, 90].includes(hour));
  const column = () => Float64Array.from(hours, () => (random() < 0.03 ? Number.NaN : (2 * random() - 1) / 3));
  return {
    instants: Float64Array.from(hours, (hour) => Date.UTC(2016, 9, 28, 1) + hour * 3_600_000),
    x: { a: column(), b: column() },
  };
}

function cut({ instants, x }: TimedRows, from: number, to: number): TimedRows {
  const part = ([name, values]: [string, Float64Array]) => [name, values.slice(from, to)];
  return { instants: instants.slice(from, to), x: Object.fromEntries(Object.entries(x).map(part)) };
}

describe("the features of a row", () => {
  const rows = gappyRows();
  const whole = workOut(everyKind, rows);
  const { length } = rows.instants;

  it("are all there: every kind is looked at", () => {
    expect(new Set(whole.features.map(({ term }) => term.kind))).toEqual(
      new Set(["lag", "difference", "rolling", "level", "harmonic", "piece", "degrees", "product"]),
    );
    const empty = whole.features.filter((_, j) => !whole.columns[j]?.some(isKnown));
    expect(empty).toEqual([]);
  });

  it.each([
    ["once", [57]],
    ["in many parts", [1, 2, 3, 9, 10, 30, 38, 39, 40, 41, 70, 88, 110]],
    ["row by row", Array.from({ length: length - 1 }, (_, i) => i + 1)],
  ])("are bit for bit the same when a series is cut %s", (_, cuts) => {
    const bounds = [0, ...cuts, length];
    let before: WorkedOut | undefined;
    const parts = bounds.slice(1).map((to, i) => {
      const known = before === undefined ? {} : { tail: before.tail };
      before = workOut(everyKind, cut(rows, bounds[i] as number, to), { ...known, inferred: whole.inferred });
      return before.columns;
    });
    whole.columns.forEach((column, j) => {
      const joined = Float64Array.from(parts.flatMap((part) => [...(part[j] as Float64Array)]));
      expect([whole.features[j]?.name, bits(joined)]).toEqual([whole.features[j]?.name, bits(column)]);
    });
  });

  it.each([1, 20, 45, 89])("never look ahead: those of the first %i do not change when all later rows do", (kept) => {
    const altered = (values: Float64Array) => values.map((value, i) => (i < kept ? value : 1e9 * (i % 2) - value));
    const later = rows.instants.map((ms, i) => (i < kept ? ms : ms + 3_600_000 * i));
    const other = workOut(
      everyKind,
      { instants: later, x: { a: altered(rows.x.a as Float64Array), b: altered(rows.x.b as Float64Array) } },
      { inferred: whole.inferred },
    );
    whole.columns.forEach((column, j) => {
      const [before, after] = [column, other.columns[j] as Float64Array].map((of) => bits(of.slice(0, kept)));
      expect([whole.features[j]?.name, after]).toEqual([whole.features[j]?.name, before]);
    });
  });
});

describe("products, by hand", () => {
  it("multiply the features that their names stand for, and miss what one of them misses", () => {
    const hours = (...at: number[]) => Float64Array.from(at, (hour) => hour * 3_600_000);
    const specification = {
      columns: ["a", "b"],
      lags: { a: [0, 1] },
      interactions: [
        ["a", "b"],
        ["a[t-0]", "b"],
      ] as [string, string][],
    };
    const rows = { instants: hours(0, 1, 3), x: { a: Float64Array.of(2, 3, 5), b: Float64Array.of(7, 11, 13) } };
    const { features, columns } = workOut(specification, rows);
    expect(features.map(({ name }) => name)).toEqual(["a", "a[t-1]", "b", "a:b", "a[t-1]:b", "a:b"]);
    expect(columns.slice(3).map((column) => [...column])).toEqual([
      [14, 33, 65],
      [Number.NaN, 22, Number.NaN],
      [14, 33, 65],
    ]);
  });
});

function isKnown(value: number): boolean {
  return !Number.isNaN(value);
}

/** Every bit counts, but −0 is 0. */
function bits(values: Float64Array): number[] {
  return [...values].map((value) => value + 0);
}
