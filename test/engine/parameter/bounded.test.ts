// Arrays and dictionaries that were sent: how many comes before what, and few more faults are gathered than are told.
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { dictionary, list } from "../../../src/engine/parameter/bounded.ts";
import { exactObject } from "../../../src/engine/parameter/exact-object.ts";
import { FAULT_COUNT_MAX } from "../../../src/error.ts";
import { tryParse } from "../../../src/platform/schema/parse.ts";

/** A number, and how often it was asked. */
const counted = () => {
  const asked = { times: 0 };
  const schema = v.pipe(
    v.any(),
    v.rawTransform(({ dataset, addIssue }): number => {
      asked.times++;
      if (typeof dataset.value !== "number") addIssue({ message: "no number" });
      return 2 * (dataset.value as number);
    }),
  );
  return { asked, schema };
};

const told = (schema: v.GenericSchema, value: unknown) => {
  const result = tryParse(schema, value);
  return "faults" in result ? result.faults.map(({ path, message }) => `${path}: ${message}`) : result.output;
};

describe("a list", () => {
  const of = (schema: v.GenericSchema) => list(schema, { of: "knots", least: 1, most: 200, instead: "send fewer" });

  it("is what its items become", () => {
    expect(told(of(counted().schema), [1, 2])).toEqual([2, 4]);
    expect(told(of(counted().schema), Array(200).fill(1))).toEqual(Array(200).fill(2));
    expect(told(list(v.number(), { of: "knots", most: 1 }), [])).toEqual([]);
  });

  it.each<[unknown, string]>([
    [Array(201).fill(null), ": 201 knots are more than the 200 that are accepted; send fewer"],
    [[], ": no knots: at least one is needed"],
    [{ length: 1 }, ': {"length":1} is not an array of knots'],
    ["ab", ': "ab" is not an array of knots'],
  ])("is refused before an item is looked at: %j", (value, message) => {
    const { asked, schema } = counted();
    expect(told(of(schema), value)).toEqual([message]);
    expect(asked.times).toBe(0);
  });

  it("says how many it needs", () => {
    expect(told(list(v.any(), { of: "names", least: 2, most: 2 }), [1])).toEqual([
      ": 1 of the 2 names that are needed",
    ]);
  });

  it("tells where its faults are, and stops past those that are told", () => {
    const { asked, schema } = counted();
    expect(told(of(schema), [1, "a", 2, null])).toEqual(["[1]: no number", "[3]: no number"]);
    const many = told(exactObject({ of: of(list(schema, { of: "rows", most: 200 })) }), {
      of: Array(200).fill(Array(10).fill("")),
    });
    expect(many).toHaveLength(60);
    expect((many as string[]).at(-1)).toBe("of[5][9]: no number");
    expect(asked.times).toBe(4 + 60);
    expect(FAULT_COUNT_MAX).toBeLessThan(60);
  });
});

describe("a dictionary", () => {
  const of = (schema: v.GenericSchema) => dictionary(schema, { of: "columns", most: 100 });

  it("keeps every name, those too that objects have", () => {
    const text = '{"__proto__":1,"constructor":2,"prototype":3,"toString":4,"hasOwnProperty":5,"a":6}';
    const doubled = told(of(counted().schema), JSON.parse(text)) as Record<string, number>;
    expect(JSON.stringify(doubled)).toBe(text.replace(/\d/g, (digit) => `${2 * Number(digit)}`));
    expect(Object.getPrototypeOf(doubled)).toBe(Object.prototype);
  });

  it("is refused before a value is looked at where it has too many", () => {
    const { asked, schema } = counted();
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`c${i}`, null]));
    expect(told(of(schema), many)).toEqual([": 101 columns are more than the 100 that are accepted"]);
    expect(told(of(schema), [1])).toEqual([": [1] is not an object with names of columns"]);
    expect(told(of(schema), null)).toEqual([": null is not an object with names of columns"]);
    expect(asked.times).toBe(0);
  });

  it("tells where its faults are", () => {
    expect(told(of(counted().schema), { a: 1, "b c": "" })).toEqual(['["b c"]: no number']);
  });
});

describe("an exact object", () => {
  const object = exactObject({ a: v.number() });

  it.each<[unknown, string]>([
    [[1], ": [1] is not an object with a"],
    [1, ": 1 is not an object with a"],
    [{}, "a: missing"],
    [{ a: 1, b: 2, c: 3 }, "b: unknown key; accepted are a"],
    [JSON.parse('{"a":1,"__proto__":2}'), "__proto__: unknown key; accepted are a"],
  ])("%j", (value, message) => {
    expect(told(object, value)).toEqual([message]);
  });

  it("may become partial", () => {
    expect(told(v.partial(object), {})).toEqual({});
    expect(told(v.partial(object), [])).toEqual([": [] is not an object with a"]);
  });
});
