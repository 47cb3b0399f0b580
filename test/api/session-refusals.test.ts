// Every way to send something wrong to the calls on sessions. Adding a refusal is adding a row; what is wrong with one session
// among others is told in `rejected` and is in session.test.ts.
import { beforeAll, expect, it } from "vitest";
import {
  BODY_BYTES_MAX,
  CATEGORY_NAME_LENGTH_MAX,
  SESSION_COUNT_MAX,
  SESSION_ID_LENGTH_MAX,
  VIEW_COUNT_MAX,
} from "../../src/platform/schema/limit.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { expectRefusal, itRefuses, type Refusal, row } from "../support/refusal.ts";
import { madeUpSessions } from "../support/shop.ts";

const post = (body: unknown): Refusal["send"] => ["POST", "/sessions", body];
const postLog = (log: string | Uint8Array, type = "text/csv"): Refusal["send"] => [
  "POST",
  "/sessions",
  log,
  { "content-type": type },
];
const LINES = "application/x-ndjson";
const get = (path: string): Refusal["send"] => ["GET", `/sessions${path}`];
const train = (body: unknown, headers = {}): Refusal["send"] => ["POST", "/sessions/model", body, headers];
const ask = (body: unknown, headers = {}): Refusal["send"] => ["POST", "/sessions/prediction", body, headers];

/** A visit that can be used, but for what is given. */
const visit = (wrong: object = {}) => ({ ...madeUpSessions(1)[0], ...wrong });
const GENDERS = ["female", "male"] as const;
const TEXT = { "content-type": "text/plain" };

