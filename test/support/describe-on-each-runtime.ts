import { afterAll, beforeAll, describe } from "vitest";
import { type Client, clientOf } from "./client.ts";
import { runtimes } from "./runtimes.ts";
import type { Server } from "./server.ts";

/** Defines the same tests for every runtime, each with a server of its own, `vars` as in Runtime; `origin` is known once they run. */
export function describeOnEachRuntime(
  of: string | { title: string; vars: Record<string, string> },
  define: (call: Client, origin: () => string) => void,
): void {
  const { title, vars } = typeof of === "string" ? { title: of, vars: undefined } : of;
  describe.each(runtimes)(`${title} on $name`, ({ start }) => {
    let server: Server;
    beforeAll(async () => {
      server = await start(vars);
    });
    afterAll(() => server.stop());
    define(
      (...request) => clientOf(server.origin)(...request),
      () => server.origin,
    );
  });
}
