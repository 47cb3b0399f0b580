// Rows that ask for what no trained row told: a level of the calendar, a product or a piece that was the same in all of them, a month of
// another season. A coefficient of 0 then means that nothing is known, not that there is no effect.

import type { Feature } from "../../engine/feature/feature.ts";
import { monthsOf, type Summary } from "../../engine/feature/summary.ts";
import type { RidgeFit } from "../../engine/model/ridge/fit-ridge.ts";
import type { Calendar } from "../../engine/time/calendar.ts";
import { type Warning, warn } from "../../warning.ts";
import type { NormModel } from "../schema/norm-model.ts";

/** What the rows of a fit told nothing of. `list`: the features that are in. */
export function unknownOf({ n, means, constant }: RidgeFit, list: readonly Feature[], summary: Summary): Unknown {
  if (n === 0) return null;
  const calendars = [...new Set(list.flatMap(({ term }) => (term.kind === "level" ? [term.calendar] : [])))];
  const share = (calendar: Calendar) => placesOf(calendar, list).reduce((sum, j) => sum + (means[j] as number), 0);
  const seen = new Set(monthsOf(summary));
  const months = Array.from({ length: 12 }, (_, i) => i + 1).filter((month) => !seen.has(month));
  return {
    constants: constant.map((j) => [j, means[j] as number]),
    withoutBase: calendars.filter((calendar) => share(calendar) >= 1 - ROUNDING),
    months: summary.fromMs === null || seen.size === 0 ? null : months,
  };
}

type Unknown = NormModel["unknown"];

// Shares and constants come from merges.
const ROUNDING = 1e-9;

export type RowsByName = Record<string, number[]>;

export interface UnknownRows {
  /** 1 for each row whose effect is not determined. */
  isUnknown: Uint8Array;
  /** By group of features, which rows have a value that no trained row had. */
  byValue: RowsByName;
  /** Rows of months that no trained row is of. */
  ofSeason: number[];
}

type Found = Pick<UnknownRows, "byValue" | "ofSeason">;

/** By group of features, which rows have what no trained row had; of `month` those of other seasons too. */
export function unknownByGroup({ byValue, ofSeason }: Found): RowsByName {
  if (ofSeason.length === 0) return byValue;
  const ofMonth = new Set([...(byValue.month ?? []), ...ofSeason]);
  return { ...byValue, month: [...ofMonth].sort((a, b) => a - b) };
}

export function unknownWarnings({ byValue, ofSeason }: Found, rowCount: number): Warning[] {
  const warnings = Object.entries(byValue).map(([group, { length }]) => {
    const told = `${length} of ${rowCount} rows have a value that no trained row had`;
    return warn("Unseen values", `of ${group} ${told}; its effect is not known, and they have no interval.`);
  });
  if (ofSeason.length === 0 || byValue.month !== undefined) return warnings;
  const told = `${ofSeason.length} of ${rowCount} rows are of months that no trained row is of`;
  return [...warnings, warn("Unseen months", `${told}; their season is extrapolated.`)];
}

/** `columns`: of the features `list` that are in; `local`: wall-clock times, empty without. */
export function findUnknown(
  unknown: Unknown,
  list: readonly Feature[],
  { columns, local, rowCount }: { columns: readonly Float64Array[]; local: Float64Array; rowCount: number },
): UnknownRows {
  const isUnknown = new Uint8Array(rowCount);
  if (unknown === null) return { isUnknown, byValue: {}, ofSeason: [] };
  const rows = Array.from({ length: rowCount }, (_, row) => row);
  const found = new Map<string, Set<number>>();
  const add = (group: string, rows: readonly number[]) => {
    if (rows.length === 0) return;
    const of = found.get(group) ?? new Set();
    for (const row of rows) of.add(row);
    found.set(group, of);
  };
  for (const [j, value] of unknown.constants) {
    const column = columns[j] as Float64Array;
    const isOther = (row: number) => {
      const asked = column[row] as number;
      return Math.abs(asked - value) > ROUNDING * (Math.abs(asked) + Math.abs(value));
    };
    add((list[j] as Feature).group, rows.filter(isOther));
  }
  for (const calendar of unknown.withoutBase as Calendar[]) {
    const levels = placesOf(calendar, list).map((j) => columns[j] as Float64Array);
    add(
      calendar,
      rows.filter((row) => levels.every((level) => level[row] === 0)),
    );
  }
  for (const rows of found.values()) for (const row of rows) isUnknown[row] = 1;
  const seasons = unknown.months ?? [];
  const ofSeason = local.length === 0 ? [] : rows.filter((row) => seasons.includes(monthOf(local[row] as number)));
  const byValue = Object.fromEntries([...found].map(([group, rows]) => [group, [...rows].sort((a, b) => a - b)]));
  return { isUnknown, byValue, ofSeason };
}

function monthOf(localMs: number): number {
  return new Date(localMs).getUTCMonth() + 1;
}

function placesOf(calendar: Calendar, list: readonly Feature[]): number[] {
  return [...list.keys()].filter((j) => {
    const { term } = list[j] as Feature;
    return term.kind === "level" && term.calendar === calendar;
  });
}
