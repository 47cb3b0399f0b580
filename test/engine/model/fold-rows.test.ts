import { describe, expect, it } from "vitest";
import { type Folds, foldRows, innerFolds, NEVER_HELD_OUT, splitRows } from "../../../src/engine/model/fold-rows.ts";
import { randomColumns, uniform } from "../../support/numbers.ts";

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
    const folds = dealt(foldRows({ columns: [], target, classCount: 2 }));
    expect(folds.count).toBe(5);
    for (const rows of [() => true, (row: number) => target[row] === 1, (row: number) => target[row] === 0]) {
      const of = sizes(folds, rows);
      expect(Math.max(...of) - Math.min(...of)).toBeLessThanOrEqual(1);
    }
  });

  it.each([0, 2])("deals alike wherever rows stand, and whatever the units are (%i classes)", (classCount) => {
    const [a = new Float64Array(), b = new Float64Array()] = randomColumns(2, 23);
    a[3] = Number.NaN;
    // Many rows alike in the first column: the second tells them apart.
    const coarse = a.map((value) => Math.round(value));
    const y = classCount === 0 ? b.map((value) => Math.round(4 * value)) : target;
    const { of } = dealt(foldRows({ columns: [coarse, b], target: y, classCount }));
    const order = [...of.keys()].sort((p, q) => (b[p] as number) - (b[q] as number));
    const moved = (column: Float64Array, unit: number) =>
      Float64Array.from(order, (row) => unit * (column[row] as number));
    const again = dealt(
      foldRows({
        columns: [moved(coarse, 1_000), moved(b, 1e-3)],
        target: moved(y, classCount === 0 ? 1_000 : 1),
        classCount,
      }),
    );
    expect([...again.of]).toEqual(order.map((row) => of[row]));
  });

  it("has no more folds than the smallest class has rows", () => {
    expect(dealt(foldRows({ columns: [], target: Float64Array.of(0, 0, 0, 0, 1, 1, 1), classCount: 2 })).count).toBe(3);
    expect(foldRows({ columns: [], target: Float64Array.of(0, 1), classCount: 2 })).toBe("every class has one row");
    expect(foldRows({ columns: [], target: Float64Array.of(7), classCount: 0 })).toBe("there is one row");
    expect(dealt(foldRows({ columns: [], target: Float64Array.of(7, 8), classCount: 0 })).count).toBe(2);
  });
});

describe("what is all there is of a class", () => {
  it("stays in training, and the others are held out", () => {
    const target = Float64Array.from({ length: 1_000 }, (_, row) => (row === 500 ? 2 : row % 2));
    const folds = dealt(foldRows({ columns: [], target, classCount: 3 }));
    expect([...folds.of.keys()].filter((row) => folds.of[row] === NEVER_HELD_OUT)).toEqual([500]);
    expect(Math.min(...sizes(folds))).toBeGreaterThanOrEqual(199);
    expect(sizes(folds)).toHaveLength(5);
    expect(splitRows(folds, 0).training).toContain(500);
  });

  it("stays with its group, or its time", () => {
    const groups = Uint32Array.from({ length: 60 }, (_, row) => Math.floor(row / 10));
    // The third class is in the last group alone.
    const target = Float64Array.from(groups, (group, row) => (group === 5 && row % 2 === 0 ? 2 : row % 2));
    const folds = dealt(foldRows({ columns: [], target, classCount: 3, groups }));
    expect([...folds.of]).toEqual(Array.from(groups, (group) => (group === 5 ? NEVER_HELD_OUT : folds.of[10 * group])));
    expect(sizes(folds)).toEqual([10, 10, 10, 10, 10]);
    const byTime = dealt(foldRows({ columns: [], target, classCount: 3, timesMs: Float64Array.from(target.keys()) }));
    const kept = [...byTime.of.keys()].filter((row) => byTime.of[row] === NEVER_HELD_OUT);
    expect(kept).toEqual([50, 52, 54, 56, 58]);
  });
});

describe("a group of three quarters of the rows", () => {
  const foldsOf = (...groupSizes: number[]) => {
    const groups = Uint32Array.from(groupSizes.flatMap((size, group) => Array(size).fill(group) as number[]));
    return dealt(foldRows({ columns: [], target: new Float64Array(groups.length), classCount: 0, groups }));
  };

  it("is held out, for a quarter is left; one of a row more is not", () => {
    expect(sizes(foldsOf(12, 2, 2)).sort((a, b) => a - b)).toEqual([2, 2, 12]);
    const { count, of } = foldsOf(13, 2, 2);
    expect([count, of.filter((fold) => fold === NEVER_HELD_OUT).length]).toEqual([2, 13]);
  });
});

