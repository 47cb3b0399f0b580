// Totals by category are those of a count by hand, whatever happens to the visits before and in between.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS } from "../../src/engine/time/duration.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { sentSession, TotalsQuery } from "../../src/shop/schema/session-request.ts";
import { ViewsRequest } from "../../src/shop/schema/views-request.ts";
import { readTotal } from "../../src/shop/store/category-totals.ts";
import { addViews } from "../../src/shop/visit/add-views.ts";
import { cleanSessions } from "../../src/shop/visit/clean-sessions.ts";
import { forgetSession } from "../../src/shop/visit/forget-session.ts";
import { forgetVisitor } from "../../src/shop/visit/forget-visitor.ts";
import { storeSessions } from "../../src/shop/visit/store-sessions.ts";
import { totalCategories } from "../../src/shop/visit/total-categories.ts";
import { openContext, type TestContext } from "../support/context.ts";
import { uniform } from "../support/numbers.ts";

const NOW_MS = Date.UTC(2026, 2, 10, 12);

let context: TestContext;
let nowMs = NOW_MS;
beforeEach(() => {
  nowMs = NOW_MS;
  context = openContext(1, () => nowMs);
});
afterEach(() => context.close());

const total = (query: Record<string, string> = {}) => totalCategories(context, parse(TotalsQuery, query));
const wall = (ms: number) => new Date(ms).toISOString().slice(0, 23);
const store = (...sessions: object[]) =>
  storeSessions(
    context,
    sessions.map((each, i) => sentSession(each, i + 1)),
    String,
  );
const visit = (session_id: string, start: string, views: string[], more: object = {}) => ({
  ...{ session_id, start, end: start, views },
  ...more,
});

/** By hand, of all that is stored. */
function expected(query: Record<string, string> = {}) {
  const { from = "1970-01-01", to = "2200-01-01", visitor, gender, level = "1" } = query;
  const [fromMs, toMs] = [from, to].map((time) => Date.parse(time.length > 10 ? `${time}Z` : time)) as [number, number];
  const rows = context.sqlite.prepare("select start_ms as ms, gender, visitor, views from sessions").all();
  const asked = rows.filter(
    (row) =>
      Number(row.ms) >= fromMs &&
      Number(row.ms) < toMs &&
      (visitor === undefined || row.visitor === visitor) &&
      (gender === undefined || (row.gender ?? "unknown") === gender),
  );
  const names = asked.flatMap(({ views }) =>
    String(views)
      .split(";")
      .map((view) => view.split("/").slice(0, Number(level)).at(-1)),
  );
  const counts = Map.groupBy(names, (name) => name);
  return {
    sessions: asked.length,
    total: names.length,
    categories: new Map([...counts].map(([name, { length }]) => [name, length])),
  };
}

async function expectRight(query: Record<string, string> = {}): Promise<void> {
  const { sessions, total: views, categories, category_count, others } = await total(query);
  const told = JSON.stringify(query);
  expect({ sessions, total: views, categories: new Map(categories) }, told).toEqual(expected(query));
  expect([category_count, others], told).toEqual([categories.length, 0]);
  const sorted = categories.toSorted(([a, many], [b, few]) => few - many || (a < b ? -1 : 1));
  expect(categories, told).toEqual(sorted);
}

const counted = (unit: string) =>
  context.sqlite.prepare("select distinct period from category_counts where unit = ? order by 1").all(unit);

