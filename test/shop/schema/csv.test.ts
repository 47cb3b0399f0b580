import { describe, expect, it } from "vitest";
import { LOG_LINE_LENGTH_MAX } from "../../../src/platform/schema/limit.ts";
import { readCsv } from "../../../src/shop/schema/csv.ts";

const read = (text: string) => [...readCsv(text)];
const fields = (text: string) => read(text).map((line) => ("fields" in line ? line.fields : line.message));

describe("a line of CSV", () => {
  it.each([
    ["bare", "a,b,c", ["a", "b", "c"]],
    ["with empty fields", ",,", ["", "", ""]],
    ["quoted", '"a","b"', ["a", "b"]],
    ["with a comma in quotes", 'a,"b,c",d', ["a", "b,c", "d"]],
    ["with quotes in quotes", '"say ""a""",""""', ['say "a"', '"']],
    ["with an empty field in quotes", 'a,"",', ["a", "", ""]],
    ["of one field", "a", ["a"]],
    ["with spaces, which count", ' a , "b"', "the quotes of field 2 do not fit"],
    ["with text after quotes", '"a"b,c', "the quotes of field 1 do not fit"],
    ["with quotes that stay open", 'a,"b', "the quotes of field 2 do not fit"],
    ["with quotes inside a bare field", 'a,b"c"', "the quotes of field 2 do not fit"],
  ])("%s", (_, text, expected) => {
    expect(fields(text)).toEqual([expected]);
  });
});

it("ends at a newline, with a carriage return or without, and is counted from 1, blank ones too", () => {
  expect(read("\ufeffa,b\r\n\r\n \t\nc\nd")).toEqual([
    { line: 1, fields: ["a", "b"] },
    { line: 4, fields: ["c"] },
    { line: 5, fields: ["d"] },
  ]);
  expect(read("")).toEqual([]);
  expect(read("\n\r\n")).toEqual([]);
});

it("goes on after a line that is wrong", () => {
  expect(fields('a,"b\nc,d\n')).toEqual(["the quotes of field 2 do not fit", ["c", "d"]]);
});

it("takes a line of the most characters, and refuses one more, naming the limit", () => {
  const quoted = (length: number) => `"${"x".repeat(length - 2)}"`;
  expect(fields(`${quoted(LOG_LINE_LENGTH_MAX)}\r\n`)).toEqual([["x".repeat(LOG_LINE_LENGTH_MAX - 2)]]);
  expect(fields(`${quoted(LOG_LINE_LENGTH_MAX + 1)}\nb`)).toEqual([
    `${LOG_LINE_LENGTH_MAX + 1} characters; a line has at most ${LOG_LINE_LENGTH_MAX}`,
    ["b"],
  ]);
  expect(fields("y".repeat(10_000_000))).toEqual([`10000000 characters; a line has at most ${LOG_LINE_LENGTH_MAX}`]);
});

it("holds quotes without end", () => {
  expect(fields(`"${'""'.repeat(100_000)}",b`)).toEqual([['"'.repeat(100_000), "b"]]);
});
