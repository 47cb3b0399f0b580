import { describe, expect, it } from "vitest";
import { stepColumns, takenSteps } from "../../src/feature/steps.ts";

const of = (...values: number[]) => Float64Array.from(values);
const isTaken = () => true;
const columns = [of(1, 4, 9, 16, 25), of(0, 1, 1, 2, 3)];

describe("steps from row to row", () => {
  it("are the changes between complete rows that follow on each other", () => {
    const used = Uint32Array.of(0, 1, 3, 4);
    const steps = stepColumns(columns, used, { follows: Uint8Array.of(0, 1, 1, 1, 1), last: null, isTaken });
    expect(steps.map((column) => [...column])).toEqual([
      [3, 9],
      [1, 1],
    ]);
  });

  it("begin with the last row of what came before, where the first one follows it", () => {
    const last = { ms: null, values: of(-1, 5) };
    const of0 = (follows: number) =>
      stepColumns(columns, Uint32Array.of(0, 1), { follows: Uint8Array.of(follows, 1, 1, 1, 1), last, isTaken });
    expect(of0(1).map((column) => [...column])).toEqual([
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
    expect(taken({ ...hourly, timed: false, stepMs: null }, null, 65).length).toBe(624);
  });
});
