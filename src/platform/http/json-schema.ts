// JSON Schema of the schemas that check requests.
import { type ConversionConfig, type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { handWritten } from "../schema/table.ts";

/** What a schema accepts ("input"), or what it gives. */
export function toSchema(schema: v.GenericSchema, typeMode: "input" | "output" = "output"): JsonSchema {
  const config: ConversionConfig = {
    target: "draft-2020-12",
    typeMode,
    // What JSON Schema cannot say is said in the descriptions and checked all the same.
    ignoreActions: ["raw_check", "partial_check", "check", "finite", "transform", "raw_transform"],
    overrideSchema: ({ valibotSchema }) => handWritten.get(valibotSchema as v.GenericSchema),
  };
  const { $schema: _, ...rest } = toJsonSchema(schema, config);
  return rest;
}
