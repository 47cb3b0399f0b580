import { describe, expect, it } from "vitest";
import type { Family } from "../../../src/engine/model/family.ts";
import {
  fitStage,
  fitsIn,
  messageSeconds,
  type Plan,
  predictStage,
  trainingSeconds,
  tuneStage,
  unitsOf,
  unitWork,
} from "../../../src/engine/model/plan-training.ts";

const CELL = { set: {}, params: {} };

/** Ten units of two seconds each, or as a family without out-of-bag estimates one of them. */
const planOf = (isBagged: boolean, bytes = 1, onceSeconds?: number): Plan => ({
  family: {
    unitCount: () => (isBagged ? 10 : 1),
    work: () => ({ seconds: 2, bytes, ...(onceSeconds && { onceSeconds }) }),
    ...(isBagged && { outOfBag: {} }),
  } as unknown as Family,
  shape: { rowCount: 100, columnCount: 2, classCount: 2 },
  foldCount: 5,
  isOutOfBag: isBagged,
  isCrossValidated: !isBagged,
  cells: [],
  params: {},
});

describe("stages", () => {
  it("cuts a forest into as many pieces as its work takes, a tree at least each", () => {
    expect(fitStage(planOf(true), 5)).toEqual({ stage: "fit", unitCount: 10, pieceCount: 4 });
    expect(fitStage(planOf(true), 0.1)).toEqual({ stage: "fit", unitCount: 10, pieceCount: 10 });
    expect(fitStage(planOf(true), 100)).toEqual({ stage: "fit", unitCount: 10, pieceCount: 1 });
  });

  it("leaves each piece time to begin, and spends no more than half of it on that", () => {
    expect(fitStage(planOf(true, 1, 1), 5).pieceCount).toBe(5);
    expect(fitStage(planOf(true, 1, 4), 5).pieceCount).toBe(5);
    expect(fitStage(planOf(true, 1, 1), 21).pieceCount).toBe(1);
  });

  it("cuts by size too: five million bytes a tree, two in a piece", () => {
    expect(fitStage(planOf(true, 5e6), 100).pieceCount).toBe(5);
  });

  it("holds each fold out beside the model where nothing is out of bag", () => {
    expect(fitStage(planOf(false), 4)).toEqual({ stage: "fit", unitCount: 6, pieceCount: 3 });
  });

  it("holds each fold out beside a forest too, each as long as the forest", () => {
    const plan = { ...planOf(true), isCrossValidated: true };
    expect(fitStage(plan, 20)).toEqual({ stage: "fit", unitCount: 60, pieceCount: 6 });
    expect(trainingSeconds(plan)).toBe(120);
    expect(unitWork(plan).seconds).toBe(20);
  });

  it("tells the dearest message: it begins anew, and so does each fold that it learns without", () => {
    // Ten units in pieces of 3: 2.5 of five seconds' work, three units at most in one.
    expect(messageSeconds(planOf(true, 1, 1), 5)).toBe(1 + 2 * 2);
    expect(messageSeconds(planOf(true), 5)).toBe(3 * 2);
    // One model of one unit and five folds in three pieces of two.
    expect(messageSeconds(planOf(false), 4)).toBe(2 * 2);
    // The model in one message with all five folds, each of which begins anew.
    const plan = { ...planOf(true, 1, 1), isCrossValidated: true };
    expect(messageSeconds(plan, 1000)).toBe(1 + 10 * 2 + 5 * (1 + 10 * 2));
    // A cell of a grid is learned on a fold at a time.
    const tuned = { ...planOf(false), params: null, cells: [CELL, CELL] };
    expect(messageSeconds(tuned, 4)).toBe(2 * 2);
  });

  it("does each unit and each fold once, however they are cut", () => {
    for (const [modelUnits, pieceCount] of [
      [1, 6],
      [1, 4],
      [10, 1],
      [10, 7],
      [10, 60],
      [100, 13],
    ] as const) {
      const stage = { unitCount: 6 * modelUnits, pieceCount };
      const pieces = Array.from({ length: pieceCount }, (_, piece) => fitsIn(unitsOf(stage, piece), modelUnits));
      expect(pieces.flatMap(({ folds }) => folds)).toEqual([0, 1, 2, 3, 4]);
      const units = pieces.flatMap(({ units: { from, to } }) => Array.from({ length: to - from }, (_, i) => from + i));
      expect(units).toEqual(Array.from({ length: modelUnits }, (_, unit) => unit));
      // A fold is as much work as all units of the model.
      expect(Math.max(...pieces.map(({ folds }) => folds.length))).toBeLessThanOrEqual(Math.ceil(6 / pieceCount));
    }
  });

  it("tries every cell on every fold", () => {
    expect(tuneStage({ ...planOf(false), cells: [CELL, CELL, CELL] }, 10)).toEqual({
      stage: "tune",
      unitCount: 15,
      pieceCount: 3,
    });
  });

  it("asks about no fewer than one row at a time", () => {
    expect(predictStage(3, 100, 1)).toEqual({ stage: "predict", unitCount: 3, pieceCount: 3 });
  });
});

describe("work", () => {
  it("is all units once out of bag, and once more for each fold without", () => {
    expect(trainingSeconds(planOf(true))).toBe(20);
    expect(trainingSeconds(planOf(false))).toBe(12);
    expect(trainingSeconds({ ...planOf(false), cells: [CELL, CELL], params: null })).toBe(5 * 4 + 12);
  });

  it("begins once for each model", () => {
    expect(trainingSeconds(planOf(true, 1, 3))).toBe(23);
    expect(trainingSeconds(planOf(false, 1, 3))).toBe(6 * 5);
    expect(unitWork(planOf(true, 1, 3)).seconds).toBe(5);
    expect(unitWork(planOf(false, 1, 3)).seconds).toBe(5);
  });

  it("cannot divide a tree, nor a model that is one unit", () => {
    expect(unitWork(planOf(true, 7))).toEqual({ seconds: 2, bytes: 7, modelBytes: 70 });
    expect(unitWork(planOf(false, 7))).toEqual({ seconds: 2, bytes: 7, modelBytes: 7 });
  });

  it("cannot divide a forest that is tried on a fold", () => {
    expect(unitWork({ ...planOf(true), cells: [CELL], params: null }).seconds).toBe(20);
  });
});

it("gives every unit to one piece", () => {
  for (const [unitCount, pieceCount] of [
    [10, 3],
    [7, 7],
    [100, 1],
    [50, 7],
  ] as const) {
    const ranges = Array.from({ length: pieceCount }, (_, piece) => unitsOf({ unitCount, pieceCount }, piece));
    expect(ranges[0]?.from).toBe(0);
    expect(ranges.at(-1)?.to).toBe(unitCount);
    ranges.slice(1).forEach(({ from }, i) => {
      expect(from).toBe(ranges[i]?.to);
    });
    expect(ranges.every(({ from, to }) => to > from)).toBe(true);
  }
});
