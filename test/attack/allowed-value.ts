// Values that a JSON Schema accepts, small ones mostly, and those at its bounds; of the keywords that our document uses.
import fc from "fast-check";
import { locate, type OpenApi } from "../support/contract/open-document.ts";

/** What is used of it. */
export interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  examples?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  minProperties?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
}

/** More items and characters than these make a request large, and say nothing new. */
const ITEMS_MORE = 6;
const CHARACTERS_MORE = 12;

export function allowedValue(document: OpenApi, referring: Schema): fc.Arbitrary<unknown> {
  const [schema] = locate(document, referring, "");
  const likely = [...(schema.examples ?? []), ...("default" in schema ? [schema.default] : [])];
  const any = anyOf(document, schema);
  return likely.length === 0
    ? any
    : fc.oneof({ weight: 3, arbitrary: any }, { weight: 1, arbitrary: fc.constantFrom(...likely) });
}

function anyOf(document: OpenApi, schema: Schema): fc.Arbitrary<unknown> {
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return fc.oneof(...options.map((option) => allowedValue(document, option)));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => ofType(document, { ...schema, type })));
  return ofType(document, schema);
}

function ofType(document: OpenApi, schema: Schema): fc.Arbitrary<unknown> {
  const { type, minItems = 0, maxItems = Number.POSITIVE_INFINITY, items = {} } = schema;
  if (type === "string") return stringOf(schema);
  if (type === "integer")
    return fc.oneof(
      fc.integer({ min: least(schema), max: Math.min(most(schema), least(schema) + 40) }),
      fc.integer({ min: least(schema), max: most(schema) }),
    );
  if (type === "number") return numberOf(schema);
  if (type === "boolean") return fc.boolean();
  if (type === "null") return fc.constant(null);
  if (type === "array")
    return fc.array(allowedValue(document, items), {
      minLength: minItems,
      maxLength: Math.min(maxItems, minItems + ITEMS_MORE),
    });
  if (type === "object") return objectOf(document, schema);
  return fc.jsonValue({ maxDepth: 2 });
}

function stringOf({
  pattern,
  format,
  minLength = 0,
  maxLength = Number.POSITIVE_INFINITY,
}: Schema): fc.Arbitrary<string> {
  if (format === "date-time")
    return fc
      .date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString());
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern)).filter(({ length }) => length <= maxLength);
  const small = { minLength, maxLength: Math.min(maxLength, minLength + CHARACTERS_MORE) };
  const made = [fc.string(small), fc.string({ ...small, unit: "binary" })];
  return maxLength < 4_000 ? fc.oneof(...made, fc.constant("m".repeat(maxLength))) : fc.oneof(...made);
}

function least({ minimum, exclusiveMinimum }: Schema): number {
  return Math.max(minimum ?? Number.MIN_SAFE_INTEGER, exclusiveMinimum ?? Number.MIN_SAFE_INTEGER);
}

function most({ maximum = Number.MAX_SAFE_INTEGER }: Schema): number {
  return Math.min(maximum, Number.MAX_SAFE_INTEGER);
}

function numberOf({ minimum, maximum, exclusiveMinimum }: Schema): fc.Arbitrary<number> {
  const min = minimum ?? exclusiveMinimum ?? -1e30;
  const max = maximum ?? 1e30;
  const minExcluded = exclusiveMinimum !== undefined;
  const any = fc.double({ min, max, minExcluded, noNaN: true });
  const [from, to] = [Math.max(Math.ceil(min), -20), Math.min(Math.floor(max), 20)];
  return from > to || (minExcluded && from === min) ? any : fc.oneof(any, fc.integer({ min: from, max: to }));
}

function objectOf(document: OpenApi, schema: Schema): fc.Arbitrary<object> {
  const { properties = {}, required = [], additionalProperties, minProperties = 0 } = schema;
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, allowedValue(document, each)])),
    { requiredKeys: required },
  );
  if (typeof additionalProperties !== "object")
    return minProperties === 0 ? known : known.filter((value) => Object.keys(value).length >= minProperties);
  const keys = fc.oneof(fc.constantFrom("a", "b"), fc.string({ minLength: 1, maxLength: CHARACTERS_MORE }));
  const others = fc.dictionary(keys, allowedValue(document, additionalProperties), {
    minKeys: minProperties,
    maxKeys: 4,
  });
  return fc.tuple(others, known).map(([other, own]) => ({ ...other, ...own }));
}
