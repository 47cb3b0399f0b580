import { describe, expect, it } from "vitest";
import { type Folds, foldRows, splitRows } from "../../src/model/fold-rows.ts";

const dealt = (folds: Folds | string): Folds => {
  if (typeof folds === "string") throw new Error(folds);
  return folds;
};
const sizes = ({ count, of }: Folds, rows: (row: number) => boolean = () => true) =>
  Array.from({ length: count }, (_, fold) => [...of.keys()].filter((row) => of[row] === fold && rows(row)).length);

describe("by class", () => {
  // Two classes of 17 and 6 rows.
  const target = Float64Array.from({ length: 23 }, (_, row) => Number(row % 4 === 3 || row === 0));

  it("gives each fold its share of each class, and folds one size, to one row", () => {
    const folds = dealt(foldRows({ target, classCount: 2 }));
    expect(folds.count).toBe(5);
    for (const rows of [() => true, (row: number) => target[row] === 1, (row: number) => target[row] === 0]) {
      const of = sizes(folds, rows);
      expect(Math.max(...of) - Math.min(...of)).toBeLessThanOrEqual(1);
    }
  });

  it("deals alike each time", () => {
    expect(foldRows({ target, classCount: 2 })).toEqual(foldRows({ target, classCount: 2 }));
  });

  it("has no more folds than the smallest class has rows, and none where that is one", () => {
    expect(dealt(foldRows({ target: Float64Array.of(0, 0, 0, 0, 1, 1, 1), classCount: 2 })).count).toBe(3);
    expect(foldRows({ target: Float64Array.of(0, 0, 0, 1), classCount: 2 })).toBe("a class has one row");
    expect(foldRows({ target: Float64Array.of(7), classCount: 0 })).toBe("there is one row");
    expect(dealt(foldRows({ target: Float64Array.of(7, 8), classCount: 0 })).count).toBe(2);
  });
});

describe("by group", () => {
  it("keeps groups whole and shares classes out", () => {
    // Twenty groups of three rows, one in four of class 1.
    const groups = Uint32Array.from({ length: 60 }, (_, row) => Math.floor(row / 3));
    const target = Float64Array.from(groups, (group) => Number(group % 4 === 0));
    const folds = dealt(foldRows({ target, classCount: 2, groups }));
    for (let group = 0; group < 20; group++) {
      expect(new Set(folds.of.filter((_, row) => groups[row] === group)).size).toBe(1);
    }
    expect(sizes(folds)).toEqual([12, 12, 12, 12, 12]);
    expect(sizes(folds, (row) => target[row] === 1)).toEqual([3, 3, 3, 3, 3]);
  });

  it("has rows in every fold where each group is of one class", () => {
    // Eight groups of twenty, four of each class: after four of the one, the fifth fold is as good as any for the first of the other.
    const groups = Uint32Array.from({ length: 160 }, (_, row) => Math.floor(row / 20));
    const target = Float64Array.from(groups, (group) => Number(group >= 4));
    const { count, of } = dealt(foldRows({ target, classCount: 2, groups }));
    const sizes = Array.from({ length: count }, (_, fold) => of.filter((each) => each === fold).length);
    expect(sizes).toEqual([40, 40, 40, 20, 20]);
  });

  it("needs every class outside each fold", () => {
    const target = Float64Array.of(0, 0, 1, 1);
    const lacking = "all rows of a class are in one fold";
    expect(foldRows({ target, classCount: 2, groups: Uint32Array.of(0, 0, 1, 1) })).toBe(lacking);
    expect(foldRows({ target, classCount: 2, groups: Uint32Array.of(0, 0, 0, 0) })).toBe("all rows are one group");
  });
});

describe("by time", () => {
  it("cuts blocks of time, whatever the order of the rows, and leaves equal times together", () => {
    const timesMs = Float64Array.of(50, 10, 20, 30, 40, 10, 10, 60, 70, 80);
    const { of, count } = dealt(foldRows({ target: new Float64Array(10), classCount: 0, timesMs }));
    const byTime = [...timesMs.keys()].sort((a, b) => (timesMs[a] as number) - (timesMs[b] as number));
    const folds = byTime.map((row) => of[row] as number);
    expect(folds).toEqual([...folds].sort());
    expect(folds.slice(0, 3)).toEqual([0, 0, 0]);
    expect(count).toBe(new Set(folds).size);
  });

  it("needs two times", () => {
    expect(foldRows({ target: new Float64Array(3), classCount: 0, timesMs: Float64Array.of(1, 1, 1) })).toBe(
      "all rows have one time",
    );
  });
});

it("splits rows into those outside a fold and those in it", () => {
  const { training, heldOut } = splitRows({ count: 2, of: Uint8Array.of(0, 1, 0, 1, 1) }, 1);
  expect([...training]).toEqual([0, 2]);
  expect([...heldOut]).toEqual([1, 3, 4]);
});
