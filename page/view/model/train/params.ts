// The fields of a form made of JSON Schemas, and what is typed into them made values again. What is wrong with one is told by the service.

type Schema = Record<string, unknown>;

export interface ParamField {
  name: string;
  /** One of `options`; estimators of these names; or anything that is typed, for which `options` are proposals. */
  kind: "choice" | "estimators" | "text";
  options: string[];
  /** What it is where nothing is said. */
  unset: string;
  description: string;
  /** Least and most, of a number. */
  range: [number | undefined, number | undefined] | undefined;
}

/** `hyperparameters`: by name a JSON Schema, as GET /api/ml_models tells them. */
export function fieldsOf(hyperparameters: Record<string, Schema>): ParamField[] {
  return Object.entries(hyperparameters).map(([name, schema]) => {
    const ways = waysOf(schema);
    const estimators = ways.flatMap(estimatorsOf);
    const values = ways.flatMap(valuesOf);
    const isClosed = ways.every((way) => valuesOf(way).length > 0);
    const numbers = ways.find(({ type }) => type === "number" || type === "integer");
    return {
      name,
      kind: estimators.length > 0 ? "estimators" : isClosed ? "choice" : "text",
      options: estimators.length > 0 ? estimators : values.map(writtenParam),
      unset: schema.default === undefined ? "" : writtenParam(schema.default),
      description: [schema, ...ways].map(({ description }) => description).find((text) => text) as string,
      range: numbers && rangeOf(numbers),
    };
  });
}

/** As it is typed: text as it is, all else as JSON. */
export const writtenParam = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What was typed, as values; what is blank is left out, and stays as it is. */
export function paramsOf(typed: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(typed)
      .filter(([, text]) => text.trim() !== "")
      .map(([name, text]) => [name, parsed(text.trim())]),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A schema as the ways in which it can be met. */
function waysOf(schema: Schema): Schema[] {
  const ways = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  return ways === undefined ? [schema] : ways.flatMap(waysOf);
}

function valuesOf({ type, const: only, enum: some }: Schema): unknown[] {
  if (Array.isArray(some)) return some;
  if (only !== undefined) return [only];
  if (type === "boolean") return [true, false];
  return type === "null" ? [null] : [];
}

function estimatorsOf({ items }: Schema): string[] {
  const kinds = ((items as Schema | undefined)?.oneOf ?? []) as { properties?: { name?: { const?: string } } }[];
  return kinds.flatMap(({ properties }) => properties?.name?.const ?? []);
}

function rangeOf({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: Schema): ParamField["range"] {
  const [least, most] = [minimum ?? exclusiveMinimum, maximum ?? exclusiveMaximum] as [number?, number?];
  return least === undefined && most === undefined ? undefined : [least, most];
}
