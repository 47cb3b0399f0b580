// What fastapi/fastapi#4047 and msgspec/msgspec#648 are about: of two values the last is kept in silence.
import { expect, it } from "vitest";
import { FAULT_COUNT_MAX } from "../../../src/platform/schema/limit.ts";
import { repeatedNames } from "../../../src/platform/text/repeated-names.ts";

const pathsOf = (text: string) => repeatedNames(text, JSON.parse(text)).map(({ path }) => path);

it.each([
  ["a column that is there twice", '{"x": {"T": [1], "T": [2]}, "y": [3]}', ["x.T"]],
  ["y that is there twice", '{"y" :[3],"x":{"T":[1]},\n"y"\t: [4]}', ["y"]],
  ["one in a list", '{"sessions": [{"a": 1}, {"a": 1, "b": [0, 0], "a": 2}]}', ["sessions[1].a"]],
  ["one that is written otherwise", '{"T": 1, "\\u0054": 2}', ["T"]],
  ["one after quotes and backslashes", '{"a\\"": 1, "b\\\\": "\\\\\\"", "b\\\\": 2}', ['["b\\\\"]']],
  ["each of several", '{"a": 1, "a": 2, "b": {"c": 1, "c": 2}, "a": 3}', ["a", "b.c", "a"]],
  ["none where names are in different objects", '{"a": {"a": [{"a": 1}, {"a": 1}]}}', []],
  ["none in strings", '{"a": "\\"a\\": {", "b": ["a", "a", ":"]}', []],
  ["none of what objects have of themselves", '{"__proto__": 1, "constructor": {"toString": 2}}', []],
  ["__proto__ that is there twice", '{"__proto__": {"a": 1}, "__proto__": {"b": 1}}', ["__proto__"]],
  ["none without names", '[1, "a", null, true]', []],
  ["none in a text that is no object", '"a"', []],
])("finds %s", (_, text, paths) => expect(pathsOf(text)).toEqual(paths));

it("tells the first of many, and holds any depth", () => {
  expect(pathsOf(`{${Array(1_000).fill('"a": 1').join()}}`).length).toBe(FAULT_COUNT_MAX);
  expect(pathsOf(`${"[".repeat(100_000)}{"a":1,"a":2}${"]".repeat(100_000)}`)).toEqual(["[0]".repeat(8)]);
});
