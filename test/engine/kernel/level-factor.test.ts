import { describe, expect, it } from "vitest";
import { accumulate, at, type Factor } from "../../../src/engine/kernel/factor.ts";
import { accumulateLevels } from "../../../src/engine/kernel/level-factor.ts";
import { referenceKernel, wasmKernel } from "../../support/kernels.ts";
import { randomColumns, relativeError, rowsUpTo } from "../../support/numbers.ts";

// Two ways to one triangle, some hundred rows deep.
const ROUNDING = 1e-12;

/** Level columns among others: `before` columns, then the levels of `of`, then the rest. */
function table(rowCount: number, levelCount: number, before: number) {
  const of = Float64Array.from({ length: rowCount }, (_, row) => (row * row) % (levelCount + 1));
  const levels = Array.from({ length: levelCount }, (_, k) => of.map((level) => Number(level === k + 1)));
  const others = randomColumns(5, rowCount, levelCount);
  return {
    columns: [...others.slice(0, before), ...levels, ...others.slice(before)],
    levels: { from: before, count: levelCount, of },
  };
}

/** RᵀR, which does not depend on the signs of R's rows. */
function squares(factor: Factor): number[] {
  const { size } = factor;
  return Array.from({ length: size * size }, (_, i) => {
    let sum = 0;
    for (let row = 0; row < size; row++) {
      const [a, b] = [i % size, Math.floor(i / size)];
      if (row <= Math.min(a, b)) sum += at(factor, row, a) * at(factor, row, b);
    }
    return sum;
  });
}

for (const [name, kernel] of Object.entries({ wasm: wasmKernel(), reference: referenceKernel })) {
  describe(`levels by the ${name} kernel`, () => {
    it.each([
      [1, 40, 0],
      [6, 100, 2],
      [23, 700, 3],
      [23, 700, 5],
    ])("%i of them on %i rows give the factor of the columns that they are", (levelCount, rowCount, before) => {
      const { columns, levels } = table(rowCount, levelCount, before);
      for (const rows of [rowsUpTo(rowCount), rowsUpTo(rowCount).filter((row) => row % 7 !== 3)]) {
        const seen = squares(accumulateLevels(kernel, columns, rows, levels));
        expect(relativeError(seen, squares(accumulate(kernel, columns, rows)))).toBeLessThan(ROUNDING);
      }
    });

    it("that no row has are columns of zeros", () => {
      const { columns, levels } = table(200, 30, 1);
      const rows = rowsUpTo(200).filter((row) => (levels.of[row] as number) < 9);
      const factor = accumulateLevels(kernel, columns, rows, levels);
      expect(relativeError(squares(factor), squares(accumulate(kernel, columns, rows)))).toBeLessThan(ROUNDING);
      expect(factor.r.filter((_, i) => i % factor.size === 1 + levels.from + 20).every((value) => value === 0)).toBe(
        true,
      );
    });
  });
}
