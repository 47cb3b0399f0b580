import { describe, expect, it } from "vitest";
import { families } from "../../../src/engine/model/families.ts";
import type { Family } from "../../../src/engine/model/family.ts";
import { edgesOf, gridOf } from "../../../src/engine/model/grid.ts";
import type { Problem } from "../../../src/engine/model/training-set.ts";

const of = (name: string, given = {}, problem: Problem = "regression") => ({
  family: families.find((family) => family.name === name) as Family,
  problem,
  given,
});
const shape = (columnCount: number) => ({ rowCount: 100, columnCount, classCount: 0 });

describe("cells that come to the same", () => {
  it("are one: √9 and a third of 9 columns are three", () => {
    const wordsOf = (columnCount: number) => [
      ...new Set(
        gridOf(of("Random Forest", {}, "classification"), { ...shape(columnCount), classCount: 2 }).map(
          ({ set }) => set.max_features,
        ),
      ),
    ];
    expect(wordsOf(1)).toEqual(["sqrt"]);
    expect(wordsOf(9)).toEqual(["sqrt", "all"]);
    expect(wordsOf(100)).toEqual(["sqrt", "third", "all"]);
  });

  it("set what they set, beside what is given", () => {
    const cells = gridOf(of("Random Forest", { min_samples_leaf: 7, n_estimators: 3 }), shape(100));
    expect(cells.map(({ set }) => set)).toEqual(
      ["third", "two_thirds", "all"].map((max_features) => ({ max_features })),
    );
    expect(cells.every(({ params }) => params.min_samples_leaf === 7 && params.n_estimators === 3)).toBe(true);
  });
});

describe("the edge of the grid", () => {
  const edges = (grid: ReturnType<typeof of>, loss: (set: Record<string, unknown>) => number) => {
    const sets = gridOf(grid, shape(100)).map(({ set }) => set);
    return edgesOf(grid, sets, sets.map(loss));
  };
  const lambda = (set: Record<string, unknown>) => Math.log10(set.lambda as number);

  it("is told where the best is there and better than what is next to it", () => {
    const ridge = of("Ridge");
    expect(edges(ridge, (set) => -lambda(set))).toEqual([{ name: "lambda", value: 10_000, isLargest: true }]);
    expect(edges(ridge, lambda)).toEqual([{ name: "lambda", value: 0.01, isLargest: false }]);
    expect(edges(ridge, (set) => Math.abs(lambda(set) - 2))).toEqual([]);
    // All alike: the first is taken, and nothing speaks for what lies beyond.
    expect(edges(ridge, () => 1)).toEqual([]);
    expect(edges(ridge, () => Infinity)).toEqual([]);
  });

  it("is none where the family takes nothing beyond: a leaf has one row at least", () => {
    const forest = of("Random Forest");
    const leaf = (set: Record<string, unknown>) => set.min_samples_leaf as number;
    expect(edges(forest, leaf)).toEqual([]);
    expect(edges(forest, (set) => -leaf(set))).toEqual([{ name: "min_samples_leaf", value: 10, isLargest: true }]);
  });

  it("is of numbers, not of words", () => {
    const svm = of("SVM");
    const cost = ({ C }: Record<string, unknown>) => Math.abs(Math.log10(C as number) - 0.9);
    expect(edges(svm, (set) => cost(set) + Number(set.gamma !== "scale"))).toEqual([]);
    expect(edges(svm, (set) => cost(set) + Number(set.gamma !== 0.1))).toEqual([
      { name: "gamma", value: 0.1, isLargest: true },
    ]);
  });
});
