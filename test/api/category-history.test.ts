// What was looked at over time, from outside.
import { beforeAll, expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { itRefuses, row } from "../support/refusal.ts";
import { madeUpSessions } from "../support/shop.ts";

const session = (session_id: string, start: string, views: string[], more: object = {}) => ({
  ...{ session_id, start: `2026-${start}`, end: `2026-${start}`, views },
  ...more,
});

// A Sunday, the Monday after it, and a Thursday of the next month.
const SESSIONS = [
  session("s1", "03-01 10:00", ["A1/B1", "A1/B2", "A2"], { gender: "female" }),
  session("s2", "03-02 23:59", ["A1/B1", "10"]),
  session("s3", "03-02 00:00", ["A2"], { gender: "male" }),
  session("s4", "04-02 12:00", ["A3", "A1"], { gender: "female" }),
];

describeOnEachRuntime("categories over time", (call) => {
  const history = async (query = "") => {
    const { status, body } = await call("GET", `/sessions/categories/history${query}`);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };

  it("are none where there are no sessions, and zeros of a time that is asked for", async () => {
    expect(await history()).toEqual({
      ...{ from: null, to: null, gender: null, level: 1, step: "day", t: [], sessions: [], views: [], others: [] },
      ...{ category_count: 0, categories: [] },
    });
    expect(await history("?from=2026-03-01&to=2026-03-03")).toMatchObject({
      t: ["2026-03-01", "2026-03-02"],
      sessions: [0, 0],
      others: [0, 0],
    });
  });

  it("are told of each step, none left out", async () => {
    expect((await call("POST", "/sessions", { sessions: SESSIONS })).body.stored).toBe(4);
    const days = await history();
    expect([days.t.length, days.t[0], days.t.at(-1)]).toEqual([33, "2026-03-01", "2026-04-02"]);
    expect([days.sessions.slice(0, 3), days.views.slice(0, 3)]).toEqual([
      [1, 2, 0],
      [3, 3, 0],
    ]);
    expect(await history("?step=week&to=2026-03-09")).toMatchObject({
      t: ["2026-02-23", "2026-03-02"],
      sessions: [1, 2],
      categories: [
        { category: "A1", total: 3, views: [2, 1] },
        { category: "A2", total: 2, views: [1, 1] },
        { category: "10", total: 1, views: [0, 1] },
      ],
    });
    expect(await history("?step=month&limit=1")).toEqual({
      ...{ from: null, to: null, gender: null, level: 1, step: "month" },
      ...{ t: ["2026-03-01", "2026-04-01"], sessions: [3, 1], views: [6, 2], others: [3, 1], category_count: 4 },
      categories: [{ category: "A1", total: 4, views: [3, 1] }],
    });
  });

  it("are of a time, a gender and a level that are asked for", async () => {
    expect(await history("?step=month&gender=female&level=2")).toMatchObject({
      sessions: [1, 1],
      categories: ["A1", "A2", "A3", "B1", "B2"].map((category) => ({ category, total: 1 })),
    });
    // A day that is cut: by its sessions, not by its count.
    expect(await history("?from=2026-03-02T12:00&to=2026-03-03")).toMatchObject({
      ...{ from: "2026-03-02T12:00", t: ["2026-03-02"], sessions: [1], views: [2] },
    });
  });

  it("are rows, a step each", async () => {
    const { text } = await call("GET", "/sessions/categories/history?step=month&limit=2", undefined, {
      accept: "text/csv",
    });
    expect(text.split(/\r?\n/).slice(0, 3)).toEqual([
      "t,sessions,views,others,category.A1,category.A2",
      "2026-03-01,3,6,1,3,2",
      "2026-04-01,1,2,1,1,0",
    ]);
  });

  it("follow what happens to sessions, and add up to what is told in all", async () => {
    await call("POST", "/sessions", { sessions: [session("s1", "03-03 10:00", ["A9"])] });
    expect(await history("?to=2026-03-04&step=day")).toMatchObject({ t: ["2026-03-02", "2026-03-03"], views: [3, 1] });
    const sent = madeUpSessions(300, 5);
    expect((await call("POST", "/sessions", { sessions: sent })).body.stored).toBe(300);
    for (const step of ["day", "week", "month"]) {
      const told = await history(`?level=2&step=${step}&limit=50&to=2015-01-01`);
      const { body: all } = await call("GET", "/sessions/categories?level=2&limit=50&to=2015-01-01");
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
      expect([sum(told.sessions), sum(told.views), told.category_count]).toEqual([
        ...[all.sessions, all.total, all.category_count],
      ]);
      expect(
        Object.fromEntries(
          told.categories.map((each: { category: string; views: number[] }) => [each.category, sum(each.views)]),
        ),
      ).toEqual(all.categories);
    }
  });
});

describeOnEachRuntime("of categories over time", (call) => {
  const get = (query: string): ["GET", string] => ["GET", `/sessions/categories/history${query}`];
  beforeAll(async () => {
    const long = ["2020-01-01", "2026-01-01"].map((start, i) =>
      session(`long-${i}`, "01-01", ["A"], { start, end: start }),
    );
    expect((await call("POST", "/sessions", { sessions: long })).status).toBe(200);
  });

  itRefuses(
    call,
    [
      row("a step that is none", get("?step=hour"), 422, "step"),
      row("steps too many", get(""), 422, "step"),
      row("a level that is none", get("?level=0"), 422, "level"),
      row("a time that is none", get("?from=yesterday"), 422, "from"),
      row("no categories", get("?limit=0"), 422, "limit"),
      row("too many categories", get("?limit=51"), 422, "limit"),
      row("a visitor", get("?visitor=v"), 422, "visitor"),
      row("by POST", ["POST", "/sessions/categories/history", {}], 405),
    ],
    { everything: async () => (await call("GET", "/sessions")).text },
  );
});
