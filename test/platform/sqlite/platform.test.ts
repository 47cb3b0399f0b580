// One contract for D1, KV and a queue: Cloudflare's in workerd, and ours on node:sqlite.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { D1Database } from "@cloudflare/workers-types";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestHarness } from "wrangler";
import { serve } from "../../../src/app.ts";
import { createD1 } from "../../../src/platform/sqlite/d1.ts";
import { createKeyValueStore } from "../../../src/platform/sqlite/key-value.ts";
import { openSqlite } from "../../../src/platform/sqlite/open.ts";
import { type Consumer, createQueue, pollQueue, type Queue } from "../../../src/platform/sqlite/queue.ts";
import { createSettle } from "../../../src/platform/sqlite/settle.ts";
import type { KeyValueStore } from "../../../src/platform/store/key-value.ts";
import { openContext } from "../../support/context.ts";
import { readMigrations } from "../../support/migrations.ts";

const RETRIES_MAX = 2;

interface Platform {
  d1: D1Database;
  kv: KeyValueStore;
  /** A queue whose consumer fails a message `failures` times, noting each delivery in KV. */
  queue: Pick<Queue, "send" | "sendBatch">;
  close(): Promise<void>;
}

async function openWorkerd(): Promise<Platform> {
  const harness = createTestHarness({
    workers: [
      {
        config: {
          name: "platform",
          main: fileURLToPath(new URL("../../support/platform-worker.ts", import.meta.url)),
          compatibility_date: "2026-07-01",
          d1_databases: [{ binding: "D1", database_name: "d1", database_id: "d1" }],
          kv_namespaces: [{ binding: "KV", id: "kv" }],
          queues: {
            producers: [{ binding: "QUEUE", queue: "work" }],
            consumers: [
              { queue: "work", max_batch_timeout: 0, max_retries: RETRIES_MAX, dead_letter_queue: "dead" },
              { queue: "dead", max_batch_timeout: 0 },
            ],
          },
        },
      },
    ],
  });
  await harness.listen();
  const { D1, KV, QUEUE } = await harness
    .getWorker<{ D1: D1Database; KV: KeyValueStore; QUEUE: Platform["queue"] }>()
    .getEnv();
  return { d1: D1, kv: KV, queue: QUEUE, close: () => harness.close() };
}

