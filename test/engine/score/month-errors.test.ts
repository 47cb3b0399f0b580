import { describe, expect, it } from "vitest";
import { sumMonths } from "../../../src/engine/feature/month-sums.ts";
import { accumulate } from "../../../src/engine/kernel/factor.ts";
import { fitRidge } from "../../../src/engine/model/ridge/fit-ridge.ts";
import { monthErrors, wholeMonths } from "../../../src/engine/score/month-errors.ts";
import { wasmKernel } from "../../support/kernels.ts";
import { randomColumns, rowsUpTo } from "../../support/numbers.ts";

const kernel = wasmKernel();
const DAY_MS = 86_400_000;
const isWhole = () => 1;

describe("by how much a line misses a month", () => {
  it("of one row, is the deleted residual: what the line without that row misses it by", () => {
    const [x, y] = randomColumns(2, 12, 3) as [Float64Array, Float64Array];
    const local = Float64Array.from({ length: 12 }, (_, i) => Date.UTC(2025, i));
    const all = rowsUpTo(12);
    const line = fitRidge(kernel, [accumulate(kernel, [x, y], all)], 0);
    const found = monthErrors(sumMonths([x, y], all, local), { line, spread: line.spread, columns: null }, isWhole);
    expect(found.length).toBe(12);
    found.forEach(({ error, rows, leverage }, row) => {
      const others = all.filter((other) => other !== row);
      const without = fitRidge(kernel, [accumulate(kernel, [x, y], others)], 0);
      const [slope] = without.coefficients as [number];
      expect(error).toBeCloseTo((y[row] as number) - without.intercept - slope * (x[row] as number), 12);
      expect(rows).toBe(1);
      // 1/n + (x − x̄)²/Σ(x − x̄)² of the other rows.
      const mean = others.reduce((sum, i) => sum + (x[i] as number), 0) / 11;
      const squares = others.reduce((sum, i) => sum + ((x[i] as number) - mean) ** 2, 0);
      expect(leverage).toBeCloseTo(1 / 11 + ((x[row] as number) - mean) ** 2 / squares, 10);
    });
  });

  it("of a level and one number a month, is what the mean of the other months misses it by", () => {
    // Three months of 0, 3 and 9: the others' means are 6, 4.5 and 1.5, over 31, 28 and 31 days.
    const days = Float64Array.from({ length: 90 }, (_, i) => Date.UTC(2025, 0, 1) + i * DAY_MS);
    const y = days.map((ms) => [0, 3, 9][new Date(ms).getUTCMonth()] as number);
    const line = fitRidge(kernel, [accumulate(kernel, [y], rowsUpTo(90))], 0);
    const found = monthErrors(
      sumMonths([y], rowsUpTo(90), days),
      { line, spread: line.spread, columns: null },
      isWhole,
    );
    const byHand = [31 * (0 - (28 * 3 + 31 * 9) / 59), 28 * (3 - 4.5), 31 * (9 - (28 * 3) / 59)];
    for (const [month, { error }] of found.entries()) expect(error).toBeCloseTo(byHand[month] as number, 9);
  });

  it("says nothing of a month that alone holds up a part of the line, nor of one that does not count", () => {
    const local = Float64Array.from({ length: 5 }, (_, i) => Date.UTC(2025, i));
    const [x, y] = [Float64Array.of(0, 0, 0, 0, 1), Float64Array.of(1, 2, 3, 4, 9)];
    const line = fitRidge(kernel, [accumulate(kernel, [x, y], rowsUpTo(5))], 0);
    const of = { line, spread: line.spread, columns: null };
    const sums = sumMonths([x, y], rowsUpTo(5), local);
    expect(monthErrors(sums, of, isWhole).length).toBe(4);
    expect(monthErrors(sums, of, (endMs) => Number(endMs > Date.UTC(2025, 2))).length).toBe(2);
  });
});

it("a month is whole with nine tenths of the rows that are usual for its days; of rows of months all are", () => {
  const count = (days: number[], interval: "daily" | "monthly" = "daily") => {
    const local = Float64Array.from(days, (day) => Date.UTC(2025, 0, day));
    return wholeMonths(sumMonths([local], rowsUpTo(days.length), local), interval);
  };
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  expect(count(range(1, 90))).toBe(3);
  expect(count(range(5, 90))).toBe(2); // 27 of 31 days
  expect(count(range(4, 90))).toBe(3); // 28
  // Bills 30 days apart, two of them in one month; and a month that was sent twice.
  expect(count([1, 31, 61, 91, 121], "monthly")).toBe(4);
  expect(count([...range(1, 150), ...range(32, 59)].sort((a, b) => a - b))).toBe(5);
  expect(count([])).toBe(0);
});
