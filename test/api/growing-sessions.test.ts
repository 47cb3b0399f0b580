// Visits that grow while they happen, and what is held of a visitor.
import { beforeAll, expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { itRefuses, row } from "../support/refusal.ts";

const START = "2026-03-02 10:00:00";

describeOnEachRuntime("a visit that grows", (call) => {
  const views = (id: string, body: object, key?: string) =>
    call("POST", `/sessions/${id}/views`, body, key === undefined ? {} : { "idempotency-key": key });
  const categoriesOf = async (id: string) => (await call("GET", `/sessions/${id}/categories`)).body.categories;

  it("is made by its first views, and follows each view after", async () => {
    const made = await views("a", { start: START, views: ["A1/B1", "A2"], visitor: "v1" });
    expect(made.body, made.text).toEqual({
      ...{ session_id: "a", created: true, added: 2, repeated: 0, start: START, end: START, view_count: 2 },
    });
    const at = "2026-03-02 10:05:00";
    const grown = await views("a", { views: ["A1/B2/C1", { path: "A1", at }], gender: "male" });
    expect(grown.body).toEqual({
      ...{ session_id: "a", created: false, added: 2, repeated: 0, start: START, end: at, view_count: 4 },
    });
    expect(await categoriesOf("a")).toEqual({ A1: 3, A2: 1 });
    // An earlier time ends nothing.
    await views("a", { views: [{ path: "A3", at: "2026-03-02 10:01:00" }] });
    const { arrived_at: _, sequence: __, ...stored } = (await call("GET", "/sessions/a")).body;
    expect(stored).toEqual({
      ...{ session_id: "a", start: START, end: at, gender: "male", visitor: "v1" },
      views: ["A1/B1", "A2", "A1/B2/C1", "A1", "A3"],
    });
  });

  it("begins with its earliest view where no start is sent, and ends where an end is sent", async () => {
    const sent = [
      { path: "A2", at: "2026-03-02T10:02:00+01:00" },
      { path: "A1", at: "2026-03-02T10:01:00+01:00" },
    ];
    const { body } = await views("b", { views: sent, end: "2026-03-02T09:30:00Z" });
    expect(body).toMatchObject({ start: "2026-03-02T10:01:00+01:00", end: "2026-03-02T09:30:00Z", view_count: 2 });
  });

  it("takes what is told of it with views that were delivered before", async () => {
    const body = { start: START, views: [{ path: "A1", id: "1" }] };
    await views("e", body);
    await views("e", { views: body.views, end: "2026-03-02 10:30:00", gender: "female", visitor: "v2" });
    const { end, gender, visitor, views: stored } = (await call("GET", "/sessions/e")).body;
    expect([end, gender, visitor, stored]).toEqual(["2026-03-02 10:30:00", "female", "v2", ["A1"]]);
  });

  it("goes by instants where times have offsets, and keeps the clock of its start", async () => {
    const times = ["2026-03-02T10:00:00+01:00", "2026-03-02T09:05:00Z", "2026-03-02T18:04:00+09:00"];
    const [first = "", last = ""] = times;
    for (const [i, order] of [times, times.toReversed()].entries()) {
      for (const at of order) await views(`offset-${i}`, { views: [{ path: "A1", at }] });
      const { start, end } = (await call("GET", `/sessions/offset-${i}`)).body;
      expect([start, end]).toEqual([first, last]);
    }
    expect((await call("GET", "/sessions?from=2026-03-02T10:00:00&to=2026-03-02T10:00:01")).text).toContain("offset-1");
    const mixed = await views("offset-0", { views: [{ path: "A1", at: "2026-03-02 10:01" }] });
    expect([mixed.status, mixed.body.errors[0].path]).toEqual([422, "views[0].at"]);
    // Though no view of it is new.
    const sent = (at: string) => ({ views: [{ path: "A1", at, id: "1" }] });
    await views("offset-0", sent("2026-03-02T10:01:00+01:00"));
    expect((await views("offset-0", sent("2026-03-02 10:01"))).status).toBe(422);
    expect((await call("GET", "/sessions/offset-0")).body.views.length).toBe(4);
  });

  it("is the same whatever comes first", async () => {
    const at = (minute: number) => ({ views: [{ path: `A${minute}`, at: `2026-03-02 10:0${minute}:00` }] });
    const orders = [
      [1, 2, 3],
      [3, 2, 1],
      [2, 3, 1],
    ];
    for (const [i, order] of orders.entries()) {
      for (const minute of order) await views(`order-${i}`, at(minute));
      const { start, end } = (await call("GET", `/sessions/order-${i}`)).body;
      expect([start, end]).toEqual(["2026-03-02 10:01:00", "2026-03-02 10:03:00"]);
    }
  });

  it("counts a delivery once, under its key or under the ids of its views", async () => {
    const first = { start: START, views: ["A1", "A2"] };
    for (const repeated of [0, 2, 2])
      expect((await views("c", first, '"one"')).body).toMatchObject({ added: 2 - repeated, repeated, view_count: 2 });
    const named = (...ids: string[]) => ids.map((id) => ({ path: "A3", id }));
    expect((await views("c", { views: named("x", "y", "x") })).body).toMatchObject({ added: 2, repeated: 1 });
    expect((await views("c", { views: [...named("y", "z"), "A4"] }, "two")).body).toMatchObject({
      added: 2,
      repeated: 1,
    });
    // However they stand among others.
    expect((await views("c", { views: ["A4", ...named("z")] }, "two")).body).toMatchObject({ added: 0, view_count: 6 });
    // Other views under a known key are a mistake, and none of the body counts.
    const other = await views("c", { views: [...named("new"), "A9"] }, "two");
    expect([other.status, other.body.errors[0].path]).toEqual([409, "Idempotency-Key"]);
    // Without either, it counts each time; and another visit has deliveries of its own.
    for (const count of [7, 8]) expect((await views("c", { views: ["A5"] })).body.view_count).toBe(count);
    expect((await views("d", first, "one")).body).toMatchObject({ created: true, added: 2 });
    // What is deleted is not known any more.
    await call("DELETE", "/sessions/d");
    expect((await views("d", first, "one")).body).toMatchObject({ created: true, added: 2 });
  });

  it("counts each of a thousand views that come at once, and none of them twice", { timeout: 300_000 }, async () => {
    const send = (i: number) => views("many", { start: START, views: [`A${i % 7}/B${i}`] }, `key ${i}`);
    const sent = Array.from({ length: 1000 }, (_, i) => i);
    // Some are delivered twice.
    const answers = await Promise.all([...sent, ...sent.slice(0, 50)].map(send));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { body } = await call("GET", "/sessions/many");
    expect(new Set(body.views).size).toBe(1000);
    expect(body.views.length).toBe(1000);
    expect((await views("many", { views: ["A1"] })).status).toBe(422);
    // What is there already is no more.
    expect((await views("many", { views: ["A0/B0"] }, "key 0")).body).toMatchObject({ added: 0, view_count: 1000 });
  });
});

describeOnEachRuntime("of visits and visitors", (call) => {
  beforeAll(async () => {
    const made = await call("POST", "/sessions/a/views", { start: START, views: ["A1"] });
    expect(made.status).toBe(200);
  });

  itRefuses(
    call,
    [
      row(
        "views of a visit that is not there and has no start",
        ["POST", "/sessions/none/views", { views: ["A1"] }],
        422,
        "start",
      ),
      row("no views", ["POST", "/sessions/a/views", { views: [] }], 422, "views"),
      row("a view that is none", ["POST", "/sessions/a/views", { views: ["A1", "A//B"] }], 422, "views[1]"),
      row("a path that is none", ["POST", "/sessions/a/views", { views: [{ path: 7 }] }], 422, "views[0].path"),
      row(
        "an unknown name in a view",
        ["POST", "/sessions/a/views", { views: [{ path: "A1", when: START }] }],
        422,
        "views[0].when",
      ),
      row(
        "a time that is none",
        ["POST", "/sessions/a/views", { views: [{ path: "A1", at: "noon" }] }],
        422,
        "views[0].at",
      ),
      row("too many views", ["POST", "/sessions/a/views", { views: Array(1001).fill("A1") }], 422, "views"),
      row(
        "a view before the start",
        ["POST", "/sessions/a/views", { start: START, views: ["A1", { path: "A1", at: "2026-03-02 09:59:59" }] }],
        422,
        "views[1].at",
      ),
      row(
        "a visitor whom no URL can name",
        ["POST", "/sessions/a/views", { visitor: "..", views: ["A1"] }],
        422,
        "visitor",
      ),
      row(
        "an end before the start",
        ["POST", "/sessions/a/views", { start: START, end: "2026-03-01", views: ["A1"] }],
        422,
        "end",
      ),
      row(
        "times of two clocks",
        ["POST", "/sessions/a/views", { start: START, views: [{ path: "A1", at: "2026-03-02T10:00Z" }] }],
        422,
        "views[0].at",
      ),
      row(
        "a key that is none",
        ["POST", "/sessions/a/views", { views: ["A1"] }, { "idempotency-key": "" }],
        422,
        "Idempotency-Key",
      ),
      row("a session's id that is reserved", ["POST", "/sessions/model/views", { views: ["A1"] }], 422, "session_id"),
      row("GET of views", ["GET", "/sessions/a/views"], 405),
      row("a visitor who is not there", ["GET", "/visitors/nobody"], 404),
      row("to forget a visitor who is not there", ["DELETE", "/visitors/nobody"], 404),
      row("a visitor of too many letters", ["GET", `/visitors/${"v".repeat(129)}`], 422, "visitor"),
      row("a gender that is none", ["GET", "/sessions?gender=other"], 422, "gender"),
      row("a time to list from that is none", ["GET", "/sessions?from=yesterday"], 422, "from"),
    ],
    { everything: async () => [(await call("GET", "/sessions")).body, (await call("GET", "/sessions/a")).body] },
  );
});

describeOnEachRuntime("visitors", (call) => {
  const session = (id: string, start: string, more: object = {}) => ({
    ...{ session_id: id, start: `2026-03-${start}`, end: `2026-03-${start}`, views: ["A1/B1", "A2/B2"] },
    ...more,
  });
  const sessions = [
    session("s1", "01 10:00", { visitor: "anna", gender: "female" }),
    session("s2", "02 23:59", { visitor: "ben" }),
    session("s3", "03 00:00", { visitor: "anna", gender: "female" }),
    session("s4", "03 12:00", { gender: "male" }),
  ];
  const listed = async (query: string) =>
    (await call("GET", `/sessions?${query}`)).body.sessions.map(({ session_id: id }: { session_id: string }) => id);

  it("have their sessions listed, among others by time and gender", async () => {
    expect((await call("POST", "/sessions", { sessions })).body.stored).toBe(4);
    expect(await listed("visitor=anna")).toEqual(["s1", "s3"]);
    expect(await listed("from=2026-03-02&to=2026-03-03")).toEqual(["s2"]);
    expect(await listed("from=2026-03-02 23:59")).toEqual(["s2", "s3", "s4"]);
    expect(await listed("gender=unknown")).toEqual(["s2"]);
    expect(await listed("gender=female&to=2026-03-03T00:00:00")).toEqual(["s1"]);
    const { next } = (await call("GET", "/sessions?visitor=anna&limit=1")).body;
    expect(await listed(`visitor=anna&after=${next}`)).toEqual(["s3"]);
  });

  it("are told all that is held of them, and are forgotten as a whole", async () => {
    const held = (await call("GET", "/visitors/anna")).body;
    expect(held).toMatchObject({ visitor: "anna", session_count: 2, view_count: 4, next: null });
    expect(
      held.sessions.map(({ session_id: id, views }: { session_id: string; views: string[] }) => [id, views]),
    ).toEqual([
      ["s1", ["A1/B1", "A2/B2"]],
      ["s3", ["A1/B1", "A2/B2"]],
    ]);
    const page = (await call("GET", "/visitors/anna?limit=1")).body;
    expect(page.sessions.length).toBe(1);
    expect((await call("GET", `/visitors/anna?limit=1&after=${page.next}`)).body).toMatchObject({ next: null });
    const forgotten = await call("DELETE", "/visitors/anna");
    expect(forgotten.body).toEqual({ visitor: "anna", session_count: 2, view_count: 4 });
    expect((await call("GET", "/visitors/anna")).status).toBe(404);
    expect(await listed("")).toEqual(["s2", "s4"]);
  });
});
