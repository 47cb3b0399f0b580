// Every way to send something wrong to the calls on sessions. Adding a refusal is adding a row; what is wrong with one session
// among others is told in `rejected` and is in session.test.ts.
import { beforeAll, expect, it } from "vitest";
import { BODY_BYTES_MAX, SESSION_COUNT_MAX, SESSION_ID_LENGTH_MAX } from "../../src/schema/limit.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { expectRefusal, type Refusal, row } from "../support/refusal.ts";
import { madeUpSessions } from "../support/shop.ts";

const post = (body: unknown): Refusal["send"] => ["POST", "/sessions", body];
const postLog = (log: string | Uint8Array, type = "text/csv"): Refusal["send"] => [
  "POST",
  "/sessions",
  log,
  { "content-type": type },
];
const get = (path: string): Refusal["send"] => ["GET", `/sessions${path}`];

const refusals: Refusal[] = [
  row("JSON that is cut off", post('{"sessions": ['), 400),
  row("an empty body", post(""), 400),
  row("JSON that is no UTF-8", post(Uint8Array.of(0x22, 0xff, 0x22)), 400),
  row("a log that is no UTF-8", postLog(Uint8Array.of(0x41, 0xff, 0x2c)), 400, undefined, "malformed_csv"),
  row("a log sent as JSON", ["POST", "/sessions", "a,2014-11-14,2014-11-14,A"], 400),

  row("an unknown session", get("/nobody"), 404),
  row("the categories of an unknown session", get("/nobody/categories?mode=relative&level=2"), 404),
  row("forgetting an unknown session", ["DELETE", "/sessions/nobody"], 404),
  row("a path below one that is there", get("/known/views"), 404),

  row("replacing a session by PUT", ["PUT", "/sessions/known", {}], 405),
  row("forgetting all sessions at once", ["DELETE", "/sessions"], 405),
  row("sending categories", ["POST", "/sessions/known/categories", {}], 405),

  row("a log of too many bytes", postLog(`${"a".repeat(BODY_BYTES_MAX)}\n`), 413),
  row("JSON of too many bytes", post(`{"sessions": []}`.padEnd(BODY_BYTES_MAX + 1)), 413),

  row("no content type", postLog(Uint8Array.of(0x7b, 0x7d), ""), 415),
  row("plain text", postLog("a,2014-11-14,2014-11-14,A", "text/plain"), 415),
  row("tabs", postLog("a\t2014-11-14", "text/tab-separated-values"), 415),
  row("a type that only looks like CSV", postLog("a", "text/csvx"), 415),

  row("an array of sessions", post([{}]), 422, ""),
  row("a body of null", post("null"), 422, ""),
  row("no sessions", post({}), 422, "sessions"),
  row("an empty list of sessions", post({ sessions: [] }), 422, "sessions"),
  row("sessions by name", post({ sessions: { a: {} } }), 422, "sessions"),
  row("an unknown key", post({ sessions: [{}], shop: "x" }), 422, "shop"),
  row("sessions past the limit", post({ sessions: Array(SESSION_COUNT_MAX + 1).fill(0) }), 422, "sessions"),
  row("an empty log", postLog(""), 422, ""),
  row("a log of a heading and blank lines", postLog("\ufeffsession_id,start\r\n\r\n  \n"), 422, ""),
  row("a log of too many lines", postLog("a\n".repeat(SESSION_COUNT_MAX + 1)), 422, ""),
  row("a query on a post", ["POST", "/sessions?dry=true", { sessions: [{}] }], 422, "dry"),

  row("a session id past the limit", get(`/${"s".repeat(SESSION_ID_LENGTH_MAX + 1)}`), 422, "session_id"),
  row("a session id with a line break", get("/a%0Ab"), 422, "session_id"),
  row("a session id that is broken", get("/%E0%A4%A"), 422, "session_id"),
  row("a session id that names a call", get("/report"), 422, "session_id"),
  row("a query on a session", get("/known?views=true"), 422, "views"),
  row("a mode that is none", get("/known/categories?mode=percent"), 422, "mode"),
  row("a mode in capitals", get("/known/categories?mode=Absolute"), 422, "mode"),
  row("a mode given twice", get("/known/categories?mode=absolute&mode=relative"), 422, "mode"),
  row("level 0", get("/known/categories?level=0"), 422, "level"),
  row("level 5", get("/known/categories?level=5"), 422, "level"),
  row("half a level", get("/known/categories?level=1.0"), 422, "level"),
  row("an empty level", get("/known/categories?level="), 422, "level"),
  row("an unknown query", get("/known/categories?depth=1"), 422, "depth"),
  row("a page of nothing", get("?limit=0"), 422, "limit"),
  row("a page that is too long", get("?limit=1001"), 422, "limit"),
  row("a page after a session's id", get("?after=known"), 422, "after"),
];

describeOnEachRuntime("refusals about sessions", (call) => {
  let before: unknown;
  const everything = async () => [(await call("GET", "/sessions")).body, (await call("GET", "/sessions/known")).body];
  beforeAll(async () => {
    const sessions = [{ ...madeUpSessions(1)[0], session_id: "known" }, ...madeUpSessions(5, 2)];
    expect((await call("POST", "/sessions", { sessions })).body.stored).toBe(6);
    before = await everything();
  });

  it.each(refusals)("$of: $status $code", async (refusal) => {
    await expectRefusal(call, refusal);
    expect(await everything()).toEqual(before);
  });

  it("name what would be accepted", async () => {
    const told = async (path: string) => (await call("GET", `/sessions/known/categories?${path}`)).body.errors;
    expect(await told("mode=percent")).toEqual([
      { path: "mode", message: '"percent" is neither absolute nor relative' },
    ]);
    expect(await told("level=5")).toEqual([{ path: "level", message: '"5" is not a level: 1, 2, 3, 4 are' }]);
    const { detail } = (await call("POST", "/sessions", "a\n", { "content-type": "text/plain" })).body;
    expect(detail).toContain("application/json and text/csv are accepted");
  });
});
