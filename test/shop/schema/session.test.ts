// Sessions as they are sent: every limit at it and one past it, and what each rule takes.
import { describe, expect, it } from "vitest";
import * as limit from "../../../src/platform/schema/limit.ts";
import { tryParse } from "../../../src/platform/schema/parse.ts";
import { Session } from "../../../src/shop/schema/session.ts";
import { readLog } from "../../../src/shop/schema/session-log.ts";
import { SessionPageQuery, SessionsRequest, sessionsOf } from "../../../src/shop/schema/session-request.ts";

const session = (change: Record<string, unknown>) => ({
  session_id: "s",
  start: "2014-11-14 00:02:14",
  end: "2014-11-14 00:02:20",
  views: ["A/B"],
  ...change,
});
const log = (lines: number) => "s,2014-11-14 00:02:14,2014-11-14 00:02:20,A\n".repeat(lines);

describe.each([
  ["a session id", limit.SESSION_ID_LENGTH_MAX, (n: number) => session({ session_id: "s".repeat(n) })],
  ["a visitor id", limit.SESSION_ID_LENGTH_MAX, (n: number) => session({ visitor: "v".repeat(n) })],
  [
    "the name of a category",
    limit.CATEGORY_NAME_LENGTH_MAX,
    (n: number) => session({ views: [`A/${"é".repeat(n)}/`] }),
  ],
  ["views", limit.VIEW_COUNT_MAX, (n: number) => session({ views: Array(n).fill("A") })],
  ["levels", 4, (n: number) => session({ views: [Array(n).fill("A").join("/")] })],
])("%s", (_, most, make) => {
  it("is accepted at the limit, and refused one past it, naming the limit", () => {
    expect(tryParse(Session, make(most))).toHaveProperty("output");
    expect(tryParse(Session, make(most + 1))).toMatchObject({
      faults: [{ message: expect.stringContaining(String(most)) }],
    });
  });
});

it("takes as many sessions as a body may have, and refuses one more as a whole", () => {
  const body = (count: number) => ({ sessions: Array(count).fill(0) });
  const most = tryParse(SessionsRequest, body(limit.SESSION_COUNT_MAX));
  expect("output" in most && [...sessionsOf(most.output)].length).toBe(limit.SESSION_COUNT_MAX);
  expect(tryParse(SessionsRequest, body(limit.SESSION_COUNT_MAX + 1))).toMatchObject({
    faults: [{ path: "sessions" }],
  });
  expect([...readLog(log(limit.SESSION_COUNT_MAX))].length).toBe(limit.SESSION_COUNT_MAX);
  expect(() => readLog(log(limit.SESSION_COUNT_MAX + 1))).toThrowError(String(limit.SESSION_COUNT_MAX));
  expect(() => readLog(`session_id,start,end,views\n${log(limit.SESSION_COUNT_MAX)}`)).not.toThrow();
});

it("takes a page of the longest length, and refuses one more", () => {
  expect(tryParse(SessionPageQuery, { limit: String(limit.PAGE_LENGTH_MAX) })).toHaveProperty("output");
  expect(tryParse(SessionPageQuery, { limit: String(limit.PAGE_LENGTH_MAX + 1) })).toHaveProperty("faults");
});

it("takes a line of the most views with the longest names, and so the database can", () => {
  const name = "☃".repeat(limit.CATEGORY_NAME_LENGTH_MAX);
  const view = `${[name, name, name, name].join("/")}/`;
  const views = Array(limit.VIEW_COUNT_MAX).fill(view).join(";");
  const [read] = readLog(`${"s".repeat(limit.SESSION_ID_LENGTH_MAX)},2014-11-14 00:02:14,2014-11-14 00:02:20,${views}`);
  expect(read).toHaveProperty("session");
  const bytes = new TextEncoder().encode(JSON.stringify(read)).length;
  // With what is collected before it (1 MB), below the 2 MB of a D1 parameter.
  expect(bytes).toBeLessThan(900_000);
});

it("reads hours on the clock as written, and durations in the time that went by", () => {
  const over = tryParse(Session, session({ start: "2014-11-14T23:30:00+07:00", end: "2014-11-14T17:00:00.5Z" }));
  expect(over).toMatchObject({
    output: {
      start: { localMs: Date.UTC(2014, 10, 14, 23, 30), ms: Date.UTC(2014, 10, 14, 16, 30) },
      end: { ms: Date.UTC(2014, 10, 14, 17, 0, 0, 500) },
    },
  });
});

it.each([
  ["a start that is none", { start: "14.11.2014" }, "start"],
  ["the 31st of November", { end: "2014-11-31 00:00:00" }, "end"],
  ["an end before the start", { end: "2014-11-14 00:02:13" }, "end"],
  ["an end before the start, by its offset", { start: "2014-11-14T08:00Z", end: "2014-11-14T09:00+02:00" }, "end"],
  ["an offset at one of two", { end: "2014-11-14T09:00Z" }, "end"],
  ["no views", { views: [] }, "views"],
  ["a view that is empty", { views: ["A", ""] }, "views[1]"],
  ["a view of a slash", { views: ["/"] }, "views[0]"],
  ["a level that is empty", { views: ["A//C"] }, "views[0]"],
  ["two slashes at the end", { views: ["A//"] }, "views[0]"],
  ["a semicolon in a view", { views: ["A;B"] }, "views[0]"],
  ["a tab in a view", { views: ["A\t"] }, "views[0]"],
  ["a view that is a number", { views: [7] }, "views[0]"],
  ["a gender in short", { gender: "m" }, "gender"],
  ["a gender in capitals", { gender: "Female" }, "gender"],
  ["an empty session id", { session_id: "" }, "session_id"],
  ["a session id of half a character", { session_id: "\udc00" }, "session_id"],
  ["a session id that a URL takes for a folder", { session_id: ".." }, "session_id"],
  ["an empty visitor id", { visitor: "" }, "visitor"],
  ["a visitor that is a number", { visitor: 3 }, "visitor"],
  ["a key that is unknown", { label: 1 }, "label"],
])("refuses %s", (_, change, path) => {
  expect(tryParse(Session, session(change))).toMatchObject({ faults: [{ path }] });
});

describe("a column that no log has", () => {
  it.each([
    ["strat", "start"], // two letters changed
    ["shirts", null], // and one more
    ["ends", "end"],
    ["and", null], // of three letters one is too many
    ["id", "session_id"], // a part of it
    ["i", null],
  ])("%s may mean %s", (name, meant) => {
    const told = meant === null ? /visitor$/ : new RegExp(`; "${meant}" may be meant$`);
    expect(() => readLog(`session_id,start,end,views,${name}\n${log(1)}`)).toThrowError(told);
  });

  it("makes no heading of a first line by two short words", () => {
    const read = [...readLog(`s1,and,ent,A\n${log(1)}`)];
    expect(read).toMatchObject([{ line: 1, message: expect.any(String) }, { session: expect.anything() }]);
  });
});
