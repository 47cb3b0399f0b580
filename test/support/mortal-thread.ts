// A thread that answers, waits for ever, or ends where it should not, as the address says.
import type { Answered, Asked } from "../../src/runtime/deno/threads.ts";

const thread = globalThis as unknown as {
  addEventListener(type: "message", listener: (event: { data: Asked | "end" }) => void): void;
  postMessage(message: Answered | "ended"): void;
  close(): void;
};

thread.addEventListener("message", ({ data }) => {
  if (data === "end") {
    thread.postMessage("ended");
    return thread.close();
  }
  if (data.url.endsWith("dies")) throw new Error("out of order");
  if (data.url.endsWith("answers"))
    thread.postMessage({ id: data.id, status: 200, headers: [], body: null, hasWritten: false });
});
