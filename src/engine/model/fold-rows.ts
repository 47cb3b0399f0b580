// Deals rows to folds for cross-validation, so that what is held out is as new as what will be asked: by class where rows are
// independent, whole groups where rows of a group are alike, blocks of time where neighbours in time are. Holding a fold out must leave
// something to learn from: what holds too much of the rows, or of a class, is never held out.

import { shuffle, uniform } from "../math/random.ts";
import { countClasses } from "../parameter/class-weights.ts";
import { FOLD_COUNT } from "../time/fold.ts";
import { addUnit, countUnits, eachClass, type Units } from "./fold-units.ts";

/** In place of a fold: the row is learned from whatever is held out, and not scored. */
export const NEVER_HELD_OUT = 255;

// Of all rows, and of each class, what is left outside a fold. A model of less is another one than that of all rows: its decisions can
// be the wrong way round, and a score or a curve made of them says nothing of the model that serves.
const LEFT_LEAST = 1 / 4;

export interface Folds {
  count: number;
  /** The fold of each row, 0 … count − 1, or NEVER_HELD_OUT. */
  of: Uint8Array;
}

interface Rows {
  /** In an order of their own, by name, say: rows that are independent are dealt by what they hold. */
  columns: readonly Float64Array[];
  /** Numbers of classes, or y. */
  target: Float64Array;
  /** 0 for regression. */
  classCount: number;
  /** Number of the group of each row (0 …). */
  groups?: Uint32Array | undefined;
  timesMs?: Float64Array | undefined;
}

/** At most so many folds; a text that says why where there can be none. */
export function foldRows(rows: Rows, countMax = FOLD_COUNT): Folds | string {
  if (rows.groups)
    return foldWhole(rows, rows.groups, { deal: dealGroups, countMax, one: "all rows are one group", each: "group" });
  if (rows.timesMs) {
    const places = placesOf(rows.timesMs);
    return foldWhole(rows, places, { deal: dealBlocks, countMax, one: "all rows have one time", each: "time" });
  }
  return foldByClass(rows, countMax);
}

/** The rows outside a fold, which a model learns from, and those in it. */
export function splitRows({ of }: Folds, fold: number): { training: Uint32Array; heldOut: Uint32Array } {
  const rows = Uint32Array.from(of.keys());
  return { training: rows.filter((row) => of[row] !== fold), heldOut: rows.filter((row) => of[row] === fold) };
}

/** The rows of a training set that some fold holds out, in their order. */
export function heldOutRows({ of, count }: Folds): Uint32Array {
  return Uint32Array.from(of.keys()).filter((row) => (of[row] as number) < count);
}

/**
 * By which folds a model that learns without one of some folds may choose its hyperparameters: by the others, of which neighbours go
 * together where they are more than FOLD_COUNT. So what is held out together stays together. undefined: one is left, and rows that are
 * independent are to be dealt anew by what they hold (`isWhole`: they are not independent).
 */
export function innerFolds({ count, of }: Folds, isWhole: boolean): Folds | undefined {
  if (count === 2 && !isWhole) return undefined;
  if (count <= FOLD_COUNT) return { count, of };
  const together = (fold: number) => (fold === NEVER_HELD_OUT ? fold : Math.floor((fold * FOLD_COUNT) / count));
  return { count: FOLD_COUNT, of: of.map(together) };
}

/**
 * Rows of each class in a fixed random order, dealt round; a class goes on where the one before stopped, so that sizes are even. The only
 * row of a class stays in training. `countMax`: folds at most. Neither where rows stand nor the units of their columns change what is dealt.
 */
export function foldByClass({ columns, target, classCount }: Rows, countMax = FOLD_COUNT): Folds | string {
  const sizes = classCount === 0 ? [target.length] : countClasses(target, classCount);
  const count = Math.min(countMax, ...sizes.filter((size) => size > 1));
  if (!sizes.some((size) => size > 1)) return classCount === 0 ? "there is one row" : "every class has one row";
  const of = new Uint8Array(target.length).fill(NEVER_HELD_OUT);
  const random = uniform(0);
  // By class first: of each the rows stand together.
  const sorted = sortRows([target, ...columns]);
  let from = 0;
  let next = 0;
  for (const size of sizes) {
    const rows = sorted.subarray(from, from + size);
    from += size;
    if (size > 1) for (const row of shuffle(rows, random)) of[row] = next++ % count;
  }
  return { count, of };
}

/** Numbers of the rows by their first value, of equal ones by the second, and so on; missing values last. */
function sortRows(columns: readonly Float64Array[]): Uint32Array {
  return Uint32Array.from((columns[0] as Float64Array).keys()).sort((a, b) => {
    for (const column of columns) {
      const [x, y] = [column[a] as number, column[b] as number];
      if (x < y || (Number.isNaN(y) && !Number.isNaN(x))) return -1;
      if (y < x || (Number.isNaN(x) && !Number.isNaN(y))) return 1;
    }
    return 0;
  });
}

interface Whole {
  /** The fold of each unit of `held`. */
  deal(units: Units, held: readonly number[], countMax: number): number[];
  countMax: number;
  /** What is so where there is one unit, and what a unit is called. */
  one: string;
  each: string;
}

