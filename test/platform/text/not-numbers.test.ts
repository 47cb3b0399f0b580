import { expect, it } from "vitest";
import { FAULT_COUNT_MAX } from "../../../src/platform/schema/limit.ts";
import { notNumbers } from "../../../src/platform/text/not-numbers.ts";

const pathsOf = (text: string) => notNumbers(text).map(({ path }) => path);

it.each([
  ["one", '{"x": {"a": [1, NaN]}}', ["x.a[1]"]],
  ["neighbours", "[NaN,NaN , -Infinity,\nInfinity]", ["[0]", "[1]", "[2]", "[3]"]],
  ["the value of a name", '{"lambda":NaN}', ["lambda"]],
  ["none in strings", '{"a": ["x, NaN, y"], "b": 1,}', []],
  ["none where the rest is no JSON either", "[NaN, 1", []],
  ["none of other words", "[nan, undefined]", []],
])("finds %s", (_, text, paths) => expect(pathsOf(text)).toEqual(paths));

it("says what would be accepted", () => {
  expect(notNumbers("[-Infinity]")).toEqual([
    { path: "[0]", message: "-Infinity is no JSON: a missing value is null" },
  ]);
});

it("tells the first of many, and holds any depth", () => {
  expect(notNumbers(`[${Array(1_000).fill("NaN")}]`).length).toBe(FAULT_COUNT_MAX);
  expect(pathsOf(`${"[".repeat(100_000)}NaN${"]".repeat(100_000)}`)).toEqual([]);
});
