// Rows of a norm as numbers, and what follows from them: where they are out of band, and what they add up to.
import type { KeptRows } from "../shapes.ts";

type Values = (number | null)[];

export interface Shown {
  /** When each point begins, in milliseconds since 1970; null of a norm without times. */
  t: number[] | null;
  actual: Values;
  expected: Values;
  lower: Values;
  upper: Values;
  /** Rows that each point is the mean of. */
  rows: number[];
  columns: Record<string, Values>;
}

export function toShown({ t, actual, expected, lower, upper, rows, columns = {} }: KeptRows): Shown {
  return { t: t?.map((time) => Date.parse(time)) ?? null, actual, expected, lower, upper, rows, columns };
}

/** Actual less expected; null where one of them is. */
export function residualsOf({ actual, expected }: Pick<Shown, "actual" | "expected">): Values {
  return actual.map((value, i) => {
    const wanted = expected[i];
    return value === null || wanted === null || wanted === undefined ? null : value - wanted;
  });
}

export type Place = "within" | "over" | "under";

/** Where a point lies; within where it has no band, null where nothing was measured. */
export function placeAt({ actual, lower, upper }: Pick<Shown, "actual" | "lower" | "upper">, i: number): Place | null {
  const [value, low, high] = [actual[i], lower[i], upper[i]];
  if (value === null || value === undefined) return null;
  if (typeof high === "number" && value > high) return "over";
  return typeof low === "number" && value < low ? "under" : "within";
}

export interface Counts {
  /** Points that have both a value and a band. */
  judged: number;
  over: number;
  under: number;
}

export function countPlaces(shown: Shown): Counts {
  const counts = { judged: 0, over: 0, under: 0 };
  for (let i = 0; i < shown.actual.length; i++) {
    const place = typeof shown.upper[i] === "number" ? placeAt(shown, i) : null;
    if (place === null) continue;
    counts.judged++;
    if (place !== "within") counts[place]++;
  }
  return counts;
}

export interface OutRow {
  t: number;
  actual: number;
  expected: number;
  place: "over" | "under";
}

/** Those that lie over their band or under it, newest first. */
export function outRowsOf(shown: Shown & { t: number[] }): OutRow[] {
  return shown.t
    .flatMap((t, i): OutRow[] => {
      const [actual, expected] = [shown.actual[i], shown.expected[i]];
      const place = placeAt(shown, i);
      const isOut = place === "over" || place === "under";
      return isOut && typeof actual === "number" && typeof expected === "number"
        ? [{ t, actual, expected, place }]
        : [];
    })
    .reverse();
}

/** What was used and what was to be expected, of all rows that have both. */
export function sumsOf({ actual, expected, rows }: Shown): { actual: number; expected: number; rows: number } {
  const sums = { actual: 0, expected: 0, rows: 0 };
  for (const [i, value] of actual.entries()) {
    const wanted = expected[i];
    if (value === null || wanted === null || wanted === undefined) continue;
    const count = rows[i] ?? 0;
    sums.actual += value * count;
    sums.expected += wanted * count;
    sums.rows += count;
  }
  return sums;
}

/** The points from one time to another, both counted; all where there are no times. */
export function cut(shown: Shown, window: [number, number] | undefined): Shown {
  const { t } = shown;
  if (t === null || window === undefined) return shown;
  const first = t.findIndex((time) => time >= window[0]);
  const after = t.findIndex((time) => time > window[1]);
  return slice(shown, first < 0 ? t.length : first, after < 0 ? t.length : after);
}

/** Coarse points, and where finer ones are known, these. */
export function splice(coarse: Shown, fine: Shown | undefined): Shown {
  if (fine?.t === undefined || fine.t === null || fine.t.length === 0 || coarse.t === null) return coarse;
  const [from, to] = [fine.t[0] as number, fine.t.at(-1) as number];
  const before = coarse.t.findIndex((time) => time >= from);
  const after = coarse.t.findIndex((time) => time > to);
  const parts = [
    slice(coarse, 0, before < 0 ? coarse.t.length : before),
    fine,
    ...(after < 0 ? [] : [slice(coarse, after, coarse.t.length)]),
  ];
  const joined = <Value>(of: (shown: Shown) => Value[]) => parts.flatMap(of);
  const t = joined(({ t }) => t ?? []);
  return {
    t,
    actual: joined(({ actual }) => actual),
    expected: joined(({ expected }) => expected),
    lower: joined(({ lower }) => lower),
    upper: joined(({ upper }) => upper),
    rows: joined(({ rows }) => rows),
    columns: {},
  };
}

function slice({ t, actual, expected, lower, upper, rows, columns }: Shown, from: number, to: number): Shown {
  return {
    t: t?.slice(from, to) ?? null,
    actual: actual.slice(from, to),
    expected: expected.slice(from, to),
    lower: lower.slice(from, to),
    upper: upper.slice(from, to),
    rows: rows.slice(from, to),
    columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(from, to)])),
  };
}
