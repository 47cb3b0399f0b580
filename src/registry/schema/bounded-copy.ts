// The schema of an answer as one of what is sent: the same shape, with bounds. So a figure that is answered from now on is taken back as well.
import * as v from "valibot";
import { dictionary, list } from "../../engine/parameter/bounded.ts";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { MODEL_COLUMN_COUNT_MAX } from "../../platform/schema/limit.ts";

// A refusal's message, a warning with twenty names.
const TEXT_LENGTH_MAX = 2_000;
// Weights of a hundred classes by their labels.
const ANYTHING_LENGTH_MAX = 20_000;
// Columns are the most of which there may be one each.
const most = MODEL_COLUMN_COUNT_MAX;

const Text = v.pipe(
  v.string(),
  v.maxLength(TEXT_LENGTH_MAX, `a text has at most ${TEXT_LENGTH_MAX} characters here`),
  v.check((text) => text.isWellFormed(), "a text has no halves of characters"),
);
const Finite = v.pipe(v.number(), v.finite("not a finite number"));
const Anything = v.pipe(
  v.unknown(),
  v.check((value) => (JSON.stringify(value) ?? "").length <= ANYTHING_LENGTH_MAX, `at most ${ANYTHING_LENGTH_MAX} characters are accepted here`), // biome-ignore format: one of three
);

type Copied = v.GenericSchema & {
  entries: Record<string, v.GenericSchema>;
  item: v.GenericSchema;
  value: v.GenericSchema;
  wrapped: v.GenericSchema;
  options: v.GenericSchema[];
};

// A schema that stands in several places has one copy.
const copies = new Map<v.GenericSchema, v.GenericSchema>();

export function boundedCopy<S extends v.GenericSchema>(schema: S): v.GenericSchema<unknown, v.InferOutput<S>> {
  return copyOf(schema as unknown as Copied) as v.GenericSchema<unknown, v.InferOutput<S>>;
}

function copyOf(schema: Copied): v.GenericSchema {
  const copied = copies.get(schema) ?? makeCopy(schema);
  copies.set(schema, copied);
  return copied;
}

function makeCopy(schema: Copied): v.GenericSchema {
  const copy = (inner: v.GenericSchema) => copyOf(inner as Copied);
  switch (schema.type) {
    case "object":
      return exactObject(
        Object.fromEntries(Object.entries(schema.entries).map(([name, entry]) => [name, copy(entry)])),
      );
    case "array":
      return list(copy(schema.item), { of: "entries", most });
    case "record":
      return dictionary(copy(schema.value), { of: "entries", most });
    case "nullable":
      return v.nullable(copy(schema.wrapped));
    case "optional":
      return v.optional(copy(schema.wrapped));
    case "union":
      return v.union(schema.options.map(copy));
    case "string":
      return Text;
    case "number":
      return Finite;
    case "unknown":
      return Anything;
    // Of these the values are known.
    case "boolean":
    case "picklist":
    case "literal":
      return schema;
    default:
      throw new Error(`No bounds for ${schema.type}`);
  }
}
