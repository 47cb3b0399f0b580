// Numbers in bulk as base64 text of little-endian Float64, exact to the last bit.
import { assert } from "../error.ts";
import type { Tail } from "../feature/lag.ts";
import { emptyFactor, type Factor } from "../math/factor.ts";

/** Factors of one size. Of each: how many rows of R are not zero, then those rows from the diagonal on. */
export function encodeFactors(factors: readonly Factor[]): string {
  const filled = factors.map(filledRowCount);
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
    const factor = emptyFactor(size);
    const filled = packed[at++] as number;
    assert(filled <= size, `stored factors are not of size ${size}`);
    for (let row = 0; row < filled; row++) {
      factor.r.set(packed.subarray(at, at + size - row), row * size + row);
      at += size - row;
    }
    factors.push(factor);
  }
  return factors;
}

/** A tail: how many columns, then their values one column after the other. */
export function encodeTail(tail: Tail): string {
  return encodeFloats(Float64Array.of(tail.length, ...tail.flatMap((column) => [...column])));
}

export function decodeTail(encoded: string): Tail {
  const [columns = 0, ...values] = decodeFloats(encoded);
  const length = columns === 0 ? 0 : values.length / columns;
  return Array.from({ length: columns }, (_, i) => Float64Array.from(values.slice(i * length, (i + 1) * length)));
}

function encodeFloats(values: Float64Array): string {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).toBase64();
}

function decodeFloats(encoded: string): Float64Array {
  return new Float64Array(Uint8Array.fromBase64(encoded).buffer);
}

function filledRowCount({ size, r }: Factor): number {
  return Math.ceil((r.findLastIndex((value) => value !== 0) + 1) / size);
}

function packedLength(size: number, rows: number): number {
  return rows * size - (rows * (rows - 1)) / 2;
}
