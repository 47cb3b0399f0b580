import { describe, expect, it } from "vitest";
import { addMonths, readMonths, sumMonths } from "../../../src/engine/feature/month-sums.ts";
import { monthOf } from "../../../src/engine/time/month-grid.ts";
import { randomColumns, relativeError } from "../../support/numbers.ts";

const DAY_MS = 86_400_000;
const from = Date.UTC(2025, 0, 20);

describe("sums of months", () => {
  // 30 days from the 20th of January: 12 rows of it, 18 of February, the fifth row not used.
  const local = Float64Array.from({ length: 30 }, (_, i) => from + i * DAY_MS);
  const columns = [local.map((_, i) => i), local.map(() => 2)];
  const used = Uint32Array.from(local.keys()).filter((row) => row !== 5);

  it("are the rows of each month on the wall clock, and the sums of each column", () => {
    const sums = readMonths(sumMonths(columns, used, local));
    expect([...sums.keys()]).toEqual([12 * 55, 12 * 55 + 1]);
    expect([...sums.values()].map((sum) => [...sum])).toEqual([
      [11, 66 - 5, 22],
      [18, 369, 36],
    ]);
  });

  it("are none without times, and none of no rows", () => {
    expect(sumMonths(columns, used, new Float64Array())).toEqual({});
    expect(sumMonths(columns, new Uint32Array(), local)).toEqual({});
  });

  it("add up however the rows were cut", () => {
    const whole = readMonths(sumMonths(columns, used, local));
    for (const cut of [1, 7, 13]) {
      const parts = Array.from({ length: Math.ceil(30 / cut) }, (_, k) =>
        sumMonths(
          columns,
          used.filter((row) => Math.floor(row / cut) === k),
          local,
        ),
      );
      const added = readMonths(parts.reduce(addMonths, {}));
      for (const [month, sum] of whole) expect(relativeError(added.get(month) ?? [], sum)).toBeLessThan(1e-15);
    }
  });

  it("keep the newest months that fit: 120, or 3,500 numbers, of the widest norms fewer", () => {
    const months = Float64Array.from({ length: 130 }, (_, i) => Date.UTC(2000, i));
    const all = Uint32Array.from(months.keys());
    const kept = readMonths(sumMonths([months], all, months));
    expect([kept.size, monthOf(months[129] as number)]).toEqual([120, Math.max(...kept.keys())]);
    expect(readMonths(sumMonths(randomColumns(199, 130), all, months)).size).toBe(17);
    // Of the widest norms four, for their factors leave no more room in a row.
    expect(readMonths(sumMonths(randomColumns(257, 130), all, months)).size).toBe(4);
  });
});
