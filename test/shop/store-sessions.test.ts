// A body that is stored in pieces says how far it came where the database fails on the way.
import { afterEach, beforeEach, expect, it } from "vitest";
import { serve } from "../../src/app.ts";
import { openDatabase } from "../../src/platform/store/database.ts";
import { openContext, type TestContext } from "../support/context.ts";
import { countStatements, failingAfter } from "../support/count-statements.ts";

let context: TestContext;
beforeEach(() => {
  context = openContext(1);
});
afterEach(() => context.close());

// Seven such sessions are a piece of 1.9 MB.
const VIEWS = Array(1_000).fill(`${"a".repeat(64)}/${"b".repeat(64)}/${"c".repeat(64)}/${"d".repeat(64)}`);
const PIECE = 7;
const session = (i: number) => ({ session_id: `s${i}`, start: "2026-03-02", end: "2026-03-02", views: VIEWS });
const LINES = Array.from({ length: 20 }, (_, i) => JSON.stringify(session(i)));

async function post(body: string, d1 = context.d1, type = "application/x-ndjson") {
  const request = new Request("http://localhost/sessions", { method: "POST", body, headers: { "content-type": type } });
  const own = { ...context, database: openDatabase(d1) };
  const response = await serve(request, own, { token: undefined, isPublic: true });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const stored = () => context.sqlite.prepare("select count(*) as count from sessions").get()?.count;

it.each([
  ["no such thing", 500, "internal", null],
  ["Network connection lost.", 503, "unavailable", "5"],
  ["database or disk is full", 507, "storage_full", null],
])("after each piece: %s", async (message, status, code, retryAfter) => {
  for (const pieces of [0, 1, 2]) {
    // A line that cannot be used, and a blank one, stand before.
    const failed = await post(`5\n\n${LINES.join("\n")}`, failingAfter(context.d1, pieces, message));
    expect([failed.status, failed.headers.get("retry-after")]).toEqual([status, retryAfter]);
    expect(failed.body).toMatchObject({
      ...{ status, code, stored: PIECE * pieces, replaced: PIECE * Math.max(0, pieces - 1) },
      stopped_at: { line: 3 + PIECE * pieces, message: expect.stringMatching(/^not known to be stored/) },
    });
    expect(stored()).toBe(PIECE * pieces);
  }
  const { body } = await post(LINES.join("\n"));
  expect(body).toEqual({ received: 20, stored: 20, replaced: 14, rejected: [] });
});

it("is told by the place in a list, too, and goes on from there", async () => {
  const sessions = LINES.map((line) => JSON.parse(line));
  const send = (from: number, d1 = context.d1) =>
    post(JSON.stringify({ sessions: sessions.slice(from) }), d1, "application/json");
  const { body } = await send(0, failingAfter(context.d1, 2, "no such thing"));
  expect(body.stopped_at.line).toBe(1 + 2 * PIECE);
  expect((await send(body.stopped_at.line - 1)).body).toMatchObject({ stored: 6, replaced: 0 });
  expect(stored()).toBe(20);
});

it("has fewer statements than a request may have, where every byte becomes two", async () => {
  const counter = countStatements(context.d1);
  const views = Array(1_000).fill(`${"\\".repeat(64)}/${"\\".repeat(64)}/${"\\".repeat(64)}/${"\\".repeat(64)}`);
  const line = (i: number) => `s${i},2026-03-02,2026-03-02,${views.join(";")}\n`;
  const log = Array.from({ length: 64 }, (_, i) => line(i)).join("");
  const { body } = await post(log, counter.d1, "text/csv");
  expect(body).toMatchObject({ stored: 64, rejected: [] });
  expect(log.length).toBeGreaterThan(16_500_000);
  expect(counter.take().statements).toBeLessThan(50);
});
