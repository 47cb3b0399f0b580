// Boosting beside scikit-learn's HistGradientBoosting: the first trees node by node, and what ten of them respond (test/golden/boosting.py).
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { NODE_BYTES } from "../../../../src/engine/kernel/held-forest.ts";
import { finish } from "../../../../src/engine/math/work.ts";
import type { BoostedUnit } from "../../../../src/engine/model/boosting/boosted-unit.ts";
import type { BoostingParams } from "../../../../src/engine/model/boosting/boosting-params.ts";
import { gradientBoosting } from "../../../../src/engine/model/boosting/gradient-boosting.ts";
import type { BoostedTree } from "../../../../src/engine/model/boosting/pack-tree.ts";
import type { TrainingSet } from "../../../../src/engine/model/training-set.ts";
import { classWeightsOf } from "../../../../src/engine/parameter/class-weights.ts";
import { wasmKernel } from "../../../support/kernels.ts";

interface Branch {
  rows: number;
  value?: number;
  column?: number;
  missing_left?: boolean;
  left_levels?: number[];
  /** null: all numbers go left. */
  threshold?: number | null;
  sides?: [Branch, Branch];
}

interface Case {
  loss: string;
  target: string;
  weighted?: boolean;
  class_weight?: "balanced";
  baseline: number[];
  first: Branch[];
  raw: number[][];
  predicted: number[] | number[][];
  [param: string]: unknown;
}

interface Golden {
  levels: number;
  x: (number | null)[][];
  weights: number[];
  targets: Record<string, number[]>;
  asked: (number | null)[][];
  cases: Case[];
}

const golden: Golden = JSON.parse(readFileSync(new URL("../../../golden/boosting.json", import.meta.url), "utf8"));
const kernel = wasmKernel();
const ITERATIONS = 10;
// Of sums of 600 numbers in another order, ten times over.
const TOLERANCE = 1e-12;
const AFTER_ALL = 1e-10;

const columnsOf = (rows: (number | null)[][]) =>
  (rows[0] as unknown[]).map((_, j) => Float64Array.from(rows, (row) => row[j] ?? Number.NaN));

/** A node with all below it, as the golden numbers have it. */
function branchOf(tree: BoostedTree, baseline: number, levels: number, at = 0): Branch {
  const view = new DataView(tree.nodes.buffer, tree.nodes.byteOffset);
  const node = NODE_BYTES * at;
  const next = view.getInt32(node + 8, true);
  const column = view.getInt16(node + 12, true);
  const sides = view.getInt16(node + 14, true);
  if (column < 0) return { rows: tree.covers[next] as number, value: (tree.leaves[next] as number) - baseline };
  const both = [branchOf(tree, baseline, levels, next), branchOf(tree, baseline, levels, next + 1)] as [Branch, Branch];
  const told = { rows: both[0].rows + both[1].rows, column, missing_left: (sides & 1) === 1, sides: both };
  if ((sides & 2) === 0) {
    const threshold = view.getFloat64(node, true);
    return { ...told, threshold: Number.isFinite(threshold) ? threshold : null };
  }
  const listed = (tree.sets as Uint32Array)
    .subarray(view.getUint32(node, true))
    .subarray(0, view.getUint32(node + 4, true));
  const isListed = (level: number) =>
    listed.some((word) => word >>> 16 === level >> 4 && ((word >> (level & 15)) & 1) === 1);
  const isLeft = (level: number) => isListed(level) === ((sides & 4) === 0);
  return { ...told, left_levels: Array.from({ length: levels }, (_, level) => level).filter(isLeft) };
}

/** Levels that no row has go where missing values go, in both. */
function onlySeen(branch: Branch, seen: ReadonlySet<number>): Branch {
  return {
    ...branch,
    ...(branch.left_levels && { left_levels: branch.left_levels.filter((level) => seen.has(level)) }),
    ...(branch.sides && { sides: branch.sides.map((side) => onlySeen(side, seen)) as [Branch, Branch] }),
  };
}

function expectSame(ours: Branch, theirs: Branch): void {
  const { value, sides, ...split } = ours;
  const { value: expected, sides: expectedSides, ...expectedSplit } = theirs;
  expect(split).toEqual(expectedSplit);
  if (expected !== undefined) expect(Math.abs((value as number) - expected)).toBeLessThan(TOLERANCE);
  expectedSides?.forEach((side, i) => {
    expectSame((sides as [Branch, Branch])[i] as Branch, side);
  });
}

describe.each(golden.cases.map((each) => ({ ...each, title: titleOf(each) })))("$title", (of) => {
  const { loss, target: name, weighted, baseline, first, raw, predicted, title: _, ...params } = of;
  const isClasses = loss === "log_loss";
  const given = isClasses ? params : { ...params, loss };
  const parsed = v.parse(gradientBoosting.params[isClasses ? "classification" : "regression"], {
    ...{ max_iter: ITERATIONS, ...given, early_stopping: false },
  }) as unknown as BoostingParams;
  const columns = columnsOf(golden.x);
  const target = Float64Array.from(golden.targets[name] as number[]);
  const classCount = isClasses ? Math.max(...target) + 1 : 0;
  const classes = Array.from({ length: classCount }, (_, k) => k);
  const classWeights = classWeightsOf(parsed.class_weight ?? null, classes, target);
  const data: TrainingSet = {
    ...{ columns, target, classCount, levels: [0, 0, 0, golden.levels] },
    ...(weighted && { weights: Float64Array.from(golden.weights) }),
    ...(classWeights && { classWeights }),
  };
  const units = finish(gradientBoosting.fit(kernel, data, parsed, { from: 0, to: parsed.max_iter }));
  const asked = { columns: columnsOf(golden.asked), rowCount: golden.asked.length, classCount };
  const responses = gradientBoosting.respond(kernel, units, asked);

  it("grows the same first trees", () => {
    const seen = new Set(columns[3]);
    const [unit] = units as [BoostedUnit];
    expect(unit.trees).toHaveLength(first.length);
    for (const [k, tree] of unit.trees.entries())
      expectSame(onlySeen(branchOf(tree, baseline[k] as number, golden.levels), seen), first[k] as Branch);
  });

  it("responds the same after all iterations", () => {
    const expected = raw.flat();
    for (const [i, response] of responses.entries())
      expect(Math.abs(response - (expected[i] as number))).toBeLessThan(AFTER_ALL);
    const decided = gradientBoosting.decide(responses, {
      classCount,
      unitCount: parsed.max_iter,
      params: { ...parsed },
      calibration: null,
    });
    const told = decided.probability ?? decided.target;
    for (const [i, value] of (predicted.flat() as number[]).entries())
      expect(Math.abs((told[i] as number) - value)).toBeLessThan(AFTER_ALL * Math.max(1, Math.abs(value)));
  });
});

function titleOf({ loss, target, baseline: _, first: __, raw: ___, predicted: ____, ...params }: Case): string {
  return `${loss} of ${target} ${JSON.stringify(params)}`;
}
