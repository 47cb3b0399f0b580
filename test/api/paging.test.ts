// All lists are read in one way: `limit`, `after`, and a header Link that leads on.

import type * as v from "valibot";
import { beforeAll, expect, it } from "vitest";
import { toSchema } from "../../src/platform/http/json-schema.ts";
import { PAGE_LENGTH_MAX } from "../../src/platform/schema/limit.ts";
import { routes } from "../../src/routes.ts";
import type { Answer, Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { seed, VISITOR } from "../support/seed.ts";

/** A list: how it is asked for, with a filter that all its entries pass, and what is in its body. */
interface List {
  of: string;
  at: string;
  filter: string;
  entries(body: never): unknown[];
  /** What its body says is `after` of the next page; undefined where it has no place for it. */
  next(body: never): unknown;
}

const list = (of: string, at: string, key: string, filter = ""): List => ({
  ...{ of, at, filter },
  entries: (body) => body[key],
  next: (body) => (body as { next: unknown }).next,
});

const lists: List[] = [
  list("/norms", "/norms", "norms", "tag=some%20%26%20more"),
  list("/norms/:norm/batches", "/norms/a/batches", "batches"),
  list("/norms/:norm/history", "/norms/a/history", "history"),
  list("/api/ml_models/:id/versions", "/api/ml_models/1/versions", "versions"),
  list("/api/comparisons", "/api/comparisons", "comparisons", "tag=some+%26+more"),
  list("/sessions", "/sessions", "sessions", `visitor=${VISITOR}&from=2000-01-01`),
  list("/tokens", "/tokens", "tokens"),
  list("/audit", "/audit", "changes", "action=makeToken"),
  list("/visitors/:visitor", `/visitors/${VISITOR}`, "sessions"),
  {
    ...{ of: "/api/ml_models", at: "/api/ml_models", filter: "tag=some+%26+more" },
    entries: (body) => body[1],
    next: () => undefined,
  },
];

it("every call that takes a page is among those tried, and says so of itself", () => {
  const entriesOf = (query: v.GenericSchema | undefined) =>
    Object.keys(query ? (toSchema(query, "input").properties ?? {}) : {});
  const taking = routes.filter(({ endpoint }) => entriesOf(endpoint.query).includes("after"));
  expect(taking.map(({ path }) => path).sort()).toEqual(lists.map(({ of }) => of).sort());
  expect(routes.filter(({ endpoint }) => endpoint.isPaged)).toEqual(taking);
});

/** Page by page, by the header alone, as it stands: relative to what was asked. */
async function follow(call: Client, from: string, headers = {}): Promise<Answer[]> {
  const pages: Answer[] = [];
  let at: string | undefined = from;
  while (at !== undefined) {
    const page: Answer = await call("GET", at, undefined, headers);
    pages.push(page);
    const link: string | undefined = /^<([^>]*)>; rel="next"$/.exec(page.headers.get("link") ?? "")?.[1];
    const to: URL | undefined = link === undefined ? undefined : new URL(link, `http://any${at}`);
    at = to && `${to.pathname}${to.search}`;
  }
  return pages;
}

// Where nobody is asked for a token none can be made.
const TOKEN = "s3cret-token";

describeOnEachRuntime({ title: "a list", vars: { API_TOKEN: TOKEN } }, (open) => {
  const call: Client = (method, path, body, headers) =>
    open(method, path, body, { ...headers, authorization: `Bearer ${TOKEN}` });

  beforeAll(async () => {
    await seed(call);
    for (const name of ["a", "b", "c"]) await call("POST", "/tokens", { name, scope: "read" });
  }, 120_000);

  it.each(lists)("$of is read to its end by its links, filter and all", async ({ at, filter, entries, next }) => {
    const all = entries((await call("GET", `${at}?${filter}`)).body as never);
    expect(all.length).toBeGreaterThan(2);
    const pages = await follow(call, `${at}?limit=1&${filter}`);
    expect(pages.flatMap(({ body }) => entries(body as never))).toEqual(all);
    expect(pages.map(({ body }) => entries(body as never).length)).toEqual(all.map(() => 1));
    for (const { body, headers } of pages) {
      const after = new URLSearchParams(/<\?([^>]*)>/.exec(headers.get("link") ?? "")?.[1]).get("after");
      const told = next(body as never);
      if (told !== undefined) expect(told === null ? null : String(told)).toBe(after);
    }
  });

  it.each(lists)("$of refuses a page that is none, as all lists do", async ({ at }) => {
    const told = async (query: string) => {
      const { status, body } = await call("GET", `${at}?${query}`);
      return [status, body.errors];
    };
    const fault = (message: string) => [422, [{ path: "limit", message }]];
    expect(await told("limit=0")).toEqual(fault("0 is not at least 1"));
    expect(await told(`limit=${PAGE_LENGTH_MAX + 1}`)).toEqual(fault(`1001 is not at most ${PAGE_LENGTH_MAX}`));
    expect(await told("limit=x")).toEqual(fault('"x" is not a whole number'));
    expect((await told("limit=1&limit=2"))[0]).toBe(422);
    expect((await told("after=%00"))[0]).toBe(422);
    expect((await told("offset=1"))[0]).toBe(422);
  });

  it("is read as CSV by the same links, behind a slash too", async () => {
    const pages = await follow(call, "/norms/?limit=2&tag=some+%26+more", { accept: "text/csv" });
    expect(pages.map(({ text }) => text.split("\r\n").filter((line) => /^[abc],/.test(line)).length)).toEqual([2, 1]);
  });

  it("tells HEAD where it goes on", async () => {
    expect((await call("HEAD", "/norms?limit=1")).headers.get("link")).toBe('<?after=a&limit=1>; rel="next"');
  });
});
