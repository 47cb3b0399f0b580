// What was acknowledged survives a killed process.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { clientOf } from "../support/client.ts";
import type { Killable } from "../support/killable.ts";
import { uniform, worstRelativeError } from "../support/numbers.ts";
import { runtimes } from "../support/runtimes.ts";

const ROUNDS = 10;
const TRAINERS = 4;
const VISITS = 4;

describe.each(runtimes)("killed on $name", ({ startKillable }) => {
  it(`${ROUNDS} times while trainings run and visits grow: every acknowledged batch and view is there, none twice`, {
    timeout: 400_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
    const random = uniform(2026);
    const acknowledged = new Set<string>();
    const sent = new Map<string, unknown>();
    const viewed = new Map<string, string[]>();
    let server: Killable | undefined;
    let isKilled = false;
    try {
      for (let round = 0; round < ROUNDS; round++) {
        server = await startKillable(folder);
        isKilled = false;
        if (round > 0) await inspect(server.origin, acknowledged);
        await inspectVisits(server.origin, viewed);
        const answered = acknowledged.size;
        const training = Promise.all([
          ...Array.from({ length: TRAINERS }, (_, trainer) =>
            trainUntilKilled(server as Killable, `r${round}t${trainer}`),
          ),
          ...Array.from({ length: VISITS }, (_, visit) => viewUntilKilled(server as Killable, `r${round}v${visit}`)),
        ]);
        // At any moment after the first answer, however long a slow machine takes for that; at once where a trainer failed.
        while (acknowledged.size === answered) {
          await Promise.race([training, undefined]);
          await sleep(10);
        }
        await sleep(500 * random());
        isKilled = true;
        await server.kill();
        await training;
      }
      server = await startKillable(folder);
      const stored = await inspect(server.origin, acknowledged);
      await inspectVisits(server.origin, viewed);
      await isSameAsFresh(server.origin, stored);
      await server.kill();
    } finally {
      await server?.kill().catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    }

    async function trainUntilKilled({ origin }: Killable, name: string): Promise<void> {
      const call = clientOf(origin);
      for (let i = 0; ; i++) {
        const batch = `${name}-${i}`;
        const rows = Array.from({ length: 6 }, () => [random(), random()]);
        const body = { x: rows, y: rows.map(([a = 0, b = 0]) => 1 + 2 * a - b + 0.1 * random()), batch };
        sent.set(batch, body);
        const answer = await call("POST", "/norms/crash/train", body).catch(() => undefined);
        if (answer?.status !== 200 && isKilled) return;
        expect(answer?.status).toBe(200);
        acknowledged.add(batch);
      }
    }

    async function viewUntilKilled({ origin }: Killable, id: string): Promise<void> {
      const call = clientOf(origin);
      for (let i = 0; ; i++) {
        const body = { start: "2026-03-02 10:00", views: [`A${i % 5}/B${i}`] };
        const answer = await call("POST", `/sessions/${id}/views`, body, { "idempotency-key": `${i}` }).catch(
          () => undefined,
        );
        if (answer?.status !== 200 && isKilled) return;
        expect(answer?.status).toBe(200);
        viewed.set(id, [...(viewed.get(id) ?? []), ...body.views]);
      }
    }

    async function isSameAsFresh(origin: string, stored: string[]): Promise<void> {
      const call = clientOf(origin);
      // An unacknowledged batch may be there without its figures; sending it again finishes it and counts once.
      for (const batch of stored)
        expect((await call("POST", "/norms/crash/train", sent.get(batch))).body.replayed).toBe(true);
      for (const batch of stored) await call("POST", "/norms/fresh/train", sent.get(batch));
      const [crash, fresh] = [(await call("GET", "/norms/crash")).body, (await call("GET", "/norms/fresh")).body];
      const numbers = (norm: typeof crash) => [
        norm.intercept,
        ...norm.coefficients.map(({ value }: { value: number }) => value),
      ];
      expect(crash.rows).toBe(6 * stored.length);
      expect(worstRelativeError(numbers(crash), numbers(fresh))).toBeLessThan(1e-9);
    }
  });
});

/** Each acknowledged view is there once, and so it is when it is delivered again; one that was not acknowledged is there once at most. */
async function inspectVisits(origin: string, viewed: ReadonlyMap<string, string[]>): Promise<void> {
  const call = clientOf(origin);
  for (const [id, views] of viewed) {
    const stored: string[] = (await call("GET", `/sessions/${id}`)).body.views;
    expect(new Set(stored).size).toBe(stored.length);
    expect(views.filter((view) => !stored.includes(view))).toEqual([]);
    const last = { views: views.slice(-1) };
    const again = await call("POST", `/sessions/${id}/views`, last, { "idempotency-key": `${views.length - 1}` });
    expect(again.body).toMatchObject({ added: 0, repeated: 1, view_count: stored.length });
  }
}

/** The batches stored, after checking that they are what they must be and that the norm predicts. */
async function inspect(origin: string, acknowledged: Set<string>): Promise<string[]> {
  const call = clientOf(origin);
  const stored: string[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: { batches: { batch: string }[]; next: number | null } = (
      await call("GET", `/norms/crash/batches?after=${after}`)
    ).body;
    stored.push(...page.batches.map(({ batch }) => batch));
    after = page.next;
  }
  expect(new Set(stored).size).toBe(stored.length);
  expect([...acknowledged].filter((batch) => !stored.includes(batch))).toEqual([]);
  const predicted = await call("POST", "/norms/crash/predict", { x: [[0.5, 0.5]] });
  expect(predicted.status).toBe(200);
  expect(predicted.body.y[0]).toBeTypeOf("number");
  return stored;
}
