// Rows by which boosting judges when to stop: it must not have learned from them.
import { shuffle, uniform } from "../../math/random.ts";
import { NEVER_HELD_OUT } from "../fold-rows.ts";
import type { TrainingSet } from "../training-set.ts";

/**
 * The rows that trees are grown on, and behind them those that are held out, each in their order. A share of each class, drawn by the seed;
 * where folds are blocks of groups or times, a whole fold. None where that would leave nothing to learn from.
 */
export function holdOut(
  { target, classCount, folds, isBlocked }: Pick<TrainingSet, "target" | "classCount" | "folds" | "isBlocked">,
  { fraction, seed }: { fraction: number; seed: number },
): { order: Uint32Array; grownRowCount: number } {
  const rows = Uint32Array.from(target.keys());
  const isHeldOut = isBlocked && folds ? lastFold(folds) : drawRows(target, Math.max(1, classCount), fraction, seed);
  const grown = rows.filter((row) => isHeldOut[row] === 0);
  if (grown.length === 0 || grown.length === rows.length) return { order: rows, grownRowCount: rows.length };
  const order = new Uint32Array(rows.length);
  order.set(grown);
  order.set(
    rows.filter((row) => isHeldOut[row] === 1),
    grown.length,
  );
  return { order, grownRowCount: grown.length };
}

function lastFold(folds: Uint8Array): Uint8Array {
  const last = folds.reduce((most, fold) => (fold === NEVER_HELD_OUT ? most : Math.max(most, fold)), 0);
  return folds.map((fold) => Number(fold === last));
}

/** Of each class at least one row stays. */
function drawRows(target: Float64Array, classCount: number, fraction: number, seed: number): Uint8Array {
  const isHeldOut = new Uint8Array(target.length);
  const random = uniform(seed);
  for (let k = 0; k < classCount; k++) {
    const rows = Uint32Array.from(target.keys()).filter((row) => classCount === 1 || target[row] === k);
    const count = Math.min(rows.length - 1, Math.round(fraction * rows.length));
    for (const row of shuffle(rows, random).subarray(0, Math.max(0, count))) isHeldOut[row] = 1;
  }
  return isHeldOut;
}
