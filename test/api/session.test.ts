// The sessions from outside: what is stored, counted, replaced and forgotten.
import { describe, expect, it } from "vitest";
import { CATEGORY_NAME_LENGTH_MAX, VIEW_COUNT_MAX } from "../../src/platform/schema/limit.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { uniform } from "../support/numbers.ts";
import { resolve } from "../support/resolve.ts";
import { madeUpSessions, pakddFolder, readPakdd, type SentSession, toLog } from "../support/shop.ts";

// Percentages are one division each.
const SAME = 1e-9;

/** What of `GET /sessions/{id}` was sent. */
const sentOf = ({
  session_id,
  start,
  end,
  views,
  gender = null,
}: Omit<SentSession, "gender"> & { gender?: unknown }) => ({
  session_id,
  start,
  end,
  gender,
  views: views.map((view) => view.replace(/\/$/, "")),
});

describeOnEachRuntime("sessions", (call) => {
  const post = async (sessions: unknown[]) => {
    const { status, body } = await call("POST", "/sessions", { sessions });
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  const postLog = async (log: string | Uint8Array) => {
    const { status, body } = await call("POST", "/sessions", log, { "content-type": "text/csv" });
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  const read = async (id: string) => (await call("GET", `/sessions/${encodeURIComponent(id)}`)).body;
  const count = async (id: string, query = "") =>
    (await call("GET", `/sessions/${encodeURIComponent(id)}/categories${query}`)).body;
  const all = async () => (await call("GET", "/sessions")).body.sessions;

  const evening = {
    session_id: "evening",
    start: "2014-11-14 19:02:14",
    end: "2014-11-14 19:10:00",
    views: ["A2/B3/C46/D9/", "A1/B1/C1/D1", "A2/B3/C46/D9", "A2/B4/C50/D7", "A2"],
  };

  describe("counted by category", () => {
    it("are what a hand counts, at all four levels", async () => {
      expect(await post([evening])).toEqual({ received: 1, stored: 1, replaced: 0, rejected: [] });
      const counted = { session_id: "evening", mode: "absolute", total: 5 };
      expect(await count("evening")).toEqual({ ...counted, level: 1, categories: { A2: 4, A1: 1 } });
      // The path of the last view ends at A2, under which it stays.
      expect((await count("evening", "?level=2")).categories).toEqual({ B3: 2, A2: 1, B1: 1, B4: 1 });
      expect((await count("evening", "?level=3")).categories).toEqual({ C46: 2, A2: 1, C1: 1, C50: 1 });
      expect(await count("evening", "?mode=absolute&level=4")).toEqual({
        ...counted,
        level: 4,
        categories: { D9: 2, A2: 1, D1: 1, D7: 1 },
      });
      const relative = await count("evening", "?mode=relative");
      expect(relative).toEqual({ ...counted, mode: "relative", level: 1, categories: { A2: 80, A1: 20 } });
    });

    it("come with the most first, those with as many by name, and names that objects have of themselves", async () => {
      const views = ["b", "10", "b", "__proto__", "a", "9", "constructor", "__proto__", "é"];
      await post([{ ...evening, session_id: "names", views }]);
      const { categories } = await count("names");
      expect(Object.getOwnPropertyDescriptor(categories, "__proto__")?.value).toBe(2);
      const { text } = await call("GET", "/sessions/names/categories");
      expect(text).toContain('"categories":{"__proto__":2,"b":2,"10":1,"9":1,"a":1,"constructor":1,"é":1}}');
    });

    it.each([
      { of: "made-up sessions", sessions: () => madeUpSessions(200, 3) },
      ...(pakddFolder
        ? [{ of: "sessions of the competition", sessions: () => drawn(readPakdd(String(pakddFolder)), 200) }]
        : []),
    ])("are those of 200 $of", async ({ sessions }) => {
      const sent = sessions();
      expect(await postLog(toLog(sent))).toMatchObject({ received: 200, stored: 200, replaced: 0, rejected: [] });
      for (const [i, { session_id, views }] of sent.entries()) {
        const level = 1 + (i % 4);
        const { total, categories } = await count(session_id, `?level=${level}`);
        expect({ total, categories }).toEqual({ total: views.length, categories: tally(views, level) });
        const relative = await count(session_id, `?level=${level}&mode=relative`);
        expect(Object.keys(relative.categories)).toEqual(Object.keys(categories));
        const sum = Object.values<number>(relative.categories).reduce((a, b) => a + b);
        expect(Math.abs(sum - 100)).toBeLessThan(SAME);
      }
    });
  });

  it("come back as they were sent, page by page in the order of their arrival", async () => {
    const before = (await all()).at(-1)?.sequence ?? 0;
    const sent = madeUpSessions(25, 7);
    await post(sent.slice(0, 10));
    await postLog(toLog(sent.slice(10)));
    for (const session of sent) expect(await read(session.session_id)).toMatchObject(sentOf(session));
    const pages = [];
    for (let after: number | null = before; after !== null; ) {
      const { body } = await call("GET", `/sessions?limit=10&after=${after}`);
      pages.push(body.sessions.map((session: { session_id: string }) => session.session_id));
      after = body.next;
    }
    expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(pages.flat()).toEqual(sent.map(({ session_id }) => session_id));
  });

  it("keep times as they were written, with an offset or without, and who the visitor was", async () => {
    const session = { ...evening, session_id: "é/ü ☃", start: "2014-11-14T23:30+07:00", end: "2014-11-14T17:00:01.5Z" };
    await post([{ ...session, visitor: "v-1", gender: null }]);
    expect(await read("é/ü ☃")).toMatchObject({ ...sentOf(session), visitor: "v-1" });
  });

  it("sent again change nothing, and are replaced as a whole where they differ", async () => {
    const sent = madeUpSessions(50, 11);
    await post(sent);
    const once = await all();
    const views = await Promise.all(sent.map(({ session_id }) => read(session_id)));
    expect(await post(sent)).toEqual({ received: 50, stored: 50, replaced: 50, rejected: [] });
    expect(await all()).toEqual(once);
    expect(await Promise.all(sent.map(({ session_id }) => read(session_id)))).toEqual(views);
    const other = { ...evening, session_id: "11-3", gender: "male" as const, views: ["X/Y"] };
    const fresh = { ...evening, session_id: "11-fresh" };
    expect(await post([other, fresh])).toMatchObject({ stored: 2, replaced: 1 });
    expect(await read("11-3")).toMatchObject({ ...sentOf(other), sequence: views[3].sequence });
    expect(await count("11-3")).toMatchObject({ total: 1, categories: { X: 1 } });
    expect((await all()).length).toBe(once.length + 1);
  });

  it("are forgotten, and can be sent anew", async () => {
    await post([{ ...evening, session_id: "gone" }]);
    expect((await call("DELETE", "/sessions/gone")).status).toBe(204);
    for (const path of ["/sessions/gone", "/sessions/gone/categories"]) {
      expect((await call("GET", path)).body).toMatchObject({ status: 404, code: "not_found" });
    }
    expect((await call("DELETE", "/sessions/gone")).status).toBe(404);
    expect(await post([{ ...evening, session_id: "gone", views: ["Z"] }])).toMatchObject({ stored: 1, replaced: 0 });
    expect(await count("gone")).toMatchObject({ total: 1, categories: { Z: 1 } });
  });

  it("are stored beside those that cannot be used, of which each is told", async () => {
    const log =
      "\ufeffsession_id,start,end,views,gender\r\n" +
      "ok-1,2014-11-14 00:02:14,2014-11-14 00:02:20,A/B;A/C,male\r\n" +
      "\r\n" +
      "late,2014-11-14 00:02:14,2014-11-14 00:02:13,A\r\n" +
      "few,2014-11-14 00:02:14\r\n" +
      '"ok ""2"", quoted",2014-11-14 00:02:14,2014-11-14 00:02:14,"A, B/C"\r\n' +
      'open,"2014-11-14 00:02:14,2014-11-14 00:02:14,A\r\n' +
      "ok-1,2014-11-15 00:02:14,2014-11-15 00:02:20,A\r\n" +
      "f,2014-11-14 00:02:14,2014-11-14 00:02:20,A,f\n" +
      "deep,2014-11-14 00:02:14,2014-11-14 00:02:20,A;A/B/C/D/E,female\n" +
      "none,2014-11-14 00:02:14,2014-11-14 00:02:20,\n";
    const { rejected, ...counts } = await postLog(log);
    expect(counts).toEqual({ received: 9, stored: 2, replaced: 0 });
    expect(rejected).toEqual([
      { line: 4, message: "end: 2014-11-14 00:02:13 is before the start, 2014-11-14 00:02:14" },
      { line: 5, message: "2 fields; the heading has 5: session_id,start,end,views,gender" },
      { line: 7, message: "the quotes of field 2 do not fit" },
      { line: 8, message: 'session_id: "ok-1" is in line 2 already' },
      { line: 9, message: 'gender: "f" is neither "female" nor "male"' },
      { line: 10, message: 'views[1]: "A/B/C/D/E" has 5 levels; a view has 1 to 4' },
      { line: 11, message: "views: no views: at least one is needed" },
    ]);
    expect(await read('ok "2", quoted')).toMatchObject({ views: ["A, B/C"] });
  });

  it("that cannot be used are told by their place, and refused where they are all", async () => {
    const wrong = [
      5,
      { ...evening, session_id: "\n" },
      { ...evening, session_id: "report" },
      { ...evening, session_id: "mixed", end: "2014-11-15T00:00Z" },
      { ...evening, session_id: "half", views: ["A/\ud800"] },
      { ...evening, session_id: "extra", colour: 1, start: 3 },
    ];
    const messages = [
      "5 is not an object with session_id, start, end, views, gender, visitor",
      "session_id: a session id has no control characters and no halves of characters",
      'session_id: "report" is reserved and cannot name a session',
      "end: start and end have an offset from universal time both, or neither has",
      'views[0]: "A/\\ud800" has control characters or halves of characters',
      'start: 3 is not a time, which is a string such as "2014-11-14 00:02:14" (and 1 more)',
    ];
    const beside = await post([...wrong, { ...evening, session_id: "right" }]);
    expect(beside).toEqual({
      ...{ received: 7, stored: 1, replaced: 0 },
      rejected: messages.map((message, i) => ({ line: i + 1, message })),
    });
    const { status, body } = await call("POST", "/sessions", { sessions: wrong });
    expect([status, body.code]).toEqual([422, "invalid"]);
    expect(body.errors).toEqual(messages.map((message, i) => ({ path: `sessions[${i}]`, message })));
  });

  describe("of a log", () => {
    const time = "2014-11-14 00:02:14,2014-11-14 00:02:20";
    const refuse = async (log: string) => {
      const { status, body } = await call("POST", "/sessions", log, { "content-type": "text/csv" });
      expect([status, body.code]).toEqual([422, "invalid"]);
      return body.errors as { path: string; message: string }[];
    };

    it.each([
      ["end,gender,session_id,start,views", "2014-11-14 00:02:20,male,h,2014-11-14 00:02:14,A/B;C", "male", null],
      ["session_id,visitor,start,end,views", `h,v-1,${time},A/B;C`, null, "v-1"],
      ['"views","session_id","start","end"', `A/B;C,h,${time}`, null, null],
      ["session_id,start,end,views,gender,visitor", `h,${time},A/B;C,,v-2`, null, "v-2"],
      ["session_id,start,end,views,gender,visitor", `h,${time},A/B;C`, null, null],
    ])("go by the heading %s", async (heading, line, gender, visitor) => {
      expect(await postLog(`${heading}\n${line}\n`)).toMatchObject({ received: 1, stored: 1, rejected: [] });
      const session = { start: "2014-11-14 00:02:14", end: "2014-11-14 00:02:20", views: ["A/B", "C"] };
      expect(await read("h")).toMatchObject({ ...session, gender, visitor });
    });

    it.each([
      ["session_id,start,end,gender", ["heading"], "column views is missing"],
      ["session_id,start,end,views,sex", ["heading.sex"], 'unknown column "sex"'],
      ["Session ID,start,end,views", ['heading["Session ID"]', "heading"], '"session_id" may be meant'],
      [
        "id,strat,end,view",
        ["heading.id", "heading.strat", "heading.view", "heading", "heading", "heading"],
        '"start"',
      ],
      ["session_id,start,end,views,start", ["heading.start"], "named twice"],
      // Of none of its names one that is near: it was a line with faults, and the others were stored by position.
      [
        "guest,begin,finish,sex",
        ["guest", "begin", "finish", "sex", ...Array(4).fill("")].map((name) => `heading${name && "."}${name}`),
        'unknown column "sex"',
      ],
      ["session_id;start;end;views", [""], "semicolons"],
      ["session_id\tstart\tend\tviews", [""], "tabs"],
    ])("are refused by the heading %j", async (heading, paths, message) => {
      const faults = await refuse(`${heading}\nx,${time},male\n`);
      expect(faults.map(({ path }) => path)).toEqual(paths);
      expect(faults.map((fault) => fault.message).join("\n")).toContain(message);
      expect((await call("GET", "/sessions/x")).status).toBe(404);
    });

    it("are refused where semicolons separate the fields, without a heading too", async () => {
      const [fault] = await refuse('x;2014-11-14 00:02:14;2014-11-14 00:02:20;"A/B;C";male\n');
      expect(fault?.message).toContain("semicolons");
    });

    it("are refused where none can be used, by their lines", async () => {
      expect(await refuse(`x,${time},\n\ny,${time},A,f\n`)).toEqual([
        { path: "line 1", message: "views: no views: at least one is needed" },
        { path: "line 3", message: 'gender: "f" is neither "female" nor "male"' },
      ]);
    });
  });

  it("are taken as JSON, one a line", async () => {
    const lines = [
      { ...evening, session_id: "line-1", visitor: "v" },
      { ...evening, session_id: "line-2", views: [] },
    ].map((session) => JSON.stringify(session));
    const send = (text: string, type = "application/x-ndjson") =>
      call("POST", "/sessions", text, { "content-type": type });
    const sent = await send(
      `\ufeff${lines[0]}\r\n\r\n${lines[1]}\nno session\n${lines[0]}`,
      "Application/X-NDJSON ; charset=utf-8",
    );
    const { rejected, ...counts } = sent.body;
    expect(counts, sent.text).toEqual({ received: 4, stored: 1, replaced: 0 });
    expect(
      rejected.map(({ line, message }: { line: number; message: string }) => [line, message.split(":")[0]]),
    ).toEqual([
      [3, "views"],
      [4, "no JSON"],
      [5, "session_id"],
    ]);
    expect(await read("line-1")).toMatchObject({ visitor: "v", views: sentOf(evening).views });
    const refused = await send("{}\n[");
    expect([refused.status, refused.body.errors.map(({ path }: { path: string }) => path)]).toEqual([
      422,
      ["line 1", "line 2"],
    ]);
  });

  it("are described as JSON and as a log, with the limits of both", async () => {
    const { body } = await call("GET", "/openapi.json");
    const { post } = body.paths["/sessions"];
    const { "application/json": json, "text/csv": csv, "application/x-ndjson": lines } = post.requestBody.content;
    const { sessions } = resolve(body, json.schema).properties;
    const session = resolve(body, sessions.items);
    expect(sessions).toMatchObject({ minItems: 1, maxItems: 50_000 });
    expect(session.required).toEqual(["session_id", "start", "end", "views"]);
    expect(session.properties.views).toMatchObject({ maxItems: 1_000, items: { type: "string" } });
    expect(session.properties.views.items.description).toContain("from the widest category");
    expect(csv.schema).toMatchObject({ type: "string", description: expect.stringContaining("50000 lines") });
    expect(lines.schema).toMatchObject({ type: "string", description: expect.stringContaining("50000 lines") });
  });

  it("are stored with the most views and the longest names, several at once", async () => {
    const name = "☃".repeat(CATEGORY_NAME_LENGTH_MAX);
    const views = Array(VIEW_COUNT_MAX).fill([name, name, name, name].join("/"));
    const ids = ["long-1", "long-2", "long-3"];
    await postLog(toLog(ids.map((session_id) => ({ ...evening, session_id, views }))));
    for (const id of ids) {
      expect(await count(id, "?level=4")).toMatchObject({
        total: VIEW_COUNT_MAX,
        categories: { [name]: VIEW_COUNT_MAX },
      });
      expect((await read(id)).views).toEqual(views);
    }
  });

  // More than a piece that goes to the database at once; the competition's 15,000 where they are.
  it("are taken by the thousand in one body, twice", async () => {
    const sent = pakddFolder ? readPakdd(pakddFolder) : madeUpSessions(9_000, 13);
    const some = drawn(sent, 200);
    for (const { session_id } of some) await call("DELETE", `/sessions/${session_id}`);
    const first = await postLog(toLog(sent));
    expect(first).toMatchObject({ received: sent.length, stored: sent.length, rejected: [] });
    expect(await postLog(toLog(sent))).toEqual({ ...first, replaced: sent.length });
    for (const session of some.slice(0, 20)) expect(await read(session.session_id)).toMatchObject(sentOf(session));
  });
});

/** So many of the sessions, the same each time. */
function drawn(sessions: SentSession[], count: number): SentSession[] {
  const random = uniform(count);
  const left = [...sessions];
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)[0] as SentSession);
}

/** Views by the name at a level, counted by hand. */
function tally(views: string[], level: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const view of views) {
    const name = view.split("/")[level - 1] as string;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
