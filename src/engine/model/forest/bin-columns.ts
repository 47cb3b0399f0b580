// Columns as codes that trees are grown on. A code is a bin among 256 (as Ke et al., LightGBM, 2017) and a part of that bin among 255. At
// the root a split is looked for among the bins, further down among ever finer parts of the bins that are left. So a value is told from
// its neighbour unless a bin holds more than 255 values.
import { orderer } from "../../math/ascending-order.ts";
import { finish, type Work } from "../../math/work.ts";

export interface Bins {
  /** Two bytes a value, column by column: the bin and its part, in the order of the values. */
  codes: Uint16Array;
  /** Per column how many of the lowest bits of a code tell nothing more: 8 where no bin has parts. */
  shifts: Int32Array;
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

/** NaN is a missing value. */
export function binColumns(columns: readonly Float64Array[], rowCount: number): Bins {
  return finish(binInSlices(columns, rowCount));
}

/** The same column by column. */
export function* binInSlices(columns: readonly Float64Array[], rowCount: number): Work<Bins> {
  const codes = new Uint16Array(rowCount * columns.length).fill(MISSING);
  const shifts = new Int32Array(columns.length);
  const order = orderer(rowCount);
  const counts = new Uint32Array(rowCount);
  for (const [j, column] of columns.entries()) {
    const rows = order(column);
    const { codeOf, shift } = encode(countValues(column, rows, counts));
    const of = codes.subarray(j * rowCount, (j + 1) * rowCount);
    let at = 0;
    codeOf.forEach((code, value) => {
      for (const end = at + (counts[value] as number); at < end; at++) of[rows[at] as number] = code;
    });
    shifts[j] = shift;
    yield binSeconds(rowCount, 1);
  }
  return { codes, shifts };
}

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
function encode(counts: Uint32Array): { codeOf: Uint16Array; shift: number } {
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
function dealRows(counts: Uint32Array, most: number): number[] {
  if (counts.length <= most) return Array.from(counts, (_, i) => i + 1);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const isFrequent = (i: number) => (counts[i] as number) * most >= total;
  let bins = most; // left to the values that are not frequent
  let rows = total; // that they have
  counts.forEach((count, i) => {
    if (!isFrequent(i)) return;
    bins--;
    rows -= count;
  });
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
