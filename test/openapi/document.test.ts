// What a program can check of the document: that it leads everywhere it points, says everything once, and leaves nothing unsaid.
import { beforeAll, describe, expect, it } from "vitest";
import { handWritten } from "../../src/platform/schema/table.ts";
import { groups } from "../../src/routes.ts";
import { openApiText } from "../support/open-api.ts";
import { resolve } from "../support/resolve.ts";

// With room to grow by a quarter; each schema in place, as it was once, made twice as much.
const DOCUMENT_BYTES_MAX = 345_000;
// What is so short costs less in place than a name to look up.
const REPEATED_LENGTH_MAX = 500;

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  parameters: object[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}

interface Media {
  schema: object;
  example?: unknown;
}

let text = "";
// biome-ignore lint/suspicious/noExplicitAny: a document is read part by part
let document: any;
let operations: Operation[] = [];

beforeAll(async () => {
  text = await openApiText();
  document = JSON.parse(text);
  operations = Object.values(document.paths as Record<string, Record<string, Operation>>).flatMap(Object.values);
});

describe("the document", () => {
  it("leads everywhere that it points, and names components alone", () => {
    const refs = partsOf(document).flatMap(({ part }) => (typeof part.$ref === "string" ? [part.$ref] : []));
    expect(refs.length).toBeGreaterThan(500);
    expect(refs.filter((ref) => !ref.startsWith("#/components/"))).toEqual([]);
    for (const $ref of new Set(refs)) expect(() => resolve(document, { $ref })).not.toThrow();
  });

  it("names each call once, in a group, and tells what it does", () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(groups.flatMap(({ routes }) => routes).length);
    const tags = document.tags.map(({ name }: { name: string }) => name);
    const silent = operations.filter(
      ({ tags: [tag, ...others], summary, description }) =>
        !tags.includes(tag) || others.length > 0 || !summary || !description,
    );
    expect(silent.map(({ operationId }) => operationId)).toEqual([]);
  });

  it("tells of every parameter what it is", () => {
    const parameters = operations.flatMap((operation) => operation.parameters.map((each) => resolve(document, each)));
    expect(parameters.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
  });

  it("writes no schema twice", () => {
    // An estimator's hyperparameters are its family's, but for those that an average has once or not at all.
    const others = schemasOf(document).filter(({ path }) => !/Voting\w+Params\/properties\/estimators/.test(path));
    const shapes = Map.groupBy(others, ({ part }) => shapeOf(part));
    const twice = [...shapes].filter(([shape, same]) => shape.length > REPEATED_LENGTH_MAX && same.length > 1);
    expect(twice.map(([, same]) => same.map(({ path }) => path))).toEqual([]);
  });

  it("has no schema by hand that would be passed over, being more than the beginning of a pipe", () => {
    expect([...handWritten.keys()].filter((schema) => "pipe" in schema)).toEqual([]);
  });

  it("shows every body that is sent, and every one that is answered", () => {
    expect(operations.flatMap(missingExamples)).toEqual([]);
    const refusals = Object.entries(document.components.responses as Operation["responses"]);
    expect(refusals.filter(([, { content }]) => isBare(content)).map(([name]) => name)).toEqual([]);
  });

  it("is no longer than it need be", () => {
    const examples = partsOf(document).reduce((sum, { part }) => sum + (JSON.stringify(part.example)?.length ?? 0), 0);
    expect(text.length - examples).toBeLessThan(DOCUMENT_BYTES_MAX);
    expect(Object.keys(document.components.schemas).length).toBeGreaterThan(100);
  });
});

/** What an operation does not show, of JSON: its request, and its answers when all is well. */
function missingExamples({ operationId, requestBody, responses }: Operation): string[] {
  const answers = Object.entries(responses).filter(([, { content }]) => isBare(content));
  return [...(isBare(requestBody?.content) ? ["request"] : []), ...answers.map(([status]) => status)].map(
    (what) => `${operationId} ${what}`,
  );
}

/** Whether there is a body of JSON without an example; a page is none. */
function isBare(content: Record<string, Media> = {}): boolean {
  const [, media] = Object.entries(content).find(([type]) => /\bjson$/.test(type)) ?? [];
  return media !== undefined && media.example === undefined;
}

type Part = Record<string, unknown>;

/** Every object within a value, examples aside, and where it stands. */
function partsOf(value: unknown, path = "#"): { path: string; part: Part }[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value)
    .filter(([key]) => !["example", "examples", "default"].includes(key))
    .flatMap(([key, each]) => partsOf(each, `${path}/${key}`));
  return Array.isArray(value) ? inner : [{ path, part: value as Part }, ...inner];
}

/** Those of them that are schemas in place. */
function schemasOf(value: unknown) {
  const isSchema = ({ type, anyOf, oneOf, in: place }: Part) => place === undefined && Boolean(type ?? anyOf ?? oneOf);
  return partsOf(value).filter(({ part }) => isSchema(part));
}

/** A schema without what it tells people. */
function shapeOf({ description: _description, default: _default, examples: _examples, ...shape }: Part): string {
  return JSON.stringify(shape);
}