async function openOurs(): Promise<Platform> {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  const sqlite = openSqlite(join(folder, "test.sqlite"), []);
  const nowMs = () => Date.now();
  const kv = createKeyValueStore(sqlite, nowMs);
  const queue = createQueue(sqlite, {
    name: "work",
    nowMs,
    visibilityMs: 60_000,
    retriesMax: RETRIES_MAX,
    backoffMs: 1,
    batchLengthMax: 10,
  });
  const consumer: Consumer = async ({ messages }) => {
    for (const { body, attempts, retry } of messages) {
      const { id, failures } = body as { id: string; failures: number };
      await kv.put(`seen/${id}/${String(attempts).padStart(3, "0")}`, "seen");
      if (attempts <= failures) retry();
    }
  };
  const deliver = async () => {
    const count = await queue.deliver(consumer);
    for (const { body } of queue.dead()) await kv.put(`dead/${(body as { id: string }).id}`, "dead");
    return count;
  };
  const stop = new AbortController();
  const polling = pollQueue({ ...queue, deliver }, consumer, {
    intervalMs: 5,
    signal: stop.signal,
    onError: console.error,
  });
  return {
    d1: createD1(sqlite),
    kv,
    queue,
    async close() {
      stop.abort();
      await polling;
      sqlite.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

describe.each([
  ["Cloudflare's in workerd", openWorkerd],
  ["ours on node:sqlite", openOurs],
])("the platform: %s", (_, open) => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await open();
    await platform.d1.exec("create table t (a integer primary key, b text unique, c blob)");
    await platform.d1.exec("create table child (a integer references t (a) on delete cascade)");
  });
  afterAll(() => platform.close());

  describe("D1", () => {
    const ask = (sql: string, ...values: unknown[]) => platform.d1.prepare(sql).bind(...values);
    beforeEach(async () => void (await platform.d1.exec("delete from t")));

    it("answers rows as plain objects, as arrays, or the first", async () => {
      await ask("insert into t (a, b) values (1, 'x'), (2, 'é')").run();
      expect((await ask("select a, b from t order by a").all()).results).toEqual([
        { a: 1, b: "x" },
        { a: 2, b: "é" },
      ]);
      expect(await ask("select a, b as a from t where a = ?", 2).raw()).toEqual([[2, "é"]]);
      expect(await ask("select a, b from t where a = ?", 2).raw({ columnNames: true })).toEqual([
        ["a", "b"],
        [2, "é"],
      ]);
      expect(await ask("select a, b from t order by a").first()).toEqual({ a: 1, b: "x" });
      expect(await ask("select a, b from t order by a").first("b")).toBe("x");
      expect(await ask("select a from t where a = 9").first()).toBeNull();
      expect(await ask("select a from t where a = 9").first("a")).toBeNull();
      await expect(ask("select a from t").first("z")).rejects.toThrow("D1_COLUMN_NOTFOUND");
    });

    it("counts changes, and answers what is returned", async () => {
      const inserted = await ask("insert into t (a) values (?), (?) returning a", 3, 4).all();
      expect([inserted.results, inserted.meta.changes, inserted.meta.last_row_id]).toEqual([
        [{ a: 3 }, { a: 4 }],
        2,
        4,
      ]);
      expect((await ask("update t set b = 'q' where a = 3").run()).meta.changes).toBe(1);
      expect((await ask("select * from t").all()).meta.changes).toBe(0);
      expect((await ask("insert into t (a) values (3) on conflict do nothing returning a").all()).results).toEqual([]);
    });

    it("binds numbers, text, null, booleans and bytes; what is not finite is null", async () => {
      const values = [1.5, "x", null, true, false, Number.NaN, Number.POSITIVE_INFINITY, Uint8Array.of(1, 255)];
      const [row] = await ask("select ?, ?, ?, ?, ?, ?, ?, ?", ...values).raw();
      expect(row).toEqual([1.5, "x", null, 1, 0, null, null, [1, 255]]);
    });

    it.each([undefined, 1n, {}])("refuses to bind %s", (value) => {
      expect(() => ask("select ?", value)).toThrow("D1_TYPE_ERROR");
    });

    it.each([
      ["too few values", "select ?, ?", [1], "Wrong number of parameter bindings"],
      ["too many values", "select ?", [1, 2], "Wrong number of parameter bindings"],
      ["101 parameters", `select ${Array(101).fill("?").join()}`, Array(101).fill(1), "too many SQL variables"],
      ["a statement of more than 100 kB", `select '${"x".repeat(100_001)}'`, [], "statement too long"],
      ["no statement", " ", [], "No SQL statements detected"],
      ["bad syntax", "selec", [], "syntax error"],
      ["an unknown table", "select * from nope", [], "no such table: nope"],
    ])("refuses %s", async (__, sql, values, message) => {
      await expect(ask(sql, ...values).all()).rejects.toThrow(new RegExp(`^D1_ERROR: .*${message}`));
    });

    it.each([
      ["in a line comment", "select ? -- what?\n", [1]],
      ["in a comment", "select /* ? */ ?", [1]],
      ["in a name", "select [a?] from (select ? as [a?])", [1]],
      ["numbered", "select ?1 where ?1 = ?1", [1]],
    ])("counts parameters as SQLite does: ? %s", async (__, sql, values) => {
      expect(await ask(sql, ...values).raw()).toEqual([[1]]);
    });

    it("takes 100 parameters, and quotes are none", async () => {
      expect(await ask(`select '?' as "?", ${Array(100).fill("?").join("+")}`, ...Array(100).fill(1)).raw()).toEqual([
        ["?", 100],
      ]);
    });

    it("runs a batch whole or not at all", async () => {
      await ask("insert into t (a, b) values (1, 'taken')").run();
      const clash = [ask("insert into t (a) values (20)"), ask("insert into t (a, b) values (21, 'taken')")];
      await expect(platform.d1.batch(clash)).rejects.toThrow("UNIQUE constraint failed: t.b");
      expect(await ask("select count(*) as n from t").first("n")).toBe(1);
      const [inserted, selected] = await platform.d1.batch([
        ask("insert into t (a) values (?) returning a", 22),
        ask("select a from t order by a"),
      ]);
      expect([inserted?.results, selected?.results]).toEqual([[{ a: 22 }], [{ a: 1 }, { a: 22 }]]);
      await expect(platform.d1.batch([])).rejects.toThrow("No SQL statements detected");
    });

    it("keeps foreign keys", async () => {
      await ask("insert into t (a) values (1)").run();
      await ask("insert into child values (1)").run();
      await expect(ask("insert into child values (2)").run()).rejects.toThrow("FOREIGN KEY constraint failed");
      await ask("delete from t where a = 1").run();
      expect(await ask("select count(*) as n from child").first("n")).toBe(0);
    });
  });

  describe("KV", () => {
    it("puts, gets, overwrites and deletes", async () => {
      expect(await platform.kv.get("a")).toBeNull();
      await platform.kv.put("a", "1");
      await platform.kv.put("a", "zwei €");
      expect(await platform.kv.get("a")).toBe("zwei €");
      await platform.kv.delete("a");
      await platform.kv.delete("a");
      expect(await platform.kv.get("a")).toBeNull();
    });

    it("takes what is asked for at once, whole", async () => {
      await platform.kv.put("old", "1");
      const keys = Array.from({ length: 20 }, (_, i) => `many/${i}`);
      await Promise.all([...keys.map((key) => platform.kv.put(key, key)), platform.kv.delete("old")]);
      expect(await Promise.all(keys.map((key) => platform.kv.get(key)))).toEqual(keys);
      expect(await platform.kv.get("old")).toBeNull();
      await expect(
        Promise.all([platform.kv.put("k".repeat(513), "x"), platform.kv.put("beside", "x")]),
      ).rejects.toThrow("414");
      await expect.poll(() => platform.kv.get("beside"), { timeout: 20_000 }).toBe("x");
    });

    it("lists the keys of a prefix, in order, page by page", async () => {
      for (const key of ["p/3", "p/1", "q/1", "p/2", "p_/1", "P/1"]) await platform.kv.put(key, "x");
      const first = await platform.kv.list({ prefix: "p/", limit: 2 });
      expect(first.keys.map(({ name }) => name)).toEqual(["p/1", "p/2"]);
      expect(first.list_complete).toBe(false);
      const second = await platform.kv.list({
        prefix: "p/",
        limit: 2,
        cursor: first.list_complete ? null : first.cursor,
      });
      expect([second.keys.map(({ name }) => name), second.list_complete]).toEqual([["p/3"], true]);
      expect((await platform.kv.list({ prefix: "none/" })).keys).toEqual([]);
    });

    it("refuses what is too long, and a life that is too short", async () => {
      await expect(platform.kv.put("k".repeat(513), "x")).rejects.toThrow("414");
      await expect(platform.kv.put("large", "x".repeat(25 * 1024 * 1024 + 1))).rejects.toThrow("413");
      await expect(platform.kv.put("short", "x", { expirationTtl: 59 })).rejects.toThrow("400");
      await platform.kv.put("long", "x", { expirationTtl: 60 });
      expect(await platform.kv.get("long")).toBe("x");
    });
  });

  describe("a queue", () => {
    const seen = async (id: string) => (await platform.kv.list({ prefix: `seen/${id}/` })).keys.length;
    const isDead = async (id: string) => (await platform.kv.get(`dead/${id}`)) === "dead";
    const until = (holds: () => Promise<boolean>) => expect.poll(holds, { timeout: 60_000, interval: 20 }).toBe(true);

    it("delivers a message, once where all goes well", async () => {
      await platform.queue.send({ id: "well", failures: 0 });
      await until(async () => (await seen("well")) === 1);
      // By the time that another has come through, a second delivery would have been seen.
      await platform.queue.send({ id: "next", failures: 0 });
      await until(async () => (await seen("next")) === 1);
      expect(await seen("well")).toBe(1);
    });

    it("delivers a batch", async () => {
      await platform.queue.sendBatch([{ body: { id: "b1", failures: 0 } }, { body: { id: "b2", failures: 0 } }]);
      await until(async () => (await seen("b1")) === 1 && (await seen("b2")) === 1);
    });

    it("delivers again what failed", async () => {
      await platform.queue.send({ id: "again", failures: RETRIES_MAX });
      await until(async () => (await seen("again")) === RETRIES_MAX + 1);
      expect(await isDead("again")).toBe(false);
    });

    it("keeps as dead what fails too often", async () => {
      await platform.queue.send({ id: "never", failures: 99 });
      await until(() => isDead("never"));
      expect(await seen("never")).toBe(RETRIES_MAX + 1);
    });

    it("refuses a message of more than 128 kB", async () => {
      await expect(platform.queue.send({ id: "x".repeat(130_000), failures: 0 })).rejects.toThrow();
    });
  });
});

