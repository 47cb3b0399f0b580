// What a visit to a shop says of the visitor: training and serving compute it here, so that they cannot disagree. A row follows
// from its session and the vocabulary alone, never from other sessions, their order or their genders.

import type { Table } from "../../engine/feature/table.ts";
import { levels, phases } from "../../engine/time/calendar.ts";

/** What was looked at: one to four names, from the widest category to the product. */
export type View = readonly string[];

export interface Session {
  /** What the clock on the wall showed at the start, as ms since 1970 on Greenwich's wall. */
  startMs: number;
  views: readonly View[];
}

/** Categories by level, the widest first: those that have columns, by name. */
export interface Vocabulary {
  categories: string[][];
}

/**
 * A table of one row a session. `sin(daily)`, `cos(daily)`, `weekend`: of the start. `log_count(l, c)`: log(1 + views in category c of
 * level l). `share(l, c)`: those views as a share of all. A category that the vocabulary does not know counts among all views only. All are of one order of size, so that a ridge regression need not standardise them: to do so would make as much of a
 * category that hardly anybody looks at as of one that everybody does.
 *
 * Left out is what made neither a forest nor a ridge regression better over folds of whole blocks: hours and days as levels or numbers, the day of the month, how long the visit was, how many views and different names it had, the first and last
 * category, changes between categories, time per view, whole paths instead of names, products, whole or hashed.
 */
export function sessionFeatures(sessions: readonly Session[], vocabulary: Vocabulary): Table {
  const columns = [...startColumns(sessions), ...categoryColumns(sessions, vocabulary)];
  return {
    columns: columns.map(([name]) => name),
    values: columns.map(([, values]) => values),
    rowCount: sessions.length,
  };
}

/** Whether columns are of these features: those of a model that was trained before 0.9.0 are others. */
export function areOfSessions(columns: readonly string[]): boolean {
  return startColumns([]).every(([name], j) => columns[j] === name);
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

function startColumns(sessions: readonly Session[]): Column[] {
  const local = Float64Array.from(sessions, ({ startMs }) => startMs);
  const turns = phases("daily", local).map((phase) => 2 * Math.PI * phase);
  return [
    ["sin(daily)", turns.map(Math.sin)],
    ["cos(daily)", turns.map(Math.cos)],
    ["weekend", levels("weekend", local)],
  ];
}

/** Level by level the counts of its categories, then their shares. */
function categoryColumns(sessions: readonly Session[], { categories }: Vocabulary): Column[] {
  return categories.flatMap((names, level) => {
    const counts = columnsOf("log_count", level, names, sessions.length);
    const shares = columnsOf("share", level, names, sessions.length);
    const places = new Map(names.map((name, j) => [name, j]));
    for (const [row, { views }] of sessions.entries()) {
      for (const [name, count] of countNames(views, level)) {
        const j = places.get(name);
        if (j === undefined) continue;
        (counts[j] as Column)[1][row] = Math.log1p(count);
        (shares[j] as Column)[1][row] = count / views.length;
      }
    }
    return [...counts, ...shares];
  });
}

function columnsOf(kind: string, level: number, names: readonly string[], rowCount: number): Column[] {
  return emptyColumns(
    names.map((name) => `${kind}(${level + 1}, ${name})`),
    rowCount,
  );
}

/** How many views have each name at a level. */
function countNames(views: readonly View[], level: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const view of views) {
    const name = view[level];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Columns in one piece of memory: for one session, each piece would take longer to get than to fill. */
function emptyColumns(names: readonly string[], rowCount: number): Column[] {
  const buffer = new ArrayBuffer(8 * names.length * rowCount);
  return names.map((name, j) => [name, new Float64Array(buffer, 8 * rowCount * j, rowCount)]);
}
