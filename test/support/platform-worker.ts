// A worker with nothing but D1, KV and a queue, to ask Cloudflare's runtime how they behave. It notes in KV each delivery of a
// message, and fails a message as often as the message says.
import type { ExportedHandler, KVNamespace } from "@cloudflare/workers-types";

export default {
  fetch: () => new Response("ok") as never,
  async queue({ queue, messages }, { KV }) {
    for (const message of messages) {
      const { id, failures } = message.body;
      if (queue === "dead") {
        await KV.put(`dead/${id}`, "dead");
        continue;
      }
      await KV.put(`seen/${id}/${String(message.attempts).padStart(3, "0")}`, "seen");
      if (message.attempts <= failures) message.retry();
    }
  },
} satisfies ExportedHandler<{ KV: KVNamespace }, { id: string; failures: number }>;
