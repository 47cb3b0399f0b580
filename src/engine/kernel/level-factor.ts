// The factor of rows of which some columns are levels: in each row at most one of them is 1, all others are 0, as hours of the week are.
// The rows of one level are centred by one reflection, which leaves a row of their means and rows without levels: what is left to
// reduce is as wide as the other columns. 168 hours and 33 other columns so cost a thirtieth of 201 columns.

import { accumulate, clearRounding, type Factor, factorOfRows } from "./factor.ts";
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
  // Where a column of the others stands among all.
  const place = (j: number) => (j < from ? j : j + count);
  const triangle = new Float64Array(size * size);
  kernel.triangularise(triangle, size, restCount, (block, start, length) => {
    rest.forEach((column, j) => void block.set(column.subarray(start, start + length), j * BLOCK_ROW_COUNT));
  });
  const width = columns.length + 1;
  const reduced = new Float64Array((means.length + size) * width);
  means.forEach(({ level, root, values }, k) => {
    reduced[k * width] = root;
    if (level > 0) reduced[k * width + from + level] = root;
    values.forEach((value, j) => {
      reduced[k * width + 1 + place(j)] = value;
    });
  });
  for (let k = 0; k < size; k++) {
    const at = (means.length + k) * width;
    for (let j = k; j < size; j++) reduced[at + 1 + place(j)] = triangle[k * size + j] as number;
  }
  const factor = factorOfRows(kernel, width, reduced);
  if (rows.length < width) clearRounding(factor, rows.length);
  return factor;
}