const refusals: Refusal[] = [
  row("JSON that is cut off", post('{"sessions": ['), 400),
  row("an empty body", post(""), 400),
  row("JSON that is no UTF-8", post(Uint8Array.of(0x22, 0xff, 0x22)), 400),
  row("a log that is no UTF-8", postLog(Uint8Array.of(0x41, 0xff, 0x2c)), 400, undefined, "malformed_csv"),
  row("lines that are no UTF-8", postLog(Uint8Array.of(0x22, 0xff, 0x22), LINES), 400),
  row("a log sent as JSON", ["POST", "/sessions", "a,2014-11-14,2014-11-14,A"], 400),

  row("an unknown session", get("/nobody"), 404),
  row("the categories of an unknown session", get("/nobody/categories?mode=relative&level=2"), 404),
  row("forgetting an unknown session", ["DELETE", "/sessions/nobody"], 404),
  row("a path below one that is there", get("/known/nothing"), 404),

  row("replacing a session by PUT", ["PUT", "/sessions/known", {}], 405),
  row("forgetting all sessions at once", ["DELETE", "/sessions"], 405),
  row("sending categories", ["POST", "/sessions/known/categories", {}], 405),

  row("a log of too many bytes", postLog(`${"a".repeat(BODY_BYTES_MAX)}\n`), 413),
  row("JSON of too many bytes", post(`{"sessions": []}`.padEnd(BODY_BYTES_MAX + 1)), 413),

  row("lines of too many bytes", postLog("\n".repeat(BODY_BYTES_MAX + 1), LINES), 413),

  row("a type that only looks like lines", postLog("{}", "application/x-ndjsonx"), 415),
  row("no content type, and nothing in it", postLog(Uint8Array.of(0x7b, 0x7d), ""), 422, "sessions"),
  row("plain text that is no log", postLog("a", "text/plain"), 415),
  row("tabs", postLog("a\t2014-11-14", "text/tab-separated-values"), 422),
  row("a type that only looks like CSV", postLog("a", "text/csvx"), 415),

  row("an array of no session", post([{}]), 422),
  row("a body of null", post("null"), 422, ""),
  row("no sessions", post({}), 422, "sessions"),
  row("an empty list of sessions", post({ sessions: [] }), 422, "sessions"),
  row("sessions by name", post({ sessions: { a: {} } }), 422, "sessions"),
  row("an unknown key", post({ sessions: [{}], shop: "x" }), 422, "shop"),
  row("sessions past the limit", post({ sessions: Array(SESSION_COUNT_MAX + 1).fill(0) }), 422, "sessions"),
  row("an empty log", postLog(""), 422, ""),
  row("a log of a heading and blank lines", postLog("\ufeffsession_id,start,end,views\r\n\r\n  \n"), 422, ""),
  row("no lines", postLog("", LINES), 422, ""),
  row("blank lines", postLog("\ufeff\r\n  \n", LINES), 422, ""),
  row("too many lines", postLog("1\n".repeat(SESSION_COUNT_MAX + 1), LINES), 422, ""),
  row("a line that is no session", postLog("\n5\n", LINES), 422, "line 2"),
  row("a log of too many lines", postLog("a\n".repeat(SESSION_COUNT_MAX + 1)), 422, ""),
  row("a query on a post", ["POST", "/sessions?dry=true", { sessions: [{}] }], 422, "dry"),

  row("a session id past the limit", get(`/${"s".repeat(SESSION_ID_LENGTH_MAX + 1)}`), 422, "session_id"),
  row("a session id with a line break", get("/a%0Ab"), 422, "session_id"),
  row("a session id that is broken", get("/%E0%A4%A"), 422, "session_id"),
  row("a session id that names a call", get("/model"), 422, "session_id"),
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

  row("a training that is cut off", train('{"name": '), 400),
  row("a training without a body", train(""), 400),
  row("a training that is no UTF-8", train(Uint8Array.of(0x22, 0xff, 0x22)), 400),
  row("a training as plain text", train("{}", TEXT), 415),
  row("a training as CSV", train("Ridge", { "content-type": "text/csv" }), 415),
  row("a training of too many bytes", train("{}".padEnd(BODY_BYTES_MAX + 1)), 413),
  row("a training by PUT", ["PUT", "/sessions/model", {}], 405),
  row("an array for a training", train([]), 422, ""),
  row("a training of null", train("null"), 422, ""),
  row("a training of a word", train('"Ridge"'), 422, ""),
  row("a family that is none", train({ name: "Random Tree" }), 422, "name"),
  row("a family in small letters", train({ name: "ridge" }), 422, "name"),
  row("no family", train({ name: null }), 422, "name"),
  row("two families", train({ name: ["Ridge", "SVM"] }), 422, "name"),
  row("tuning by a word", train({ h_tune: "true" }), 422, "h_tune"),
  row("tuning by a number", train({ h_tune: 1 }), 422, "h_tune"),
  row("tuning by null", train({ h_tune: null }), 422, "h_tune"),
  row("no params", train({ params: null }), 422, "params"),
  row("params by a word", train({ params: "balanced" }), 422, "params"),
  row("a list of params", train({ params: [1] }), 422, "params"),
  row("an unknown key of a training", train({ gender: "male" }), 422, "gender"),
  row("data with a training", train({ X: [[1]], y: ["male"] }), 422, "X"),
  row("a problem with a training", train({ problem: "classification" }), 422, "problem"),
  row("an unknown param", train({ name: "Ridge", params: { alpha: 1 } }), 422, "params.alpha"),
  row("another family's param", train({ name: "SVM", params: { lambda: 1 } }), 422, "params.lambda"),
  row("a param of a family that is not named", train({ params: { n_estimators: 10 } }), 422, "params.n_estimators"),
  row("a λ below 0", train({ params: { lambda: -1 } }), 422, "params.lambda"),
  row("a λ in words", train({ params: { lambda: "much" } }), 422, "params.lambda"),
  row("no trees", train({ name: "Random Forest", params: { n_estimators: 0 } }), 422, "params.n_estimators"),
  row("half a tree", train({ name: "Random Forest", params: { n_estimators: 1.5 } }), 422, "params.n_estimators"),
  row("too many trees", train({ name: "Random Forest", params: { n_estimators: 1_001 } }), 422, "params.n_estimators"),
  row(
    "leaves of none",
    train({ name: "Random Forest", params: { min_samples_leaf: 0 } }),
    422,
    "params.min_samples_leaf",
  ),
  row("a C of 0", train({ name: "SVM", params: { C: 0 } }), 422, "params.C"),
  row("a kernel that is none", train({ name: "SVM", params: { kernel: "cosine" } }), 422, "params.kernel"),
  row("weights that are none", train({ params: { class_weight: "even" } }), 422, "params.class_weight"),
  row("a wrong param though tuned", train({ h_tune: true, params: { lambda: -1 } }), 422, "params.lambda"),
  row("a query on a training", ["POST", "/sessions/model?wait=0", {}], 422, "wait"),
  row("a training on too few labelled sessions", train({}), 422),

  row("a report before training", get("/report"), 409, undefined, "not_trained"),
  row("a report by POST", ["POST", "/sessions/report", {}], 405),
  row("a query on a report", get("/report?format=html"), 422, "format"),

  row("a prediction before training", get("/known/prediction"), 409, undefined, "not_trained"),
  row("a prediction by POST to its session", ["POST", "/sessions/known/prediction", {}], 405),
  row("deleting a prediction", ["DELETE", "/sessions/known/prediction"], 405),
  row("a path below a prediction", get("/known/prediction/male"), 404),
  row("an explanation that may be", get("/known/prediction?explain=maybe"), 422, "explain"),
  row("an explanation of nothing", get("/known/prediction?explain"), 422, "explain"),
  row("an explanation in capitals", get("/known/prediction?explain=True"), 422, "explain"),
  row("an explanation by a number", get("/known/prediction?explain=1"), 422, "explain"),
  row("an explanation given twice", get("/known/prediction?explain=true&explain=true"), 422, "explain"),
  row("an unknown query of a prediction", get("/known/prediction?version=1"), 422, "version"),
  row("a prediction for a name of a call", get("/report/prediction"), 422, "session_id"),
  row(
    "a prediction for an id past the limit",
    get(`/${"s".repeat(SESSION_ID_LENGTH_MAX + 1)}/prediction`),
    422,
    "session_id",
  ),
  row("a prediction for an id that is broken", get("/%E0%A4%A/prediction"), 422, "session_id"),

  row("a visit before training", ask(visit()), 409, undefined, "not_trained"),
  row("a visit that is cut off", ask('{"session_id": "a"'), 400),
  row("no visit", ask(""), 400),
  row("a visit as a log", ask("a,2014-11-14,2014-11-14,A", { "content-type": "text/csv" }), 415),
  row("a visit as plain text", ask("{}", TEXT), 415),
  row("a visit of too many bytes", ask("{}".padEnd(BODY_BYTES_MAX + 1)), 413),
  row("a visit by PUT", ["PUT", "/sessions/prediction", visit()], 405),
  row("an array of visits", ask([visit()]), 422, ""),
  row("a visit of null", ask("null"), 422, ""),
  row("visits as they are stored", ask({ sessions: [visit()] }), 422, "sessions"),
  row("an empty visit", ask({}), 422, "views"),
  row("an unknown key of a visit", ask(visit({ age: 30 })), 422, "age"),
  row("a visit with an array for an id", ask(visit({ session_id: ["v"] })), 422, "session_id"),
  row("a visit with an empty id", ask(visit({ session_id: "" })), 422, "session_id"),
  row("a visit with a number for an id", ask(visit({ session_id: 7 })), 422, "session_id"),
  row("a visit with an id that is reserved", ask(visit({ session_id: "model" })), 422, "session_id"),
  row("a visit without views", ask(visit({ views: undefined })), 422, "views"),
  row("a visit of no views", ask(visit({ views: [] })), 422, "views"),
  row("a visit of too many views", ask(visit({ views: Array(VIEW_COUNT_MAX + 1).fill("A") })), 422, "views"),
  row("views as in the log", ask(visit({ views: "A/B;A/C" })), 422, "views"),
  row("a view that is a number", ask(visit({ views: ["A", 3] })), 422, "views[1]"),
  row("a view of five levels", ask(visit({ views: ["A/B/C/D/E"] })), 422, "views[0]"),
  row("a view without a name", ask(visit({ views: ["A", "A//C"] })), 422, "views[1]"),
  row("a view of an empty name", ask(visit({ views: [""] })), 422, "views[0]"),
  row("a view of two", ask(visit({ views: ["A;B"] })), 422, "views[0]"),
  row(
    "a view of a name past the limit",
    ask(visit({ views: ["A".repeat(CATEGORY_NAME_LENGTH_MAX + 1)] })),
    422,
    "views[0]",
  ),
  row("an end before the start", ask(visit({ start: "2014-11-14 00:00:01", end: "2014-11-14 00:00:00" })), 422, "end"),
  row("an end without a start", ask(visit({ start: undefined })), 422, "start"),
  row("a day that is none", ask(visit({ start: "2014-02-30 00:00:00" })), 422, "start"),
  row("a time in words", ask(visit({ start: "yesterday" })), 422, "start"),
  row("a time as a number", ask(visit({ end: 1_415_923_334 })), 422, "end"),
  row("an offset on one side", ask(visit({ start: "2014-11-14T00:00Z", end: "2014-11-14T00:01" })), 422, "end"),
  row("a gender in short", ask(visit({ gender: "f" })), 422, "gender"),
  row("a gender in capitals", ask(visit({ gender: "Female" })), 422, "gender"),
  row("a visitor who is a number", ask(visit({ visitor: 7 })), 422, "visitor"),
  row("an unknown query of a visit", ["POST", "/sessions/prediction?level=1", visit()], 422, "level"),
  row("an explanation of a visit that may be", ["POST", "/sessions/prediction?explain=yes", visit()], 422, "explain"),
];

