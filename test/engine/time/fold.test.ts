import { describe, expect, it } from "vitest";
import { completeRows, dealToFolds, dealWeeksToFolds } from "../../../src/engine/time/fold.ts";
import { randomColumns, rowsUpTo } from "../../support/numbers.ts";

describe("complete rows", () => {
  it("are those without a missing value in any column", () => {
    const columns = [Float64Array.of(1, Number.NaN, 3, 4), Float64Array.of(1, 2, 3, Number.NaN)];
    expect([...completeRows(columns, 4)]).toEqual([0, 2]);
  });
});

describe("folds", () => {
  it("hold every row once, and about equally many", () => {
    const folds = dealToFolds(randomColumns(3, 10_000), rowsUpTo(10_000), 5);
    expect(folds.flatMap((fold) => [...fold]).sort((a, b) => a - b)).toEqual([...rowsUpTo(10_000)]);
    // A binomial count of 10,000 rows at 1/5 has a standard deviation of 40: six of them.
    for (const fold of folds) expect(Math.abs(fold.length - 2000)).toBeLessThan(240);
  });

  it("deal a row by its values, wherever it stands; −0 is 0", () => {
    const a = Float64Array.of(1, 0, 3, 1, -0);
    const folds = dealToFolds([a], rowsUpTo(5), 5);
    const foldOf = (row: number) => folds.findIndex((fold) => fold.includes(row));
    expect(foldOf(3)).toBe(foldOf(0));
    expect(foldOf(4)).toBe(foldOf(1));
  });

  it("spread rows that differ in one small whole number", () => {
    const folds = dealToFolds([Float64Array.from({ length: 1000 }, (_, i) => i)], rowsUpTo(1000), 5);
    for (const fold of folds) expect(Math.abs(fold.length - 200)).toBeLessThan(6 * 12.65);
  });
});

describe("folds of weeks", () => {
  const hour = 3_600_000;
  // From Monday, 2016-02-29T00:00 on the wall, which is in week 2409 since 1970: 2409 = 5 · 481 + 4.
  const local = Float64Array.from({ length: 6 * 168 }, (_, i) => Date.UTC(2016, 1, 29) + i * hour);

  it("hold whole weeks, Monday to Sunday, each the fifth after the one before", () => {
    const folds = dealWeeksToFolds(local, rowsUpTo(local.length), 5);
    const week = (number: number) => [...rowsUpTo(local.length)].slice(number * 168, (number + 1) * 168);
    expect(folds.map((fold) => [...fold])).toEqual([
      [...week(1)],
      [...week(2)],
      [...week(3)],
      [...week(4)],
      [...week(0), ...week(5)],
    ]);
  });

  it("deal a row by its time, however it was cut off, and only the rows given", () => {
    const rows = Uint32Array.of(100, 200, 900);
    const folds = dealWeeksToFolds(local, rows, 5);
    expect(folds.map((fold) => [...fold])).toEqual([[200], [], [], [], [100, 900]]);
  });
});
