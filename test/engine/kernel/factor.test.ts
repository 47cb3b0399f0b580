import { describe, expect, it } from "vitest";
import {
  accumulate,
  at,
  count,
  emptyFactor,
  type Factor,
  means,
  merge,
  scale,
  squaredNorm,
  subset,
} from "../../../src/engine/kernel/factor.ts";
import { referenceKernel, wasmKernel } from "../../support/kernels.ts";
import { randomColumns, relativeError, rowsUpTo } from "../../support/numbers.ts";

const ROUNDING = 1e-13;

for (const [name, kernel] of Object.entries({ wasm: wasmKernel(), reference: referenceKernel })) {
  describe(`a factor by the ${name} kernel`, () => {
    const x = Float64Array.of(0, 1, 2, 50);
    const y = Float64Array.of(1, 3, 5, 70);
    const line = accumulate(kernel, [x, y], Uint32Array.of(0, 1, 2));

    it("is solved by hand for x = 0, 1, 2 and y = 1, 3, 5", () => {
      // √3 · [1 x̄ ȳ] = √3 · [1 1 3]; centred x = −1, 0, 1 has norm √2; centred y = 2·centred x, nothing is left over.
      expect(count(line)).toBeCloseTo(3, 14);
      expect(means(line)[0]).toBeCloseTo(1, 14);
      expect(means(line)[1]).toBeCloseTo(3, 14);
      expect(Math.abs(at(line, 1, 1))).toBeCloseTo(Math.SQRT2, 14);
      expect(at(line, 1, 2) / at(line, 1, 1)).toBeCloseTo(2, 14);
      expect(at(line, 2, 2)).toBeCloseTo(0, 14);
    });

    it("gives the residual sum of squares of any line", () => {
      // ŷ = 1 + x leaves 0, 1, 2.
      expect(squaredNorm(kernel, line, Float64Array.of(1, 1, -1))).toBeCloseTo(5, 13);
    });

    it("weights its rows", () => {
      const weighted = scale(line, 4);
      expect(count(weighted)).toBeCloseTo(12, 13);
      expect(means(weighted)[1]).toBeCloseTo(3, 14);
      expect(squaredNorm(kernel, weighted, Float64Array.of(1, 1, -1))).toBeCloseTo(20, 12);
    });

    it("merges sets as if they were one", () => {
      const columns = randomColumns(6, 1500);
      const parts = [0, 1, 2].map((part) => rowsUpTo(1500).filter((row) => row % 3 === part));
      const merged = merge(kernel, [
        emptyFactor(7),
        ...parts.map((rows) => accumulate(kernel, columns, rows)),
        emptyFactor(7),
      ]);
      expect(relativeError(squares(merged), squares(accumulate(kernel, columns, rowsUpTo(1500))))).toBeLessThan(
        ROUNDING,
      );
    });

    it("drops columns", () => {
      const columns = randomColumns(4, 100);
      const [, second, third] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
      const fewer = subset(kernel, accumulate(kernel, columns, rowsUpTo(100)), [0, 2, 3]);
      expect(relativeError(squares(fewer), squares(accumulate(kernel, [second, third], rowsUpTo(100))))).toBeLessThan(
        ROUNDING,
      );
    });

    it("is exactly zero below as many rows as it has", () => {
      const factor = accumulate(kernel, randomColumns(5, 3), rowsUpTo(3));
      expect(factor.r.slice(18).every((value) => value === 0)).toBe(true);
    });

    it("gathers the rows that it is told, in runs or scattered", () => {
      const columns = randomColumns(3, 2000);
      const rows = rowsUpTo(2000).filter((row) => row < 600 || row % 7 === 0);
      const chosen = columns.map((column) => Float64Array.from(rows, (row) => column[row] as number));
      const gathered = accumulate(kernel, columns, rows);
      expect(relativeError(squares(gathered), squares(accumulate(kernel, chosen, rowsUpTo(rows.length))))).toBeLessThan(
        ROUNDING,
      );
    });
  });
}

/** RᵀR, which does not depend on the signs of R's rows. */
function squares(factor: Factor): Float64Array {
  const { size } = factor;
  return Float64Array.from({ length: size * size }, (_, i) => {
    let sum = 0;
    for (let row = 0; row <= Math.min(i % size, Math.floor(i / size)); row++) {
      sum += at(factor, row, i % size) * at(factor, row, Math.floor(i / size));
    }
    return sum;
  });
}
