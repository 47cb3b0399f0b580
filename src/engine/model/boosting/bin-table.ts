// Columns as bins, 255 at most and one for missing values (scikit-learn's HistGradientBoosting): of few values each has its own, of more they are
// parted at quantiles. Of levels each has its own, and the rare ones share the last.
import { type BoostedTable, KINDS, MISSING_BIN } from "../../kernel/boosting/boosted-table.ts";
import type { BoostingKernel } from "../../kernel/boosting/boosting-kernel.ts";
import type { Work } from "../../math/work.ts";

export interface BinnedColumn {
  bins: Uint8Array;
  kind: number;
  /** Whether some of the rows that trees are grown on have no value. */
  hasGaps: boolean;
  binCount: number;
  /** Of numbers, between the bins: a value is in the bin after all that are below it. */
  thresholds: Float64Array;
  /** Of levels, those of each bin. */
  levels: readonly (readonly number[])[];
}

interface Binned {
  /** Rows in the order in which trees take them. */
  columns: readonly Float64Array[];
  /** The first rows, of which thresholds and levels are learned. */
  grownRowCount: number;
  levels?: readonly number[] | undefined;
  binsMax: number;
}

// To sort a value, and to find its bin.
const BIN_SECONDS = 2.5e-8;

/** What binning takes for so many values. */
export function binSeconds(rowCount: number, columnCount: number): number {
  return BIN_SECONDS * rowCount * columnCount;
}

export function* binTable(kernel: BoostingKernel, { columns, levels, ...of }: Binned): Work<BinnedColumn[]> {
  const binned: BinnedColumn[] = [];
  for (const [j, column] of columns.entries()) {
    const levelCount = levels?.[j] ?? 0;
    binned.push(levelCount > 0 ? binLevels(column, levelCount, of) : binNumbers(kernel, column, of));
    yield binSeconds(column.length, 1);
  }
  return binned;
}

/** What a kernel is told of the columns. */
export function tableOf(columns: readonly BinnedColumn[]): Pick<BoostedTable, "bins" | "kinds" | "binCounts"> {
  return {
    bins: columns.map(({ bins }) => bins),
    kinds: Int32Array.from(columns, ({ kind }) => kind),
    binCounts: Int32Array.from(columns, ({ binCount }) => binCount),
  };
}

type Limits = Pick<Binned, "grownRowCount" | "binsMax">;

function binNumbers(kernel: BoostingKernel, column: Float64Array, { grownRowCount, binsMax }: Limits): BinnedColumn {
  const grown = column.subarray(0, grownRowCount);
  const present = grown.some(Number.isNaN) ? grown.filter((value) => !Number.isNaN(value)) : grown;
  const thresholds = thresholdsOf(kernel.sorted(present), binsMax);
  const hasGaps = present.length < grown.length;
  return {
    bins: kernel.binsOf(column, thresholds),
    kind: hasGaps ? KINDS.numbersWithGaps : KINDS.numbers,
    hasGaps,
    binCount: thresholds.length + 1,
    thresholds,
    levels: [],
  };
}

/** Midway between neighbours where there are few values; else at quantiles, each midway between the two values that it lies between. */
function thresholdsOf(sorted: Float64Array, binsMax: number): Float64Array {
  const distinct = distinctOf(sorted, binsMax);
  if (distinct !== null)
    return Float64Array.from(distinct.slice(1), (value, i) => midway(distinct[i] as number, value));
  const thresholds = new Float64Array(binsMax - 1);
  for (let i = 0; i < thresholds.length; i++) {
    const place = ((i + 1) / binsMax) * (sorted.length - 1);
    thresholds[i] = midway(sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number);
  }
  return thresholds;
}

/** null where there are more than so many. */
function distinctOf(sorted: Float64Array, most: number): number[] | null {
  const distinct: number[] = [];
  for (const value of sorted) {
    if (value === distinct.at(-1)) continue;
    if (distinct.length === most) return null;
    distinct.push(value);
  }
  return distinct;
}

function midway(a: number, b: number): number {
  return Number.isFinite(a + b) ? 0.5 * (a + b) : 0.5 * a + 0.5 * b;
}

function binLevels(column: Float64Array, levelCount: number, { grownRowCount, binsMax }: Limits): BinnedColumn {
  const counts = new Uint32Array(levelCount);
  for (let row = 0; row < grownRowCount; row++) {
    const level = column[row] as number;
    if (!Number.isNaN(level)) counts[level] = (counts[level] as number) + 1;
  }
  const present = [...counts.keys()].filter((level) => (counts[level] as number) > 0);
  const levels = groupLevels(present, counts, binsMax);
  // A level of rows that are held out alone is as one that was never seen: as if missing.
  const binOf = new Uint8Array(levelCount).fill(MISSING_BIN);
  levels.forEach((group, bin) => {
    for (const level of group) binOf[level] = bin;
  });
  const bins = Uint8Array.from(column, (level) => (Number.isNaN(level) ? MISSING_BIN : (binOf[level] as number)));
  const hasGaps = bins.subarray(0, grownRowCount).includes(MISSING_BIN);
  return { bins, kind: KINDS.levels, hasGaps, binCount: levels.length, thresholds: new Float64Array(), levels };
}

/** Each in a bin of its own; of too many the most frequent ones, the others together. */
function groupLevels(present: readonly number[], counts: Uint32Array, binsMax: number): number[][] {
  if (present.length <= binsMax) return present.map((level) => [level]);
  const byCount = present.toSorted((a, b) => (counts[b] as number) - (counts[a] as number));
  const own = byCount.slice(0, binsMax - 1).sort((a, b) => a - b);
  return [...own.map((level) => [level]), byCount.slice(binsMax - 1).sort((a, b) => a - b)];
}
