// What a visit to a shop says of the visitor: training and serving compute it here, so that they cannot disagree. A row follows
// from its session and the vocabulary alone, never from other sessions, their order or their genders.

import type { Table } from "../../engine/feature/table.ts";
import { levels, phases } from "../../engine/time/calendar.ts";

/** What was looked at: one to four names, from the widest category to the product. */
export type View = readonly string[];

export interface Session {
  /** What the clock on the wall showed at the start, as ms since 1970 on Greenwich's wall. */
  startMs: number;
  durationMs: number;
  views: readonly View[];
}

/** Categories by level, the widest first: those that have columns, by name. */
export interface Vocabulary {
  categories: string[][];
}

/** Longer than four hours is a browser left open (the longest in PAKDD 2015's log has 846 hours): no duration is known then. */
export const SESSION_DURATION_MAX_MS = 4 * 3_600_000;

/** Levels that a path can have. */
const LEVEL_COUNT = 4;

/**
 * A table of one row a session. `views`: their number. `distinct(l)`: different names at level l. `duration`: s, 0 where it is not
 * known, being zero or too long; `duration_known` says so, for only forests take missing values. `sin(daily)`, `cos(daily)`,
 * `weekend`: of the start. `count(l, c)`: views in category c of level l. `share(1, c)`: of all views. A category that the vocabulary
 * does not know counts in the first ones only.
 *
 * Left out is what made neither a forest nor a ridge regression better by 0.002 in AUC over folds of whole blocks: the hour and the
 * day of the week as numbers, the hour as levels, the first and last category, changes between categories, time per view, shares of
 * finer levels, products, whole or hashed. The day of the month made both worse.
 */
export function sessionFeatures(sessions: readonly Session[], vocabulary: Vocabulary): Table {
  const columns = [...measures(sessions), ...categoryCounts(sessions, vocabulary)];
  return {
    columns: columns.map(([name]) => name),
    values: columns.map(([, values]) => values),
    rowCount: sessions.length,
  };
}

/**
 * Views in each category of a level, 1 being the widest; the most first, those with as many by code unit of their names. A view whose path
 * ends before counts under its last category.
 */
export function countViews(views: readonly View[], level: number): [category: string, count: number][] {
  const counts = new Map<string, number>();
  for (const view of views) {
    const category = (view[level - 1] ?? view.at(-1)) as string;
    counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return [...counts].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1));
}

type Column = [name: string, values: Float64Array];

function measures(sessions: readonly Session[]): Column[] {
  const of = (measure: (session: Session) => number) => Float64Array.from(sessions, measure);
  const local = of(({ startMs }) => startMs);
  const turns = phases("daily", local).map((phase) => 2 * Math.PI * phase);
  return [
    ["views", of(({ views }) => views.length)],
    ...Array.from(
      { length: LEVEL_COUNT },
      (_, level): Column => [`distinct(${level + 1})`, of(({ views }) => distinctCount(views, level))],
    ),
    ["duration", of(({ durationMs }) => (isKnown(durationMs) ? durationMs / 1_000 : 0))],
    ["duration_known", of(({ durationMs }) => Number(isKnown(durationMs)))],
    ["sin(daily)", turns.map(Math.sin)],
    ["cos(daily)", turns.map(Math.cos)],
    ["weekend", levels("weekend", local)],
  ];
}

function distinctCount(views: readonly View[], level: number): number {
  const names = new Set<string>();
  for (const view of views) if (level < view.length) names.add(view[level] as string);
  return names.size;
}

function isKnown(durationMs: number): boolean {
  return durationMs > 0 && durationMs <= SESSION_DURATION_MAX_MS;
}

/** Counts of each level's categories, then the shares of the widest ones. */
function categoryCounts(sessions: readonly Session[], { categories }: Vocabulary): Column[] {
  const counts = categories.map((names, level) => countsAt(sessions, names, level));
  const widest = counts[0] ?? [];
  const shares = emptyColumns(
    (categories[0] ?? []).map((name) => `share(1, ${name})`),
    sessions.length,
  );
  for (const [j, [, share]] of shares.entries()) {
    const [, count] = widest[j] as Column;
    for (const [row, { views }] of sessions.entries()) share[row] = (count[row] as number) / views.length;
  }
  return [...counts.flat(), ...shares];
}

function countsAt(sessions: readonly Session[], names: readonly string[], level: number): Column[] {
  const columns = emptyColumns(
    names.map((name) => `count(${level + 1}, ${name})`),
    sessions.length,
  );
  const columnOf = new Map(names.map((name, j) => [name, columns[j]?.[1]]));
  for (const [row, { views }] of sessions.entries()) {
    for (const view of views) {
      const column = level < view.length ? columnOf.get(view[level] as string) : undefined;
      if (column !== undefined) column[row] = (column[row] as number) + 1;
    }
  }
  return columns;
}

/** Columns in one piece of memory: for one session, each piece would take longer to get than to fill. */
function emptyColumns(names: readonly string[], rowCount: number): Column[] {
  const buffer = new ArrayBuffer(8 * names.length * rowCount);
  return names.map((name, j) => [name, new Float64Array(buffer, 8 * rowCount * j, rowCount)]);
}
