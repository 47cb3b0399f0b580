import * as v from "valibot";

/** A schema that says in OpenAPI what it is. */
export const described = <S extends v.GenericSchema>(schema: S, description: string) =>
  v.pipe(schema, v.description(description));