describe("rows of one time", () => {
  it.each([
    // Ten rows in five folds, each time where its middle row is: 1.5/2, 3.5/2, 5.5/2, 7.5/2, 8.5/2, 9.5/2.
    [
      [0, 0, 0, 1, 2, 2, 2, 3, 4, 5],
      [0, 0, 0, 1, 2, 2, 2, 3, 4, 4],
    ],
    // Four times, four folds: 1.5/2.5, 4.5/2.5, 7/2.5, 9/2.5.
    [
      [7, 7, 7, 8, 8, 8, 9, 9, 10, 10],
      [0, 0, 0, 1, 1, 1, 2, 2, 3, 3],
    ],
  ])("%j are of one fold, though the border runs through them", (times, folds) => {
    const order = [3, 9, 0, 5, 1, 7, 2, 8, 4, 6];
    const timesMs = Float64Array.from(order, (i) => times[i] as number);
    const { of } = dealt(foldRows({ columns: [], target: new Float64Array(10), classCount: 0, timesMs }));
    expect([...of]).toEqual(order.map((i) => folds[i]));
  });
});

describe("blocks of any sizes", () => {
  const random = uniform(5);
  const draw = (most: number) => Math.floor(most * random());
  const cases = Array.from({ length: 300 }, (_, i) => {
    const blockCount = 2 + draw(12);
    // From all alike to one that holds nearly everything.
    const lengths = Array.from({ length: blockCount }, () => 1 + draw(2 ** draw(9)));
    const classCount = draw(4);
    const block = lengths.flatMap((length, number) => Array<number>(length).fill(number));
    const isOfOne = lengths.map(() => random() < 0.3);
    const target = Float64Array.from(block, (number) =>
      classCount < 2 ? random() : isOfOne[number] ? number % classCount : draw(classCount),
    );
    return { i, block, target, classCount: classCount < 2 ? 0 : classCount };
  });

  it.each(["groups", "timesMs"])(
    "are whole by %s, and leave a quarter of the rows and of each class to learn from",
    (by) => {
      let found = 0;
      for (const { i, block, target, classCount } of cases) {
        const kind = by === "groups" ? { groups: Uint32Array.from(block) } : { timesMs: Float64Array.from(block) };
        const folds = foldRows({ columns: [], target, classCount, ...kind });
        if (typeof folds === "string") {
          // Then one block holds more than three quarters of all, or of a class.
          expect(folds, String(i)).toMatch(/less than a quarter/);
          continue;
        }
        found++;
        expect(folds.count).toBeGreaterThanOrEqual(2);
        expect(Math.min(...sizes(folds)), String(i)).toBeGreaterThan(0);
        for (const number of new Set(block))
          expect(new Set(folds.of.filter((_, row) => block[row] === number)).size, String(i)).toBe(1);
        const all = (of: (row: number) => boolean) => [...target.keys()].filter(of).length;
        for (let k = 0; k <= classCount; k++) {
          const isOf = (row: number) => k === classCount || target[row] === k;
          expect(Math.max(...sizes(folds, isOf)), `${i}, ${k}`).toBeLessThanOrEqual(0.75 * all(isOf));
        }
      }
      expect(found).toBeGreaterThan(200);
    },
  );

  it("are dealt evenly where there are many", () => {
    for (const { block, target } of cases) {
      const groups = Uint32Array.from(block);
      const folds = foldRows({ columns: [], target, classCount: 0, groups });
      if (typeof folds === "string") continue;
      const of = sizes(folds);
      // No fold is above the least by more than its last group, which came when it was the least.
      const smallest = (fold: number) =>
        Math.min(
          ...[...new Set(groups)]
            .filter((g) => folds.of[groups.indexOf(g)] === fold)
            .map((g) => block.filter((n) => n === g).length),
        );
      of.forEach((size, fold) => {
        expect(size - smallest(fold)).toBeLessThanOrEqual(Math.min(...of));
      });
    }
  });
});

