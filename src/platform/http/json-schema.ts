// JSON Schema of the schemas that check requests.
import { type ConversionConfig, type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
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
      const written = handWritten.get(valibotSchema as v.GenericSchema);
      const title = names.get(valibotSchema as v.GenericSchema);
      return title === undefined ? written : { ...(written ?? jsonSchema), title };
    },
  };
  const { $schema: _, ...rest } = toJsonSchema(schema, config);
  return rest;
}
