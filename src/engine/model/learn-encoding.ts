// How levels and gaps become columns of numbers, by the rows that are fitted on and no others: learned from held-out rows too, it would
// flatter the score. Rows count by their weights, so that one that weighs k is k rows.
import { weightedMedian } from "../math/weighted-median.ts";
import { BESIDE_LEVELS, type Encoding, LEVEL_COLUMNS_MAX } from "./encoding.ts";
import type { TrainingSet } from "./training-set.ts";

// A level of fewer rows is rare, and shares a column with the other rare ones: ten rows for each coefficient is the old rule (Peduzzi et al.
// 1996), in small tables a twentieth of the rows, so that something is left to tell apart; but what one row has tells nothing of another.
const ROWS_OF_LEVEL = 10;
const ROWS_OF_LEVEL_LEAST = 2;
const SHARE_OF_LEVEL = 1 / 20;

// A number is told to be missing where that is so of a share of the rows; of fewer, whether it is missing has no coefficient worth having.
const SHARE_MISSING = 0.01;

/** By the given rows; all unless given. */
export function learnEncoding(
  { columns, levels: given, weights }: Pick<TrainingSet, "columns" | "levels" | "weights">,
  rows?: Uint32Array,
): Encoding {
  const levels = Uint32Array.from(columns, (_, j) => given?.[j] ?? 0);
  const of = { rows: rows ?? Uint32Array.from((columns[0] ?? new Float64Array()).keys()), weights };
  const total = sumOf(of);
  const numbers = columns.map((column, j) => (levels[j] === 0 ? learnNumbers(column, of, total) : NO_NUMBERS));
  const places = columns.flatMap((column, j) =>
    levels[j] === 0 ? [] : placeLevels(countLevels(column, levels[j] as number, of), rareBelow(total, of.rows.length)),
  );
  return {
    standIns: Float64Array.from(numbers, ({ standIn }) => standIn),
    indicated: Uint8Array.from(numbers, ({ isIndicated }) => Number(isIndicated)),
    levels,
    places: Int32Array.from(places.flatMap((of) => [...of])),
  };
}

interface Rows {
  rows: Uint32Array;
  /** Of each row of the table; 1 unless given. */
  weights?: Float64Array | undefined;
}

const NO_NUMBERS = { standIn: 0, isIndicated: false };

/** For a missing number stands the median; the mean where none was missing, which takes no sorting. */
function learnNumbers(column: Float64Array, of: Rows, total: number): typeof NO_NUMBERS {
  const sum = sumOf(of, column);
  if (!Number.isNaN(sum)) return { standIn: total > 0 ? sum / total : 0, isIndicated: false };
  const present = of.rows.filter((row) => !Number.isNaN(column[row]));
  const missing = total - sumOf({ ...of, rows: present });
  const values = Float64Array.from(present, (row) => column[row] as number);
  const weights = of.weights && Float64Array.from(present, (row) => of.weights?.[row] as number);
  return { standIn: weightedMedian(values, weights) ?? 0, isIndicated: missing >= SHARE_MISSING * total };
}

/** Of a column's numbers; of the weights themselves where none is given. */
function sumOf({ rows, weights }: Rows, column?: Float64Array): number {
  let sum = 0;
  // Most tables are learned from whole and by equal weights: then there is nothing to look up.
  if (column !== undefined && weights === undefined && rows.length === column.length) {
    for (let row = 0; row < column.length; row++) sum += column[row] as number;
    return sum;
  }
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const weight = weights === undefined ? 1 : (weights[row] as number);
    sum += column === undefined ? weight : weight * (column[row] as number);
  }
  return sum;
}

/** What the rows of each level weigh, and last those of none. */
function countLevels(column: Float64Array, count: number, { rows, weights }: Rows): Float64Array {
  const counts = new Float64Array(count + 1);
  for (const row of rows) {
    const code = column[row] as number;
    const level = Number.isNaN(code) ? count : code;
    counts[level] = (counts[level] as number) + (weights?.[row] ?? 1);
  }
  return counts;
}

/** Weights that are below 1 on average count as shares of it: their scale says nothing of how many rows there are. */
function rareBelow(total: number, rowCount: number): number {
  const unit = Math.min(1, total / rowCount);
  return unit * Math.max(ROWS_OF_LEVEL_LEAST, Math.min(ROWS_OF_LEVEL, (SHARE_OF_LEVEL * total) / unit));
}

/** Levels that are not rare have a column each, in their order, then the missing ones; the others share the last. */
function placeLevels(counts: Float64Array, rare: number): Int32Array {
  const missing = counts.length - 1 + BESIDE_LEVELS.missing;
  const frequent = [...counts.keys()].filter((level) => (counts[level] as number) >= rare);
  const present = counts.reduce((sum, count) => sum + Number(count > 0), 0);
  const isFew =
    frequent.length < LEVEL_COLUMNS_MAX || (frequent.length === LEVEL_COLUMNS_MAX && present === frequent.length);
  // Of as many rows the first ones.
  const byRows = frequent.toSorted((a, b) => (counts[b] as number) - (counts[a] as number));
  const kept = isFew ? frequent : byRows.slice(0, LEVEL_COLUMNS_MAX - 1).sort((a, b) => a - b);
  const other = present > kept.length ? kept.length : -1;
  const places = new Int32Array(missing + BESIDE_LEVELS.count).fill(other);
  for (const [place, level] of kept.entries()) places[level] = place;
  return places;
}
