// Many at once: what is held is bounded, those beyond it are told to come again, and whoever hangs up gives back what he held.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, it } from "vitest";
import { clientOf } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { startDeno } from "../support/server.ts";

const BODY_BYTES = 31_000_000;
// No JSON: that it was read is what counts.
const BODY = " ".repeat(BODY_BYTES);

describeOnEachRuntime("large bodies at once", (call) => {
  it("are read, or told to come again; afterwards there is room", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => call("POST", "/api/ml_models", BODY)));
    for (const { status, body, headers } of answers) {
      expect([
        [400, "malformed_json", null],
        [503, "busy", "5"],
      ]).toContainEqual([status, body.code, headers.get("retry-after")]);
    }
    expect((await call("POST", "/api/ml_models", BODY)).status).toBe(400);
  });
});

// Deno alone: what stands before a local workerd hands over whole bodies.
it("Deno refuses bodies beyond what it holds before they come, goes on with small calls, and forgets those of whoever hangs up", async () => {
  const server = await startDeno();
  const call = clientOf(server.origin);
  const sockets: Socket[] = [];

  /** Begins a body, and does not go on; the answer, which comes where the body is refused. */
  async function begin(): Promise<string> {
    const { hostname, port } = new URL(server.origin);
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.write(
      `POST /api/ml_models HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${BODY_BYTES}\r\n\r\n{`,
    );
    return String((await once(socket, "data"))[0]);
  }

  try {
    // Eight of them fit.
    const refused = await Promise.any(Array.from({ length: 12 }, begin));
    expect(refused).toMatch(/^HTTP\/1.1 503 /);
    expect(refused).toMatch(/^retry-after: 5\r$/im);
    expect((await call("GET", "/health")).status).toBe(200);
    expect((await call("POST", "/norms/small/train", { x: { a: [1, 2, 4] }, y: [1, 2, 3] })).status).toBe(200);
    const { status, body } = await call("POST", "/api/ml_models", BODY);
    expect([status, body.code]).toEqual([503, "busy"]);

    for (const socket of sockets) socket.destroy();
    await expect
      .poll(async () => (await call("POST", "/api/ml_models", BODY)).status, { timeout: 60_000, interval: 500 })
      .toBe(400);
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.stop();
  }
});
