// The one owner of WASM memory. Callers hand in plain arrays and get plain arrays back; no view of the memory leaves this
// file except the block, for the length of one `fill` call.
import { assert } from "../error.ts";

/** How many rows the kernel takes at a time, and so the distance between two columns of the block. */
export const BLOCK_ROW_COUNT = 512;

// The kernel's inner loop takes four rows a turn; a block is filled up with rows of zeros, which change nothing.
const ROW_MULTIPLE = 4;
const PAGE_BYTES = 65_536;

/** Writes rows `start … start + count − 1` into the block: value of row start + i, column c at `c * BLOCK_ROW_COUNT + i`. */
export type FillBlock = (block: Float64Array, start: number, count: number) => void;

export interface Kernel {
  /**
   * R ← upper triangle of the QR of [R; rows], in place. `r`: size × size, row by row, upper triangle.
   * The rows are asked for block by block, each once, in order.
   */
  triangularise(r: Float64Array, size: number, rowCount: number, fill: FillBlock): void;
}

interface KernelExports {
  memory: WebAssembly.Memory;
  memoryStart: WebAssembly.Global;
  triangularise(r: number, size: number, block: number, rowCount: number): void;
}

/** The kernels on SIMD WebAssembly (math/kernel/), from the compiled module that the runtime imported. */
export function createKernel(module: WebAssembly.Module): Kernel {
  const kernel = new WebAssembly.Instance(module, {}).exports as unknown as KernelExports;
  const memoryStart = Number(kernel.memoryStart.value);
  const start = memoryStart + ((16 - (memoryStart % 16)) % 16);

  function reserve(bytes: number): void {
    const missing = start + bytes - kernel.memory.buffer.byteLength;
    if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE_BYTES));
  }

  function triangularise(r: Float64Array, size: number, rowCount: number, fill: FillBlock): void {
    assert(r.length === size * size, `a factor of size ${size} has ${size * size} values, not ${r.length}`);
    const blockLength = size * BLOCK_ROW_COUNT;
    reserve((r.length + blockLength) * 8);
    const blockStart = start + r.length * 8;
    const inner = new Float64Array(kernel.memory.buffer, start, r.length);
    const block = new Float64Array(kernel.memory.buffer, blockStart, blockLength);
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
