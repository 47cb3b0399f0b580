// Re-triangularisation in WebAssembly (kernel/triangularise.ts). Callers hand in plain arrays and get plain arrays back; no view of
// the memory leaves this file except the block, for the length of one `fill` call.
import { assert } from "../error.ts";
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
}

export function createFactorKernel(wasm: Wasm): FactorKernel {
  const kernel = wasm.exports as unknown as {
    triangularise(r: number, size: number, block: number, rowCount: number): void;
  };

  function triangularise(r: Float64Array, size: number, rowCount: number, fill: FillBlock): void {
    assert(r.length === size * size, `a factor of size ${size} has ${size * size} values, not ${r.length}`);
    const blockLength = size * BLOCK_ROW_COUNT;
    const [start = 0, blockStart = 0] = wasm.layOut(8 * r.length, 8 * blockLength);
    const inner = new Float64Array(wasm.buffer(), start, r.length);
    const block = new Float64Array(wasm.buffer(), blockStart, blockLength);
    inner.set(r);
    for (let row = 0; row < rowCount; row += BLOCK_ROW_COUNT) {
      const count = Math.min(BLOCK_ROW_COUNT, rowCount - row);
      const padded = count + ((ROW_MULTIPLE - (count % ROW_MULTIPLE)) % ROW_MULTIPLE);
      fill(block, row, count);
      for (let column = 0; padded > count && column < size; column++) {
        block.fill(0, column * BLOCK_ROW_COUNT + count, column * BLOCK_ROW_COUNT + padded);
      }
      kernel.triangularise(start, size, blockStart, padded);
    }
    r.set(inner);
  }

  return { triangularise };
}
