// A training goes on over killed processes, and comes to the model that it would have come to without.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { clientOf } from "../support/client.ts";
import type { Killable } from "../support/killable.ts";
import { letTimeGoBy } from "../support/let-time-go-by.ts";
import { normal, uniform } from "../support/numbers.ts";
import { runtimes } from "../support/runtimes.ts";

// Seconds of work in some hundred pieces, of which each life of the process does a few; a task of which nothing is heard for a
// minute is taken up again.
const MANY_PIECES = { PUBLIC: "true", PIECE_SECONDS: "0.01" };
const ONE_PIECE = { PUBLIC: "true", PIECE_SECONDS: "1000" };
const KILLS = 3;

const random = normal(uniform(5));
const rows = Array.from({ length: 5_000 }, () => Array.from({ length: 10 }, () => Number(random().toFixed(3))));
const request = {
  ...{ problem: "classification", name: "Random Forest", h_tune: false, params: { n_estimators: 150, seed: 3 } },
  ...{ X: rows, y: rows.map(([a = 0, b = 0]) => (a * b > 0.2 ? "yes" : "no")) },
};

describe.each(runtimes)("training on $name", ({ startKillable }) => {
  it(`is killed ${KILLS} times and comes to the same bytes`, { timeout: 1_200_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
    let server: Killable | undefined;
    try {
      server = await startKillable(folder, MANY_PIECES);
      const started = await clientOf(server.origin)("POST", "/api/ml_models", request, { prefer: "respond-async" });
      expect(started.status).toBe(202);
      const { id, task_id: task } = started.body;
      let progress = "";
      for (let kill = 0; kill < KILLS; kill++) {
        progress = await movedOn(server.origin, task, progress);
        await server.kill();
        letTimeGoBy(folder, "tasks");
        server = await startKillable(folder, MANY_PIECES);
      }
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

/** How far a training is once it is further than it was: never its beginning, never its end. */
async function movedOn(origin: string, task: string, before: string): Promise<string> {
  for (;;) {
    const { status, body } = await clientOf(origin)("GET", `/results/${task}?wait=0`);
    expect(status, "a training that is over before it is killed shows nothing").toBe(202);
    const { stage, done } = body.progress;
    const now = `${stage} ${done}`;
    if (done > 0 && now !== before) return now;
    await sleep(50);
  }
}

async function ended(origin: string, task: string): Promise<void> {
  for (;;) {
    const { status, body } = await clientOf(origin)("GET", `/results/${task}`);
    if (status === 202) continue;
    expect({ status, of: body.status }, JSON.stringify(body)).toEqual({ status: 200, of: "ready" });
    return;
  }
}

/** The model of a file, without its card, which tells its id and how long it took. */
async function downloadOf({ origin }: Killable, id: number): Promise<string> {
  const { card: _, ...model } = JSON.parse(await (await fetch(`${origin}/api/ml_models/${id}/download`)).text());
  return JSON.stringify(model);
}
