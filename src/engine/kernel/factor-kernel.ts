// Re-triangularisation in WebAssembly (kernel/triangularise.ts). Callers hand in plain arrays and get plain arrays back; no view of
// the memory leaves this file except the block, for the length of one `fill` call.
import { assert } from "../../error.ts";
import type { Wasm } from "./wasm.ts";

/** How many rows the kernel takes at a time, and so the distance between two columns of the block. */
export const BLOCK_ROW_COUNT = 512;

// The kernel's inner loop takes four rows a turn; a block is filled up with rows of zeros, which change nothing.
const ROW_MULTIPLE = 4;

/** Writes rows `start … start + count − 1` into the block: value of row start + i, column c at `c * BLOCK_ROW_COUNT + i`. */
export type FillBlock = (block: Float64Array, start: number, count: number) => void;

export interface FactorKernel {
  /**
   * R ← upper triangle of the QR of [R; rows], in place. `r`: size × size, row by row, upper triangle.
   * The rows are asked for block by block, each once, in order.
   */
  triangularise(r: Float64Array, size: number, rowCount: number, fill: FillBlock): void;

  /** R ← upper triangle of the QR of [R; other], both size × size, in place: a third of the work of as many full rows. */
  mergeTriangle(r: Float64Array, other: Float64Array, size: number): void;

  /** ‖R·v‖² for each of the vectors v, of `size` values one after the other. */
  triangleSquares(r: Float64Array, size: number, vectors: Float64Array): Float64Array;
}

export function createFactorKernel(wasm: Wasm): FactorKernel {
  const kernel = wasm.exports as unknown as {
    triangularise(r: number, size: number, block: number, rowCount: number): void;
    triangulariseTriangle(r: number, size: number, block: number, rowCount: number, first: number): void;
    triangleSquares(r: number, size: number, vectors: number, count: number, out: number): void;
  };

  function triangularise(r: Float64Array, size: number, rowCount: number, fill: FillBlock): void {
    assertSize(r, size);
    const blockLength = size * BLOCK_ROW_COUNT;
    const at = wasm.layOut({ r: 8 * r.length, block: 8 * blockLength });
    const inner = new Float64Array(wasm.buffer(), at.r, r.length);
    const block = new Float64Array(wasm.buffer(), at.block, blockLength);
    inner.set(r);
    for (let row = 0; row < rowCount; row += BLOCK_ROW_COUNT) {
      const count = Math.min(BLOCK_ROW_COUNT, rowCount - row);
      const padded = ROW_MULTIPLE * Math.ceil(count / ROW_MULTIPLE);
      fill(block, row, count);
      for (let column = 0; padded > count && column < size; column++) {
        block.fill(0, column * BLOCK_ROW_COUNT + count, column * BLOCK_ROW_COUNT + padded);
      }
      kernel.triangularise(at.r, size, at.block, padded);
    }
    r.set(inner);
  }

  function mergeTriangle(r: Float64Array, other: Float64Array, size: number): void {
    assertSize(r, size);
    assertSize(other, size);
    const at = wasm.layOut({ r: 8 * r.length, block: 8 * size * BLOCK_ROW_COUNT });
    const inner = new Float64Array(wasm.buffer(), at.r, r.length);
    const block = new Float64Array(wasm.buffer(), at.block, size * BLOCK_ROW_COUNT);
    inner.set(r);
    for (let first = 0; first < size; first += BLOCK_ROW_COUNT) {
      const count = Math.min(BLOCK_ROW_COUNT, size - first);
      const padded = ROW_MULTIPLE * Math.ceil(count / ROW_MULTIPLE);
      for (let column = first; column < size; column++) {
        const top = column * BLOCK_ROW_COUNT;
        const filled = Math.min(count, column + 1 - first);
        for (let i = 0; i < filled; i++) block[top + i] = other[(first + i) * size + column] as number;
        block.fill(0, top + filled, top + padded);
      }
      kernel.triangulariseTriangle(at.r, size, at.block, padded, first);
    }
    r.set(inner);
  }

  function triangleSquares(r: Float64Array, size: number, vectors: Float64Array): Float64Array {
    assertSize(r, size);
    const count = vectors.length / size;
    const at = wasm.layOut({ r: 8 * r.length, vectors: 8 * vectors.length, squares: 8 * count });
    new Float64Array(wasm.buffer(), at.r, r.length).set(r);
    new Float64Array(wasm.buffer(), at.vectors, vectors.length).set(vectors);
    kernel.triangleSquares(at.r, size, at.vectors, count, at.squares);
    return new Float64Array(wasm.buffer(), at.squares, count).slice();
  }

  return { triangularise, mergeTriangle, triangleSquares };
}

function assertSize(r: Float64Array, size: number): void {
  assert(r.length === size * size, `a factor of size ${size} has ${size * size} values, not ${r.length}`);
}
