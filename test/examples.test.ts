// What is shown of each call, in Postman and in the OpenAPI document, was answered, and is all there is.
import { describe, expect, it } from "vitest";
import { assertedStatuses, itemsOf, readCollection } from "../postman/collection.ts";
import { examplesOf, readExamples } from "../postman/examples.ts";
import { routeOf } from "../postman/route-of.ts";
import { routes } from "../src/routes.ts";

const items = itemsOf(readCollection("edgefit.json"));
const examples = readExamples();

/** Each success of each call. */
const successes = routes.flatMap(({ endpoint }) =>
  Object.entries(endpoint.answers).map(([status, schema]) => ({ endpoint, status: Number(status), schema })),
);

describe("the collection that is to be read", () => {
  it("shows every success of every call", () => {
    const shown = new Set(
      Array.from(items.values(), (item) => `${routeOf(item.request)?.endpoint.id} ${assertedStatuses(item)}`),
    );
    const all = successes.map(({ endpoint, status }) => `${endpoint.id} ${status}`);
    expect(all.filter((success) => !shown.has(success))).toEqual([]);
  });

  it("says of each request and folder what it is for, and asserts one status and more", () => {
    const silent = [...items].filter(([, item]) => {
      const asserted = item.event.flatMap(({ script }) => script.exec.filter((line) => line.includes("pm.test(")));
      const isBare = item.response?.[0]?.body === "";
      return !item.request.description || assertedStatuses(item).length !== 1 || asserted.length < (isBare ? 1 : 2);
    });
    expect(silent.map(([name]) => name)).toEqual([]);
    expect(readCollection("edgefit.json").item.filter(({ description }) => !description)).toEqual([]);
  });

  it("has an answer beside each request, of the status that is asserted", () => {
    const wrong = [...items].filter(([, item]) => {
      const [saved, ...others] = item.response ?? [];
      return saved?.code !== assertedStatuses(item)[0] || others.length > 0;
    });
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  it("names each request once, and sends it to this service alone", () => {
    const { item } = readCollection("edgefit.json");
    expect(items.size).toBe(item.reduce((sum, folder) => sum + folder.item.length, 0));
    expect([...items.values()].filter(({ request }) => !request.url.startsWith("{{baseUrl}}/"))).toEqual([]);
  });
});

describe("src/examples.json", () => {
  it("has an answer of each success that has a body, and a request where one is needed", () => {
    const missing = successes.filter(({ endpoint, status, schema }) => {
      const call = examples.calls[endpoint.id];
      return (schema !== null && !(status in (call?.answers ?? {}))) || (endpoint.body && call?.request === undefined);
    });
    expect(missing.map(({ endpoint, status }) => `${endpoint.id} ${status}`)).toEqual([]);
  });

  it("has what is saved in the collection", () => {
    // What a script fills in is only known while it runs.
    const filledIn = (id: string) => examples.calls[id]?.request;
    const calls = examplesOf(items.values(), ({ request }) => {
      const raw = request.body?.raw ?? "";
      return raw.includes("{{") ? JSON.stringify(filledIn(routeOf(request)?.endpoint.id ?? "")) : raw;
    });
    expect(examples.calls).toEqual(calls);
  });

  it("has a problem of each status that the document tells of", async () => {
    const document = routes.find(({ path }) => path === "/openapi.json");
    const answer = await document?.endpoint.handle({} as never, {} as never);
    const { paths } = (await (answer as Response).json()) as {
      paths: Record<string, Record<string, { responses: object }>>;
    };
    const told = Object.values(paths).flatMap((calls) =>
      Object.values(calls).flatMap((call) => Object.keys(call.responses)),
    );
    const refusals = [...new Set(told)].filter((status) => Number(status) >= 400).sort();
    expect(Object.keys(examples.refusals)).toEqual(expect.arrayContaining(refusals));
    for (const [status, problem] of Object.entries(examples.refusals))
      expect(problem).toMatchObject({ type: expect.any(String), status: Number(status), detail: expect.any(String) });
  });

  it("stays small, for it is part of the service", () => {
    expect(JSON.stringify(examples).length).toBeLessThan(150_000);
  });
});
