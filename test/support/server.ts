// The service with nothing in it, on a free port. It stops when it is told to.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startKillableDeno } from "./killable.ts";

export interface Server {
  /** Without a slash at its end. */
  origin: string;
  stop(): Promise<void>;
}

/** A real workerd with a local D1 and KV; `vars` are the variables and secrets, { PUBLIC: "true" } unless given. */
export async function startWorker(vars: Record<string, string> = { PUBLIC: "true" }): Promise<Server> {
  const { WORKERDS } = process.env;
  if (WORKERDS === undefined) return (await import("./workerd.ts")).openWorkerd(vars);
  const ask = async (path: string, body: string) => {
    const answer = await fetch(WORKERDS + path, { method: "POST", body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return text;
  };
  const origin = await ask("/start", JSON.stringify(vars));
  return { origin, stop: async () => void (await ask("/stop", origin)) };
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
