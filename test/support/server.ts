// The service with nothing in it, on a free port. It stops when it is told to.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { D1Database } from "@cloudflare/workers-types";
import { createTestHarness } from "wrangler";
import { startKillableDeno } from "./killable.ts";
import { migrate } from "./migrations.ts";

const root = new URL("../../", import.meta.url);

// wrangler speaks of its own doings, and asks Cloudflare where this machine is: neither is wanted here.
Object.assign(process.env, { WRANGLER_LOG: "none", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

export interface Server {
  /** Without a slash at its end. */
  origin: string;
  stop(): Promise<void>;
}

/** A real workerd with a local D1 and KV; `vars` are the variables and secrets, { PUBLIC: "true" } unless given. */
export async function startWorker(vars: Record<string, string> = { PUBLIC: "true" }): Promise<Server> {
  const harness = createTestHarness({ workers: [{ configPath: new URL("wrangler.toml", root), vars }] });
  const { url } = await harness.listen();
  const { DATABASE } = await harness.getWorker<{ DATABASE: D1Database }>().getEnv();
  await migrate(DATABASE);
  return { origin: url.origin, stop: () => harness.close() };
}

/** Deno on a file of its own; `vars` are the environment, { PUBLIC: "true" } unless given. */
export async function startDeno(vars: Record<string, string> = { PUBLIC: "true" }): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  const server = await startKillableDeno(folder, vars);
  return {
    origin: server.origin,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
