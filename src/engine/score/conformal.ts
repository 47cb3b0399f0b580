// Conformal intervals: how far predictions were from rows that were not learned from says how far they will be from the next ones. Of n scores
// of such rows the ⌈(n + 1)·level⌉-th smallest is taken: where they and that of the next row are exchangeable, it is no less than the latter
// with probability `level` at least, and level + 1/(n + 1) at most where no two are equal (Vovk, Gammerman & Shafer 2005; Lei et al. 2018).
// What is exchangeable, and what is only nearly so, is for the caller to say.

import type { Ends } from "../model/raw-responses.ts";

// A level in decimals times n + 1 may come out larger than it is.
const ROUNDING = 4 * Number.EPSILON;

/** Of n ascending scores the number, from 1, of the one that an interval reaches to; n + 1 where so few cannot tell. */
export function conformalRank(n: number, level: number): number {
  return Math.min(n + 1, Math.ceil((n + 1) * level * (1 - ROUNDING)));
}

/** The largest level that n scores can tell. */
export function largestLevel(n: number): number {
  return n / (n + 1);
}

/** The score that an interval reaches to; Infinity where there are too few. */
export function conformalQuantile(scores: ArrayLike<number>, level: number): number {
  return Float64Array.from(scores).sort()[conformalRank(scores.length, level) - 1] ?? Number.POSITIVE_INFINITY;
}

/** |y − ŷ| of each row. */
export function absoluteScores(actual: Float64Array, predicted: Float64Array): Float64Array {
  return actual.map((y, row) => Math.abs(y - (predicted[row] as number)));
}

/** By how much y is outside of its ends, negative within: max(lower − y, y − upper) (Romano, Patterson & Candès 2019). */
export function endScores(actual: Float64Array, { lower, upper }: Ends): Float64Array {
  return actual.map((y, row) => Math.max((lower[row] as number) - y, y - (upper[row] as number)));
}

/** Both ends moved outwards by `by`, or inwards where that is negative; ends that would pass each other meet in the middle. */
export function widen({ lower, upper }: Ends, by: number): Ends {
  const middle = (row: number) => ((lower[row] as number) + (upper[row] as number)) / 2;
  const isEmpty = (row: number) => (upper[row] as number) - (lower[row] as number) + 2 * by < 0;
  return {
    lower: lower.map((end, row) => (isEmpty(row) ? middle(row) : end - by)),
    upper: upper.map((end, row) => (isEmpty(row) ? middle(row) : end + by)),
  };
}

/** The scores that are kept of so many rows, ascending, and which they are: `ranks` from 1, the last one `rows`. */
export interface ScoreTable {
  rows: number;
  ranks: number[];
  scores: number[];
}

/** 8 kB of scores: of up to so many rows all are kept. */
export const SCORES_KEPT_MAX = 1_000;

// Of more rows the largest are all kept, for levels near 1 need them; of the others as many, evenly.
const LARGEST_KEPT = SCORES_KEPT_MAX / 2;

/** Of up to SCORES_KEPT_MAX scores all; of more the largest half of that, and as many of the others at even distances. */
export function tabulateScores(scores: Float64Array): ScoreTable {
  const sorted = scores.toSorted();
  const rows = sorted.length;
  const others = rows - LARGEST_KEPT;
  const ranks = Array.from({ length: Math.min(rows, SCORES_KEPT_MAX) }, (_, i) => {
    if (rows <= SCORES_KEPT_MAX) return i + 1;
    return i < LARGEST_KEPT ? Math.round(((i + 1) * others) / LARGEST_KEPT) : others + i + 1 - LARGEST_KEPT;
  });
  return { rows, ranks, scores: ranks.map((rank) => sorted[rank - 1] as number) };
}

/**
 * As conformalQuantile; where the score asked for is not kept, the next larger one that is: an interval then holds up to 1/LARGEST_KEPT of
 * the rows more than it was asked to, never fewer.
 */
export function quantileOf({ rows, ranks, scores }: ScoreTable, level: number): number {
  const rank = conformalRank(rows, level);
  const at = ranks.findIndex((kept) => kept >= rank);
  return at < 0 ? Number.POSITIVE_INFINITY : (scores[at] as number);
}

/** The scores of each fold, ascending. `folds`: the fold of each score. */
export function sortByFold(scores: Float64Array, folds: ArrayLike<number>): Float64Array[] {
  const byFold = new Map<number, number[]>();
  for (let row = 0; row < scores.length; row++) {
    const fold = folds[row] as number;
    const own = byFold.get(fold);
    if (own === undefined) byFold.set(fold, [scores[row] as number]);
    else own.push(scores[row] as number);
  }
  return Array.from(byFold.values(), (own) => new Float64Array(own).sort());
}

/** The share of rows within intervals that the scores of the other folds give, fold by fold; null where those are too few. */
export function coverageByFolds(byFold: readonly Float64Array[], level: number): number | null {
  let [covered, rows] = [0, 0];
  for (const own of byFold) {
    const most = quantileOfAll(
      byFold.filter((scores) => scores !== own),
      level,
    );
    if (most === Number.POSITIVE_INFINITY) return null;
    covered += countUpTo(own, most);
    rows += own.length;
  }
  return rows === 0 ? null : covered / rows;
}

/** The conformalQuantile of several ascending lists together: the least of their scores with as many up to it as its rank. */
function quantileOfAll(lists: readonly Float64Array[], level: number): number {
  const rank = conformalRank(
    lists.reduce((sum, { length }) => sum + length, 0),
    level,
  );
  let best = Number.POSITIVE_INFINITY;
  for (const scores of lists) {
    // In each list the first score that has as many up to it, if any has.
    let [from, to] = [0, scores.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const score = scores[middle] as number;
      const upTo = lists.reduce((sum, each) => sum + countUpTo(each, score), 0);
      if (upTo >= rank) to = middle;
      else from = middle + 1;
    }
    best = Math.min(best, scores[from] ?? Number.POSITIVE_INFINITY);
  }
  return best;
}

/** How many of ascending scores are no larger than one. */
function countUpTo(scores: Float64Array, most: number): number {
  let [from, to] = [0, scores.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((scores[middle] as number) <= most) from = middle + 1;
    else to = middle;
  }
  return from;
}
