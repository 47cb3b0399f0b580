// Columns as codes that trees are grown on. A code is a bin among 256 (as Ke et al., LightGBM, 2017) and a part of that bin among 255. At
// the root a split is looked for among the bins, further down among ever finer parts of the bins that are left. So a value is told from
// its neighbour unless a bin holds more than 255 values.
import { assert } from "../../../error.ts";
import { orderer } from "../../math/ascending-order.ts";
import { finish, type Work } from "../../math/work.ts";

export interface Bins {
  /** Two bytes a value, column by column: the bin and its part, in the order of the values. */
  codes: Uint16Array;
  /** Per column how many of the lowest bits of a code tell nothing more: 8 where no bin has parts. */
  shifts: Int32Array;
  /** Per column how many levels it has, whose numbers are its codes; 0 of numbers. */
  levels: Int32Array;
}

export const BINS_MAX = 256;
/** One fewer than a byte holds, so that no value has the code of the missing ones. */
export const PARTS_MAX = 255;
export const MISSING = 0xffff;

// Sorting, and finding the bin of each value: for a value, times log₂ of the rows.
const BIN_SECONDS = 1.7e-8;

/** What binning takes for so many columns. */
export function binSeconds(rowCount: number, columnCount: number): number {
  return BIN_SECONDS * rowCount * columnCount * Math.log2(rowCount + 1);
}

interface Kinds {
  /** Of each column how many levels it has; 0 of numbers, as all are unless given. */
  levels?: readonly number[] | undefined;
  /** For how many rows each one stands, where bins of numbers are dealt by rows; 1 unless given. */
  standFor?: Float64Array | undefined;
}

/** NaN is a missing value. */
export function binColumns(columns: readonly Float64Array[], rowCount: number, kinds: Kinds = {}): Bins {
  return finish(binInSlices(columns, rowCount, kinds));
}

/** The same column by column. */
export function* binInSlices(
  columns: readonly Float64Array[],
  rowCount: number,
  { levels: given = [], standFor }: Kinds = {},
): Work<Bins> {
  const codes = new Uint16Array(rowCount * columns.length).fill(MISSING);
  const shifts = new Int32Array(columns.length);
  const levels = Int32Array.from(columns, (_, j) => given[j] ?? 0);
  const order = orderer(rowCount);
  const counts = new Uint32Array(rowCount);
  for (const [j, column] of columns.entries()) {
    const of = codes.subarray(j * rowCount, (j + 1) * rowCount);
    if (levels[j] !== 0) {
      takeLevels(column, levels[j] as number, of);
      continue;
    }
    const rows = order(column);
    const countsOfValues = countValues(column, rows, counts);
    const { codeOf, shift } = encode(standFor ? sumUp(countsOfValues, rows, standFor) : countsOfValues);
    let at = 0;
    codeOf.forEach((code, value) => {
      for (const end = at + (counts[value] as number); at < end; at++) of[rows[at] as number] = code;
    });
    shifts[j] = shift;
    yield binSeconds(rowCount, 1);
  }
  return { codes, shifts, levels };
}

/** The number of a level is its code. */
function takeLevels(column: Float64Array, count: number, codes: Uint16Array): void {
  for (let row = 0; row < codes.length; row++) {
    const level = column[row] as number;
    if (Number.isNaN(level)) continue;
    assert(Number.isInteger(level) && level >= 0 && level < count, `level ${level} of row ${row} is none of ${count}`);
    codes[row] = level;
  }
}

/** For how many rows those of each distinct value stand. */
function sumUp(counts: Uint32Array, rows: Uint32Array, standFor: Float64Array): Float64Array {
  let at = 0;
  return Float64Array.from(counts, (count) => {
    let sum = 0;
    for (const end = at + count; at < end; at++) sum += standFor[rows[at] as number] as number;
    return sum;
  });
}

/** Of each distinct value, how many rows have it, or stand for. */
type Counts = Uint32Array | Float64Array;

/** How many rows have each distinct value, in the order of the values; `counts`: room for them. */
function countValues(column: Float64Array, rows: Uint32Array, counts: Uint32Array): Uint32Array {
  let distinct = 0;
  let last = Number.NaN;
  for (let i = 0; i < rows.length; i++) {
    const value = column[rows[i] as number] as number;
    if (value !== last) counts[distinct++] = 0;
    counts[distinct - 1] = (counts[distinct - 1] as number) + 1;
    last = value;
  }
  return counts.subarray(0, distinct);
}

/** Of each distinct value its code. Parts of a bin are spread over its byte, so that few are told apart by the highest bits. */
function encode(counts: Counts): { codeOf: Uint16Array; shift: number } {
  const codeOf = new Uint16Array(counts.length);
  let partsMost = 1;
  let from = 0;
  dealRows(counts, BINS_MAX).forEach((to, bin) => {
    const parts = dealRows(counts.subarray(from, to), PARTS_MAX);
    parts.forEach((end, part) => {
      codeOf.fill((bin << 8) | Math.floor((256 * part) / parts.length), from + (parts[part - 1] ?? 0), from + end);
    });
    partsMost = Math.max(partsMost, parts.length);
    from = to;
  });
  return { codeOf, shift: Math.floor(Math.log2(256 / partsMost)) };
}

/**
 * Where each bin ends (the place after its last value): one for each value; of too many, a value that has a share of all rows has its
 * own, and the others are dealt by rows among the bins that are left.
 */
function dealRows(counts: Counts, most: number): number[] {
  if (counts.length <= most) return Array.from(counts, (_, i) => i + 1);
  let total = 0;
  for (const count of counts) total += count;
  const isFrequent = (i: number) => (counts[i] as number) * most >= total;
  let bins = most; // left to the values that are not frequent
  let rows = total; // that they have
  for (let i = 0; i < counts.length; i++) {
    if (!isFrequent(i)) continue;
    bins--;
    rows -= counts[i] as number;
  }
  const ends: number[] = [];
  let held = 0; // rows of the bin that is being filled
  for (let i = 0; i + 1 < counts.length; i++) {
    if (isFrequent(i)) {
      ends.push(i + 1);
      rows -= held;
      held = 0;
      continue;
    }
    held += counts[i] as number;
    // The last bin stays for what follows the last frequent value.
    if (held < rows / bins && !(isFrequent(i + 1) && bins > 1)) continue;
    ends.push(i + 1);
    bins--;
    rows -= held;
    held = 0;
  }
  ends.push(counts.length);
  return ends;
}
