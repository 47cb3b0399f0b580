// A session that was stored when "categories" was no call: it is told of, counted, and can be forgotten.
import { afterAll, beforeAll, expect, it } from "vitest";
import { serve } from "../../src/app.ts";
import { encodeSession, insertSessions } from "../../src/shop/store/sessions.ts";
import { openContext, type TestContext } from "../support/context.ts";

let context: TestContext;
beforeAll(async () => {
  context = openContext(1);
  const [start, startMs] = ["2026-03-01", Date.UTC(2026, 2)];
  const times = { start, end: start, startMs, durationMs: 0, offsetMs: null };
  const session = { id: "categories", ...times, gender: null, visitor: null, views: [["A"]] };
  await insertSessions(context.database, `[${encodeSession(session)}]`, 1);
});
afterAll(() => context.close());

async function call(method: string, path: string) {
  const response = await serve(new Request(`http://localhost${path}`, { method }), context, {
    token: undefined,
    isPublic: true,
  });
  return { status: response.status, text: await response.text() };
}

it("goes on until it is forgotten", async () => {
  expect((await call("GET", "/sessions")).text).toContain('"session_id":"categories"');
  expect((await call("GET", "/sessions/categories")).text).toContain('"sessions":1');
  expect((await call("GET", "/sessions/categories/categories")).text).toContain('"categories":{"A":1}');
  expect((await call("DELETE", "/sessions/categories")).status).toBe(204);
  expect((await call("GET", "/sessions/categories")).text).toContain('"sessions":0');
});
