// A training goes on over killed processes, and comes to the model that it would have come to without.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { clientOf } from "../support/client.ts";
import type { Killable } from "../support/killable.ts";
import { normal, uniform } from "../support/numbers.ts";
import { runtimes } from "../support/runtimes.ts";

// About half a second of work in some twenty-five pieces; a task of which nothing is heard for 300 pieces' time is taken up again.
const MANY_PIECES = { PUBLIC: "true", PIECE_SECONDS: "0.02" };
const ONE_PIECE = { PUBLIC: "true", PIECE_SECONDS: "1000" };
const KILLS = 3;

const random = normal(uniform(5));
const rows = Array.from({ length: 20_000 }, () => Array.from({ length: 10 }, () => Number(random().toFixed(3))));
const request = {
  ...{ problem: "classification", name: "Random Forest", h_tune: false, params: { n_estimators: 50, seed: 3 } },
  ...{ X: rows, y: rows.map(([a = 0, b = 0]) => (a * b > 0.2 ? "yes" : "no")) },
};

describe.each(runtimes)("training on $name", ({ startKillable }) => {
  it(`is killed ${KILLS} times and comes to the same bytes`, { timeout: 300_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
    const chance = uniform(2027);
    let server: Killable | undefined;
    try {
      server = await startKillable(folder, MANY_PIECES);
      const started = await clientOf(server.origin)("POST", "/api/ml_models", request, { prefer: "respond-async" });
      expect(started.status).toBe(202);
      const { id, task_id: task } = started.body;
      const seen: number[] = [];
      for (let kill = 0; kill < KILLS; kill++) {
        await new Promise((resolve) => setTimeout(resolve, 100 + 400 * chance()));
        const { status, body } = await clientOf(server.origin)("GET", `/results/${task}?wait=0`);
        if (status === 202) seen.push(body.progress.done);
        await server.kill();
        server = await startKillable(folder, MANY_PIECES);
      }
      // A training that was over before it was killed would show nothing.
      expect(seen.length).toBeGreaterThan(0);
      await ended(server.origin, task);
      await server.kill();

      server = await startKillable(folder, ONE_PIECE);
      const whole = await clientOf(server.origin)("POST", "/api/ml_models", request, { prefer: "respond-async" });
      await ended(server.origin, whole.body.task_id);
      const [cut, uncut] = await Promise.all([id, whole.body.id].map((each) => downloadOf(server as Killable, each)));
      expect(cut).toBe(uncut);
    } finally {
      await server?.kill().catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function ended(origin: string, task: string): Promise<void> {
  for (;;) {
    const { status, body } = await clientOf(origin)("GET", `/results/${task}`);
    if (status === 202) continue;
    expect({ status, of: body.status }, JSON.stringify(body)).toEqual({ status: 200, of: "ready" });
    return;
  }
}

async function downloadOf({ origin }: Killable, id: number): Promise<string> {
  return (await fetch(`${origin}/api/ml_models/${id}/download`)).text();
}
