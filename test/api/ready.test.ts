// What the service says when the world fails: a full disk, a file that is gone, another process at work on it. Nothing is acknowledged that is
// not kept, and GET /ready tells.
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serve } from "../../src/app.ts";
import { checkReady } from "../../src/platform/context/check-ready.ts";
import { clientOf } from "../support/client.ts";
import { openContext, type TestContext } from "../support/context.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { startKillableDeno } from "../support/killable.ts";

describeOnEachRuntime("where all is well", (call) => {
  it("says so", async () => {
    const { status, body } = await call("GET", "/ready");
    expect([status, body]).toEqual([200, { status: "ready" }]);
  });
});

describe("Deno on a file", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "edgefit-"));
    path = join(folder, "edgefit.sqlite");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const rows = { x: { a: [1, 2, 4] }, y: [1, 2, 3] };

  it("that is moved away refuses to write, says so, and goes on when it is back; one that is replaced is not taken", async () => {
    const server = await startKillableDeno(folder);
    const call = clientOf(server.origin);
    try {
      expect((await call("POST", "/norms/n/train", rows)).status).toBe(200);
      const writes = [
        ["POST", "/norms/n/train", rows],
        [
          "POST",
          "/sessions",
          { sessions: [{ session_id: "s", start: "2026-01-01", end: "2026-01-01", views: ["A"] }] },
        ],
        ["DELETE", "/norms/n", undefined],
      ] as const;
      const expectRefusals = async () => {
        for (const [method, url, body] of writes) {
          const refused = await call(method, url, body);
          expect([refused.status, refused.body.code], url).toEqual([503, "unavailable"]);
          expect(refused.headers.get("retry-after")).toBe("5");
        }
        await expect.poll(async () => (await call("GET", "/ready")).status, { timeout: 20_000 }).toBe(503);
        const { body } = await call("GET", "/ready");
        expect(body.detail).toBe("Cannot serve: the database cannot be read or written");
        expect((await call("GET", "/health")).status).toBe(200);
      };
      renameSync(path, `${path}-away`);
      await expectRefusals();
      // Another file under the same name is not the one that is open.
      new DatabaseSync(path).close();
      await expectRefusals();
      rmSync(path, { force: true });
      renameSync(`${path}-away`, path);
      expect((await call("POST", "/norms/n/train", { ...rows, y: [3, 2, 1] })).body.version).toBe(2);
      await expect.poll(async () => (await call("GET", "/ready")).status, { timeout: 20_000 }).toBe(200);
    } finally {
      await server.stop();
    }
  });

  it("that another process holds answers 503 and when to come again", async () => {
    const server = await startKillableDeno(folder);
    const call = clientOf(server.origin);
    const other = new DatabaseSync(path);
    try {
      other.exec("begin immediate");
      const refused = await call("POST", "/norms/n/train", rows);
      expect([refused.status, refused.body.code, refused.headers.get("retry-after")]).toEqual([503, "busy", "5"]);
      expect((await call("GET", "/ready")).body.detail).toBe("Cannot serve: the database is at work for others");
      other.exec("rollback");
      expect((await call("POST", "/norms/n/train", rows)).status).toBe(200);
    } finally {
      other.close();
      await server.stop();
    }
  });
});

describe("a full disk", () => {
  let context: TestContext;
  beforeEach(() => {
    context = openContext(1);
  });
  afterEach(() => context.close());

  async function call(method: string, path: string, body?: unknown) {
    const init = {
      method,
      headers: { "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    };
    const answer = await serve(new Request(`http://x${path}`, init), context, { token: undefined, isPublic: true });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
  }

  it("answers 507 and keeps nothing of what was sent; a deletion makes room", async () => {
    const columns = Array.from({ length: 30 }, (_, j) => [
      `c${j}`,
      Array.from({ length: 40 }, (_, i) => Math.sin(i * (j + 1))),
    ]);
    const rows = { x: Object.fromEntries(columns), y: Array.from({ length: 40 }, (_, i) => i % 7) };
    for (const batch of ["a", "b", "c"])
      expect((await call("POST", "/norms/first/train", { ...rows, batch })).status).toBe(200);
    const model = { problem: "regression", name: "Ridge", h_tune: false, X: rows.x, y: rows.y };
    expect((await call("POST", "/api/ml_models", model)).status).toBe(201);
    const session = { session_id: "s", start: "2026-01-01", end: "2026-01-01", views: ["A"] };
    expect((await call("POST", "/sessions", { sessions: [session] })).status).toBe(200);
    const { page_count: count } = context.sqlite.prepare("pragma page_count").get() as { page_count: number };
    context.sqlite.exec(`pragma max_page_count = ${count + 20}`);
    let trained = 0;
    let answer = await call("POST", "/norms/second/train", rows);
    for (; answer.status === 200; trained++)
      answer = await call("POST", "/norms/second/train", { ...rows, batch: `b${trained}` });
    expect([answer.status, answer.body.code]).toEqual([507, "storage_full"]);
    expect(answer.body.detail).toMatch(/^Cannot store: the disk or the database is full/);
    const known = (await call("GET", "/norms/second")).body?.version ?? 0;
    expect(known).toBe(trained);
    expect((await call("POST", "/api/ml_models", model)).status).toBe(507);
    for (const path of ["/sessions/s", "/api/ml_models/1", "/norms/first"])
      expect((await call("DELETE", path)).status, path).toBe(204);
    expect((await call("POST", "/norms/second/train", { ...rows, batch: "again" })).status).toBe(200);
  });
});

it("names the part that cannot be had, tries once a second at most, and keeps the reason for the log", async () => {
  let now = 1_000_000;
  let tries = 0;
  const opened = openContext(1, () => now);
  const fail = async () => {
    tries++;
    throw new Error("KV GET failed: 503 Service Unavailable");
  };
  const context = { ...opened, probes: { database: async () => undefined, "key-value store": fail } };
  const told = () =>
    checkReady(context).then(
      () => "ready",
      (error: Error) => error.message,
    );
  expect(await told()).toBe("Cannot serve: the key-value store cannot be read or written");
  expect([await told(), tries]).toEqual([expect.stringContaining("key-value store"), 1]);
  now += 1_000;
  expect([await told(), tries]).toEqual([expect.stringContaining("key-value store"), 2]);
  expect(opened.logged[0]).toMatchObject({
    level: "error",
    part: "key-value store",
    message: expect.stringContaining("503"),
  });
  now += 1_000;
  context.probes["key-value store"] = async () => undefined as never;
  expect(await told()).toBe("ready");
  opened.close();
});
