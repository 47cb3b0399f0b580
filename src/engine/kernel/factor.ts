// The QR factor: the one sufficient statistic of a set of rows. For the matrix A = [1 X y], `r` is the upper triangle R with
// RᵀR = AᵀA. It is never inverted, squared or subtracted from: adding and merging re-triangularise, so no digits are lost.
import { assert } from "../../error.ts";
import { BLOCK_ROW_COUNT, type FactorKernel } from "./factor-kernel.ts";

/** `r`: size × size, row by row, upper triangle; the signs of its rows mean nothing. size = features + 2. */
export interface Factor {
  size: number;
  r: Float64Array;
}

/** The factor of no rows. */
export function emptyFactor(size: number): Factor {
  return { size, r: new Float64Array(size * size) };
}

const none = new Map<number, Factor>();

/** The same, one for all who do not write to it: most days of a norm that forgets have no rows in four of five folds. */
export function noRows(size: number): Factor {
  const known = none.get(size) ?? emptyFactor(size);
  none.set(size, known);
  return known;
}

/**
 * The factor of some rows of a table given as columns (each of the same length, the constant 1 not among them).
 * `rows`: their indexes, ascending; `weights`: what each row of the table weighs, 1 unless given.
 */
export function accumulate(
  kernel: FactorKernel,
  columns: readonly Float64Array[],
  rows: Uint32Array,
  weights?: Float64Array,
): Factor {
  if (rows.length === 0) return noRows(columns.length + 1);
  const factor = emptyFactor(columns.length + 1);
  kernel.triangularise(factor.r, factor.size, rows.length, (block, start, count) => {
    const runs = runsOf(rows, start, count);
    block.fill(1, 0, count);
    let at = BLOCK_ROW_COUNT;
    for (const column of columns) {
      if (runs !== null) for (const { from, to, place } of runs) block.set(column.subarray(from, to), at + place);
      else for (let i = 0; i < count; i++) block[at + i] = column[rows[start + i] as number] as number;
      at += BLOCK_ROW_COUNT;
    }
    if (weights === undefined) return;
    for (let i = 0; i < count; i++) {
      const root = Math.sqrt(weights[rows[start + i] as number] as number);
      for (let at = i; at < BLOCK_ROW_COUNT * factor.size; at += BLOCK_ROW_COUNT)
        block[at] = (block[at] as number) * root;
    }
  });
  if (rows.length < factor.size) clearRounding(factor, rows.length);
  return factor;
}

// Rows of weeks and days come in runs, which are copied whole; a run of fewer is not worth a call.
const RUN_LENGTH = 16;

/** The runs of consecutive rows among `count` of them, and where each goes; null where they are short. */
function runsOf(rows: Uint32Array, start: number, count: number): { from: number; to: number; place: number }[] | null {
  const runs: { from: number; to: number; place: number }[] = [];
  for (let i = 0; i < count; ) {
    const from = rows[start + i] as number;
    const place = i;
    while (i < count && rows[start + i] === from + i - place) i++;
    runs.push({ from, to: from + i - place, place });
    if (runs.length * RUN_LENGTH > count + RUN_LENGTH) return null;
  }
  return runs;
}

/** The factor of the rows of all `factors` together (at least one, all of one size). */
export function merge(kernel: FactorKernel, factors: readonly Factor[]): Factor {
  const filled = factors.filter((factor) => factor.r[0] !== 0);
  const first = filled[0] ?? factors[0];
  assert(first !== undefined, "a merge needs at least one factor");
  const merged = { size: first.size, r: first.r.slice() };
  for (const factor of filled.slice(1)) {
    assert(factor.size === merged.size, `factors of size ${factor.size} and ${merged.size} have different columns`);
    kernel.mergeTriangle(merged.r, factor.r, merged.size);
  }
  return merged;
}

/** The merge of all factors (two at least), and of all but each of them, from merges of the first and of the last ones. */
export function leaveOneOut(
  kernel: FactorKernel,
  factors: readonly Factor[],
): { all: Factor; without: readonly Factor[] } {
  const last = factors.length - 1;
  const upTo = [...factors];
  const from = [...factors];
  for (let i = 1; i <= last; i++) upTo[i] = merge(kernel, [upTo[i - 1] as Factor, factors[i] as Factor]);
  for (let i = last - 1; i > 0; i--) from[i] = merge(kernel, [factors[i] as Factor, from[i + 1] as Factor]);
  const without = factors.map((_, i) =>
    merge(kernel, [...upTo.slice(Math.max(0, i - 1), i), ...from.slice(i + 1, i + 2)]),
  );
  return { all: upTo[last] as Factor, without };
}

/** The factor of the same rows with weight `weight` ≥ 0 each. */
export function scale(factor: Factor, weight: number): Factor {
  if (factor.r[0] === 0) return factor;
  const root = Math.sqrt(weight);
  return { size: factor.size, r: factor.r.map((value) => value * root) };
}

/** The factor of some columns only: `columns` are indexes into R, ascending, 0 (the constant) first. */
export function subset(kernel: FactorKernel, factor: Factor, columns: readonly number[]): Factor {
  return factorOf(kernel, columns.length, factor.size, (row, column) => {
    const source = columns[column] as number;
    return row > source ? 0 : at(factor, row, source);
  });
}

