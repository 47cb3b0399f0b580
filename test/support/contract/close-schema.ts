// The document is open: an answer may have more than it says. Tests look at a copy that is closed, so that nothing is answered that is not described.

type Schema = Record<string, unknown>;

const NAMED = ["properties", "patternProperties", "$defs"];
const LISTS = ["anyOf", "oneOf", "allOf"];
const ONES = ["items", "additionalProperties", "not", "if", "then", "else", "contains"];

/**
 * A schema whose objects have the properties that they name and no others. One that allows others by `additionalProperties` still does, and one
 * that is made of parts is closed as a whole, since each part knows but its own.
 */
export function closeSchema(schema: unknown): unknown {
  return isSchema(schema) ? closed(schema, true) : schema;
}

function closed(schema: Schema, isWhole: boolean): Schema {
  const made: Schema = { ...schema };
  const names = "properties" in schema || "allOf" in schema;
  for (const [key, value] of Object.entries(schema)) {
    if (NAMED.includes(key) && isSchema(value))
      made[key] = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, closeSchema(each)]));
    else if (LISTS.includes(key) && Array.isArray(value))
      made[key] = value.map((part) => (isSchema(part) ? closed(part, !names) : part));
    else if (key === "prefixItems" && Array.isArray(value)) made[key] = value.map(closeSchema);
    else if (ONES.includes(key)) made[key] = closeSchema(value);
  }
  if (isWhole && names && !("additionalProperties" in schema)) made.unevaluatedProperties ??= false;
  return made;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
