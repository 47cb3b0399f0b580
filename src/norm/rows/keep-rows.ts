// The rows of a batch → the factors that are kept of them: of each fold, and of the steps from row to row; where rows fade, of each day or
// month by itself.

import type { Feature, Inferred } from "../../engine/feature/feature.ts";
import { type LastRow, stepColumns, stepRows, takenSteps } from "../../engine/feature/steps.ts";
import type { Table } from "../../engine/feature/table.ts";
import { accumulate, type Factor, merge, noRows } from "../../engine/kernel/factor.ts";
import type { Kernel } from "../../engine/kernel/kernel.ts";
import { accumulateLevels, type Levels } from "../../engine/kernel/level-factor.ts";
import { CALENDARS, type Calendar, levelCount, levels } from "../../engine/time/calendar.ts";
import { dealToFolds, dealWeeksToFolds, FOLD_COUNT } from "../../engine/time/fold.ts";
import { type Unit, unitEnd, unitOf } from "../../engine/time/forget.ts";
import { encodeParts, lengthMax, PARTS_TEXT_MAX, type Part, STEPS_SIZE_MAX } from "../store/parts.ts";
import type { NormParts } from "./levels.ts";
import type { Observation } from "./observe.ts";

interface Rows {
  /** All columns that are learned from, y last. */
  columns: readonly Float64Array[];
  /** What rows without times are dealt to folds by, and as many whatever levels there are. */
  dealt: readonly Float64Array[];
  /** What each row of the table weighs; 1 unless given. */
  weights: Float64Array | undefined;
  x: Table;
  /** Indexes of the complete rows, ascending. */
  used: Uint32Array;
  observed: Observation;
  /** The row that the first one may follow. */
  lastRow: LastRow | null;
}

/** Oldest first. `kept`: the features that `columns` are of. */
export function keepRows(
  kernel: Kernel,
  { specification, inferred, kept }: NormParts & { inferred: Inferred; kept: readonly Feature[] },
  { columns, dealt, weights, x, used, observed, lastRow }: Rows,
): Part[] {
  const { instants, local } = observed;
  const longest = weights === undefined ? levelsOf(kept, local, x) : null;
  const follows = observed.follows(lastRow?.ms ?? null);
  const isTaken = takenSteps(inferred, instants, dealt.length);
  const hasSteps = columns.length < STEPS_SIZE_MAX;
  const allSteps = stepRows(used, { follows, last: lastRow, isTaken });
  const keep = (rows: Uint32Array): Part => {
    const folds = inferred.timed ? dealWeeksToFolds(local, rows, FOLD_COUNT) : dealToFolds(dealt, rows, FOLD_COUNT);
    // A step belongs to the row that it leads to, wherever it comes from, and weighs as much.
    const [first = 0, last = -1] = [rows[0], rows.at(-1)];
    const to = between(allSteps, first, last);
    const steps = stepColumns(columns, to, lastRow);
    const stepWeights = weights && Float64Array.from(to, (row) => weights[row] as number);
    return {
      folds: folds.map((of) =>
        longest === null ? accumulate(kernel, columns, of, weights) : accumulateLevels(kernel, columns, of, longest),
      ),
      steps: hasSteps ? accumulate(kernel, steps, rowsOf(steps), stepWeights) : noRows(columns.length + 1),
      endedMs: instants?.[rows.at(-1) ?? instants.length - 1] ?? null,
    };
  };
  const { forget } = specification;
  if (forget === undefined || !inferred.timed) return [keep(used)];
  const cut = cutByAge(local, used, { unit: unitOf(forget), columnCount: columns.length });
  return fitParts(kernel, cut.map(keep));
}

