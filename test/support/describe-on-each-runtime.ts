import { afterAll, beforeAll, describe } from "vitest";
import { type Client, clientOf } from "./client.ts";
import { runtimes } from "./runtimes.ts";
import type { Server } from "./server.ts";

/** Defines the same tests for every runtime, each with a server of its own; `origin` is known once they run. */
export function describeOnEachRuntime(title: string, define: (call: Client, origin: () => string) => void): void {
  describe.each(runtimes)(`${title} on $name`, ({ start }) => {
    let server: Server;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.stop());
    define(
      (...request) => clientOf(server.origin)(...request),
      () => server.origin,
    );
  });
}
