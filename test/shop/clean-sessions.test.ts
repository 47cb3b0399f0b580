import { afterEach, beforeEach, expect, it } from "vitest";
import { cleanUp } from "../../src/clean-up.ts";
import { DAY_MS } from "../../src/engine/time/duration.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { readLog } from "../../src/shop/schema/session-log.ts";
import { ViewsRequest } from "../../src/shop/schema/views-request.ts";
import { addViews } from "../../src/shop/visit/add-views.ts";
import { faultOfSessionsKeep, readSessionsKeep } from "../../src/shop/visit/sessions-keep.ts";
import { storeSessions } from "../../src/shop/visit/store-sessions.ts";
import { openContext, type TestContext } from "../support/context.ts";

const NOON_MS = Date.UTC(2026, 2, 10, 12);

let context: TestContext;
beforeEach(() => {
  context = openContext(1, () => NOON_MS);
});
afterEach(() => context.close());

const at = (days: number): TestContext => ({ ...context, nowMs: () => NOON_MS + days * DAY_MS });
const arrive = (id: string, days: number, key = "k") =>
  addViews(at(days), id, parse(ViewsRequest, { start: "2014-11-14 10:00", views: ["A1"] }), key);
const kept = () => context.sqlite.prepare("select session_id as id from sessions order by sequence").all();

it("deletes sessions by when they arrived, to the millisecond, and none unless it is told to", async () => {
  for (const [i, days] of [0, 1, 2].entries()) await arrive(`s${i}`, days);
  await cleanUp(at(1000));
  expect(kept().length).toBe(3);
  await cleanUp({ ...context, nowMs: () => NOON_MS + 11 * DAY_MS }, 10 * DAY_MS);
  expect(kept()).toEqual([{ id: "s1" }, { id: "s2" }]);
  await cleanUp({ ...context, nowMs: () => NOON_MS + 11 * DAY_MS + 1 }, 10 * DAY_MS);
  expect(kept()).toEqual([{ id: "s2" }]);
});

it("knows a delivery for a week, and not for ever; its session stays", async () => {
  await arrive("s", 0);
  await cleanUp(at(7));
  expect(await arrive("s", 7)).toMatchObject({ added: 0, view_count: 1 });
  await cleanUp(at(7.01));
  expect(context.sqlite.prepare("select count(*) as count from session_deliveries").get()).toEqual({ count: 0 });
  expect(await arrive("s", 8)).toMatchObject({ added: 1, view_count: 2 });
});

it("forgets what was delivered to a session that is deleted, whoever deletes it", async () => {
  await arrive("s", 0);
  await cleanUp(at(3), DAY_MS);
  expect(context.sqlite.prepare("select count(*) as count from session_deliveries").get()).toEqual({ count: 0 });
});

it("counts the days after one that has too many views to be counted", async () => {
  const visits = (count: number, day: number, views: string) => {
    const start = `2026-02-${day} 10:00:00`;
    return Array.from({ length: count }, (_, i) => `d${day}-${i},${start},${start},${views}`);
  };
  // 20,000 visits of 16 views are more than are read at once.
  const lines = [...visits(20_000, 10, Array(16).fill("A/B").join(";")), ...visits(5, 11, "A"), ...visits(5, 12, "A")];
  await storeSessions(context, readLog(lines.join("\n")), String);
  await cleanUp(at(1));
  const counted = context.sqlite
    .prepare("select period, counts from category_counts where unit = 'day' and level = 1 and gender = ''")
    .all();
  const first = Date.UTC(2026, 1, 11) / DAY_MS;
  expect(counted).toEqual([first, first + 1].map((period) => ({ period, counts: '{"A":5}' })));
});

it("leaves no day of a visit behind where all are forgotten", async () => {
  await arrive("s", 0);
  await cleanUp(at(3), DAY_MS);
  await cleanUp(at(3), DAY_MS);
  expect(context.sqlite.prepare("select count(*) as count from session_blocks").get()).toEqual({ count: 0 });
});

it("deletes sessions though the key-value store cannot be had", async () => {
  await arrive("s", 0);
  const models = { ...context.models, list: () => Promise.reject(new Error("no list today")) };
  await expect(cleanUp({ ...at(2), models }, DAY_MS)).rejects.toThrow("no list today");
  expect(kept()).toEqual([]);
});

it.each([
  [undefined, null, undefined],
  ["30s", null, 'SESSIONS_KEEP is "30s", no duration: a whole number with h, d or w, such as 400d'],
  ["400d", 400 * DAY_MS, undefined],
  ["2w", 14 * DAY_MS, undefined],
  ["400", null, 'SESSIONS_KEEP is "400", no duration: a whole number with h, d or w, such as 400d'],
  ["0d", null, 'SESSIONS_KEEP is "0d", no duration: a whole number with h, d or w, such as 400d'],
])("SESSIONS_KEEP %s", (text, ms, fault) => {
  expect(faultOfSessionsKeep(text)).toBe(fault);
  if (fault === undefined) expect(readSessionsKeep(text)).toBe(ms);
  else expect(() => readSessionsKeep(text)).toThrow(fault);
});
