import { describe, expect, it } from "vitest";
import { features, lagged, nextTail, tailLength } from "../../src/feature/lag.ts";

const specification = { columns: ["a", "b"], lags: { a: [0, 2] } };
const table = (a: number[], b: number[]) => ({
  columns: ["b", "a"],
  values: [Float64Array.from(b), Float64Array.from(a)],
  rowCount: a.length,
});
const lists = (columns: Float64Array[]) => columns.map((column) => [...column]);

describe("lags", () => {
  it("names its features by column and lag", () => {
    expect(features(specification).map(({ name }) => name)).toEqual(["a", "a[t-2]", "b"]);
    expect(tailLength(specification)).toBe(2);
    expect(tailLength({ lags: {}, columns: ["a"] } as typeof specification)).toBe(0);
  });

  it("looks back within a table; the first rows have no past", () => {
    expect(lists(lagged(specification, table([1, 2, 3, 4], [5, 6, 7, 8]), []))).toEqual([
      [1, 2, 3, 4],
      [Number.NaN, Number.NaN, 1, 2],
      [5, 6, 7, 8],
    ]);
  });

  it("looks back into the tail", () => {
    const tail = [Float64Array.of(-1, 0)];
    expect(lists(lagged(specification, table([1, 2, 3], [5, 6, 7]), tail))[1]).toEqual([-1, 0, 1]);
    expect(lists(lagged(specification, table([1], [5]), tail))[1]).toEqual([-1]);
  });

  it("looks back into a tail shorter than the lag", () => {
    expect(lists(lagged(specification, table([1, 2, 3], [5, 6, 7]), [Float64Array.of(0)]))[1]).toEqual([
      Number.NaN,
      0,
      1,
    ]);
  });

  it("keeps the last rows of the lagged columns, older ones where the table is short", () => {
    expect(lists(nextTail(specification, table([1, 2, 3], [5, 6, 7]), []))).toEqual([[2, 3]]);
    expect(lists(nextTail(specification, table([1], [5]), [Float64Array.of(-1, 0)]))).toEqual([[0, 1]]);
    expect(lists(nextTail(specification, table([1], [5]), []))).toEqual([[1]]);
  });

  it("gives the same features however a series is cut", () => {
    const a = [3, 1, 4, 1, 5, 9, 2, 6];
    const whole = lists(lagged(specification, table(a, a), []))[1];
    let tail: Float64Array[] = [];
    const pieces = [[3], [1, 4, 1], [5], [9, 2, 6]].flatMap((part) => {
      const piece = lists(lagged(specification, table(part, part), tail))[1] as number[];
      tail = nextTail(specification, table(part, part), tail);
      return piece;
    });
    expect(pieces).toEqual(whole);
  });

  it("never looks ahead: no feature changes when later rows do", () => {
    const before = lagged(specification, table([1, 2, 3, 4], [5, 6, 7, 8]), []);
    const after = lagged(specification, table([1, 2, 99, 98], [5, 6, 97, 96]), []);
    expect(lists(before).map((column) => column.slice(0, 2))).toEqual(lists(after).map((column) => column.slice(0, 2)));
  });
});
