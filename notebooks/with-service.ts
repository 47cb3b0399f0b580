// The service under Deno, with nothing in it, for as long as something is asked of it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { startKillableDeno } from "../test/support/killable.ts";

// biome-ignore lint/suspicious/noExplicitAny: what is in an answer is what the cell is about
type Answer = { status: number; body: any };

/** Sends JSON and answers what came, parsed; an Error tells what was refused. */
export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

export async function withService<Result>(ask: (call: Call) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(`${tmpdir()}/edgefit-service-`);
  try {
    const { origin, stop } = await startKillableDeno(folder);
    try {
      return await ask(async (method, path, body) => {
        const init = { method, headers: { "content-type": "application/json" } };
        const sent = body === undefined ? { method } : { ...init, body: JSON.stringify(body) };
        const response = await fetch(origin + path, sent);
        const text = await response.text();
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status}: ${text}`);
        return { status: response.status, body: JSON.parse(text) };
      });
    } finally {
      await stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
