import { expect, it } from "vitest";
import { classWeightsOf } from "../../../src/engine/parameter/class-weights.ts";

const target = Float64Array.of(0, 0, 0, 1, 2, 2);

it("balances by n/(classes · rows of the class), as scikit-learn's compute_class_weight", () => {
  expect(classWeightsOf("balanced", ["a", "b", "c"], target)).toEqual([6 / 9, 6 / 3, 6 / 6]);
});

it("takes weights by label, 1 for those left out, and none for null", () => {
  expect(classWeightsOf({ b: 5, c: 0.5 }, ["a", "b", "c"], target)).toEqual([1, 5, 0.5]);
  expect(classWeightsOf({ 7: 2 }, [6, 7], target)).toEqual([1, 2]);
  expect(classWeightsOf({}, ["toString", "b"], target)).toEqual([1, 1]);
  expect(classWeightsOf(null, ["a", "b", "c"], target)).toBe(undefined);
});
