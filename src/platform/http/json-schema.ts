// JSON Schema of the schemas that check requests.
import { type ConversionConfig, type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { handWritten } from "../schema/table.ts";

export type { JsonSchema };

/** Whether a schema is told as what it accepts, or as what it gives. */
export type TypeMode = "input" | "output";

/** What a schema accepts ("input"), or what it gives. `names`: titles for schemas within it, to be told by. */
export function toSchema(
  schema: v.GenericSchema,
  typeMode: TypeMode = "output",
  names: ReadonlyMap<v.GenericSchema, string> = new Map(),
): JsonSchema {
  const config: ConversionConfig = {
    target: "draft-2020-12",
    typeMode,
    // What JSON Schema cannot say is said in the descriptions and checked all the same.
    ignoreActions: ["raw_check", "partial_check", "check", "finite", "transform", "raw_transform"],
    overrideSchema({ valibotSchema, jsonSchema }) {
      for (const [name, entry] of Object.entries((valibotSchema as WithParts).entries ?? {}))
        jsonSchema.properties = { ...jsonSchema.properties, [name]: saying(entry, jsonSchema.properties?.[name]) };
      const written = handWritten.get(valibotSchema as v.GenericSchema);
      const title = names.get(valibotSchema as v.GenericSchema);
      return title === undefined ? written : { ...(written ?? jsonSchema), title };
    },
  };
  const { $schema: _, ...rest } = toJsonSchema(schema, config);
  return saying(schema, rest);
}

type WithParts = v.GenericSchema & { entries?: Record<string, v.GenericSchema>; wrapped?: v.GenericSchema };

/** With the schema's description, which is left out of what a schema accepts where it stands behind a transformation. */
function saying(schema: v.GenericSchema, json: JsonSchema | boolean = {}): JsonSchema {
  const description = descriptionOf(schema);
  return { ...(json as JsonSchema), ...(description !== undefined && { description }) };
}

function descriptionOf(schema: WithParts): string | undefined {
  const { type, wrapped } = schema;
  const inner = type === "optional" && wrapped !== undefined ? descriptionOf(wrapped) : undefined;
  return v.getDescription(schema) ?? inner;
}
