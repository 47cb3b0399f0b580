// Every way to send something wrong: status and code are exact, the fault names its place, nothing stored changes. Adding a
// refusal is adding a row.
import { beforeAll, expect, it } from "vitest";
import { LAG_MAX } from "../../src/schema/limit.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

interface Refusal {
  /** What is wrong. */
  of: string;
  send: [method: string, path: string, body?: unknown, headers?: Record<string, string>];
  status: number;
  code: string;
  /** The path of the fault, where there is one. */
  at?: string;
}

const CODES: Record<number, string> = {
  400: "malformed_json",
  404: "not_found",
  405: "method_not_allowed",
  409: "conflict",
  413: "too_large",
  415: "unsupported_media_type",
  422: "invalid",
};

/** A row of the table; the code follows from the status unless given. */
function row(of: string, send: Refusal["send"], status: number, at?: string, code = CODES[status] as string): Refusal {
  return { of, send, status, code, ...(at === undefined ? {} : { at }) };
}

const good = { x: { T_out: [1, 2, 4], RH: [3, 1, 5] }, y: [1, 2, 4] };
const train = (change: Record<string, unknown>): Refusal["send"] => [
  "POST",
  "/norms/house/train",
  { ...good, ...change },
];
const predict = (change: Record<string, unknown>): Refusal["send"] => [
  "POST",
  "/norms/house/predict",
  { x: good.x, ...change },
];
const specify = (body: unknown): Refusal["send"] => ["PUT", "/norms/new", body];

