// Which categories have columns of their own: learned from the sessions of a training, stored with its model, and asked at each
// prediction. Genders play no part in it, so that nothing of the answer leaks into the features.
import { SESSION_CELL_COUNT_MAX } from "../../platform/schema/limit.ts";
import { type Session, sessionFeatures, type Vocabulary } from "./session.ts";

export interface VocabularyOptions {
  /** Levels that get columns, from the widest. */
  levelCount: number;
  /** Sessions that a category must be in. */
  supportMin: number;
  /** Columns that they make together, two each. Where there are too many, every level keeps equally many at most, those in the most sessions. */
  columnCountMax: number;
}

/**
 * Products (level 4) are left out: two in three of another week's were never seen before, and those in ten sessions or more made no
 * model better. A category in fewer than 20 sessions teaches its sessions' noise. With the columns of the start no table has more
 * than 1,024.
 */
export const VOCABULARY_OPTIONS: VocabularyOptions = { levelCount: 3, supportMin: 20, columnCountMax: 1_000 };

/** The same for so many sessions: as many columns as their table may have. */
export function optionsFor(sessionCount: number): VocabularyOptions {
  const ofStart = sessionFeatures([], { categories: [] }).columns.length;
  const columnCount = Math.floor(SESSION_CELL_COUNT_MAX / sessionCount) - ofStart;
  return { ...VOCABULARY_OPTIONS, columnCountMax: Math.min(VOCABULARY_OPTIONS.columnCountMax, columnCount) };
}

/** In how many sessions each category is, level by level; grows as sessions are counted. */
export type Supports = Map<string, number>[];

/** What of all sessions that were counted gets columns. */
export function vocabularyOf(supports: Supports, { supportMin, columnCountMax }: VocabularyOptions): Vocabulary {
  const levels = supports.map((support) => ranked(support, supportMin));
  const columnCount = (most: number) => 2 * levels.reduce((sum, { length }) => sum + Math.min(length, most), 0);
  let most = Math.max(...levels.map(({ length }) => length));
  while (most > 0 && columnCount(most) > columnCountMax) most--;
  return { categories: levels.map((names) => names.slice(0, most).sort(compare)) };
}

/** How many views are of a category, of whatever level, that has a column. */
export function countKnownViews({ views }: Session, { categories }: Vocabulary): number {
  const known = categories.map((names) => new Set(names));
  return views.filter((view) => known.some((names, level) => level < view.length && names.has(view[level] as string)))
    .length;
}

/** Counts more sessions, in place: none twice. */
export function countSupports(
  supports: Supports,
  sessions: readonly Session[],
  { levelCount }: VocabularyOptions = VOCABULARY_OPTIONS,
): Supports {
  for (let level = 0; level < levelCount; level++) {
    const support = supports[level] ?? new Map<string, number>();
    supports[level] = support;
    for (const { views } of sessions) {
      const names = new Set<string>();
      for (const view of views) {
        const name = view[level];
        if (name !== undefined) names.add(name);
      }
      for (const name of names) support.set(name, (support.get(name) ?? 0) + 1);
    }
  }
  return supports;
}

/** Those in enough sessions, the most first, of those with as many the first by name. */
function ranked(support: Map<string, number>, supportMin: number): string[] {
  return [...support]
    .filter(([, count]) => count >= supportMin)
    .sort(([a, countA], [b, countB]) => countB - countA || compare(a, b))
    .map(([name]) => name);
}

/** By code unit, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
