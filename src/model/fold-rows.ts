// Deals rows to folds for cross-validation, so that what is held out is as new as what will be asked: by class where rows are
// independent, whole groups where rows of a group are alike, blocks of time where neighbours in time are.
import { shuffle, uniform } from "../math/random.ts";
import { countClasses } from "./class-weights.ts";

/** scikit-learn's default: each model still sees 80 % of the rows. */
export const FOLD_COUNT_MAX = 5;

export interface Folds {
  count: number;
  /** The fold of each row, 0 … count − 1. */
  of: Uint8Array;
}

interface Rows {
  /** Numbers of classes, or y. */
  target: Float64Array;
  /** 0 for regression. */
  classCount: number;
  /** Number of the group of each row (0 …). */
  groups?: Uint32Array | undefined;
  timesMs?: Float64Array | undefined;
}

/** At most five folds; a text that says why where there can be none. */
export function foldRows(rows: Rows): Folds | string {
  const folds = rows.groups ? byGroup(rows, rows.groups) : rows.timesMs ? byTime(rows.timesMs) : byClass(rows);
  if (typeof folds === "string") return folds;
  return lacking(rows, folds) ?? folds;
}

/** The rows outside a fold, which a model learns from, and those in it. */
export function splitRows({ of }: Folds, fold: number): { training: Uint32Array; heldOut: Uint32Array } {
  const rows = Uint32Array.from(of.keys());
  return { training: rows.filter((row) => of[row] !== fold), heldOut: rows.filter((row) => of[row] === fold) };
}

/** Rows of each class in a fixed random order, dealt round; a class goes on where the one before stopped, so that sizes are even. */
function byClass({ target, classCount }: Rows): Folds | string {
  const least = classCount === 0 ? target.length : Math.min(...countClasses(target, classCount));
  const count = Math.min(FOLD_COUNT_MAX, least);
  if (count < 2) return classCount === 0 ? "there is one row" : "a class has one row";
  const of = new Uint8Array(target.length);
  const random = uniform(0);
  let next = 0;
  for (let k = 0; k < Math.max(1, classCount); k++) {
    const rows = Uint32Array.from(target.keys()).filter((row) => classCount === 0 || target[row] === k);
    for (const row of shuffle(rows, random)) of[row] = next++ % count;
  }
  return { count, of };
}

/** Blocks of time with equally many rows; rows of one time stay together. */
function byTime(timesMs: Float64Array): Folds | string {
  const sorted = timesMs.toSorted();
  const count = Math.min(FOLD_COUNT_MAX, new Set(sorted).size);
  if (count < 2) return "all rows have one time";
  const foldOf = new Map<number, number>();
  sorted.forEach((time, rank) => {
    if (!foldOf.has(time)) foldOf.set(time, Math.floor((rank * count) / sorted.length));
  });
  return onlyUsed(Array.from(timesMs, (time) => foldOf.get(time) as number));
}

/** Numbers the folds that have rows anew: one without would have no figure. */
function onlyUsed(of: number[]): Folds {
  const used = [...new Set(of)].sort((a, b) => a - b);
  return { count: used.length, of: Uint8Array.from(of, (fold) => used.indexOf(fold)) };
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, n) => sum + n, 0);
}

/**
 * Groups, largest first, each to the fold where the classes' shares then differ least between folds; of equal ones to the smaller
 * fold (the idea of scikit-learn's StratifiedGroupKFold).
 */
function byGroup({ target, classCount }: Rows, groups: Uint32Array): Folds | string {
  const classes = Math.max(1, classCount);
  const counts: number[][] = [];
  groups.forEach((group, row) => {
    counts[group] ??= Array<number>(classes).fill(0);
    const k = classCount === 0 ? 0 : (target[row] as number);
    const of = counts[group] as number[];
    of[k] = (of[k] as number) + 1;
  });
  const count = Math.min(FOLD_COUNT_MAX, counts.length);
  if (count < 2) return "all rows are one group";
  const totals = Array.from({ length: classes }, (_, k) => sumOf(counts.map((of) => of[k] as number)));
  const held = Array.from({ length: count }, () => Array<number>(classes).fill(0));
  const foldOf = new Uint8Array(counts.length);
  const sizes = counts.map(sumOf);
  const size = (group: number) => sizes[group] as number;
  for (const group of [...counts.keys()].sort((a, b) => size(b) - size(a) || a - b)) {
    const costs = held.map((of) => costOf(of, counts[group] as number[], totals));
    const least = Math.min(...costs);
    const rows = held.map((of, fold) => (costs[fold] === least ? sumOf(of) : Infinity));
    const best = rows.indexOf(Math.min(...rows));
    foldOf[group] = best;
    held[best] = (held[best] as number[]).map((n, k) => n + ((counts[group] as number[])[k] as number));
  }
  return onlyUsed(Array.from(groups, (group) => foldOf[group] as number));
}

/** By how much Σ (share of each class in each fold)² grows when a group joins a fold: least where the fold has least of its classes. */
function costOf(held: number[], group: number[], totals: number[]): number {
  return group.reduce((cost, n, k) => {
    const [share, more] = [(held[k] as number) / (totals[k] as number), n / (totals[k] as number)];
    return cost + (share + more) ** 2 - share ** 2;
  }, 0);
}

/** Why some fold cannot be held out: what is left must know every class. */
function lacking({ target, classCount }: Rows, { count, of }: Folds): string | null {
  for (let fold = 0; fold < count; fold++) {
    const known = new Set(target.filter((_, row) => of[row] !== fold));
    if (known.size < classCount) return "all rows of a class are in one fold";
  }
  return null;
}
