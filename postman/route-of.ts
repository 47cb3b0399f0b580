import type { Route } from "../src/platform/http/endpoint.ts";
import { routes } from "../src/routes.ts";

/** The line of the route table that a request of a collection leads to; undefined where there is none. */
export function routeOf({ method, url }: { method: string; url: string }): Route<never> | undefined {
  const [path = ""] = url.replace("{{baseUrl}}", "").split("?");
  return routes.find((route) => route.method === method && patternOf(route.path).test(path));
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}$`);
}
