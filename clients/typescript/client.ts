// Edgefit over HTTP, typed by its own document: openapi-fetch, with what a caller would write himself: tries again, waiting, pages.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.d.ts";

export type Problem = components["schemas"]["Problem"];
export type Edgefit = ReturnType<typeof createEdgefit>;
/** What a call gives: its data, or the problem that it was refused with. */
type Answered<Data> = Promise<{ data?: Data | undefined; error?: unknown; response: Response }>;

const WAIT_MS = 1000;
// What is sent to these counts once under its key, however often it is sent.
const KEYED = new Set(["/train", "/norms/{norm}/train", "/sessions/{session_id}/views"]);

/** `tries`: of what may be sent again; where the service says when (`Retry-After`), not before. */
export function createEdgefit({ baseUrl, token, tries = 4 }: { baseUrl: string; token?: string; tries?: number }) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const client = createClient<paths>({ baseUrl, headers, fetch: (request) => send(request, tries) });
  client.use({
    async onRequest({ request, schemaPath }) {
      if (!KEYED.has(schemaPath) || request.headers.has("idempotency-key")) return;
      if ((await request.clone().json()).batch === undefined) request.headers.set("idempotency-key", crypto.randomUUID());
    },
  });
  return client;
}

async function send(request: Request, tries: number): Promise<Response> {
  const isRepeatable = request.method !== "POST" || request.headers.has("idempotency-key");
  for (let left = tries - 1; ; left--) {
    const response = await fetch(request.clone()).catch((error: unknown) => {
      if (left <= 0 || !isRepeatable || request.signal.aborted) throw error;
    });
    const seconds = Number(response?.headers.get("retry-after"));
    if (response && (left <= 0 || ![429, 503].includes(response.status) || !seconds)) return response;
    await response?.body?.cancel();
    await sleep(seconds * 1000 || WAIT_MS * 2 ** (tries - left));
  }
}

/** What a task came to, once it has: predictions, or the model that was trained. Throws the problem of one that failed. */
export async function resultOf(client: Edgefit, task_id: string) {
  for (;;) {
    const { data, error, response } = await client.GET("/results/{task_id}", { params: { path: { task_id } } });
    if (data === undefined) throw error;
    if (response.status !== 202) return data;
    await sleep(Number(response.headers.get("retry-after")) * 1000 || WAIT_MS);
  }
}

/** Every page of a list: `for await (const { norms } of pagesOf((after) => client.GET("/norms", { params: { query: { after } } })))`. */
export async function* pagesOf<Data>(list: (after: string | undefined) => Answered<Data>): AsyncGenerator<Data> {
  for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const { data, error, response } = await list(after);
    if (data === undefined) throw error;
    yield data;
    const next = /<([^>]*)>; *rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
    after = next && (new URL(next, response.url).searchParams.get("after") ?? undefined);
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
