// Whether an answer is what the OpenAPI document says of it: its status, its media type, its headers, its body, and nothing besides.
import { findOperation, pathnameOf } from "./find-operation.ts";
import { type Described, escaped, locate, type OpenApi, openDocument } from "./open-document.ts";
import { openValidator, type Validate } from "./open-validator.ts";

export interface Answered {
  method: string;
  /** With its query, or a whole URL. */
  path: string;
  status: number;
  headers: Headers;
  text: string;
}

/** What is wrong with an answer; empty where nothing is. */
export type CheckAnswer = (answered: Answered) => string[];

let ours: Promise<CheckAnswer> | undefined;

/** Throws where an answer is not as this code describes it. */
export async function requireDescribed(answered: Answered): Promise<void> {
  ours ??= openDocument().then(checkerOf);
  const faults = (await ours)(answered);
  if (faults.length === 0) return;
  const { method, path, status, text } = answered;
  const told = `${method} ${path.slice(0, TOLD_LENGTH)} was answered ${status}, not as /openapi.json describes it`;
  throw new Error(`${told}: ${faults.join("; ")}\n${text.slice(0, TOLD_LENGTH)}`);
}

const TOLD_LENGTH = 1_000;

/** What no operation describes is a wrong path, a wrong method, or no URL at all: it is refused by one of these, or because of who asks. */
const OF_NO_OPERATION = [400, 401, 403, 404, 405, 414, 421, 429, 503];
const PROBLEMS = { "application/problem+json": "/components/schemas/Problem" };

export function checkerOf(document: OpenApi): CheckAnswer {
  const validate = openValidator(document);
  return (answered) => {
    const found = findOperation(document, answered.method, answered.path);
    if (found === undefined || (answered.status === 405 && isOfAnother(document, answered)))
      return faultsOfOther(answered, validate);
    const { responses } = found.operation;
    const response = responses[answered.status];
    if (response === undefined) return [`${Object.keys(responses).join(", ")} are described`];
    const [described, place] = locate(document, response, `${found.place}/responses/${answered.status}`);
    const contents = Object.entries(described.content ?? {});
    const places = contents.map(([type, { schema = {} }]) => {
      const at = `${place}/content/${escaped(type)}/schema`;
      // What many refer to is made ready once.
      return [type, locate(document, schema, at)[1]];
    });
    return [
      ...faultsOfHeaders(document, answered, described),
      ...faultsOfBody(answered, Object.fromEntries(places), validate),
    ];
  };
}

/** Whether a path without names stands in the document, by other methods alone: it need not be what a path with names would have there. */
function isOfAnother({ paths }: OpenApi, { method, path }: Answered): boolean {
  const item = paths[pathnameOf(path).replace(/\/+$/, "")];
  return item !== undefined && item[(method === "HEAD" ? "GET" : method).toLowerCase()] === undefined;
}

/** Of no operation: a refusal, or what OPTIONS is told of every path. */
function faultsOfOther(answered: Answered, validate: Validate): string[] {
  const { method, status, headers } = answered;
  const isTold = method === "OPTIONS" && status === 204;
  if (!isTold && !OF_NO_OPERATION.includes(status)) return ["no operation has this path and method"];
  const faults = (isTold || status === 405) && !headers.has("allow") ? ["it has no header Allow"] : [];
  return [...faults, ...faultsOfBody(answered, isTold ? {} : PROBLEMS, validate)];
}

/** Headers that say something of this answer: one that is described nowhere is as wrong as one that is missing. */
const TELLING = ["allow", "edgefit-answer", "etag", "link", "location", "retry-after", "www-authenticate"];

function faultsOfHeaders(document: OpenApi, { headers }: Answered, described: Described): string[] {
  const known = Object.entries(described.headers ?? {}).map(([name, header]) => ({
    name: name.toLowerCase(),
    ...locate(document, header, "")[0],
  }));
  const missing = known.filter(({ name, required }) => required && !headers.has(name));
  const unknown = TELLING.filter((telling) => headers.has(telling) && !known.some(({ name }) => name === telling));
  return [
    ...missing.map(({ name }) => `it has no header ${name}`),
    ...unknown.map((name) => `its header ${name} is not described`),
  ];
}

/** `places`: by media type, where its schema stands in the document. */
function faultsOfBody(
  { method, headers, text }: Answered,
  places: Record<string, string>,
  validate: Validate,
): string[] {
  const types = Object.keys(places);
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (types.length === 0)
    return text === "" && type === undefined ? [] : [`it has a body of ${type}, and none is described`];
  const place = places[type ?? ""];
  if (place === undefined) return [`it is of ${type}, and described as ${types.join(", ")}`];
  if (method === "HEAD") return text === "" ? [] : ["it has a body, where HEAD has none"];
  return valuesOf(text, type as string).flatMap((value) => validate(place, value));
}

/** Lines of JSON are JSON each; what is described of them is their text. */
function valuesOf(text: string, type: string): unknown[] {
  if (type === "application/x-ndjson") for (const line of text.split("\n")) if (line !== "") JSON.parse(line);
  return [/\bjson$/.test(type) ? JSON.parse(text) : text];
}
