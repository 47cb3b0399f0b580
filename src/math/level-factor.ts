// The factor of rows of which some columns are levels: in each row at most one of them is 1, all others are 0, as hours of the week are.
// The rows of one level are centred by one reflection, which leaves a row of their means and rows without levels: what is left to
// reduce is as wide as the other columns. 168 hours and 33 other columns so cost a thirtieth of 201 columns.

import { accumulate, type Factor, factorOf } from "./factor.ts";
import { BLOCK_ROW_COUNT, type FactorKernel } from "./factor-kernel.ts";

/** Columns `from` … `from + count − 1` are levels; `of`: which of them each row of the table has, from 1; 0 for none. */
export interface Levels {
  from: number;
  count: number;
  of: Float64Array;
}

/** As accumulate, to the same digits. */
export function accumulateLevels(
  kernel: FactorKernel,
  columns: readonly Float64Array[],
  rows: Uint32Array,
  levels: Levels | null,
): Factor {
  // Few rows a level are nearly all means, and nothing is won.
  if (levels === null || rows.length < 3 * levels.count) return accumulate(kernel, columns, rows);
  const { from, count } = levels;
  const others = columns.filter((_, j) => j < from || j >= from + count);
  const byLevel: number[][] = Array.from({ length: count + 1 }, () => []);
  for (const row of rows) (byLevel[levels.of[row] as number] as number[]).push(row);
  const means: { level: number; root: number; values: Float64Array }[] = [];
  const rest = others.map(() => new Float64Array(rows.length));
  let restCount = 0;
  byLevel.forEach((ofLevel, level) => {
    if (ofLevel.length === 0) return;
    const root = Math.sqrt(ofLevel.length);
    // The reflection of 1, 1, … 1 to √n, 0, … 0: its vector is 1 everywhere but at the head, 1 + √n there; 2/‖v‖² = 1/(n + √n).
    const values = Float64Array.from(others, (column, j) => {
      const first = column[ofLevel[0] as number] as number;
      let sum = first;
      for (let i = 1; i < ofLevel.length; i++) sum += column[ofLevel[i] as number] as number;
      const share = (sum + root * first) / (ofLevel.length + root);
      const into = rest[j] as Float64Array;
      for (let i = 1; i < ofLevel.length; i++) {
        into[restCount + i - 1] = (column[ofLevel[i] as number] as number) - share;
      }
      return sum / root;
    });
    means.push({ level, root, values });
    restCount += ofLevel.length - 1;
  });
  const size = others.length;
  const triangle = new Float64Array(size * size);
  kernel.triangularise(triangle, size, restCount, (block, start, length) => {
    rest.forEach((column, j) => void block.set(column.subarray(start, start + length), j * BLOCK_ROW_COUNT));
  });
  // Where each column of the factor stands among the others; −1 for levels.
  const place = columns.map((_, j) => (j < from ? j : j < from + count ? -1 : j - count));
  return factorOf(kernel, columns.length + 1, means.length + size, (row, column) => {
    const ofLevel = means[row];
    const j = column === 0 ? -1 : (place[column - 1] as number);
    if (ofLevel === undefined)
      return j < row - means.length ? 0 : (triangle[(row - means.length) * size + j] as number);
    if (column === 0) return ofLevel.root;
    if (j < 0) return ofLevel.level === column - from ? ofLevel.root : 0;
    return ofLevel.values[j] as number;
  });
}