describeOnEachRuntime("refusals about sessions", (call) => {
  const everything = async () => [(await call("GET", "/sessions")).body, (await call("GET", "/sessions/known")).body];
  beforeAll(async () => {
    const sessions = [{ ...madeUpSessions(1)[0], session_id: "known" }, ...madeUpSessions(5, 2)];
    expect((await call("POST", "/sessions", { sessions })).body.stored).toBe(6);
  });

  itRefuses(call, refusals, { everything });

  it("name what would be accepted", async () => {
    const told = async (path: string) => (await call("GET", `/sessions/known/categories?${path}`)).body.errors;
    expect(await told("mode=percent")).toEqual([
      { path: "mode", message: '"percent" is neither absolute nor relative' },
    ]);
    expect(await told("level=5")).toEqual([{ path: "level", message: '"5" is not a level: 1, 2, 3, 4 are' }]);
    const { detail } = (await call("POST", "/sessions", "a\n", { "content-type": "application/xml" })).body;
    expect(detail).toContain("application/json, application/x-ndjson, text/csv, application/vnd.apache.parquet");
  });

  it("name what would be allowed, and nothing that would not", async () => {
    const allowed = async (method: string, path: string) =>
      (await call(method, `/sessions${path}`, {})).headers.get("allow");
    expect(await allowed("PUT", "/model")).toBe("POST, OPTIONS");
    expect(await allowed("POST", "/report")).toBe("GET, HEAD, OPTIONS");
    expect(await allowed("PUT", "/prediction")).toBe("POST, OPTIONS");
    expect(await allowed("PUT", "/known/prediction")).toBe("GET, HEAD, OPTIONS");
    expect(await allowed("PUT", "/known")).toBe("GET, HEAD, DELETE, OPTIONS");
  });
});

