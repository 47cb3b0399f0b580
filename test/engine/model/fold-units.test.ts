import { describe, expect, it } from "vitest";
import { foldRows } from "../../../src/engine/model/fold-rows.ts";
import { addUnit, countUnits, eachClass } from "../../../src/engine/model/fold-units.ts";
import { uniform } from "../../support/numbers.ts";

/** Rows of each unit and class, counted one by one. */
function countedSlowly(unitOf: Uint32Array, target: Float64Array, classCount: number): number[][] {
  const unitCount = Math.max(...unitOf) + 1;
  return Array.from({ length: unitCount }, (_, unit) =>
    Array.from({ length: classCount }, (_, k) => unitOf.filter((of, row) => of === unit && target[row] === k).length),
  );
}

describe("units of rows", () => {
  it("have as many rows of each class as they have, whatever their order, also those without rows", () => {
    const random = uniform(3);
    for (let turn = 0; turn < 50; turn++) {
      const [classCount, unitMost, rows] = [1 + (turn % 7), 1 + 3 * turn, 1 + Math.floor(150 * random())];
      const unitOf = Uint32Array.from({ length: rows }, () => Math.floor(unitMost * random()));
      const target = Float64Array.from({ length: rows }, () => Math.floor(classCount * random()));
      const units = countUnits(unitOf, (row) => target[row] as number, classCount);
      const slowly = countedSlowly(unitOf, target, classCount);
      const sums = slowly.map((_, unit) => {
        const sum = new Uint32Array(classCount);
        addUnit(units, unit, sum);
        return [...sum];
      });
      expect(sums).toEqual(slowly);
      expect([...units.sizes]).toEqual(slowly.map((of) => of.reduce((sum, n) => sum + n, 0)));
      expect([...units.totals]).toEqual(
        Array.from({ length: classCount }, (_, k) => slowly.reduce((sum, of) => sum + (of[k] as number), 0)),
      );
    }
  });

  it("are visited class by class, ascending, those alone that have rows", () => {
    const units = countUnits(Uint32Array.of(1, 0, 1, 1), (row) => [7, 2, 3, 7][row] as number, 100);
    const visited: number[][] = [];
    eachClass(units, 1, (k, count) => visited.push([k, count]));
    expect(visited).toEqual([
      [3, 1],
      [7, 2],
    ]);
  });

  it("take no more numbers than there are rows, however many units and classes there are", () => {
    const rows = 100_000;
    const units = countUnits(
      Uint32Array.from({ length: rows }, (_, row) => row),
      (row) => row % 100,
      100,
    );
    for (const part of [units.classes, units.counts, units.sizes]) expect(part).toHaveLength(rows);
    expect(units.starts).toHaveLength(rows + 1);
  });
});

/** FNV-1a, 32 bits. */
function hash(bytes: Uint8Array): number {
  return bytes.reduce((state, byte) => Math.imul(state ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}

// By the folds of 0.5.0, which kept a count for each group and class.
it.each([
  ["groups", 3_993_040_192],
  ["timesMs", 1_629_654_201],
  ["class", 2_222_781_487],
])("many classes in many units are dealt as they were by 0.5.0: by %s", (by, golden) => {
  const random = uniform(8);
  const rows = 20_000;
  const unitOf = Array.from({ length: rows }, () => Math.floor(6_000 * random() ** 2));
  const target = Float64Array.from(unitOf, (unit) => (random() < 0.5 ? unit % 40 : Math.floor(40 * random() ** 2)));
  const kind = { groups: { groups: Uint32Array.from(unitOf) }, timesMs: { timesMs: Float64Array.from(unitOf) } }[by];
  const folds = foldRows({ columns: [], target, classCount: 40, ...kind });
  expect(typeof folds === "string" ? folds : hash(folds.of)).toBe(golden);
});