/** `unitOf`: the number of each row's unit, 0 …. Units without which too little would be left stay in training. */
function foldWhole(rows: Rows, unitOf: Uint32Array, { deal, countMax, one, each }: Whole): Folds | string {
  const { target, classCount } = rows;
  const classOf = classCount === 0 ? () => 0 : (row: number) => target[row] as number;
  const units = countUnits(unitOf, classOf, Math.max(1, classCount));
  let held = [...units.sizes.keys()];
  if (held.length < 2) return one;
  while (held.length > 1) {
    const folds = deal(units, held, countMax);
    const heavy = new Set(heavyUnits(units, held, folds));
    if (heavy.size === 0) {
      const used = [...new Set(folds)].sort((a, b) => a - b);
      const foldOf = new Uint8Array(units.sizes.length).fill(NEVER_HELD_OUT);
      for (const [i, unit] of held.entries()) foldOf[unit] = used.indexOf(folds[i] as number);
      return { count: used.length, of: Uint8Array.from(unitOf, (unit) => foldOf[unit] as number) };
    }
    held = held.filter((unit) => !heavy.has(unit));
  }
  return `by ${each}, so much of the rows, or of a class, is held out at once that less than a quarter of them is left to learn from`;
}

/** Of each fold that holds too much, the units to blame: the largest where it is the rows, those with the class where it is one. */
function heavyUnits(units: Units, held: readonly number[], folds: readonly number[]): number[] {
  const { sizes, totals } = units;
  const rowCount = sumOf(sizes);
  const isMuch = (part: number, all: number) => part > (1 - LEFT_LEAST) * all;
  return [...new Set(folds)].flatMap((fold) => {
    const inside = held.filter((_, i) => folds[i] === fold);
    const counts = new Uint32Array(totals.length);
    for (const unit of inside) addUnit(units, unit, counts);
    const size = (unit: number) => sizes[unit] as number;
    if (isMuch(sumOf(counts), rowCount)) return inside.toSorted((a, b) => size(b) - size(a)).slice(0, 1);
    const isHeavy = counts.map((count, k) => Number(isMuch(count, totals[k] as number)));
    return isHeavy.includes(1) ? inside.filter((unit) => hasAny(units, unit, isHeavy)) : [];
  });
}

/** Whether a unit has rows of a class that is marked by a 1. */
function hasAny(units: Units, unit: number, isMarked: Uint32Array): boolean {
  let has = false;
  eachClass(units, unit, (k) => {
    has ||= isMarked[k] === 1;
  });
  return has;
}

function sumOf(counts: Uint32Array): number {
  return counts.reduce((sum, n) => sum + n, 0);
}

/** The place of each time among the different ones. */
function placesOf(timesMs: Float64Array): Uint32Array {
  const places = new Map<number, number>();
  for (const time of timesMs.toSorted()) if (!places.has(time)) places.set(time, places.size);
  return Uint32Array.from(timesMs, (time) => places.get(time) as number);
}

/** Blocks of time with about equally many rows: each time goes where its middle row does. */
function dealBlocks({ sizes }: Units, times: readonly number[], countMax: number): number[] {
  const count = Math.min(countMax, times.length);
  const rowCount = times.reduce((sum, time) => sum + (sizes[time] as number), 0);
  let before = 0;
  return times.map((time) => {
    const size = sizes[time] as number;
    const middle = before + size / 2;
    before += size;
    return Math.floor((middle * count) / rowCount);
  });
}

/**
 * Groups, largest first, each to the fold where the classes' shares then differ least between folds; of equal ones to the smaller
 * fold (the idea of scikit-learn's StratifiedGroupKFold).
 */
function dealGroups(units: Units, groups: readonly number[], countMax: number): number[] {
  const held = Array.from({ length: Math.min(countMax, groups.length) }, () => {
    return { rows: 0, counts: new Uint32Array(units.totals.length) };
  });
  const folds: number[] = [];
  const size = (i: number) => units.sizes[groups[i] as number] as number;
  for (const i of [...groups.keys()].sort((a, b) => size(b) - size(a) || a - b)) {
    const group = groups[i] as number;
    const costs = held.map(({ counts }) => costOf(counts, units, group));
    const least = Math.min(...costs);
    const rows = held.map((fold, at) => (costs[at] === least ? fold.rows : Infinity));
    const best = rows.indexOf(Math.min(...rows));
    const chosen = held[best] as (typeof held)[number];
    addUnit(units, group, chosen.counts);
    chosen.rows += size(i);
    folds[i] = best;
  }
  return folds;
}

/** By how much Σ (share of each class in each fold)² grows when a group joins a fold: least where the fold has least of its classes. */
function costOf(held: Uint32Array, units: Units, group: number): number {
  let cost = 0;
  eachClass(units, group, (k, n) => {
    const total = units.totals[k] as number;
    const [share, more] = [(held[k] as number) / total, n / total];
    cost += (share + more) ** 2 - share ** 2;
  });
  return cost;
}
