// The service in a real workerd with a local D1 and KV, on a free port, with nothing in it. It stops when it is told to.
import { readdirSync, readFileSync } from "node:fs";
import type { D1Database } from "@cloudflare/workers-types";
import { createTestHarness } from "wrangler";

const root = new URL("../../", import.meta.url);

// wrangler speaks of its own doings, and asks Cloudflare where this machine is: neither is wanted here.
Object.assign(process.env, { WRANGLER_LOG: "none", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

export interface Server {
  /** Without a slash at its end. */
  origin: string;
  stop(): Promise<void>;
}

/** Starts the worker; `vars` are its variables and secrets, { PUBLIC: "true" } unless given. */
export async function startServer(vars: Record<string, string> = { PUBLIC: "true" }): Promise<Server> {
  const harness = createTestHarness({ workers: [{ configPath: new URL("wrangler.toml", root), vars }] });
  const { url } = await harness.listen();
  const { DATABASE } = await harness.getWorker<{ DATABASE: D1Database }>().getEnv();
  for (const statement of migrations()) await DATABASE.prepare(statement).run();
  return { origin: url.origin, stop: () => harness.close() };
}

function migrations(): string[] {
  const folder = new URL("src/store/migrations/", root);
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  return files.sort().flatMap((name) => readFileSync(new URL(name, folder), "utf8").split("--> statement-breakpoint"));
}
