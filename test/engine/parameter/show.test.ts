import { describe, expect, it } from "vitest";
import { cut, show, showNames } from "../../../src/engine/parameter/show.ts";

describe("a value as it is told", () => {
  it.each<[unknown, string]>([
    [null, "null"],
    [undefined, "undefined"],
    [true, "true"],
    [1e300, "1e+300"],
    ["T_out", '"T_out"'],
    ['a"b\n', '"a\\"b\\n"'],
    [[], "[]"],
    [[1, [2, null], "x"], '[1,[2,null],"x"]'],
    [{}, "{}"],
    [{ a: 1, b: { c: [] } }, '{"a":1,"b":{"c":[]}}'],
    [JSON.parse('{"__proto__":{"a":1}}'), '{"__proto__":{"a":1}}'],
    [new Float64Array([1, 2]), "[1,2]"],
    ["x".repeat(38), `"${"x".repeat(38)}"`],
    ["x".repeat(39), `"${"x".repeat(39)}…`],
    ["\u0000".repeat(100), `"${"\\u0000".repeat(6)}\\u0…`],
    [Array(100).fill(12), `[${"12,".repeat(13)}…`],
    [[["x".repeat(100)], 1], `[["${"x".repeat(37)}…`],
    [{ ["k".repeat(100)]: 1 }, `{"${"k".repeat(38)}…`],
  ])("%j is %s", (value, told) => {
    expect(show(value)).toBe(told);
  });

  it("is the beginning of its JSON, and no more of it is looked at", () => {
    const deep = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`;
    expect(show(JSON.parse(deep))).toBe(`${"[".repeat(40)}…`);
    let looked = 0;
    const items = new Proxy(Array(1e6).fill(0), {
      get: (target, key) => {
        if (key !== "length") looked++;
        return Reflect.get(target, key);
      },
    });
    expect(show(items)).toBe(`[${"0,".repeat(19)}0…`);
    expect(looked).toBeLessThan(50);
  });

  it("stands without quotes where it is cut alone", () => {
    expect([cut("x".repeat(40)), cut("x".repeat(41))]).toEqual(["x".repeat(40), `${"x".repeat(40)}…`]);
  });
});

describe("names as they are told", () => {
  it.each<[string[], string]>([
    [[], ""],
    [["a"], "a"],
    [["a", "b"], "a, b"],
    [Array(20).fill("a"), Array(20).fill("a").join(", ")],
    [Array(21).fill("a"), `${Array(20).fill("a").join(", ")} … (21 in all)`],
    [["a".repeat(150), "b".repeat(150), "c".repeat(150)], `${"a".repeat(150)}, ${"b".repeat(150)} … (3 in all)`],
    [["a".repeat(500), "b"], `${"a".repeat(400)} … (2 in all)`],
  ])("%j", (names, told) => {
    expect(showNames(names)).toBe(told);
  });
});
