// Where y lies far from 0, or partly at it: what a forest learns of y does not depend on what y is measured from.

import { describe, expect, it } from "vitest";
import type { ForestParams } from "../../../../src/engine/model/forest/grow-forest.ts";
import { binAndGrow, predictForest } from "../../../support/forest.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { randomColumns } from "../../../support/numbers.ts";

const kernel = wasmKernel();
const ROWS = 500;
const PARAMS: ForestParams = {
  n_estimators: 20,
  max_depth: null,
  min_samples_leaf: 3,
  max_features: "all",
  max_samples: null,
  seed: 2,
};

const columns = randomColumns(3, ROWS, 4);
// Sixteenths, so that offsets below take none of their digits.
const signal = (columns[0] as Float64Array).map((value) => Math.round(160 * value) / 16);
const grow = (target: Float64Array, of: { from: number; to: number } = { from: 0, to: 20 }) =>
  binAndGrow(kernel, { columns, target, classCount: 0 }, PARAMS, of);
const predict = (target: Float64Array) =>
  predictForest(kernel, grow(target), { columns, rowCount: ROWS, classCount: 0 });

describe.each([-1e9, 1e9, 1.7e12])("y about %d", (offset) => {
  const target = signal.map((y) => y + offset);

  it("has the splits, the importance and the means of y about 0", () => {
    const [near, far] = [grow(signal), grow(target)];
    expect(far.map(({ nodes }) => nodes)).toEqual(near.map(({ nodes }) => nodes));
    far.forEach(({ importance, leaves }, tree) => {
      expect(importance[0]).toBeCloseTo(near[tree]?.importance[0] as number, 9);
      expect(importance[0]).toBeGreaterThan(0.9);
      // A mean is rounded to y's last digit, which of 1.7e12 is 2^-12.
      for (const [leaf, mean] of leaves.entries())
        expect(mean - offset).toBeCloseTo(near[tree]?.leaves[leaf] as number, 3);
    });
  });

  it("is the same forest however it is cut into pieces", () => {
    const pieces = [grow(target, { from: 0, to: 7 }), grow(target, { from: 7, to: 20 })].flat();
    expect(pieces).toEqual(grow(target));
  });
});

it("gives whole numbers back as they were: rows that are 0 are predicted as 0, whatever the mean", () => {
  const zeros = signal.map((y) => (y > 0 ? 7 : 0));
  const sorted = [...new Set(predict(zeros))].sort((a, b) => a - b);
  expect([sorted.at(0), sorted.at(-1)]).toEqual([0, 7]);
});

it.each([0.1, -1e30, 1e-30])("predicts %d where y is nothing else", (value) => {
  for (const y of predict(new Float64Array(ROWS).fill(value))) expect(y / value).toBeCloseTo(1, 14);
});
