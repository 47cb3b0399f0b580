import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { namedSchemas } from "../../../src/platform/http/openapi/named-schemas.ts";
import { described } from "../../../src/platform/schema/described.ts";

const Pair = v.object({ from: v.number(), to: v.number() });
const pair = { type: "object", properties: { from: { type: "number" }, to: { type: "number" } } };
const ref = { $ref: "#/components/schemas/Pair" };

describe("schemas with names", () => {
  it("stand once, and are referred to from wherever they are, with what is said of them there", () => {
    const schemas = namedSchemas([{ Pair }]);
    const holder = v.object({ one: Pair, other: described(Pair, "another"), list: v.array(v.nullable(Pair)) });
    expect(schemas.schemaOf(holder).properties).toEqual({
      one: ref,
      other: { ...ref, description: "another" },
      list: { type: "array", items: { anyOf: [ref, { type: "null" }] } },
    });
    expect(schemas.schemaOf(v.optional(Pair, { from: 0, to: 1 }))).toEqual({ ...ref, default: { from: 0, to: 1 } });
    expect(schemas.components()).toEqual({ Pair: { ...pair, required: ["from", "to"] } });
  });

  it("are gathered as far as they are used, those within them too", () => {
    const Span = v.object({ pair: described(Pair, "of a span") });
    const Unused = v.object({ unused: v.boolean() });
    const schemas = namedSchemas([{ Span, Unused }, { Pair }]);
    expect(schemas.components()).toEqual({});
    schemas.schemaOf(Span);
    expect(Object.keys(schemas.components())).toEqual(["Pair", "Span"]);
  });

  it("keep their own description, whichever of their uses comes first", () => {
    const Told = described(v.object({ told: v.string() }), "its own");
    const schemas = namedSchemas([{ Told }]);
    expect(schemas.schemaOf(described(Told, "of this place"))).toMatchObject({ description: "of this place" });
    expect(schemas.schemaOf(Told)).toEqual({ $ref: "#/components/schemas/Told" });
    expect(schemas.components().Told).toMatchObject({ description: "its own" });
  });

  it("may hold themselves", () => {
    interface Tree {
      branches: Tree[];
    }
    const Tree: v.GenericSchema<Tree> = v.object({ branches: v.array(v.lazy(() => Tree)) });
    const schemas = namedSchemas([{ Tree }]);
    expect(schemas.schemaOf(v.array(Tree))).toEqual({ type: "array", items: { $ref: "#/components/schemas/Tree" } });
    const branches = { type: "array", items: { $ref: "#/components/schemas/Tree" } };
    expect(schemas.components()).toEqual({
      Tree: { type: "object", properties: { branches }, required: ["branches"] },
    });
  });

  it("stand in place where they are narrowed", () => {
    const Names = v.pipe(v.array(v.string()), v.maxLength(9));
    const schemas = namedSchemas([{ Names }]);
    const narrowed = schemas.schemaOf(v.pipe(Names, v.minLength(1)));
    expect(narrowed).toEqual({ type: "array", items: { type: "string" }, maxItems: 9, minItems: 1 });
  });

  it("tell what they accept by what stands before a transformation, with the description behind it", () => {
    const Length = v.pipe(v.string(), v.maxLength(5), v.transform(Number), v.description("in metres"));
    const { schemaOf } = namedSchemas([]);
    const expected = { type: "string", maxLength: 5, description: "in metres" };
    expect(schemaOf(Length, "input")).toEqual(expected);
    expect(schemaOf(v.object({ length: v.optional(Length) }), "input").properties).toEqual({ length: expected });
  });

  it("have one name each, and no two of them the same", () => {
    expect(() => namedSchemas([{ Pair }, { Pair }])).toThrow("Cannot name a schema Pair");
    expect(() => namedSchemas([{ Pair, Both: described(Pair, "both") }])).toThrow("Cannot name a schema Both");
  });

  it("are needed by lazy schemas that are not written by hand", () => {
    const { schemaOf } = namedSchemas([]);
    expect(() => schemaOf(v.lazy(() => v.string()))).toThrow("Cannot describe a lazy schema");
  });
});
