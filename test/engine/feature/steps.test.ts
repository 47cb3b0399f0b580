import { describe, expect, it } from "vitest";
import { type LastRow, stepColumns, stepRows, takenSteps } from "../../../src/engine/feature/steps.ts";

const of = (...values: number[]) => Float64Array.from(values);
const isTaken = () => true;
const columns = [of(1, 4, 9, 16, 25), of(0, 1, 1, 2, 3)];

const changes = (used: Uint32Array, follows: Uint8Array, last: LastRow | null) =>
  stepColumns(columns, stepRows(used, { follows, last, isTaken }), last).map((column) => [...column]);

describe("steps from row to row", () => {
  it("are the changes between complete rows that follow on each other", () => {
    expect(changes(Uint32Array.of(0, 1, 3, 4), Uint8Array.of(0, 1, 1, 1, 1), null)).toEqual([
      [3, 9],
      [1, 1],
    ]);
  });

  it("begin with the last row of what came before, where the first one follows it", () => {
    const last = { ms: null, values: of(-1, 5) };
    const of0 = (follows: number) => changes(Uint32Array.of(0, 1), Uint8Array.of(follows, 1, 1, 1, 1), last);
    expect(of0(1)).toEqual([
      [2, 3],
      [-5, 1],
    ]);
    expect(of0(0)[0]?.length).toBe(1);
  });

  it("of wide hours are some two a day, at every hour of the day in turn; all of narrow ones, of days, and without times", () => {
    const hours = Float64Array.from({ length: 624 }, (_, i) => Date.UTC(2025, 0) + i * 3_600_000);
    const hourly = { timed: true, stepMs: 3_600_000 } as Parameters<typeof takenSteps>[0];
    const taken = (of: typeof hourly, instants: Float64Array | null, columnCount: number) =>
      [...hours.keys()].filter(takenSteps(of, instants, columnCount));
    expect(taken(hourly, hours, 65).length).toBe(48);
    expect(new Set(taken(hourly, hours, 65).map((row) => row % 24)).size).toBe(24);
    expect(taken(hourly, hours, 64).length).toBe(624);
    expect(taken({ ...hourly, stepMs: 86_400_000 }, hours, 65).length).toBe(624);
    // No distance has a divisor in common with the rows of a day, whatever the step.
    for (const minutes of [5, 10, 15, 16, 20, 30, 60, 240]) {
      const perDay = (24 * 60) / minutes;
      const instants = Float64Array.from({ length: 40 * perDay }, (_, i) => i * minutes * 60_000);
      const rows = [...instants.keys()].filter(takenSteps({ ...hourly, stepMs: minutes * 60_000 }, instants, 65));
      const apart = (rows[1] as number) - (rows[0] as number);
      expect(new Set(rows.map((row) => row % perDay)).size, `${minutes} min`).toBe(Math.min(perDay, rows.length));
      expect(apart).toBeLessThan(perDay);
    }
    expect(taken({ ...hourly, timed: false, stepMs: null }, null, 65).length).toBe(624);
  });
});
