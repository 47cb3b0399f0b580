// Schemas that stand once in the document, under the names that they have in the code, and are referred to from wherever they are used.
import type * as v from "valibot";
import { type JsonSchema, type TypeMode, toSchema } from "../json-schema.ts";

export type SchemasByName = Record<string, v.GenericSchema>;

/** Turns schemas into JSON Schema, and gathers those of them that have names. */
export interface NamedSchemas {
  /** In place, or a reference where it has a name; likewise whatever is in it. */
  schemaOf(schema: v.GenericSchema, mode?: TypeMode): JsonSchema;
  /** Those that were referred to, by name: `components.schemas`. */
  components(): Record<string, JsonSchema>;
}

/** `lists`: names and schemas, each job's. Two of one name, or two names of one schema, are a bug. */
export function namedSchemas(lists: readonly SchemasByName[]): NamedSchemas {
  const named = new Map<string, v.GenericSchema>();
  const names = new Map<v.GenericSchema, string>();
  for (const [name, schema] of lists.flatMap((list) => Object.entries(list))) {
    const first = firstOf(schema);
    if (named.has(name) || names.has(first)) throw new Error(`Cannot name a schema ${name}: name or schema is taken`);
    named.set(name, schema);
    names.set(first, name);
  }
  const bodies = new Map<string, JsonSchema>();

  function schemaOf(schema: v.GenericSchema, mode: TypeMode = "output"): JsonSchema {
    const { $defs, ...json } = toSchema(schema, mode, names);
    return hoist(json, mode, $defs);
  }

  /** The same with references in place of what has a name. */
  function hoist(json: JsonSchema, mode: TypeMode, definitions: JsonSchema["$defs"]): JsonSchema {
    const inner = withInner(json, (each) => hoist(each, mode, definitions));
    const lazy = /^#\/\$defs\/(.+)$/.exec(inner.$ref ?? "")?.[1];
    if (lazy !== undefined) return { ...inner, $ref: refTo(titleOf(definitions?.[lazy]), mode) };
    return inner.title === undefined ? inner : refer(inner, mode);
  }

  /** A reference, with what is said of the schema at this place alone; the schema itself where it is narrowed here. */
  function refer({ title = "", ...json }: JsonSchema, mode: TypeMode): JsonSchema {
    const body = bodyOf(title, mode);
    if (JSON.stringify(shapeOf(json)) !== JSON.stringify(shapeOf(body))) return json;
    const said = SAID.filter((key) => json[key] !== undefined && json[key] !== body[key]);
    return { $ref: refTo(title, mode), ...Object.fromEntries(said.map((key) => [key, json[key]])) };
  }

  function refTo(name: string, mode: TypeMode): string {
    bodyOf(name, mode);
    return `#/components/schemas/${name}`;
  }

  function bodyOf(name: string, mode: TypeMode): JsonSchema {
    const known = bodies.get(name);
    if (known !== undefined) return known;
    // A schema that holds itself finds its name taken.
    bodies.set(name, {});
    const { $defs, title: _, ...json } = toSchema(named.get(name) as v.GenericSchema, mode, names);
    const body = withInner(json, (each) => hoist(each, mode, $defs));
    bodies.set(name, body);
    return body;
  }

  return {
    schemaOf,
    components: () => Object.fromEntries([...bodies].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** What a pipe begins with: so a schema is known wherever it is used, with a description of its own or without. */
function firstOf(schema: v.GenericSchema): v.GenericSchema {
  const { pipe } = schema as { pipe?: [v.GenericSchema] };
  return pipe === undefined ? schema : firstOf(pipe[0]);
}

function titleOf(definition: JsonSchema | boolean | undefined): string {
  const title = typeof definition === "object" ? definition.title : undefined;
  if (title === undefined) throw new Error("Cannot describe a lazy schema: give it a name, or write it by hand");
  return title;
}

/** What tells of a value, and does not bound it. */
const SAID = ["description", "default", "examples"] as const;

function shapeOf(json: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(json).filter(([key]) => !SAID.some((said) => said === key)));
}

/** Keywords that hold schemas: one, a list, or several by name. */
const ONE = ["items", "additionalProperties", "propertyNames", "not"];
const LIST = ["anyOf", "oneOf", "allOf", "prefixItems"];

function withInner(json: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const changed = (value: unknown) => (typeof value === "object" ? change(value as JsonSchema) : value);
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      if (ONE.includes(key)) return [key, changed(value)];
      if (LIST.includes(key)) return [key, (value as unknown[]).map(changed)];
      if (key !== "properties") return [key, value];
      return [key, Object.fromEntries(Object.entries(value).map(([name, each]) => [name, changed(each)]))];
    }),
  );
}
