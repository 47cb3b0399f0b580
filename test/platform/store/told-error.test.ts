// What the log is told of a failed statement, and which failures of the world the service knows from their words.
import { DatabaseSync } from "node:sqlite";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { logLine } from "../../../src/platform/context/log-line.ts";
import { catchError } from "../../../src/platform/http/respond.ts";
import { createD1 } from "../../../src/platform/sqlite/d1.ts";
import { openDatabase } from "../../../src/platform/store/database.ts";
import { failureOf, toldError } from "../../../src/platform/store/told-error.ts";
import { consumePieces } from "../../../src/registry/task/consume-pieces.ts";
import { openContext, type TestContext } from "../../support/context.ts";

const SENT = "what the caller sent ".repeat(10_000);

describe("a statement that fails", () => {
  let sqlite: DatabaseSync;
  let context: TestContext;
  beforeEach(() => {
    sqlite = new DatabaseSync(":memory:");
    sqlite.exec("create table t (a text unique)");
    context = openContext(1);
  });
  afterEach(() => {
    sqlite.close();
    context.close();
  });

  async function failing(): Promise<unknown> {
    const database = openDatabase(createD1(sqlite));
    const insert = () => database.run(sql`insert into t (a) values (${SENT})`);
    await insert();
    return insert().then(
      () => expect.unreachable(),
      (error: unknown) => error,
    );
  }

  it("is told by its text and by what SQLite says, without its parameters", async () => {
    const told = toldError(await failing());
    expect(told).toEqual({
      message: "Failed query: insert into t (a) values (?)",
      stack: expect.stringMatching(/^\s+at /),
      cause: expect.stringContaining("UNIQUE constraint failed: t.a"),
    });
    expect(JSON.stringify(told)).not.toContain("what the caller sent");
  });

  it("leaves nothing of what was sent in the log of a request, nor of a message", async () => {
    const error = await failing();
    expect(catchError(error, context).status).toBe(500);
    const select = () => {
      throw error;
    };
    const broken = { ...context, database: { select } as never };
    const message = {
      body: { task: "t", stage: "fit", piece: 0 },
      attempts: 1,
      ack: () => undefined,
      retry: () => undefined,
    };
    await consumePieces([message, { ...message, body: { sent: SENT } }], broken);
    expect(context.logged).toHaveLength(3);
    for (const entry of context.logged) expect(JSON.stringify(entry).length).toBeLessThan(4_000);
    expect(JSON.stringify(context.logged)).not.toContain("what the caller sent what the caller sent");
  });
});

it("writes lines of bounded length", () => {
  const line = logLine({ level: "error", message: SENT, of: [SENT] });
  expect(line.length).toBeLessThan(10_000);
  expect(JSON.parse(line)).toMatchObject({ level: "error" });
});

it.each([
  ["D1_ERROR: database or disk is full: SQLITE_FULL", "storage_full"],
  ["D1_ERROR: Exceeded maximum DB size", "storage_full"],
  ["D1_ERROR: database is locked", "busy"],
  ["D1_ERROR: D1 DB is overloaded. Requests queued for too long.", "busy"],
  ["KV PUT failed: 429 Too Many Requests", "busy"],
  ["D1_ERROR: disk I/O error", "unavailable"],
  ["D1_ERROR: attempt to write a readonly database", "unavailable"],
  ["KV GET failed: 503 Service Unavailable", "unavailable"],
  ["Queue sendBatch failed: Internal Server Error", "unavailable"],
  ["D1_ERROR: Network connection lost.", "unavailable"],
  ["KV PUT failed: 413 value of 5 bytes exceeds the limit of 4.", undefined],
  ["D1_ERROR: UNIQUE constraint failed: t.a: SQLITE_CONSTRAINT", undefined],
])("knows what fails in: %s", (message, failure) => {
  expect(failureOf(new Error(message))).toBe(failure);
  expect(failureOf(new Error("over it", { cause: new Error(message) }))).toBe(failure);
});
