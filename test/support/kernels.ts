// The kernels under test: the WASM build that is served, and a plain TypeScript reference of the same interface as its oracle.
import { readFileSync } from "node:fs";
import { BLOCK_ROW_COUNT, type FactorKernel } from "../../src/engine/kernel/factor-kernel.ts";
import { createKernel, type Kernel } from "../../src/engine/kernel/kernel.ts";

export function wasmKernel(): Kernel {
  return createKernel(new WebAssembly.Module(readFileSync(new URL("../../build/kernel.wasm", import.meta.url))));
}

/** Householder's reflections one column at a time (Golub & Van Loan, Matrix Computations, §5.2), in plain loops. */
export const referenceKernel: FactorKernel = {
  triangularise(r, size, rowCount, fill) {
    const block = new Float64Array(size * BLOCK_ROW_COUNT);
    for (let row = 0; row < rowCount; row += BLOCK_ROW_COUNT) {
      const count = Math.min(BLOCK_ROW_COUNT, rowCount - row);
      fill(block, row, count);
      for (let j = 0; j < size; j++) reflect(r, size, block, j, count);
    }
  },

  mergeTriangle(r, other, size) {
    this.triangularise(r, size, size, (block, start, count) => {
      for (let column = 0; column < size; column++) {
        for (let i = 0; i < count; i++) {
          const row = start + i;
          block[column * BLOCK_ROW_COUNT + i] = row > column ? 0 : (other[row * size + column] as number);
        }
      }
    });
  },

  triangleSquares(r, size, vectors) {
    return Float64Array.from({ length: vectors.length / size }, (_, k) => {
      let total = 0;
      for (let row = 0; row < size; row++) {
        let product = 0;
        for (let j = row; j < size; j++) product += (r[row * size + j] as number) * (vectors[k * size + j] as number);
        total += product * product;
      }
      return total;
    });
  },
};

function reflect(r: Float64Array, size: number, block: Float64Array, j: number, count: number): void {
  const v = j * BLOCK_ROW_COUNT;
  let tail = 0;
  for (let i = 0; i < count; i++) tail += (block[v + i] as number) ** 2;
  if (tail === 0) return;
  const alpha = r[j * size + j] as number;
  const beta = alpha >= 0 ? -Math.sqrt(alpha * alpha + tail) : Math.sqrt(alpha * alpha + tail);
  const tau = (beta - alpha) / beta;
  r[j * size + j] = beta;
  for (let i = 0; i < count; i++) block[v + i] = (block[v + i] as number) / (alpha - beta);
  for (let k = j + 1; k < size; k++) {
    const c = k * BLOCK_ROW_COUNT;
    let w = r[j * size + k] as number;
    for (let i = 0; i < count; i++) w += (block[v + i] as number) * (block[c + i] as number);
    w *= tau;
    r[j * size + k] = (r[j * size + k] as number) - w;
    for (let i = 0; i < count; i++) block[c + i] = (block[c + i] as number) - w * (block[v + i] as number);
  }
}
