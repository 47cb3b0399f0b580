import { describe, expect, it } from "vitest";
import { BLOCK_ROW_COUNT, type FactorKernel, type FillBlock } from "../../../src/engine/kernel/factor-kernel.ts";
import { referenceKernel, wasmKernel } from "../../support/kernels.ts";
import { randomColumns, relativeError } from "../../support/numbers.ts";

const EDGES = [0, 1, 2, 3, 7, 8, 9, 63, 64, 65];
// A sum of n products is off by some n·ε of its size (Higham 2002, §3.1); a few hundred here.
const ROUNDING = 1e-13;

for (const [name, kernel] of Object.entries({ wasm: wasmKernel(), reference: referenceKernel })) {
  describe(`the ${name} kernel`, () => {
    it.each(EDGES.slice(1))("keeps RᵀR = AᵀA for %i columns at every edge of the row count", (size) => {
      for (const rowCount of [
        ...EDGES,
        BLOCK_ROW_COUNT - 1,
        BLOCK_ROW_COUNT,
        BLOCK_ROW_COUNT + 1,
        3 * BLOCK_ROW_COUNT + 5,
      ]) {
        const columns = randomColumns(size, rowCount, size + rowCount);
        const r = new Float64Array(size * size);
        kernel.triangularise(r, size, rowCount, copy(columns));
        expect(relativeError(gram(triangle(r, size)), gram(columns)), `${rowCount} rows`).toBeLessThan(ROUNDING);
      }
    });

    it("adds rows to what is there", () => {
      const columns = randomColumns(9, 200);
      const r = new Float64Array(81);
      kernel.triangularise(r, 9, 77, copy(columns.map((column) => column.subarray(0, 77))));
      kernel.triangularise(r, 9, 123, copy(columns.map((column) => column.subarray(77))));
      expect(relativeError(gram(triangle(r, 9)), gram(columns))).toBeLessThan(ROUNDING);
    });

    it("keeps the digits of a small column beside a large one", () => {
      const [small = new Float64Array(), large = new Float64Array()] = randomColumns(2, 100);
      const r = new Float64Array(4);
      kernel.triangularise(r, 2, 100, copy([large.map((x) => 1e90 * x), small.map((x) => 1e-90 * x)]));
      const plain = new Float64Array(4);
      kernel.triangularise(plain, 2, 100, copy([large, small]));
      expect(Math.abs(r[3] as number) * 1e90).toBeCloseTo(Math.abs(plain[3] as number), 12);
    });

    it("leaves R alone where the new rows are zero", () => {
      const r = Float64Array.of(2, 3, 0, 5);
      kernel.triangularise(r, 2, 3, (block) => block.fill(0));
      expect([...r]).toEqual([2, 3, 0, 5]);
    });

    it("never reads what the caller left in the block past the rows", () => {
      const r = new Float64Array(1);
      kernel.triangularise(r, 1, 1, (block) => block.fill(99).fill(3, 0, 1));
      expect(Math.abs(r[0] as number)).toBe(3);
    });
  });
}

it("agrees with the reference up to the sign of a row", () => {
  for (const size of EDGES.slice(1)) {
    const columns = randomColumns(size, 700, size);
    const [wasm, reference] = [wasmKernel(), referenceKernel].map((kernel) => normalised(kernel, columns));
    expect(relativeError(wasm ?? [], reference ?? []), `${size} columns`).toBeLessThan(ROUNDING);
  }
});

function normalised(kernel: FactorKernel, columns: Float64Array[]): Float64Array {
  const size = columns.length;
  const r = new Float64Array(size * size);
  kernel.triangularise(r, size, (columns[0] as Float64Array).length, copy(columns));
  return r.map((value, i) => value * Math.sign(r[Math.floor(i / size) * (size + 1)] as number));
}

function copy(columns: Float64Array[]): FillBlock {
  return (block, start, count) =>
    columns.forEach((column, c) => {
      block.set(column.subarray(start, start + count), c * BLOCK_ROW_COUNT);
    });
}

/** The columns of R, with whatever stands under the diagonal left out. */
function triangle(r: Float64Array, size: number): Float64Array[] {
  return Array.from({ length: size }, (_, c) =>
    Float64Array.from({ length: size }, (_, row) => (row > c ? 0 : (r[row * size + c] as number))),
  );
}

function gram(columns: Float64Array[]): Float64Array {
  return Float64Array.from(
    columns.flatMap((a) => columns.map((b) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0))),
  );
}
