// A process that has just begun is asked by many at once for one model: all are answered alike, whoever of them hangs up.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf } from "../support/client.ts";
import type { Killable } from "../support/killable.ts";
import { normal, uniform } from "../support/numbers.ts";
import { runtimes } from "../support/runtimes.ts";

const AT_ONCE = 8;
const draw = normal(uniform(9));
const X = Array.from({ length: 2_000 }, () => [draw(), draw(), draw(), draw()]);
const y = X.map(([a = 0, b = 0]) => a * b + draw());
const asked = JSON.stringify({ X: X.slice(0, 3) });

describe.each(runtimes)("a cold start on $name", ({ startKillable }) => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  let server: Killable;
  let path: string;
  beforeAll(async () => {
    server = await startKillable(folder);
    const call = clientOf(server.origin);
    const request = { problem: "regression", name: "Random Forest", h_tune: false, params: { n_estimators: 40 }, X, y };
    const { body } = await call("POST", "/api/ml_models", request);
    path = `/api/ml_models/${body.id}`;
    while ((await call("GET", `/results/${body.task_id}`)).status === 202);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const predict = (signal: AbortSignal | null = null) =>
    fetch(`${server.origin}${path}/predict`, {
      method: "POST",
      body: asked,
      headers: { "content-type": "application/json" },
      signal,
    });
  const textOf = async (answer: Promise<Response>) => {
    const response = await answer;
    return [response.status, await response.text()];
  };

  async function startAnew(): Promise<void> {
    await server.stop();
    server = await startKillable(folder);
  }

  it("answers eight at once alike, and as later ones", async () => {
    await startAnew();
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => textOf(predict())));
    expect(answers[0]?.[0]).toBe(200);
    expect(answers).toEqual(Array(AT_ONCE).fill(await textOf(predict())));
  });

  it("answers those who wait for one that hangs up", async () => {
    await startAnew();
    const hangUp = new AbortController();
    const first = predict(hangUp.signal).catch(() => null);
    const others = Array.from({ length: AT_ONCE - 1 }, () => textOf(predict()));
    setTimeout(() => hangUp.abort(), 5);
    const answers = await Promise.all(others);
    await first;
    expect(answers).toEqual(Array(AT_ONCE - 1).fill(await textOf(predict())));
  });
});
