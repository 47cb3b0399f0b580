// A thread beside the one that accepts requests: it answers what that one hands over, by the same way through the service. It closes the
// file when it is told to.
import { serve } from "../../app.ts";
import { createSettle } from "../../platform/sqlite/settle.ts";
import { forgetRecent } from "../../platform/store/cache.ts";
import { openContext } from "./context.ts";
import { readSettings } from "./settings.ts";
import type { Answered, Asked } from "./threads.ts";

const thread = globalThis as unknown as {
  addEventListener(type: "message", listener: (event: { data: Asked | "end" }) => void): void;
  postMessage(message: unknown, transfer?: Transferable[]): void;
  close(): void;
};
const { context: opened, sqlite, requireFile } = openContext(readSettings((name) => Deno.env.get(name)));
const context = { ...opened, settle: createSettle(sqlite, requireFile) };
const { cache } = context;
let writesTold = cache.writes;

thread.addEventListener("message", ({ data }) => {
  if (data === "end") end();
  else void answer(data);
});
thread.postMessage("opened");

async function answer({ id, method, url, headers, body, caller, isStale }: Asked): Promise<void> {
  if (isStale) {
    forgetRecent(cache);
    writesTold++;
  }
  const request = new Request(url, { method, headers, body, ...(body !== null && { duplex: "half" }) });
  // Whoever hands over a request has let it in.
  const response = await serve(request, context, { token: undefined, isPublic: false, caller });
  const bytes = response.body === null ? null : await response.arrayBuffer();
  const hasWritten = writesTold !== cache.writes;
  writesTold = cache.writes;
  const { status } = response;
  const answered: Answered = { id, status, headers: [...response.headers], body: bytes, hasWritten };
  thread.postMessage(answered, bytes === null ? [] : [bytes]);
}

function end(): void {
  sqlite.close();
  thread.postMessage("ended");
  thread.close();
}
