// The Postman collection of cases and the route table say the same: no route is left out, no request leads nowhere by mistake.
import { expect, it } from "vitest";
import { assertedStatuses, itemsOf, readCollection } from "../postman/collection.ts";
import { routeOf } from "../postman/route-of.ts";
import type { Route } from "../src/platform/http/endpoint.ts";
import { routes } from "../src/routes.ts";

/** Refusals of every call with a body, and of missing credentials: shown at least once. */
const COMMON_REFUSALS = [400, 401, 413, 415, 422];

/** What no request brings about, and postman/provoke-refusals.ts does: a full disk. */
const PROVOKED = 507;

interface Shown {
  /** Folder / name. */
  name: string;
  method: string;
  route: Route<never> | undefined;
  /** The statuses that its script asserts. */
  statuses: number[];
}

const shown: Shown[] = Array.from(itemsOf(readCollection("cases.json")), ([name, item]) => ({
  name,
  method: item.request.method,
  route: routeOf(item.request),
  statuses: assertedStatuses(item),
}));

it("asserts one status in each request", () => {
  expect(shown.filter(({ statuses }) => statuses.length !== 1)).toEqual([]);
});

it("shows what each route answers and refuses", () => {
  const missing = routes.flatMap((route) => {
    const { method, path, endpoint } = route;
    const told = [...Object.keys(endpoint.answers).map(Number), ...(endpoint.refusals ?? [])];
    const has = (status: number) => shown.some((request) => request.route === route && request.statuses[0] === status);
    return told.filter((status) => status !== PROVOKED && !has(status)).map((status) => `${method} ${path} ${status}`);
  });
  expect(missing).toEqual([]);
});

it("shows what all routes refuse", () => {
  expect(shown.map(({ statuses }) => statuses[0])).toEqual(expect.arrayContaining(COMMON_REFUSALS));
});

it("leads to a route, except where 404 or 405 is what is shown, or a path is asked what it takes", () => {
  const astray = shown.filter(({ route, method }) => route === undefined && method !== "OPTIONS");
  const lost = astray.filter(({ statuses: [status] }) => status !== 404 && status !== 405);
  expect(lost.map(({ name }) => name)).toEqual([]);
});