describe("ours alone: what the local simulator lets pass, or no test can wait for", () => {
  let sqlite: DatabaseSync;
  let now = 0;
  beforeEach(() => {
    sqlite = new DatabaseSync(":memory:");
    now = 1_000_000;
  });
  afterEach(() => sqlite.close());

  it("keeps D1's 2 MB a row", async () => {
    const d1 = createD1(sqlite);
    await d1.exec("create table t (b text)");
    await d1.prepare("insert into t values (?)").bind("x".repeat(2_000_000)).run();
    await expect(d1.prepare("insert into t values (?)").bind("é".repeat(1_000_001)).run()).rejects.toThrow("too big");
  });

  it("lets a key expire", async () => {
    const kv = createKeyValueStore(sqlite, () => now);
    await kv.put("a", "1", { expirationTtl: 60 });
    now += 59_999;
    expect(await kv.get("a")).toBe("1");
    now += 1;
    expect(await kv.get("a")).toBeNull();
    expect((await kv.list({ prefix: "" })).keys).toEqual([]);
  });

  describe("a queue", () => {
    const make = () =>
      createQueue(sqlite, {
        name: "q",
        nowMs: () => now,
        visibilityMs: 30_000,
        retriesMax: 3,
        backoffMs: 1_000,
        batchLengthMax: 2,
      });
    const bodies: unknown[] = [];
    const consume: Consumer = async ({ messages }) => void bodies.push(...messages.map(({ body }) => body));
    const fail: Consumer = async () => {
      throw new Error("down");
    };
    beforeEach(() => void bodies.splice(0));

    it("hands over at most one batch, in the order sent", async () => {
      const queue = make();
      for (const body of ["a", "b", "c"]) await queue.send(body);
      expect([await queue.deliver(consume), await queue.deliver(consume), await queue.deliver(consume)]).toEqual([
        2, 1, 0,
      ]);
      expect(bodies).toEqual(["a", "b", "c"]);
    });

    it("waits for a delay, and doubles the pause before each retry", async () => {
      const queue = make();
      await queue.send("late", { delaySeconds: 5 });
      now += 4_999;
      expect(await queue.deliver(fail)).toBe(0);
      now += 1;
      for (const pauseMs of [1_000, 2_000, 4_000]) {
        expect(await queue.deliver(fail)).toBe(1);
        now += pauseMs - 1;
        expect(await queue.deliver(fail)).toBe(0);
        now += 1;
      }
      expect(await queue.deliver(fail)).toBe(1);
      expect(queue.dead()).toMatchObject([{ body: "late", attempts: 4 }]);
      now += 1e9;
      expect(await queue.deliver(consume)).toBe(0);
    });

    it("shows a message again whose consumer was killed, and buries one that kills every time", async () => {
      const queue = make();
      await queue.send("deadly");
      for (let life = 0; life < 4; life++) {
        // A consumer that never returns stands for a process that died with the message in hand.
        void queue.deliver(() => new Promise(() => undefined));
        expect(await make().deliver(consume)).toBe(0);
        now += 30_000;
      }
      expect(await queue.deliver(consume)).toBe(0);
      expect(queue.dead()).toMatchObject([{ body: "deadly" }]);
    });

    it("lets a slow consumer not acknowledge what another has got meanwhile", async () => {
      const queue = make();
      await queue.send("slow");
      let finish = () => {};
      const slow = queue.deliver(
        () =>
          new Promise<void>((resolve) => {
            finish = resolve;
          }),
      );
      now += 30_000;
      expect(await queue.deliver(fail)).toBe(1);
      finish();
      await slow;
      now += 2_000;
      expect(await queue.deliver(consume)).toBe(1);
    });

    it("acknowledges and retries message by message", async () => {
      const queue = make();
      await queue.sendBatch([{ body: "good" }, { body: "bad" }]);
      await queue.deliver(async ({ messages: [good, bad] }) => {
        good?.ack();
        bad?.retry({ delaySeconds: 7 });
        throw new Error("after all is said");
      });
      now += 7_000;
      await queue.deliver(consume);
      expect(bodies).toEqual(["bad"]);
    });
  });

  it("waits for the disk before an answer, once, and only where something was written", () => {
    const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
    const database = openSqlite(join(folder, "test.sqlite"), []);
    try {
      const settle = createSettle(database);
      const level = () => Number(database.prepare("pragma synchronous").get()?.synchronous);
      const FULL = 2;
      const NORMAL = 1;
      expect(level()).toBe(NORMAL);
      const commits: number[] = [];
      database.function("told", () => commits.push(level()));
      database.exec("create temp trigger t after insert on settled begin select told(); end");
      settle();
      database.exec("create table a (b)");
      for (let i = 0; i < 3; i++) database.exec("insert into a values (1)");
      settle();
      settle();
      expect(commits).toEqual([FULL]);
      database.exec("delete from a");
      settle();
      expect(commits).toEqual([FULL, FULL]);
      expect(level()).toBe(NORMAL);
    } finally {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("waits before a refusal too, which tells of what others have written", async () => {
    const context = openContext(10);
    let settled = 0;
    const counting = { ...context, settle: () => void settled++ };
    const { status } = await serve(new Request("http://here/norms/nowhere"), counting, {
      token: undefined,
      isPublic: true,
    });
    context.close();
    expect([status, settled]).toEqual([404, 1]);
  });

  it("applies each migration once, and none of a broken one", () => {
    const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
    const path = join(folder, "test.sqlite");
    try {
      openSqlite(path, readMigrations()).close();
      const broken = [...readMigrations(), { name: "9999_broken.sql", sql: "create table half (a); selec" }];
      expect(() => openSqlite(path, broken)).toThrow("Cannot apply migration 9999_broken.sql");
      const database = openSqlite(path, readMigrations());
      const tables = database.prepare("select name from sqlite_master where name in ('norms', 'half')").all();
      expect(tables.map(({ name }) => name)).toEqual(["norms"]);
      expect(database.prepare("pragma synchronous").get()).toMatchObject({ synchronous: 2 });
      expect(database.prepare("pragma journal_mode").get()).toMatchObject({ journal_mode: "wal" });
      database.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
