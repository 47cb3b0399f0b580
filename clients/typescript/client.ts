// Edgefit over HTTP, typed by its document: openapi-fetch, and what each caller would write himself: tries again, waiting, pages.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

export type Edgefit = ReturnType<typeof createEdgefit>;
export type Problem = components["schemas"]["Problem"];

const WAIT_MS = 1000;
const RETRY_AFTER_SECONDS_MAX = 60;
// What is sent to these counts once under its key, however often it is sent.
const KEYED = new Set(["/train", "/norms/{norm}/train", "/sessions/{session_id}/views"]);

/** A client of the service at `baseUrl`. `tries`: in all, where nobody answers or the service says when to ask again (`Retry-After`). */
export function createEdgefit({ baseUrl, token, tries = 4 }: { baseUrl: string; token?: string; tries?: number }) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const client = createClient<paths, "application/json" | "application/problem+json">({
    baseUrl,
    headers,
    fetch: (request) => send(request, tries),
  });
  client.use({
    async onRequest({ request, schemaPath }) {
      const isJson = request.headers.get("content-type") === "application/json";
      if (!KEYED.has(schemaPath) || !isJson || request.headers.has("idempotency-key")) return;
      if ((await request.clone().json()).batch === undefined)
        request.headers.set("idempotency-key", crypto.randomUUID());
    },
  });
  return client;
}

async function send(request: Request, tries: number): Promise<Response> {
  const isRepeatable = request.method !== "POST" || request.headers.has("idempotency-key");
  for (let tried = 1; ; tried++) {
    const response = await fetch(request.clone()).catch((error: unknown) => {
      if (tried >= tries || !isRepeatable || request.signal.aborted) throw error;
    });
    const seconds = Number(response?.headers.get("retry-after"));
    const isPassing = response?.status === 429 || response?.status === 503;
    if (response && (tried >= tries || !isPassing || !seconds || seconds > RETRY_AFTER_SECONDS_MAX)) return response;
    await response?.body?.cancel();
    await sleep(seconds * 1000 || WAIT_MS * 2 ** (tried - 1));
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

/** The pages of a list, one after another; `list` is to call it with `after` in its query. */
export async function* pagesOf<Data>(
  list: (after?: string) => Promise<{ data?: Data; error?: unknown; response: Response }>,
): AsyncGenerator<Data> {
  for (let link: string | undefined = ""; link !== undefined; ) {
    const { data, error, response } = await list(new URLSearchParams(link.split("?")[1]).get("after") ?? undefined);
    if (data === undefined) throw error;
    yield data;
    link = /<([^>]*)>; *rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
