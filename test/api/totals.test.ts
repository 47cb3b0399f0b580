// What was looked at in all, from outside.
import { beforeAll, expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { itRefuses, row } from "../support/refusal.ts";
import { madeUpSessions } from "../support/shop.ts";

const session = (session_id: string, start: string, views: string[], more: object = {}) => ({
  ...{ session_id, start: `2026-03-${start}`, end: `2026-03-${start}`, views },
  ...more,
});

const SESSIONS = [
  session("s1", "01 10:00", ["A1/B1/C1/D1", "A1/B2", "A2"], { visitor: "anna", gender: "female" }),
  session("s2", "02 23:59", ["A1/B1/C1/D2"], { visitor: "ben" }),
  session("s3", "03 00:00", ["A2", 'A2/"\\'], { visitor: "anna", gender: "male" }),
];

const NOTHING = { from: null, to: null, visitor: null, gender: null };

describeOnEachRuntime("categories of all sessions", (call) => {
  const total = async (query = "") => (await call("GET", `/sessions/categories${query}`)).body;
  const told = async (query: string) => {
    const { sessions, total: views, categories } = await total(query);
    return [sessions, views, categories];
  };

  it("are none where there are no sessions", async () => {
    expect(await total()).toEqual({
      ...NOTHING,
      ...{ mode: "absolute", level: 1, sessions: 0, total: 0, category_count: 0, others: 0, categories: {} },
    });
  });

  it("are added up over sessions of a time, a visitor, a gender, at a level", async () => {
    expect((await call("POST", "/sessions", { sessions: SESSIONS })).body.stored).toBe(3);
    expect(await total()).toEqual({
      ...NOTHING,
      ...{ mode: "absolute", level: 1, sessions: 3, total: 6, category_count: 2, others: 0 },
      categories: { A1: 3, A2: 3 },
    });
    expect(await told("?level=2")).toEqual([3, 6, { A2: 2, B1: 2, B2: 1, '"\\': 1 }]);
    expect(await told("?level=4&to=2026-03-03")).toEqual([2, 4, { A2: 1, B2: 1, D1: 1, D2: 1 }]);
    expect(await told("?from=2026-03-02&to=2026-03-03")).toEqual([1, 1, { A1: 1 }]);
    expect(await told("?from=2026-03-02T23:59&to=2026-03-03T00:00:01")).toEqual([2, 3, { A2: 2, A1: 1 }]);
    expect(await told("?from=2026-03-03&to=2026-03-02")).toEqual([0, 0, {}]);
    expect(await told("?visitor=anna&mode=relative")).toEqual([2, 5, { A2: 60, A1: 40 }]);
    expect(await told("?gender=unknown&level=2")).toEqual([1, 1, { B1: 1 }]);
    expect(await total("?gender=female&visitor=anna&from=2026-03-01&to=2026-04-01&mode=relative&limit=1")).toEqual({
      ...{ from: "2026-03-01", to: "2026-04-01", visitor: "anna", gender: "female" },
      ...{ mode: "relative", level: 1, sessions: 1, total: 3, category_count: 2, others: 100 / 3 },
      categories: { A1: 200 / 3 },
    });
    const { text } = await call("GET", "/sessions/categories?level=3");
    expect(text).toContain('"categories":{"A2":2,"C1":2,"\\"\\\\":1,"B2":1}}');
  });

  it("follow what happens to sessions", async () => {
    await call("POST", "/sessions", { sessions: [session("s1", "04 10:00", ["A3"], { visitor: "anna" })] });
    expect(await told("")).toEqual([3, 4, { A2: 2, A1: 1, A3: 1 }]);
    expect(await told("?to=2026-03-02")).toEqual([0, 0, {}]);
    await call("POST", "/sessions/s1/views", { start: "2026-03-01 12:00", views: ["A3/B9"] });
    expect(await told("?to=2026-03-02")).toEqual([1, 2, { A3: 2 }]);
    expect(await told("?from=2026-03-04")).toEqual([0, 0, {}]);
    await call("DELETE", "/sessions/s2");
    expect(await told("")).toEqual([2, 4, { A2: 2, A3: 2 }]);
    await call("DELETE", "/visitors/anna");
    expect(await told("")).toEqual([0, 0, {}]);
  });

  it("are told to many at once, while others send sessions", async () => {
    const sent = madeUpSessions(900, 5);
    const parts = Array.from({ length: 30 }, (_, i) => sent.slice(30 * i, 30 * i + 30));
    const answers = await Promise.all(
      parts.flatMap((sessions) => [
        call("POST", "/sessions", { sessions }),
        call("GET", "/sessions/categories?level=4"),
      ]),
    );
    // What changes under the hands of a request may be told a little later.
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 503)).toEqual([]);
    const views = sent.flatMap((each) => each.views);
    expect(await told("?level=1")).toEqual([
      ...[900, views.length],
      Object.fromEntries(
        ["A1", "A2", "A3"].map((name) => [name, views.filter((view) => view.startsWith(name)).length]),
      ),
    ]);
  });
});

describeOnEachRuntime("of categories of all sessions", (call) => {
  const get = (query: string): ["GET", string] => ["GET", `/sessions/categories${query}`];
  const named = (id: string) => ({ sessions: [session(id, "01", ["A"])] });
  beforeAll(async () => {
    expect((await call("POST", "/sessions", named("known"))).status).toBe(200);
  });

  itRefuses(
    call,
    [
      row("a level that is none", get("?level=5"), 422, "level"),
      row("a mode that is none", get("?mode=percent"), 422, "mode"),
      row("a time that is none", get("?from=yesterday"), 422, "from"),
      row("an end that is none", get("?to=32"), 422, "to"),
      row("a gender that is none", get("?gender=other"), 422, "gender"),
      row("a visitor of too many letters", get(`?visitor=${"v".repeat(129)}`), 422, "visitor"),
      row("no categories", get("?limit=0"), 422, "limit"),
      row("too many categories", get("?limit=1001"), 422, "limit"),
      row("a page", get("?after=1"), 422, "after"),
      row("a level twice", get("?level=1&level=2"), 422, "level"),
      row("categories by POST", ["POST", "/sessions/categories", {}], 405),
      row("a session of that name", ["POST", "/sessions", named("categories")], 422, "sessions[0]"),
      row(
        "a session of that name in a log",
        ["POST", "/sessions", "categories,2026-03-01,2026-03-01,A\n", { "content-type": "text/csv" }],
        422,
        "line 1",
      ),
      row(
        "views of a session of that name",
        ["POST", "/sessions/categories/views", { start: "2026-03-01", views: ["A"] }],
        422,
        "session_id",
      ),
      row("forgetting a session of that name that is not there", ["DELETE", "/sessions/categories"], 404),
      row("categories of a session of that name that is not there", ["GET", "/sessions/categories/categories"], 404),
    ],
    {
      everything: async () => [(await call("GET", "/sessions")).body, (await call("GET", "/sessions/categories")).body],
    },
  );
});
