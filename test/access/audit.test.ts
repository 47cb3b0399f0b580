// How long the audit is kept, and that what could not be recorded is not answered as done.
import { afterEach, beforeEach, expect, it } from "vitest";
import { cleanAudit } from "../../src/access/audit/clean-audit.ts";
import { listChanges } from "../../src/access/audit/list-changes.ts";
import { serve } from "../../src/app.ts";
import { openContext, type TestContext } from "../support/context.ts";

const DAY_MS = 86_400_000;
let nowMs = Date.UTC(2026, 0, 1);
let context: TestContext;
beforeEach(() => {
  nowMs = Date.UTC(2026, 0, 1);
  context = openContext(1, () => nowMs);
});
afterEach(() => context.close());

const specify = (norm: string) =>
  serve(
    new Request(`http://here/norms/${norm}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: '{"columns": ["a"]}',
    }),
    context,
    { token: undefined, isPublic: true },
  );
const kept = async () => (await listChanges(context, {})).changes.map(({ on }) => on);

it("is kept for 90 days, to the millisecond", async () => {
  await specify("old");
  nowMs += 1;
  await specify("new");
  nowMs += 90 * DAY_MS - 1;
  await cleanAudit(context);
  expect(await kept()).toEqual(["/norms/new", "/norms/old"]);
  nowMs += 1;
  await cleanAudit(context);
  expect(await kept()).toEqual(["/norms/new"]);
});

it("is cleaned in steps, of a hundred thousand rows a day", async () => {
  context.sqlite.exec(`insert into changes (at_ms, actor, action, target)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 100001) select i, 'a', 'b', 'c' from n`);
  nowMs = 91 * DAY_MS;
  await cleanAudit(context);
  expect((await listChanges(context, {})).changes).toMatchObject([
    { sequence: 100_001, at: "1970-01-01T00:01:40.001Z" },
  ]);
});

it("says no change is done that it has no row of", async () => {
  context.sqlite.exec("drop table changes");
  expect((await specify("lost")).status).toBe(500);
});
