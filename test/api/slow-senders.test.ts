// Who sends a body a byte at a time: others are served meanwhile, and he is told that time is over.
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { clientOf } from "../support/client.ts";
import { runtimes } from "../support/runtimes.ts";

const SENDERS = 100;

/** Sends a byte a second until it is answered. */
function sendSlowly(origin: string, { path, type, length }: (typeof BODIES)[number]): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;
    const socket = connect(Number(port), hostname, () => socket.write(head));
    const timer = setInterval(() => socket.write("1"), 1_000);
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      // The server has done with it; who goes on sending is the proxy's affair.
      if (chunk.includes("}")) socket.destroy();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(timer);
      resolve(Buffer.concat(chunks).toString());
    });
  });
}

/** As it is kept, as it is handed to a thread, and as it is read on the way. */
const BODIES = [
  { path: "/predict", type: "application/json", length: 1_000 },
  { path: "/train", type: "application/json", length: 1_000 },
  { path: "/train", type: "application/json", length: 100_000 },
  { path: "/train", type: "text/csv", length: 100_000 },
  { path: "/api/ml_models", type: "text/csv", length: 100_000 },
];

describe.each(runtimes)("slow senders on $name", ({ start }) => {
  it("keep nobody from being served, and are answered 408 when their time is over", async () => {
    const { origin, stop } = await start();
    const call = clientOf(origin);
    let underWay = SENDERS;
    const slow = Array.from({ length: SENDERS }, (_, n) =>
      sendSlowly(origin, BODIES[n % BODIES.length] as (typeof BODIES)[number]).finally(() => underWay--),
    );
    let served = 0;
    while (underWay === SENDERS) {
      expect((await call("GET", "/health")).status).toBe(200);
      const batch = { x: { a: [1, 2, 4] }, y: [3, 5, 9], batch: `batch-${served}` };
      expect((await call("POST", "/norms/other/train", batch)).status).toBe(200);
      served++;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(served).toBeGreaterThan(5);
    for (const answer of await Promise.all(slow)) {
      expect(answer).toMatch(/^HTTP\/1.1 408 /);
      expect(answer).toMatch(/"code":"timeout".*}$/s);
    }
    await stop();
  });
});