/** The levels that most columns are spent on, which cost least where they are known to be such; null where there are none. */
function levelsOf(of: readonly Feature[], local: Float64Array, x: Table): Levels | null {
  const calendars = of.map(({ term }) => (term.kind === "level" ? term.calendar : null));
  const [longest] = (Object.keys(CALENDARS) as Calendar[])
    .filter((calendar) => calendars.includes(calendar))
    .sort((a, b) => levelCount(b) - levelCount(a));
  const category = categoryOf(of, x);
  if (longest === undefined || (category !== null && category.count > levelCount(longest))) return category;
  const { first } = CALENDARS[longest];
  return {
    from: calendars.indexOf(longest),
    count: levelCount(longest),
    of: levels(longest, local).map((level) => level - first),
  };
}

/** The same of the category of most levels. */
function categoryOf(of: readonly Feature[], x: Table): Levels | null {
  let most: Levels | null = null;
  for (const [column, { names }] of x.levels ?? []) {
    const own = of.flatMap(({ term }, j) =>
      term.kind === "category" && term.column === column ? [{ j, level: term.level as string }] : [],
    );
    if (own.length <= (most?.count ?? 1)) continue;
    const numbers = names.map((name) => own.findIndex(({ level }) => level === name) + 1);
    const values = x.values[x.columns.indexOf(column)] as Float64Array;
    most = {
      from: own[0]?.j as number,
      count: own.length,
      of: values.map((place) => (Number.isNaN(place) ? 0 : (numbers[place] as number))),
    };
  }
  return most;
}

// Days or months of a batch that are kept apart: a year of days, in 20 MB while they are at hand; what is older is kept as one.
const UNITS_MAX = 366;
const UNITS_BYTES_MAX = 20_000_000;

/** How many are, of factors of so many columns. */
export function unitsMax(size: number): number {
  return Math.max(1, Math.min(UNITS_MAX, Math.floor(UNITS_BYTES_MAX / (8 * (FOLD_COUNT + 1) * size ** 2))));
}

/** The rows of each day or month, oldest first. */
function cutByAge(
  local: Float64Array,
  used: Uint32Array,
  { unit, columnCount }: { unit: Unit; columnCount: number },
): Uint32Array[] {
  const most = unitsMax(columnCount + 1);
  const starts = [...used.keys()].filter((i) => {
    const end = (at: number) => unitEnd(local[used[at] as number] as number, unit);
    return i > 0 && end(i) !== end(i - 1);
  });
  const bounds = [0, ...starts.slice(Math.max(0, starts.length - most + 1)), used.length];
  return bounds.slice(1).map((to, i) => used.subarray(bounds[i], to));
}

/** As many of the newest parts as fit into a row, and one of all that are older. */
export function fitParts(kernel: Kernel, parts: Part[]): Part[] {
  const lengths = parts.map((part) => encodeParts([part], null).length);
  let length = 0;
  let from = parts.length;
  // One merge of all that do not fit is as long as the longest factors can be.
  const longest = lengthMax((parts[0] as Part).steps.size);
  while (from > 0 && length + (lengths[from - 1] as number) + (from > 1 ? longest : 0) <= PARTS_TEXT_MAX) {
    length += lengths[--from] as number;
  }
  if (from === 0) return parts;
  const older = parts.slice(0, Math.max(from, 1));
  return [mergeParts(kernel, older), ...parts.slice(older.length)];
}

/** One of several, oldest first. */
export function mergeParts(kernel: Kernel, parts: readonly Part[]): Part {
  const merged = (of: (part: Part) => Factor) => merge(kernel, parts.map(of));
  return {
    folds: Array.from({ length: FOLD_COUNT }, (_, i) => merged(({ folds }) => folds[i] as Factor)),
    steps: merged(({ steps }) => steps),
    endedMs: (parts.at(-1) as Part).endedMs,
  };
}

function rowsOf([column]: readonly Float64Array[]): Uint32Array {
  return Uint32Array.from((column as Float64Array).keys());
}

/** The values between two, both included; ascending. */
function between(values: Uint32Array, first: number, last: number): Uint32Array {
  const from = values.findIndex((value) => value >= first);
  const to = values.findLastIndex((value) => value <= last);
  return from < 0 ? values.subarray(0, 0) : values.subarray(from, to + 1);
}