const refusals: Refusal[] = [
  row("a body that is cut off", ["POST", "/train", '{"x": {"a": [1, 2'], 400),
  row("an empty body", ["POST", "/train", ""], 400),
  row("NaN in JSON", ["POST", "/train", '{"x": {"a": [NaN]}, "y": [1]}'], 400),
  row("a trailing comma", ["POST", "/norms/house/predict", '{"x": {"a": [1,]}}'], 400),
  row("bytes that are no UTF-8", ["POST", "/train", Uint8Array.of(0x22, 0xff, 0x22)], 400),
  row("single quotes", ["PUT", "/norms/new", "{'columns': ['a']}"], 400),

  row("a path that is not there", ["GET", "/norm"], 404),
  row("a path below one that is there", ["GET", "/norms/house/nothing"], 404),
  row("an unknown norm", ["GET", "/norms/nowhere"], 404),
  row("deleting an unknown norm", ["DELETE", "/norms/nowhere"], 404),
  row("predicting with an unknown norm", ["POST", "/norms/nowhere/predict", { x: { a: [1] } }], 404),
  row("the default norm before its first train", ["POST", "/predict", { x: { a: [1] } }], 404),
  row("the history of an unknown norm", ["GET", "/norms/nowhere/history"], 404),
  row("the batches of an unknown norm", ["GET", "/norms/nowhere/batches"], 404),
  row("an unknown batch", ["GET", "/norms/house/batches/never"], 404),
  row("forgetting an unknown batch", ["DELETE", "/norms/house/batches/never"], 404),
  row("a version that is not there yet", predict({ version: 99 }), 404),

  row("a wrong method on a list", ["POST", "/norms", {}], 405),
  row("a wrong method on an action", ["GET", "/norms/house/train"], 405),
  row("a wrong method on a norm", ["PATCH", "/norms/house", {}], 405),
  row("deleting all batches at once", ["DELETE", "/norms/house/batches"], 405),
  row("deleting the root", ["DELETE", "/"], 405),
  row("training by PUT", ["PUT", "/train", good], 405),

  row("the same batch with another y", train({ batch: "first", y: [1, 2, 5] }), 409),
  row("the same batch with rows more", train({ batch: "first", x: { T_out: [1], RH: [2] }, y: [3] }), 409),
  row(
    "the same batch by header with other content",
    ["POST", "/norms/house/train", { ...good, y: [9, 9, 8] }, { "idempotency-key": "first" }],
    409,
  ),
  row("other columns once there are batches", ["PUT", "/norms/house", { columns: ["T_out"] }], 409),
  row(
    "other lags once there are batches",
    ["PUT", "/norms/house", { columns: ["T_out", "RH"], lags: { RH: [0, 1] } }],
    409,
  ),
  row(
    "predicting before training",
    ["POST", "/norms/untrained/predict", { x: { a: [1] } }],
    409,
    undefined,
    "not_trained",
  ),

  row("no content type", ["POST", "/train", Uint8Array.of(0x7b, 0x7d), { "content-type": "" }], 415),
  row("a form", ["POST", "/train", "x=1", { "content-type": "application/x-www-form-urlencoded" }], 415),
  row("text", ["POST", "/norms/house/predict", "{}", { "content-type": "text/plain" }], 415),
  row("CSV", ["POST", "/norms/house/train", "a,y\n1,2", { "content-type": "text/csv" }], 415),
  row("a type that only looks like JSON", ["PUT", "/norms/new", "{}", { "content-type": "application/jsonp" }], 415),

  row("a body that is no object", ["POST", "/train", [1, 2]], 422, ""),
  row("a body of null", ["POST", "/train", "null"], 422, ""),
  row("a string as body", ["POST", "/train", '"x"'], 422, ""),
  row("no x", ["POST", "/train", { y: [1] }], 422, "x"),
  row("no y", ["POST", "/train", { x: { a: [1] } }], 422, "y"),
  row("a number as x", train({ x: 5 }), 422, "x"),
  row("a string as x", train({ x: "T_out" }), 422, "x"),
  row("no columns", train({ x: {} }), 422, "x"),
  row("no rows", train({ x: [] }), 422, "x"),
  row("empty rows", train({ x: [[], []], y: [1, 2] }), 422, "x"),
  row("an empty column", train({ x: { T_out: [], RH: [] }, y: [] }), 422, "x.T_out"),
  row("an empty y", train({ y: [] }), 422, "y"),
  row("a number as column", train({ x: { T_out: 1, RH: [1] } }), 422, "x.T_out"),
  row("a row that is no array", ["POST", "/train", { x: [[1], 2], y: [1, 2] }], 422, "x[1]"),
  row("ragged rows", ["POST", "/train", { x: [[1, 2], [3]], y: [1, 2] }], 422, "x[1]"),
  row("columns of two lengths", train({ x: { T_out: [1, 2, 3], RH: [1, 2] } }), 422, "x.RH"),
  row("y shorter than x", train({ y: [1, 2] }), 422, "y"),
  row("y longer than x", train({ y: [1, 2, 3, 4] }), 422, "y"),
  row("an object as y", train({ y: { a: 1 } }), 422, "y"),
  row("a string in a column", train({ x: { T_out: [1, "2", 3], RH: [1, 2, 3] } }), 422, "x.T_out[1]"),
  row("a string in a row", ["POST", "/train", { x: [[1], ["n/a"]], y: [1, 2] }], 422, "x[1][0]"),
  row("true in y", train({ y: [1, true, 3] }), 422, "y[1]"),
  row("an array in y", train({ y: [1, [2], 3] }), 422, "y[1]"),
  row("1e999", ["POST", "/norms/house/train", '{"x": {"T_out": [1e999], "RH": [1]}, "y": [1]}'], 422, "x.T_out[0]"),
  row("−1e999 in y", ["POST", "/norms/house/train", '{"x": {"T_out": [1], "RH": [1]}, "y": [-1e999]}'], 422, "y[0]"),
  row("a value whose square is not finite", train({ y: [1, 2, 1e200] }), 422, "y[2]"),
  row("a value too small to square", train({ y: [1, 2, 1e-200] }), 422, "y[2]"),
  row("only missing values", train({ y: [null, null, null] }), 422, "x"),
  row("a reserved column name", ["POST", "/train", '{"x": {"__proto__": [1]}, "y": [1]}'], 422, "x.__proto__"),
  row("an inherited column name", ["POST", "/train", { x: { constructor: [1] }, y: [1] }], 422, "x.constructor"),
  row("a column without a name", ["POST", "/train", { x: { "": [1] }, y: [1] }], 422, 'x[""]'),
  row("a column that the norm does not know", train({ x: { ...good.x, wind: [1, 2, 3] } }), 422, "x.wind"),
  row("a column that is missing", train({ x: { T_out: [1, 2, 3] } }), 422, "x.RH"),
  row(
    "rows for a norm whose columns have names",
    train({
      x: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    }),
    422,
    "x.T_out",
  ),
  row("an unknown key in train", train({ Y: [1] }), 422, "Y"),
  row("times, which are not used", train({ t: ["2026-01-01", "2026-01-02", "2026-01-03"] }), 422, "t"),
  row("an empty batch name", train({ batch: "" }), 422, "batch"),
  row("a batch name with a slash", train({ batch: "2016/03" }), 422, "batch"),
  row("a batch name that is a number", train({ batch: 3 }), 422, "batch"),
  row(
    "a key that is no batch name",
    ["POST", "/norms/house/train", good, { "idempotency-key": "a b" }],
    422,
    "Idempotency-Key",
  ),
  row(
    "a key that contradicts the batch",
    ["POST", "/norms/house/train", { ...good, batch: "a" }, { "idempotency-key": "b" }],
    422,
    "batch",
  ),
  row("continues that is no boolean", train({ continues: "no" }), 422, "continues"),

  row("predicting without a column", predict({ x: { T_out: [1] } }), 422, "x.RH"),
  row("predicting without x", ["POST", "/norms/house/predict", {}], 422, "x"),
  row("predicting with y", predict({ y: [1, 2, 3] }), 422, "y"),
  row("predicting no rows", predict({ x: { T_out: [], RH: [] } }), 422, "x.T_out"),
  row("a string in predict", predict({ x: { T_out: ["1"], RH: [2] } }), 422, "x.T_out[0]"),
  row("version 0", predict({ version: 0 }), 422, "version"),
  row("half a version", predict({ version: 1.5 }), 422, "version"),
  row("a version by name", predict({ version: "latest" }), 422, "version"),

  row("a specification without columns", specify({ lags: {} }), 422, "columns"),
  row("no columns in a specification", specify({ columns: [] }), 422, "columns"),
  row("a column twice", specify({ columns: ["a", "a"] }), 422, "columns"),
  row("a column that is a number", specify({ columns: [1] }), 422, "columns[0]"),
  row("a column name with a line break", specify({ columns: ["a\nb"] }), 422, "columns[0]"),
  row("a reserved column in a specification", specify({ columns: ["__proto__"] }), 422, "columns[0]"),
  row("lags of an unknown column", specify({ columns: ["a"], lags: { b: [1] } }), 422, "lags.b"),
  row(
    "lags of a reserved column",
    ["PUT", "/norms/new", '{"columns": ["a"], "lags": {"constructor": [1]}}'],
    422,
    "lags",
  ),
  row("lags of a prototype", ["PUT", "/norms/new", '{"columns": ["a"], "lags": {"__proto__": [1]}}'], 422, "lags"),
  row("a column named prototype", specify({ columns: ["prototype"] }), 422, "columns[0]"),
  row("a column named as another's lag", specify({ columns: ["a", "a[t-1]"], lags: { a: [0, 1] } }), 422, "columns"),
  row("lags that are an array", specify({ columns: ["a"], lags: [1] }), 422),
  row("a negative lag", specify({ columns: ["a"], lags: { a: [-1] } }), 422, "lags.a[0]"),
  row("half a lag", specify({ columns: ["a"], lags: { a: [0.5] } }), 422, "lags.a[0]"),
  row("a lag past the limit", specify({ columns: ["a"], lags: { a: [LAG_MAX + 1] } }), 422, "lags.a[0]"),
  row("a lag twice", specify({ columns: ["a"], lags: { a: [1, 1] } }), 422, "lags.a"),
  row("no lags of a column", specify({ columns: ["a"], lags: { a: [] } }), 422, "lags.a"),
  row("a lag that is no array", specify({ columns: ["a"], lags: { a: 1 } }), 422, "lags.a"),
  row("a negative λ", specify({ columns: ["a"], lambda: -1 }), 422, "lambda"),
  row("a λ by another name", specify({ columns: ["a"], lambda: "best" }), 422, "lambda"),
  row("a λ of null", specify({ columns: ["a"], lambda: null }), 422, "lambda"),
  row("an infinite λ", ["PUT", "/norms/new", '{"columns": ["a"], "lambda": 1e999}'], 422, "lambda"),
  row("an unknown key in a specification", specify({ columns: ["a"], alpha: 1 }), 422, "alpha"),

  row("a norm name in capitals", ["POST", "/norms/House/train", good], 422, "norm"),
  row("a norm name with a space", ["PUT", "/norms/my%20house", { columns: ["a"] }], 422, "norm"),
  row("a norm name that begins with a dash", ["GET", "/norms/-house"], 422, "norm"),
  row("a norm name of 64 characters", ["GET", `/norms/${"n".repeat(64)}`], 422, "norm"),
  row("broken percent-encoding", ["GET", "/norms/%E0%A4%A"], 422, "norm"),
  row("a batch name with a space in the path", ["DELETE", "/norms/house/batches/a%20b"], 422, "batch"),
  row("a page of nothing", ["GET", "/norms?limit=0"], 422, "limit"),
  row("a page that is too long", ["GET", "/norms/house/history?limit=1001"], 422, "limit"),
  row("a page after a word", ["GET", "/norms/house/batches?after=first"], 422, "after"),
  row("an unknown query", ["GET", "/norms?offset=3"], 422, "offset"),
  row("a query where none is known", ["GET", "/norms/house?version=1"], 422, "version"),
  row("a query on a train", ["POST", "/norms/house/train?batch=b", good], 422, "batch"),
  row("a query given twice", ["GET", "/norms?limit=1&limit=2"], 422, "limit"),
];

describeOnEachRuntime("refusals", (call) => {
  let before: unknown;
  beforeAll(async () => {
    await call("POST", "/norms/house/train", { ...good, batch: "first" });
    await call("PUT", "/norms/untrained", { columns: ["a"] });
    before = await everything();
  });

  const everything = () =>
    Promise.all(
      ["/norms", "/norms/house", "/norms/house/history", "/norms/house/batches", "/norms/untrained"].map(
        async (path) => (await call("GET", path)).body,
      ),
    );

  it("are at least sixty", () => expect(refusals.length).toBeGreaterThanOrEqual(60));

  it.each(refusals)("$of: $status $code", async ({ send, status, code, at }) => {
    const answer = await call(...send);
    expect({ status: answer.status, code: answer.body.code }, JSON.stringify(answer.body)).toEqual({ status, code });
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(Object.keys(answer.body)).toEqual(["type", "title", "status", "detail", "code", "errors"]);
    expect(answer.body.detail).toMatch(/^Cannot /);
    if (at !== undefined) expect(answer.body.errors.map(({ path }: { path: string }) => path)).toContain(at);
    if (status === 405) expect(answer.headers.get("allow")).toMatch(/[A-Z]/);
    expect(await everything()).toEqual(before);
  });
});
