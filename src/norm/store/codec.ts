// Factors and last rows as text.

import type { Tail } from "../../engine/feature/series.ts";
import type { LastRow } from "../../engine/feature/steps.ts";
import { emptyFactor, type Factor, filledRows, noRows } from "../../engine/kernel/factor.ts";
import { decodeFloats, encodeFloats } from "../../engine/math/float-text.ts";
import { assert } from "../../error.ts";

/** Factors of one size. Of each: how many rows of R are not zero, then those rows from the diagonal on. */
export function encodeFactors(factors: readonly Factor[]): string {
  const filled = factors.map(filledRows);
  const length = factors.reduce((sum, { size }, i) => sum + 1 + packedLength(size, filled[i] as number), 0);
  const packed = new Float64Array(length);
  let at = 0;
  factors.forEach(({ size, r }, i) => {
    packed[at++] = filled[i] as number;
    for (let row = 0; row < (filled[i] as number); row++) {
      packed.set(r.subarray(row * size + row, (row + 1) * size), at);
      at += size - row;
    }
  });
  return encodeFloats(packed);
}

export function decodeFactors(encoded: string, size: number): Factor[] {
  const packed = decodeFloats(encoded);
  const factors: Factor[] = [];
  for (let at = 0; at < packed.length; ) {
    const filled = packed[at++] as number;
    const factor = filled === 0 ? noRows(size) : emptyFactor(size);
    assert(filled <= size, `stored factors are not of size ${size}`);
    for (let row = 0; row < filled; row++) {
      factor.r.set(packed.subarray(at, at + size - row), row * size + row);
      at += size - row;
    }
    factors.push(factor);
  }
  return factors;
}

/** A tail: −1 − how many columns, the positions, then the columns one after the other. */
export function encodeTail({ positions, values }: Tail): string {
  return encodeFloats(Float64Array.of(-1 - values.length, ...positions, ...values.flatMap((column) => [...column])));
}

/** Also reads what 0.1.0 wrote: how many columns, then the columns; their positions are the last before 0. */
export function decodeTail(encoded: string): Tail {
  const [head = 0, ...rest] = decodeFloats(encoded);
  const columns = head < 0 ? -1 - head : head;
  const length = rest.length / Math.max(1, head < 0 ? columns + 1 : columns);
  const column = (i: number) => Float64Array.from(rest.slice(i * length, (i + 1) * length));
  const positions = head < 0 ? column(0) : Float64Array.from({ length }, (_, i) => i - length);
  return { positions, values: Array.from({ length: columns }, (_, i) => column(head < 0 ? i + 1 : i)) };
}

/** Its numbers, and after a point the levels of its categories, where there are any. */
export function encodeLastRow({ ms, values, levels }: LastRow): string {
  const numbers = encodeFloats(Float64Array.of(ms ?? Number.NaN, ...values));
  return levels === undefined ? numbers : `${numbers}.${JSON.stringify(levels)}`;
}

export function decodeLastRow(encoded: string): LastRow {
  const end = encoded.indexOf(".");
  const [ms = Number.NaN, ...values] = decodeFloats(end < 0 ? encoded : encoded.slice(0, end));
  const last = { ms: Number.isNaN(ms) ? null : ms, values: Float64Array.from(values) };
  return end < 0 ? last : { ...last, levels: JSON.parse(encoded.slice(end + 1)) as Record<string, string> };
}

/** Numbers most of which may be zero: their places and values, or all. The first tells which: how many there are, or −1. */
export function encodeSparse(values: Float64Array): string {
  const places = [...values.keys()].filter((i) => values[i] !== 0);
  if (2 * places.length > values.length) return encodeFloats(Float64Array.of(-1, ...values));
  return encodeFloats(Float64Array.of(values.length, ...places.flatMap((i) => [i, values[i] as number])));
}

export function decodeSparse(encoded: string): Float64Array {
  const [head = 0, ...rest] = decodeFloats(encoded);
  if (head < 0) return Float64Array.from(rest);
  const values = new Float64Array(head);
  for (let i = 0; i < rest.length; i += 2) values[rest[i] as number] = rest[i + 1] as number;
  return values;
}

function packedLength(size: number, rows: number): number {
  return rows * size - (rows * (rows - 1)) / 2;
}
