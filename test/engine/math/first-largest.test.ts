import { expect, it } from "vitest";
import { firstLargest } from "../../../src/engine/math/first-largest.ts";

it.each([
  [[], -1],
  [[3], 0],
  [[1, 5, 2, 5], 1],
  [[-7, -2, -2], 1],
  [[-Infinity, -Infinity], 0],
  [[0, Infinity, Infinity], 1],
])("of %j it is at %d", (values, index) => {
  expect(firstLargest(values)).toBe(index);
});
