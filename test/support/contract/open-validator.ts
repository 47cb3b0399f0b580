// Values against schemas of the document, each made ready when it is first asked for.
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { closeSchema } from "./close-schema.ts";
import type { OpenApi } from "./open-document.ts";

/** What is wrong with a value; `place`: where its schema stands, a JSON pointer in a URL. */
export type Validate = (place: string, value: unknown) => string[];

/** `isClosed`: objects have what their schema names and nothing else. */
export function openValidator(document: OpenApi, { isClosed = true } = {}): Validate {
  // A format or a keyword that it does not know is a fault of the document.
  const strict = { strict: true, strictRequired: false, allowUnionTypes: true };
  // A test file asks each schema for some values only: to make it ready is what takes time.
  const ajv = new Ajv2020({ ...strict, validateSchema: false, code: { optimize: false } });
  addFormats.default(ajv);
  // The document is no schema, and is taken for one that says nothing.
  ajv.addVocabulary(Object.keys(document));
  ajv.addSchema((isClosed ? closeSchemas(document) : document) as object, "document");
  const known = new Map<string, ValidateFunction>();
  return (place, value) => {
    const validate = known.get(place) ?? ajv.compile({ $ref: `document#${place}` });
    known.set(place, validate);
    return validate(value) ? [] : (validate.errors ?? []).map(told);
  };
}

function told({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || "the body"} ${message} ${JSON.stringify(params)}`;
}

/** Schemas are what stands under `schema`, and each of `schemas`. */
function closeSchemas(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closeSchemas);
  if (typeof value !== "object" || value === null) return value;
  const close = (key: string, each: unknown) => {
    if (key === "schema") return closeSchema(each);
    if (key !== "schemas") return closeSchemas(each);
    return Object.fromEntries(Object.entries(each as object).map(([name, schema]) => [name, closeSchema(schema)]));
  };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, close(key, each)]));
}