/**
 * The factor of other columns of the same rows: the constant, one for each of `sums`, which stand for Σ share · column (index into R), and the
 * last one. Of the first columns as many as stay where they are cost nothing.
 */
export function recombine(
  kernel: FactorKernel,
  factor: Factor,
  sums: readonly (readonly { column: number; share: number }[])[],
): Factor {
  const size = sums.length + 2;
  if (count(factor) === 0) return noRows(size);
  const all = [[{ column: 0, share: 1 }], ...sums, [{ column: factor.size - 1, share: 1 }]];
  const changed = all.findIndex(([first, ...others], i) => {
    return first?.column !== i || first.share !== 1 || others.length > 0;
  });
  // Columns are fewer or others by the last one at the latest, unless nothing changes.
  const from = changed < 0 ? size : changed;
  const rows = filledRows(factor);
  const value = (row: number, column: number) =>
    (all[column] as (typeof sums)[number]).reduce((sum, of) => sum + of.share * at(factor, row, of.column), 0);
  const recombined = emptyFactor(size);
  for (let row = 0; row < Math.min(from, rows); row++) {
    for (let column = row; column < size; column++) recombined.r[row * size + column] = value(row, column);
  }
  if (from >= size || rows <= from) return recombined;
  const corner = factorOf(kernel, size - from, rows - from, (row, column) => value(from + row, from + column));
  for (let row = 0; row < corner.size; row++) {
    const into = (from + row) * size + from;
    recombined.r.set(corner.r.subarray(row * corner.size, (row + 1) * corner.size), into);
  }
  if (rows < size) clearRounding(recombined, rows);
  return recombined;
}

/** How many of its rows are not zero throughout. */
export function filledRows({ size, r }: Factor): number {
  let length = r.length;
  while (length > 0 && r[length - 1] === 0) length--;
  return Math.ceil(length / size);
}

/** The factor of rows given one value at a time, column 0 not being a constant unless the rows make it one. */
export function factorOf(
  kernel: FactorKernel,
  size: number,
  rowCount: number,
  value: (row: number, column: number) => number,
): Factor {
  const factor = emptyFactor(size);
  triangulariseRows(kernel, factor, rowCount, value);
  return factor;
}

/** The factor of rows of `size` values that stand one after the other. */
export function factorOfRows(kernel: FactorKernel, size: number, rows: Float64Array): Factor {
  const factor = emptyFactor(size);
  kernel.triangularise(factor.r, size, rows.length / size, (block, start, count) => {
    for (let column = 0; column < size; column++) {
      const into = column * BLOCK_ROW_COUNT;
      for (let i = 0, at = start * size + column; i < count; i++, at += size) block[into + i] = rows[at] as number;
    }
  });
  return factor;
}

/** n, the number of rows (the sum of their weights): R₀₀². */
export function count(factor: Factor): number {
  return (factor.r[0] as number) ** 2;
}

/** The mean of each column but the constant: R₀ⱼ / R₀₀. */
export function means(factor: Factor): Float64Array {
  const first = factor.r[0] as number;
  return factor.r.slice(1, factor.size).map((value) => value / first);
}

/**
 * ‖R·v‖² for each of the vectors v, one value per column of R, that stand one after the other: for v = [b₀; β; −1] the residual sum
 * of squares of any line b₀ + X·β.
 */
export function squaredNorms(kernel: FactorKernel, factor: Factor, vectors: Float64Array): Float64Array {
  return kernel.triangleSquares(factor.r, factor.size, vectors);
}

/** The same of one vector. */
export function squaredNorm(kernel: FactorKernel, factor: Factor, vector: Float64Array): number {
  return squaredNorms(kernel, factor, vector)[0] as number;
}

/** The value of R in a row and a column. */
export function at(factor: Factor, row: number, column: number): number {
  return factor.r[row * factor.size + column] as number;
}

/**
 * Fewer rows than columns leave rows of R from the `from`th on that are zero but for the rounding of what should have cancelled,
 * unless a column before had nothing to stand on: then what it left stands there, and stays.
 */
export function clearRounding({ size, r }: Factor, from: number): void {
  const units = 100;
  for (let column = from; column < size; column++) {
    let squares = 0;
    for (let row = 0; row <= column; row++) squares += (r[row * size + column] as number) ** 2;
    const rounding = units * Number.EPSILON * Math.sqrt(squares);
    for (let row = from; row <= column; row++) {
      if (Math.abs(r[row * size + column] as number) <= rounding) r[row * size + column] = 0;
    }
  }
}

function triangulariseRows(
  kernel: FactorKernel,
  into: Factor,
  rowCount: number,
  value: (row: number, column: number) => number,
): void {
  kernel.triangularise(into.r, into.size, rowCount, (block, start, count) => {
    for (let column = 0; column < into.size; column++) {
      for (let i = 0; i < count; i++) block[column * BLOCK_ROW_COUNT + i] = value(start + i, column);
    }
  });
}