describe("by group", () => {
  it("keeps groups whole and shares classes out", () => {
    // Twenty groups of three rows, one in four of class 1.
    const groups = Uint32Array.from({ length: 60 }, (_, row) => Math.floor(row / 3));
    const target = Float64Array.from(groups, (group) => Number(group % 4 === 0));
    const folds = dealt(foldRows({ columns: [], target, classCount: 2, groups }));
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
    const { count, of } = dealt(foldRows({ columns: [], target, classCount: 2, groups }));
    const sizes = Array.from({ length: count }, (_, fold) => of.filter((each) => each === fold).length);
    expect(sizes).toEqual([40, 40, 40, 20, 20]);
  });

  it("blames no single time where the rows of each class follow on those of another", () => {
    const timesMs = Float64Array.from({ length: 500 }, (_, row) => row);
    const target = timesMs.map((row) => Math.floor(row / 100));
    expect(foldRows({ columns: [], target, classCount: 5, timesMs })).toBe(
      "by time, so much of the rows, or of a class, is held out at once that less than a quarter of them is left to learn from",
    );
  });

  it("needs every class outside each fold", () => {
    const target = Float64Array.of(0, 0, 1, 1);
    const lacking =
      "by group, so much of the rows, or of a class, is held out at once that less than a quarter of them is left to learn from";
    expect(foldRows({ columns: [], target, classCount: 2, groups: Uint32Array.of(0, 0, 1, 1) })).toBe(lacking);
    expect(foldRows({ columns: [], target, classCount: 2, groups: Uint32Array.of(0, 0, 0, 0) })).toBe(
      "all rows are one group",
    );
    // Two rows against four hundred: what they teach is not the model.
    const groups = Uint32Array.from({ length: 402 }, (_, row) => Number(row > 1));
    expect(
      foldRows({ columns: [], target: Float64Array.from(groups, (_, row) => row % 2), classCount: 2, groups }),
    ).toBe(lacking);
  });
});

describe("by time", () => {
  it("cuts blocks of time, whatever the order of the rows, and leaves equal times together", () => {
    const timesMs = Float64Array.of(50, 10, 20, 30, 40, 10, 10, 60, 70, 80);
    const { of, count } = dealt(foldRows({ columns: [], target: new Float64Array(10), classCount: 0, timesMs }));
    const byTime = [...timesMs.keys()].sort((a, b) => (timesMs[a] as number) - (timesMs[b] as number));
    const folds = byTime.map((row) => of[row] as number);
    expect(folds).toEqual([...folds].sort());
    expect(folds.slice(0, 3)).toEqual([0, 0, 0]);
    expect(count).toBe(new Set(folds).size);
  });

  it("needs two times", () => {
    expect(
      foldRows({ columns: [], target: new Float64Array(3), classCount: 0, timesMs: Float64Array.of(1, 1, 1) }),
    ).toBe("all rows have one time");
  });
});

it("splits rows into those outside a fold and those in it", () => {
  const { training, heldOut } = splitRows({ count: 2, of: Uint8Array.of(0, 1, 0, 1, 1) }, 1);
  expect([...training]).toEqual([0, 2]);
  expect([...heldOut]).toEqual([1, 3, 4]);
});

describe("as many folds as are asked for", () => {
  const target = Float64Array.from({ length: 60 }, (_, row) => row % 2);
  const groups = Uint32Array.from({ length: 60 }, (_, row) => row % 20);
  const timesMs = Float64Array.from({ length: 60 }, (_, row) => Math.floor(row / 3));

  it.each([
    ["by class", {}],
    ["by group", { groups }],
    ["by time", { timesMs }],
  ])("are dealt %s, of one size", (_, by) => {
    for (const count of [2, 4, 10]) {
      const folds = dealt(foldRows({ columns: [], target, classCount: 2, ...by }, count));
      expect([count, folds.count, ...sizes(folds)]).toEqual([count, count, ...Array(count).fill(60 / count)]);
    }
  });

  it("are chosen by in fives, neighbours together, and dealt anew where one is left", () => {
    const of = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, NEVER_HELD_OUT);
    expect([...(innerFolds({ count: 7, of }, true)?.of ?? [])]).toEqual([0, 0, 1, 2, 2, 3, 4, NEVER_HELD_OUT]);
    expect(innerFolds({ count: 5, of }, false)?.of).toBe(of);
    expect(innerFolds({ count: 2, of }, true)?.of).toBe(of);
    expect(innerFolds({ count: 2, of }, false)).toBeUndefined();
  });
});