describeOnEachRuntime("refusals of a gender model", (call) => {
  const store = async (sessions: object[]) => {
    expect((await call("POST", "/sessions", { sessions })).body.stored).toBe(sessions.length);
  };
  const told = async (body: object = {}) => {
    await expectRefusal(call, row("a training", train(body), 422));
    return (await call("POST", "/sessions/model", body)).body.detail;
  };
  const visits = madeUpSessions(40).map((session, i) => ({ ...session, visitor: `v${i % 10}` }));

  it("say what sessions lack, one after the other", async () => {
    expect(await told()).toContain("0 sessions have a gender; 20 are needed");
    await store(visits.map(({ gender: _, ...session }) => session));
    expect(await told()).toContain("0 sessions have a gender; 20 are needed");
    await store(visits.slice(0, 19).map((session) => ({ ...session, gender: "female" })));
    expect(await told()).toContain("19 sessions have a gender; 20 are needed");
    await store(visits.slice(0, 20).map((session) => ({ ...session, gender: "female" })));
    expect(await told()).toContain("all 20 labelled sessions are female; both genders are needed");
    await store(visits.slice(0, 20).map((session, i) => ({ ...session, gender: GENDERS[i % 2], visitor: "one" })));
    expect(await told()).toContain("its blocks cannot be held out: all rows are one group");
    await store(visits.slice(0, 20).map((session, i) => ({ ...session, gender: GENDERS[i % 2] })));
    expect(await told({ params: { class_weight: { m: 2 } } })).toContain("params.class_weight.m: no class of y");
    // Nothing is left of those that were refused.
    expect((await call("GET", "/api/ml_models")).body[1]).toEqual([]);
    expect((await call("POST", "/sessions/model", {})).status).toBe(201);
  });

  it("are told of a session that is not there once there is a model", async () => {
    await expectRefusal(call, row("an unknown session", get("/nobody/prediction?explain=true"), 404));
    await expectRefusal(call, row("a wrong visit", ask(visit({ views: [] })), 422, "views"));
    await expectRefusal(call, row("a wrong training", train({ params: { lambda: -1 } }), 422, "params.lambda"));
    expect((await call("GET", "/sessions/report")).body.model.version).toBe(1);
  });
});
