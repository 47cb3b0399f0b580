// A comparison goes on over killed processes, comes to what it would have come to without, and makes one model.
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

// Each fold of each candidate is a piece; in the other process all of them are one.
const MANY_PIECES = { PUBLIC: "true", PIECE_SECONDS: "0.01" };
const ONE_PIECE = { PUBLIC: "true", PIECE_SECONDS: "1000" };
const KILLS = 3;

const random = normal(uniform(5));
const rows = Array.from({ length: 2_500 }, () => Array.from({ length: 8 }, () => Number(random().toFixed(3))));
const forest = (n_estimators: number) => ({ name: "Random Forest", params: { n_estimators, seed: 3 } });
const request = {
  ...{ problem: "classification", X: rows, y: rows.map(([a = 0, b = 0]) => (a * b > 0.2 ? "yes" : "no")) },
  ...{ candidates: [forest(60), forest(40), { name: "SVM", params: { C: 3 } }, { name: "Dummy" }], train_best: true },
};

describe.each(runtimes)("comparing on $name", ({ startKillable }) => {
  it(`is killed ${KILLS} times and comes to the same`, { timeout: 1_200_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
    let server: Killable | undefined;
    try {
      server = await startKillable(folder, MANY_PIECES);
      const path = await begin(server);
      let progress = "";
      for (let kill = 0; kill < KILLS; kill++) {
        progress = await movedOn(server.origin, path, progress);
        await server.kill();
        letTimeGoBy(folder, "comparisons");
        server = await startKillable(folder, MANY_PIECES);
      }
      const killed = await ended(server.origin, path);
      await server.kill();

      server = await startKillable(folder, ONE_PIECE);
      const whole = await ended(server.origin, await begin(server));
      expect(killed.told).toBe(whole.told);
      expect(await downloadOf(server, killed.model)).toBe(await downloadOf(server, whole.model));
      const [, models] = (await clientOf(server.origin)("GET", "/api/ml_models")).body;
      expect(models).toHaveLength(2);
    } finally {
      await server?.kill().catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function begin({ origin }: Killable): Promise<string> {
  const begun = await clientOf(origin)("POST", "/api/comparisons", request, { prefer: "respond-async" });
  expect(begun.status).toBe(202);
  return begun.headers.get("location") as string;
}

/** How far it is once it is further than it was: never its beginning, never its end. */
async function movedOn(origin: string, path: string, before: string): Promise<string> {
  for (;;) {
    const { body } = await clientOf(origin)("GET", path);
    expect(body.status, "a comparison that is over before it is killed shows nothing").toBe("running");
    const now = `${body.progress.stage} ${body.progress.done}`;
    if (body.progress.done > 0 && now !== before) return now;
    await sleep(20);
  }
}

/** What it came to, without ids, times and how it was cut. */
async function ended(origin: string, path: string): Promise<{ told: string; model: number }> {
  for (;;) {
    const { body } = await clientOf(origin)("GET", `${path}?wait=10`);
    if (body.status === "running") continue;
    expect(body.status).toBe("done");
    const { candidates, best, winner, folds, warnings, model } = body;
    for (const candidate of candidates) delete candidate.seconds;
    await trained(origin, model.id);
    return { told: JSON.stringify({ candidates, best, winner, folds, warnings }), model: model.id };
  }
}

async function trained(origin: string, id: number): Promise<void> {
  for (;;) {
    const { body } = await clientOf(origin)("GET", `/api/ml_models/${id}/card`);
    if (body.status === "ready") return;
    expect(body.status).toBe("training");
    await sleep(100);
  }
}

/** The model of a file, without its card, which tells its id and how long it took. */
async function downloadOf({ origin }: Killable, id: number): Promise<string> {
  const { card: _, ...model } = JSON.parse(await (await fetch(`${origin}/api/ml_models/${id}/download`)).text());
  return JSON.stringify(model);
}
