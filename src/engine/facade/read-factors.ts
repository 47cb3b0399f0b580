// Factors of rows, and what a caller asks of them.
import { accumulate, count, type Factor } from "../kernel/factor.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { completeRows, dealToFolds, dealWeeksToFolds, FOLD_COUNT } from "../time/fold.ts";
import { readClock } from "./read-clock.ts";
import { type Numbers, readNumbers, readTable, type X } from "./read-table.ts";
import { refuse } from "./refuse.ts";

/** Of the rows without a missing value. */
export function factorOfTable(kernel: Kernel, x: X, y: Numbers): Factor {
  const { columns, rows } = readRows(x, y);
  return accumulate(kernel, columns, rows);
}

/** Of the same rows, dealt to five folds: week by week where they have times, else by what they hold. */
export function factorsOfFolds(
  kernel: Kernel,
  { x, y, t, timezone }: { x: X; y: Numbers; t: Numbers | undefined; timezone: string | undefined },
): Factor[] {
  const { columns, rows, rowCount } = readRows(x, y);
  const folds =
    t === undefined
      ? dealToFolds(columns, rows, FOLD_COUNT)
      : dealWeeksToFolds(readClock(t, { timezone, rowCount }).local, rows, FOLD_COUNT);
  return folds.map((fold) => accumulate(kernel, columns, fold));
}

/** One or several, of the same columns and with a row among them; `filledLeast`: so many have rows. */
export function readFactors(factors: Factor | readonly Factor[], filledLeast = 1): readonly Factor[] {
  const all = Array.isArray(factors) ? (factors as readonly Factor[]) : [factors as Factor];
  const other = all.findIndex(({ size }) => size !== all[0]?.size);
  if (other >= 0) refuse(`factors[${other}]`, `it is of ${all[other]?.size} columns, the first of ${all[0]?.size}`);
  const filled = all.filter((factor) => count(factor) > 0).length;
  if (filled < filledLeast) refuse("factors", `${filled} of them have rows; ${filledLeast} are needed`);
  return all;
}

/** λ, a number of at least 0. */
export function readLambda(lambda: number): number {
  if (!(lambda >= 0 && lambda < Infinity)) refuse("lambda", `${lambda} is no number from 0 on`);
  return lambda;
}

/** Numbers of features of a factor, each once, ascending. */
export function readFeatures(features: readonly number[], { size }: Factor, path = "features"): number[] {
  const wrong = features.find((j, i) => !Number.isInteger(j) || j < 0 || j >= size - 2 || features.indexOf(j) !== i);
  if (wrong !== undefined) refuse(path, `${wrong} is named twice, or none of the features 0 to ${size - 3}`);
  return features.toSorted((a, b) => a - b);
}

function readRows(x: X, y: Numbers): { columns: Float64Array[]; rows: Uint32Array; rowCount: number } {
  const { values, rowCount } = readTable(x);
  const columns = [...values, readNumbers(y, { path: "y", rowCount })];
  return { columns, rows: completeRows(columns, rowCount), rowCount };
}
