// What a linear model or a machine, which know numbers only, take in place of levels and gaps: learned from the rows that are fitted on, and
// part of what is learned, so that a unit is asked about codes. A number stays one column, and has another where it is often missing; levels
// are a column of 0 and 1 each, the rare ones together (one-hot, as scikit-learn's OneHotEncoder with infrequent categories).
import * as v from "valibot";
import { exactObject } from "../parameter/exact-object.ts";
import { learnedNumbers } from "./learned-numbers.ts";
import type { Shape } from "./training-set.ts";

export interface Encoding {
  /** Of each column what stands in for a missing number; 0 of levels. */
  standIns: Float64Array;
  /** Whether a column beside it says where a number was missing, 0 or 1 a column. */
  indicated: Uint8Array;
  /** Of each column how many levels it has; 0 of numbers. */
  levels: Uint32Array;
  /**
   * For the columns of levels, one after the other, where a 1 stands among the column's own: for each level, for a missing value, and for a
   * level that was not there. −1: nowhere.
   */
  places: Int32Array;
}

/** What stands beside the levels of a column. */
export const BESIDE_LEVELS = { missing: 0, unseen: 1, count: 2 } as const;

/** So many columns stand for one of levels at most: of ten thousand the most frequent, and one for all others. */
export const LEVEL_COLUMNS_MAX = 100;

/** Where the columns begin that stand for each column, and where the last ones end. */
export function startsOf({ indicated, levels, places }: Encoding): Uint32Array {
  const starts = new Uint32Array(levels.length + 1);
  let from = 0;
  for (const [j, count] of levels.entries()) {
    const to = from + (count === 0 ? 0 : count + BESIDE_LEVELS.count);
    const width = count === 0 ? 1 + (indicated[j] as number) : 1 + largest(places.subarray(from, to));
    starts[j + 1] = (starts[j] as number) + width;
    from = to;
  }
  return starts;
}

/** How many columns the encoded table has. */
export function encodedWidth(encoding: Encoding): number {
  return startsOf(encoding).at(-1) as number;
}

/** The same at most, before anything is learned; of numbers as if none were often missing, unless all may be (`withGaps`). */
export function encodedMost({ columnCount, levels = [] }: Shape, withGaps = false): number {
  const ofNumbers = withGaps ? 2 : 1;
  const widths = levels.map((count) =>
    count === 0 ? ofNumbers : Math.min(LEVEL_COLUMNS_MAX, count + BESIDE_LEVELS.count),
  );
  return widths.reduce((sum, width) => sum + width, ofNumbers * (columnCount - widths.length));
}

/** What an encoding takes at most. */
export function encodingBytes({ columnCount, levels = [] }: Shape): number {
  return levels.reduce((sum, count) => sum + 4 * (count + BESIDE_LEVELS.count), 13 * columnCount);
}

/** A number for each column: the norm of those of the columns that stand for it. */
export function normsByColumn(encoding: Encoding, values: Float64Array): Float64Array {
  const starts = startsOf(encoding);
  return encoding.standIns.map((_, j) => {
    const own = values.subarray(starts[j], starts[j + 1]);
    return own.length === 1 ? Math.abs(own[0] as number) : Math.hypot(...own);
  });
}

/** Whether an encoding from outside is of such a table, and leads nowhere else. */
export function encodingSchema({ columnCount, levels: given }: Shape) {
  const levels = Array.from({ length: columnCount }, (_, j) => given?.[j] ?? 0);
  const placeCount = levels.reduce((sum, count) => sum + (count === 0 ? 0 : count + BESIDE_LEVELS.count), 0);
  return exactObject({
    standIns: learnedNumbers(columnCount),
    indicated: v.pipe(
      v.instance(Uint8Array),
      v.check(({ length }) => length === columnCount, `not ${columnCount} numbers`),
      v.check((of) => of.every((is, j) => is === 0 || (is === 1 && levels[j] === 0)), "not 0, or 1 of numbers"),
    ),
    levels: v.pipe(
      v.instance(Uint32Array),
      v.check(
        (of) => of.length === columnCount && of.every((count, j) => count === levels[j]),
        "not the model's levels",
      ),
    ),
    places: v.pipe(
      v.instance(Int32Array),
      v.check(({ length }) => length === placeCount, `not ${placeCount} places`),
      v.check(
        (of) => of.every((place) => place >= -1 && place < LEVEL_COLUMNS_MAX),
        `not from -1 to ${LEVEL_COLUMNS_MAX - 1}`,
      ),
    ),
  });
}

function largest(values: Int32Array): number {
  return values.reduce((most, value) => Math.max(most, value), -1);
}
