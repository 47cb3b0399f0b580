import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { ClassLabels } from "../../../src/registry/schema/labels.ts";

describe("class labels", () => {
  it.each([
    ["numbers, by size", [10, 9, -1, 10], [-1, 9, 10], [2, 1, 0, 2]],
    ["strings, by code unit", ["b", "B", "a", "b"], ["B", "a", "b"], [2, 0, 1, 2]],
    ["strings of digits are strings", ["10", "9", "10"], ["10", "9"], [0, 1, 0]],
  ])("are in order: %s", (_, labels, classes, target) => {
    expect(v.parse(ClassLabels, labels)).toEqual({ classes, target: Float64Array.from(target) });
  });

  it.each([
    [[1, 2, 3], "as many classes as rows (3): some class needs two rows"],
    [[1, 1, 1], "all rows are of class 1: two classes are needed"],
    [[7], "all rows are of class 7"],
    [["a", 1], "1 is no string, but the first label is one"],
    [[1, 1.5], "1.5 is no class"],
    [[1, 2 ** 53], "is past 9007199254740991"],
    [["a", ""], "a label of 0 characters"],
    [[], "0 rows"],
  ])("%j are refused", (labels, told) => {
    expect(v.safeParse(ClassLabels, labels).issues?.[0]?.message).toContain(told);
  });
});
