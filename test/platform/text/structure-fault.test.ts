// What a text would make of itself is told before it is parsed: how deep it is, and how much.
import { describe, expect, it } from "vitest";
import { LEVEL_COUNT_MAX, PART_COUNT_MAX, VALUE_COUNT_MAX } from "../../../src/platform/schema/limit.ts";
import { structureFault } from "../../../src/platform/text/structure-fault.ts";

const deep = (levels: number) => `${"[".repeat(levels)}0${"]".repeat(levels)}`;

describe("levels", () => {
  it("are as many as the limit, and one more is told with the way to it", () => {
    expect(structureFault(deep(LEVEL_COUNT_MAX))).toBe(null);
    expect(structureFault(`{"a":[1,{"b":${deep(LEVEL_COUNT_MAX - 2)}}]}`)?.path).toBe("a[1].b[0][0][0][0][0]");
    expect(structureFault(deep(LEVEL_COUNT_MAX + 1))?.message).toContain(`${LEVEL_COUNT_MAX} levels`);
  });

  it("are those that are open at once, not all", () => {
    expect(structureFault(`[${Array(1000).fill("[[1]]").join()}]`)).toBe(null);
  });

  it("are told without a way where the text is no JSON", () => {
    expect(structureFault(`nonsense${"[".repeat(LEVEL_COUNT_MAX + 1)}`)?.path).toBe("");
  });
});

describe("brackets, colons and commas in a string", () => {
  it("are none, whatever is escaped in it", () => {
    const text = "[{:,".repeat(VALUE_COUNT_MAX / 4);
    for (const end of ["", '\\"', "\\\\", '\\\\\\"']) expect(structureFault(`["${text}${end}"]`)).toBe(null);
    // This string ends before, so that what follows is outside.
    expect(structureFault(`["\\\\"${"[".repeat(LEVEL_COUNT_MAX)}`)).not.toBe(null);
    expect(structureFault(`["\\"${"[".repeat(LEVEL_COUNT_MAX)}`)).toBe(null);
  });
});

describe("parts and values", () => {
  it("are as many as the limits, and one more is refused", () => {
    const objects = (count: number) => `[${Array(count).fill("{}").join()}]`;
    expect(structureFault(objects(PART_COUNT_MAX - 1))).toBe(null);
    expect(structureFault(objects(PART_COUNT_MAX))?.message).toContain(`${PART_COUNT_MAX} arrays, objects and names`);
    const names = (count: number) => `{${'"a":1,'.repeat(count)}}`;
    expect(structureFault(names(PART_COUNT_MAX - 1))).toBe(null);
    expect(structureFault(names(PART_COUNT_MAX))).not.toBe(null);
    const values = (count: number) => `[${"0,".repeat(count)}0]`;
    expect(structureFault(values(VALUE_COUNT_MAX))).toBe(null);
    expect(structureFault(values(VALUE_COUNT_MAX + 1))?.message).toContain(`${VALUE_COUNT_MAX} values`);
  });
});
