// What is answered, as what is sent.
import * as v from "valibot";
import { expect, it } from "vitest";
import { boundedCopy } from "../../../src/registry/schema/bounded-copy.ts";
import { ModelOrigin } from "../../../src/registry/schema/model-answer.ts";

it("takes what the schema has, and nothing else", () => {
  const copy = boundedCopy(
    v.object({
      name: v.string(),
      count: v.nullable(v.number()),
      isTold: v.optional(v.pipe(v.boolean(), v.description("described"))),
      each: v.array(v.union([v.string(), v.number()])),
      by: v.record(v.string(), v.picklist(["a", "b"])),
    }),
  );
  const value = { name: "x", count: null, each: ["a", 1], by: { __proto__: null, constructor: "a" } };
  const is = (change: object) => v.safeParse(copy, { ...value, ...change }).success;
  expect(v.parse(copy, { ...value, isTold: true })).toEqual({ ...value, isTold: true });
  expect(is({})).toBe(true);
  for (const change of [
    { name: 1 },
    { count: Infinity },
    { count: undefined },
    { isTold: 1 },
    { each: [null] },
    { by: { x: "c" } },
    { more: 1 },
  ])
    expect(is(change), JSON.stringify(change)).toBe(false);
  expect(is({ each: Array(1_024).fill(1) })).toBe(true);
  expect(is({ each: Array(1_025).fill(1) })).toBe(false);
  expect(is({ name: "x".repeat(2_000) })).toBe(true);
  expect(is({ name: "x".repeat(2_001) })).toBe(false);
});

it("has bounds for whatever stands in a card, and none for what it does not know", () => {
  expect(() => boundedCopy(ModelOrigin)).not.toThrow();
  expect(() => boundedCopy(v.date())).toThrow("No bounds for date");
});
