// Whether a request is one that the document allows.
import { type Found, findOperation } from "../support/contract/find-operation.ts";
import { escaped, locate, type OpenApi, type Parameter } from "../support/contract/open-document.ts";
import { openValidator, type Validate } from "../support/contract/open-validator.ts";

export interface Asked {
  method: string;
  url: URL;
  headers: Headers;
  body: string | Uint8Array | undefined;
  /** The value of a JSON body. */
  json: unknown;
}

/** undefined where that is not for the document to say: of bodies that are no JSON, and of paths without an operation. */
export type IsAllowed = (asked: Asked) => boolean | undefined;

export function openAllowance(document: OpenApi): IsAllowed {
  const validate = openValidator(document, { isClosed: false });
  return (asked) => {
    const found = findOperation(document, asked.method, asked.url.href);
    if (found === undefined) return undefined;
    if (!hasAllowedParameters(document, found, asked, validate)) return false;
    return hasAllowedBody(found, asked, validate);
  };
}

function hasAllowedParameters(document: OpenApi, found: Found, { url, headers }: Asked, validate: Validate): boolean {
  const parameters = (found.operation.parameters ?? []).map((parameter, i) =>
    locate(document, parameter, `${found.place}/parameters/${i}`),
  );
  const isKnown = (name: string) =>
    parameters.some(([parameter]) => parameter.in === "query" && parameter.name === name);
  // The open calls heed no query: what probes add to an address is nothing to them.
  const isOpen = found.operation.security?.length === 0;
  if (!isOpen && ![...url.searchParams.keys()].every(isKnown)) return false;
  return parameters.every(([parameter, place]) => {
    const values = valuesOf(parameter, { url, headers, inPath: found.inPath });
    if (values.length === 0) return !parameter.required;
    const [text = ""] = values;
    // A text is what a URL has; what the schema means by it may be a number, or true and false.
    const readings =
      values.length > 1
        ? [values]
        : [
            text,
            [text],
            ...(/^-?\d+(\.\d+)?$/.test(text) ? [Number(text)] : []),
            ...(/^(true|false)$/.test(text) ? [text === "true"] : []),
          ];
    return readings.some((reading) => validate(`${place}/schema`, reading).length === 0);
  });
}

function valuesOf(
  { name, in: where }: Parameter,
  { url, headers, inPath }: Pick<Asked, "url" | "headers"> & Pick<Found, "inPath">,
): string[] {
  if (where === "query") return url.searchParams.getAll(name);
  const value = where === "path" ? inPath[name] : headers.get(name);
  return value === undefined || value === null ? [] : [value];
}

function hasAllowedBody(
  { operation, place }: Found,
  { headers, body, json }: Asked,
  validate: Validate,
): boolean | undefined {
  const { requestBody } = operation;
  if (requestBody === undefined) return body === undefined ? true : undefined;
  if (body === undefined) return !requestBody.required;
  if (json === undefined || headers.get("content-type") !== JSON_TYPE || headers.has("content-encoding"))
    return undefined;
  return validate(`${place}/requestBody/content/${escaped(JSON_TYPE)}/schema`, json).length === 0;
}

const JSON_TYPE = "application/json";
