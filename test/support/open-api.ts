import { routes } from "../../src/routes.ts";

/** The text of GET /openapi.json, which is made of the code alone. */
export async function openApiText(): Promise<string> {
  const route = routes.find(({ path }) => path === "/openapi.json");
  const response = await route?.endpoint.handle({} as never, {} as never);
  if (response === undefined) throw new Error("No call gives the document");
  return response.text();
}