describe("after whatever happens to visits", () => {
  const random = uniform(7);
  const whole = (most: number) => Math.floor(most * random());
  // From November to the day after today, so that months and a year are whole.
  const startMs = () => NOW_MS - 430 * DAY_MS + whole(432 * DAY_MS);
  const NAMES = ['a"b', "c\\", "\\", '"', "];[", "__proto__", "10", "é☃", "'", "a,b", "null", "🙂", " "];
  const name = () => NAMES[whole(NAMES.length)]?.replaceAll(";", ":") as string;
  const view = () => Array.from({ length: 1 + whole(4) }, name).join("/");
  const views = () => Array.from({ length: 1 + whole(4) }, view);
  const gender = () => ["female", "male", null][whole(3)];
  const made = (id: number) =>
    visit(`s${id}`, wall(startMs()), views(), { gender: gender(), visitor: whole(3) ? `v${whole(9)}` : null });

  const happen: Record<string, () => Promise<unknown>> = {
    "some are stored": () => store(...Array.from({ length: 1 + whole(40) }, (_, i) => made(whole(300) + 300 * i))),
    "one is replaced": () => store(made(whole(300))),
    "one is sent again": async () => {
      const rows = context.sqlite.prepare("select * from sessions").all();
      const { session_id, start, end, gender, visitor, views } = rows[whole(rows.length)] as Record<string, string>;
      await store({ session_id, start, end, gender, visitor, views: String(views).split(";") });
    },
    "one grows": () => {
      const start = wall(startMs());
      const body = { start, views: views(), ...(whole(2) && { gender: "male" }), visitor: `v${whole(9)}` };
      return addViews(context, `s${whole(300)}`, parse(ViewsRequest, body), undefined);
    },
    "one is of another gender": () => {
      const { session_id, start } = context.sqlite.prepare("select * from sessions order by 1 limit 1").get() ?? {};
      const body = { start, views: [{ path: "A", id: "1" }], gender: ["female", "male"][whole(2)] };
      return addViews(context, String(session_id), parse(ViewsRequest, body), undefined);
    },
    "one is forgotten": () => forgetSession(context, `s${whole(300)}`).catch(() => undefined),
    "a visitor is forgotten": () => forgetVisitor(context, `v${whole(9)}`).catch(() => undefined),
    "old ones go": async () => {
      nowMs += DAY_MS / 4;
      await cleanSessions(context, whole(20) ? null : 40 * DAY_MS);
    },
  };

  it("are those of a count by hand, of every time, visitor, gender and level", { timeout: 120_000 }, async () => {
    await store(...Array.from({ length: 300 }, (_, i) => made(i)));
    for (let i = 0; i < 70; i++) {
      const [, change] = Object.entries(happen)[whole(Object.keys(happen).length)] as [string, () => Promise<unknown>];
      await change();
      const [from, to] = [startMs(), startMs()].sort((a, b) => a - b) as [number, number];
      const cut = (ms: number) => (whole(2) ? wall(ms) : wall(ms).slice(0, 10));
      const asked = { from: cut(from), to: cut(to), gender: ["female", "male", "unknown"][whole(3)] as string };
      const level = String(1 + whole(4));
      await expectRight({ level });
      await expectRight({ from: asked.from, to: asked.to, level });
      await expectRight({ from: asked.from, level });
      await expectRight({ to: asked.to, gender: asked.gender, level });
      await expectRight({ gender: asked.gender, level });
      await expectRight({ visitor: `v${whole(9)}`, from: asked.from, level });
    }
    expect(counted("year")).toEqual([{ period: 2025 }]);
    expect(counted("month").length).toBeGreaterThan(12);
  });
});

