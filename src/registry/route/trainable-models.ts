// Each problem with each family: hyperparameters as a form is made of them.
import { families, PROBLEMS } from "../../engine/model/families.ts";
import { type JsonSchema, toSchema } from "../../platform/http/json-schema.ts";

/** Types, defaults and ranges, each with its description beside it, and nothing told elsewhere. */
export function trainableModels() {
  return PROBLEMS.flatMap((problem) =>
    families.map(({ name, params, axes }) => {
      const { properties = {}, $defs = {} } = toSchema(params[problem], "input");
      const hyperparameters = Object.entries(properties).map(([key, schema]) => [key, forForm(schema, $defs)]);
      return { problem, name, hyperparameters: Object.fromEntries(hyperparameters), grid: axes(problem, {}) };
    }),
  );
}

type Definitions = NonNullable<JsonSchema["$defs"]>;

/** The description first, which of what may be null stands with the other variant. */
function forForm(schema: JsonSchema | boolean, definitions: Definitions): object {
  const { description, ...rest } = inlined(schema, definitions) as JsonSchema;
  const told = rest.anyOf?.map((variant) => (variant as JsonSchema).description).find((text) => text !== undefined);
  const bare = rest.anyOf?.map((variant) => {
    const { description: _, ...kept } = variant as JsonSchema;
    return kept;
  });
  return { description: description ?? told, ...rest, ...(bare && { anyOf: bare }) };
}

/** With what `$ref` points to in its place. */
function inlined(schema: unknown, definitions: Definitions): unknown {
  if (Array.isArray(schema)) return schema.map((each) => inlined(each, definitions));
  if (typeof schema !== "object" || schema === null) return schema;
  const { $ref, ...rest } = schema as JsonSchema;
  const at = /^#\/\$defs\/(.+)$/.exec($ref ?? "")?.[1];
  const found = at === undefined ? {} : (definitions[at] as object);
  const all = Object.entries({ ...found, ...rest });
  return Object.fromEntries(all.map(([key, value]) => [key, inlined(value, definitions)]));
}
