// Sums of the columns over the rows of each calendar month, on the clock of the norm: what is needed to say of any line by how much it
// missed a month. They add up, whatever the batches were.

import { decodeFloats, encodeFloats } from "../math/float-text.ts";
import { monthOf } from "../time/month-grid.ts";
import type { Combination } from "./recombine.ts";

/** By month, counted from January 1970: how many rows, Σ of each feature, Σ y; as base64 of Float64. */
export type MonthSums = Record<string, string>;

/** So many numbers take 37 kB: 17 months of 200 columns, ten years of 27. */
const NUMBERS_MAX = 3_500;
/** Beside the factors of the widest norms, and what they look back on, a row has room for 12 kB. */
const WIDEST = 232;
const NUMBERS_OF_WIDEST = 1_100;
const MONTHS_MAX = 120;

/** Of the rows `used`; `local`: wall-clock ms since 1970 of all rows, empty without times. */
export function sumMonths(columns: readonly Float64Array[], used: Uint32Array, local: Float64Array): MonthSums {
  if (local.length === 0) return {};
  const sums = new Map<number, Float64Array>();
  let month = Number.NaN;
  let from = 0;
  const add = (to: number) => {
    if (to === from) return;
    const sum = sums.get(month) ?? new Float64Array(columns.length + 1);
    sum[0] = (sum[0] as number) + to - from;
    columns.forEach((column, j) => {
      let total = 0;
      for (let i = from; i < to; i++) total += column[used[i] as number] as number;
      sum[j + 1] = (sum[j + 1] as number) + total;
    });
    sums.set(month, sum);
  };
  used.forEach((row, i) => {
    const of = monthOf(local[row] as number);
    if (of === month) return;
    add(i);
    month = of;
    from = i;
  });
  add(used.length);
  return newest(sums);
}

/** Both, the newest months of them. */
export function addMonths(a: MonthSums, b: MonthSums): MonthSums {
  const sums = readMonths(a);
  for (const [month, other] of readMonths(b)) {
    const sum = sums.get(month);
    sums.set(month, sum === undefined ? other : sum.map((value, j) => value + (other[j] as number)));
  }
  return newest(sums);
}

/** The same of other columns, each a sum of these. */
export function recombineMonths(sums: MonthSums, columns: readonly Combination[]): MonthSums {
  const recombined = [...readMonths(sums)].map(([month, sum]) => {
    const of = columns.map((column) =>
      // The constant stands first, as the number of rows.
      column.reduce((total, { source, share }) => total + share * (sum[source === null ? 0 : source + 1] as number), 0),
    );
    return [month, encodeFloats(Float64Array.of(sum[0] as number, ...of, sum.at(-1) as number))];
  });
  return Object.fromEntries(recombined);
}

/** By month, ascending: [rows, Σ features, Σ y]. */
export function readMonths(sums: MonthSums): Map<number, Float64Array> {
  const months = Object.entries(sums).map(([month, text]) => [Number(month), decodeFloats(text)] as const);
  return new Map(months.sort(([a], [b]) => a - b));
}

function newest(sums: Map<number, Float64Array>): MonthSums {
  const length = sums.values().next().value?.length ?? 1;
  const numbers = length > WIDEST ? NUMBERS_OF_WIDEST : NUMBERS_MAX;
  const kept = [...sums].sort(([a], [b]) => b - a).slice(0, Math.min(MONTHS_MAX, Math.floor(numbers / length)));
  return Object.fromEntries(kept.map(([month, sum]) => [month, encodeFloats(sum)]));
}