describe("of many at once", () => {
  const day = (i: number) => wall(NOW_MS - i * DAY_MS).slice(0, 10);

  it("are counted once each by requests that come together, and by one that comes between", async () => {
    await store(...Array.from({ length: 200 }, (_, i) => visit(`s${i}`, day(2 + (i % 90)), ["A/B", `A/C${i}`])));
    const turns = { ...context, sleep: () => new Promise<void>((resolve) => setTimeout(resolve)) };
    const ask = () => totalCategories(turns, parse(TotalsQuery, { level: "2" }));
    const between = async (i: number) => {
      await store(visit(`t${i}`, day(2 + i), ["A/B"]));
      await addViews(context, `s${i}`, parse(ViewsRequest, { start: day(80 - i), views: ["A/D"] }), undefined);
    };
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => [ask(), between(i)]).flat());
    for (const answer of answers) if (answer) expect(answer.sessions).toBeGreaterThanOrEqual(200);
    await expectRight({ level: "2" });
  });

  it("are not told of a period whose counts are gone meanwhile", async () => {
    await store(visit("a", day(5), ["A"]));
    await total();
    const periods = [{ unit: "day" as const, period: Math.floor(NOW_MS / DAY_MS) - 5 }];
    const read = () => readTotal(context.database, { periods, spans: [] }, { level: 1, limit: 9 });
    expect(await read()).toMatchObject({ sessions: 1, categories: [["A", 1]] });
    await store(visit("b", day(5), ["A"]));
    expect(await read()).toBe(undefined);
  });

  it("are counted in the end where one request cannot count them all", async () => {
    const sent = Array.from({ length: 4_000 }, (_, i) => visit(`s${i}`, day(2 + i), ["A"]));
    await store(...sent);
    await expect(total()).rejects.toThrow("Some of the days are not counted yet");
    const first = counted("day").length;
    await expect(total()).rejects.toThrow("Some of the days are not counted yet");
    expect(counted("day").length).toBe(2 * first);
    for (let i = 0; i < 9; i++) await total().catch(() => undefined);
    expect((await total()).sessions).toBe(4_000);
  });

  it.each([
    [5, {}, "Cannot count 300001 views of 2026-03-05 at once: at most 300000 are; ask for the days before and after"],
    [0, {}, "Cannot count 300001 views of days that go on"],
    [5, { from: `${day(5)}T01:00` }, "Cannot count 300001 views of days that go on, or that from and to cut"],
    [5, { visitor: "v" }, 'Cannot count 300001 views of visitor "v"'],
  ])(
    "are refused of a day %i days ago with more views than are counted at once, asked for %j",
    async (ago, query, told) => {
      await store(visit("a", `${day(ago)}T02:00`, ["A"], { visitor: "v" }), visit("b", day(9), ["A"]));
      const set = (views: number) =>
        context.sqlite.exec(`update sessions set view_count = ${views} where session_id = 'a'`);
      set(300_001);
      await expect(total(query)).rejects.toThrow(told);
      expect((await total({ to: day(8) })).sessions).toBe(1);
      set(300_000);
      expect((await total(query)).categories[0]?.[0]).toBe("A");
    },
  );

  it("are told up to a limit, the most first, with what the others have together", async () => {
    await store(visit("a", day(5), ["A", "B/1", "B/2", "C"]), visit("b", day(5), ["C", "C"]));
    expect(await total({ limit: "1" })).toMatchObject({ category_count: 3, others: 3, categories: [["C", 3]] });
    const relative = await total({ limit: "2", mode: "relative" });
    expect(relative).toMatchObject({ total: 6, others: 100 / 6, categories: [["C", 50], ["B", 200 / 6]] }); // biome-ignore format: one line
    expect(await total({ from: day(1), mode: "relative" })).toMatchObject({ total: 0, others: 0, categories: [] });
  });

  it("are told in full of more categories than a row holds", async () => {
    const name = (i: number) => `${i}${"☃".repeat(59)}`;
    const views = (j: number) => Array.from({ length: 1_000 }, (_, i) => name(1_000 * j + i));
    for (let j = 0; j < 9; j++) await store(visit(`s${j}`, day(5), views(j)));
    expect(await total()).toMatchObject({ total: 9_000, category_count: 9_000, others: 8_000 });
    const rows = context.sqlite.prepare(
      "select max(length(cast(counts as blob))) as bytes, count(*) as rows from category_counts",
    );
    // Of level 0 one, of four levels of all sessions and of one gender two each.
    expect(rows.get()).toMatchObject({ rows: 17, bytes: expect.toSatisfy((bytes: number) => bytes < 2_000_000) });
  });
});

describe("counted days", () => {
  const counts = () =>
    context.sqlite.prepare("select unit, period, level, gender, counts from category_counts order by 1, 2, 3, 4").all();
  const today = Math.floor(NOW_MS / DAY_MS);

  it("are of what has ended everywhere on earth, and stay while nothing of them changes", async () => {
    await store(...[0, 1, 2, 40].map((i) => visit(`s${i}`, wall(NOW_MS - i * DAY_MS), ["A/B"])));
    await total();
    expect(counted("day")).toEqual([today - 40, today - 2, today - 1].map((period) => ({ period })));
    // Noon in Greenwich is when the day before has ended on the clocks that are furthest behind.
    nowMs += DAY_MS / 2 - 1;
    await total();
    const before = counts();
    await store(visit("s0", wall(NOW_MS), ["C"]), visit("s2", wall(NOW_MS - 2 * DAY_MS), ["A/B"]));
    expect(counts()).toEqual(before);
  });

  it("are made by the daily cleaning", async () => {
    await store(...[0, 2, 40].map((i) => visit(`s${i}`, wall(NOW_MS - i * DAY_MS), ["A/B"])));
    await cleanSessions(context, null);
    expect(counted("day")).toEqual([{ period: today - 40 }, { period: today - 2 }]);
    expect(counted("month")).toEqual([{ period: 2026 * 12 }]);
  });

  it("are found by few rows, which go with the oldest sessions", async () => {
    const blocks = () => context.sqlite.prepare("select day, block from session_blocks order by 1, 2").all();
    await store(...Array.from({ length: 64 }, (_, i) => visit(`s${i}`, wall(NOW_MS), ["A"])));
    expect(blocks()).toEqual([0, 1, 2].map((block) => ({ day: today, block })));
    for (let i = 0; i < 40; i++) await forgetSession(context, `s${i}`);
    await cleanSessions(context, null);
    expect(blocks()).toEqual([1, 2].map((block) => ({ day: today, block })));
    expect((await total()).sessions).toBe(24);
  });
});
