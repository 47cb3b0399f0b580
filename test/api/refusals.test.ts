// Every way to send something wrong: status and code are exact, the fault names its place, nothing stored changes. Adding a
// refusal is adding a row.
import { beforeAll, expect, it } from "vitest";
import {
  CANDIDATE_COUNT_MAX,
  CELL_COUNT_MAX,
  FEATURE_COUNT_MAX,
  HARMONIC_MAX,
  KNOT_COUNT_MAX,
  LAG_MAX,
} from "../../src/platform/schema/limit.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { expectRefusal, type Refusal, row } from "../support/refusal.ts";

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
const specifyA = (change: Record<string, unknown>) => specify({ columns: ["a"], ...change });

/** Rows of column a, one for each time, sent to be trained. */
const trainAt = (norm: string, t: unknown[], change: Record<string, unknown> = {}): Refusal["send"] => {
  const values = t.map((_, i) => i + 1);
  return ["POST", `/norms/${norm}/train`, { t, x: { a: values }, y: values, ...change }];
};
const ask = (norm: string, call: string, body: unknown): Refusal["send"] => ["POST", `/norms/${norm}/${call}`, body];
const hours = (count: number) => Array.from({ length: count }, (_, i) => `2016-03-01T${10 + i}:00Z`);
const values = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

/** The norms that stand ready, by name; those of `trained` learn six rows. */
const specified: Record<string, Record<string, unknown>> = {
  untrained: { columns: ["a"] },
  "untrained-calendar": { columns: ["a"], calendar: ["weekend"] },
  "untrained-lagged": { columns: ["a"], lags: { a: [0, 1] } },
  "untrained-90min": { columns: ["a"], lags: { a: ["90min"] } },
  "untrained-300d": { columns: ["a"], lags: { a: ["300d"] } },
  "untrained-stated": { columns: ["a"], step: "1h" },
  "untrained-step": { columns: ["a"], lags: { a: [1] }, step: "1h" },
  "untrained-tails": { columns: values(16).map((i) => `a${i}`), rolling: tails("1400h") },
  "untrained-candidates": { columns: ["a"], candidates: ["a"] },
  "untrained-wide": { columns: ["a"], lags: { a: [0, ...values(FEATURE_COUNT_MAX - 1)] } },
};
const trained: Record<string, Record<string, unknown>> = {
  timed: { columns: ["a"] },
  chicago: { columns: ["a"], timezone: "America/Chicago", calendar: ["hour_of_day"] },
  lagged: { columns: ["a"], lags: { a: [0, "2h"] }, candidates: ["a[t-2h]"] },
};

/** One window for each of sixteen columns: what they keep of the past is more than fits. */
function tails(window: number | string) {
  return values(16).map((i) => ({ column: `a${i}`, window, statistic: "mean" }));
}

/** One row too many of as many features as there may be. */
const wide = Array(Math.floor(CELL_COUNT_MAX / FEATURE_COUNT_MAX) + 1).fill(1);

const refusals: Refusal[] = [
  row("a body that is cut off", ["POST", "/train", '{"x": {"a": [1, 2'], 400),
  row("an empty body", ["POST", "/train", ""], 400),
  row("NaN in JSON", ["POST", "/train", '{"x": {"a": [NaN]}, "y": [1]}'], 400, "x.a[0]"),
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
  row("a compressed body", ["POST", "/train", Uint8Array.of(0x1f, 0x8b), { "content-encoding": "gzip" }], 415),
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
  row("a column named twice", ["POST", "/train", '{"x": {"a": [1], "a": [2]}, "y": [1]}'], 422, "x.a"),
  row(
    "y named twice",
    ["POST", "/norms/house/train", '{"x": {"T_out": [1], "RH": [1]}, "y": [1], "y": [2]}'],
    422,
    "y",
  ),
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
  row("times, where the batches before have none", train({ t: ["2026-01-01", "2026-01-02", "2026-01-03"] }), 422, "t"),
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
  row("no feature of any column", specify({ columns: ["a"], lags: { a: [] } }), 422, "columns"),
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

  row("savings of an unknown norm", ask("nowhere", "savings", good), 404),
  row("a selection for an unknown norm", ask("nowhere", "selection", {}), 404),
  row("the selection of an unknown norm", ["GET", "/norms/nowhere/selection"], 404),
  row("the selection of a norm that has none", ["GET", "/norms/house/selection"], 404),
  row("the λ path of an unknown norm", ["GET", "/norms/nowhere/lambda"], 404),
  row("what if, of an unknown norm", ask("nowhere", "what-if", {}), 404),
  row("savings by a version that is not there yet", ask("house", "savings", { ...good, version: 9 }), 404, "version"),
  row("reading savings", ["GET", "/norms/house/savings"], 405),
  row("reading a what-if", ["GET", "/norms/house/what-if"], 405),
  row("deleting a selection", ["DELETE", "/norms/house/selection"], 405),
  row("setting λ by its path", ["POST", "/norms/house/lambda", { lambda: 1 }], 405),
  row("savings cut off", ["POST", "/norms/house/savings", '{"x": '], 400),
  row("a selection without a body", ["POST", "/norms/house/selection", ""], 400),
  row("a what-if as text", ["POST", "/norms/house/what-if", "{}", { "content-type": "text/plain" }], 415),

  row("savings before training", ask("untrained", "savings", { x: { a: [1] }, y: [1] }), 409, undefined, "not_trained"),
  row("a selection among no candidates", ask("house", "selection", {}), 409, "candidates"),
  row("a selection before training", ask("untrained-candidates", "selection", {}), 409, undefined, "not_trained"),
  row("a selection with rows of one week", ask("lagged", "selection", {}), 409, undefined, "not_trained"),
  row(
    "another timezone once there are batches",
    ["PUT", "/norms/chicago", { ...trained.chicago, timezone: "America/New_York" }],
    409,
    "columns",
  ),
  row("a step once there are batches", ["PUT", "/norms/timed", { ...trained.timed, step: "2h" }], 409, "columns"),
  row(
    "a calendar once there are batches",
    ["PUT", "/norms/timed", { columns: ["a"], calendar: ["month"] }],
    409,
    "columns",
  ),
  row(
    "knots once there are batches",
    ["PUT", "/norms/timed", { columns: ["a"], piecewise: { a: { knots: [3] } } }],
    409,
    "columns",
  ),
  row(
    "a candidate that is unknown once there are batches",
    ["PUT", "/norms/timed", { columns: ["a"], candidates: ["b"] }],
    422,
    "candidates[0]",
  ),

  row("a time before the one before", trainAt("timed", ["2016-03-02T02:00Z", "2016-03-02T01:00Z"]), 422, "t[1]"),
  row("the same, by another offset", trainAt("timed", ["2016-03-02T02:00Z", "2016-03-02T02:30+01:00"]), 422, "t[1]"),
  row("the same, on the wall clock", trainAt("chicago", ["2016-03-02T02:00", "2016-03-02T01:00"]), 422, "t[1]"),
  row("a time twice", trainAt("timed", ["2016-03-02T02:00Z", "2016-03-02T02:00Z"]), 422, "t[1]"),
  row("a time twice by two offsets", trainAt("timed", ["2016-03-02T02:00Z", "2016-03-02T03:00+01:00"]), 422, "t[1]"),
  row("a time twice on the wall clock", trainAt("chicago", ["2016-03-02T02:00", "2016-03-02T02:00"]), 422, "t[1]"),
  row(
    "an hour that the clock shows twice, sent three times",
    trainAt("chicago", ["2016-11-06T01:30", "2016-11-06T01:30", "2016-11-06T01:30"]),
    422,
    "t[2]",
  ),
  row("an hour that the clock never shows", trainAt("chicago", ["2016-03-13T02:30", "2016-03-13T03:30"]), 422, "t[0]"),
  row("an offset after none", trainAt("timed", ["2016-03-02T02:00", "2016-03-02T03:00Z"]), 422, "t[1]"),
  row("no offset after one", trainAt("timed", ["2016-03-02T02:00+01:00", "2016-03-02T03:00"]), 422, "t[1]"),
  row("fewer times than rows", trainAt("timed", ["2016-03-02T02:00Z"], { x: { a: [1, 2] }, y: [1, 2] }), 422, "t"),
  row("more times than rows", trainAt("timed", hours(3), { x: { a: [1, 2] }, y: [1, 2] }), 422, "t"),
  row("no times", trainAt("timed", [], { x: { a: [1] }, y: [1] }), 422, "t"),
  row("a time in place of times", trainAt("timed", [1], { t: "2016-03-02T02:00Z" }), 422, "t"),
  row("null in place of times", trainAt("timed", [1], { t: null }), 422, "t"),
  row("a word as time", trainAt("timed", ["noon"]), 422, "t[0]"),
  row("a number as time", trainAt("timed", [1_456_790_400_000]), 422, "t[0]"),
  row("a missing time", trainAt("timed", ["2016-03-02T02:00Z", null]), 422, "t[1]"),
  row("the 30th of February", trainAt("timed", ["2026-02-30T00:00Z"]), 422, "t[0]"),
  row("the 29th of February of another year", trainAt("timed", ["2027-02-29"]), 422, "t[0]"),
  row("the 13th month", trainAt("timed", ["2026-13-01T00:00Z"]), 422, "t[0]"),
  row("the 24th hour", trainAt("timed", ["2026-02-01T24:00Z"]), 422, "t[0]"),
  row("an offset of a day", trainAt("timed", ["2026-02-01T00:00+24:00"]), 422, "t[0]"),
  row("a year before 1970", trainAt("timed", ["1969-12-31T23:00Z"]), 422, "t[0]"),
  row("a year after 2199", trainAt("timed", ["2200-01-01T00:00Z"]), 422, "t[0]"),
  row("a date the American way", trainAt("timed", ["03/02/2016 02:00"]), 422, "t[0]"),
  row("no times where a calendar needs them", trainAt("untrained-calendar", [1], { t: undefined }), 422, "t"),
  row("no times where a lag of hours needs them", trainAt("untrained-90min", [1], { t: undefined }), 422, "t"),
  row("no times, where the batches before have some", trainAt("timed", [1], { t: undefined }), 422, "t"),
  row("predicting without times", ask("timed", "predict", { x: { a: [1] } }), 422, "t"),
  row("savings without times", ask("timed", "savings", { x: { a: [1] }, y: [1] }), 422, "t"),
  row("predicting with times where the batches have none", predict({ t: hours(3) }), 422, "t"),
  row("savings with times where the batches have none", ask("house", "savings", { ...good, t: hours(3) }), 422, "t"),
  row("predicting a time that is none", ask("timed", "predict", { t: ["soon"], x: { a: [1] } }), 422, "t[0]"),
  row("predicting fewer times than rows", ask("timed", "predict", { t: hours(1), x: { a: [1, 2] } }), 422, "t"),
  row(
    "predicting an hour that the clock never shows",
    ask("chicago", "predict", { t: ["2016-03-13T02:00"], x: { a: [1] } }),
    422,
    "t[0]",
  ),
  row("a lag in minutes that is no number of hours", trainAt("untrained-90min", hours(4)), 422, "t"),
  row("a lag of more rows than are kept, by the step", trainAt("untrained-300d", hours(4)), 422, "t"),
  row(
    "windows of more rows than are kept, by the step",
    trainAt("untrained-tails", hours(2), { x: Object.fromEntries(values(16).map((i) => [`a${i}`, [1, 2]])) }),
    422,
    "t",
  ),
  row(
    "irregular times, with lags",
    trainAt("untrained-lagged", ["2016-03-02T02:00Z", "2016-03-02T03:00Z", "2016-03-02T03:35Z"]),
    422,
    "t",
  ),
  row("one row, with lags and no step", trainAt("untrained-lagged", hours(1)), 422, "t"),
  row(
    "half hours, with lags and a step of an hour",
    trainAt("untrained-step", ["2016-03-02T02:00Z", "2016-03-02T02:30Z"]),
    422,
    "t",
  ),
  row("rows beside the grid", trainAt("lagged", ["2016-03-02T02:30Z", "2016-03-02T03:30Z"]), 422, "t[0]"),
  row("a row beside the grid", trainAt("lagged", ["2016-03-02T02:00Z", "2016-03-02T02:20Z"]), 422, "t[1]"),
  row("predicting beside the grid", ask("lagged", "predict", { t: ["2016-03-02T02:10Z"], x: { a: [1] } }), 422, "t[0]"),
  row("more rows × features than fit", ask("untrained-wide", "train", { x: { a: wide }, y: wide }), 422, "x"),

  row("a timezone that is none", specifyA({ timezone: "Mars/Olympus_Mons" }), 422, "timezone"),
  row("a timezone that is a number", specifyA({ timezone: 1 }), 422, "timezone"),
  row("a timezone that is empty", specifyA({ timezone: "" }), 422, "timezone"),
  row("an offset as timezone", specifyA({ timezone: "+01:00" }), 422, "timezone"),
  row("a step that is a number", specifyA({ step: 3600 }), 422, "step"),
  row("a step in words", specifyA({ step: "1 hour" }), 422, "step"),
  row("a step of nothing", specifyA({ step: "0h" }), 422, "step"),
  row("a step of months that a year has not", specifyA({ step: "13mo" }), 422, "step"),
  row("a step of months in capitals", specifyA({ step: "1M" }), 422, "step"),
  row("a calendar that is none", specifyA({ calendar: ["minute_of_hour"] }), 422, "calendar[0]"),
  row("a calendar that is no list", specifyA({ calendar: "hour_of_day" }), 422, "calendar"),
  row("a calendar that is a number", specifyA({ calendar: ["month", 7] }), 422, "calendar[1]"),
  row("a calendar twice", specifyA({ calendar: ["month", "month"] }), 422, "columns"),
  row("no harmonics", specifyA({ calendar: [{ daily: 0 }] }), 422, "calendar[0].daily"),
  row("too many harmonics", specifyA({ calendar: [{ yearly: HARMONIC_MAX + 1 }] }), 422, "calendar[0].yearly"),
  row("half a harmonic", specifyA({ calendar: [{ weekly: 1.5 }] }), 422, "calendar[0].weekly"),
  row("harmonics of an unknown period", specifyA({ calendar: [{ hourly: 2 }] }), 422, "calendar[0].hourly"),
  row("harmonics of nothing", specifyA({ calendar: [{}] }), 422, "calendar[0]"),
  row("a column named as a calendar", specify({ columns: ["month"], calendar: ["month"] }), 422, "columns"),
  row("a lag in words", specifyA({ lags: { a: ["1 hour"] } }), 422, "lags.a[0]"),
  row("a lag without a number", specifyA({ lags: { a: ["h"] } }), 422, "lags.a[0]"),
  row("a lag of less than nothing", specifyA({ lags: { a: [0, "-1h"] } }), 422, "lags.a[1]"),
  row("a lag of no hours", specifyA({ lags: { a: ["0h"] } }), 422, "lags.a[0]"),
  row("a lag of half hours", specifyA({ lags: { a: ["1.5h"] } }), 422, "lags.a[0]"),
  row("a lag past a year", specifyA({ lags: { a: ["367d"] } }), 422, "lags.a[0]"),
  row("a lag of true", specifyA({ lags: { a: [true] } }), 422, "lags.a[0]"),
  row("a lag of hours twice", specifyA({ lags: { a: ["1h", "1h"] } }), 422, "lags.a"),
  row("a window without length", specifyA({ rolling: [{ column: "a", statistic: "mean" }] }), 422, "rolling[0].window"),
  row(
    "a window of 0",
    specifyA({ rolling: [{ column: "a", window: 0, statistic: "mean" }] }),
    422,
    "rolling[0].window",
  ),
  row(
    "a window past the limit",
    specifyA({ rolling: [{ column: "a", window: LAG_MAX + 1, statistic: "mean" }] }),
    422,
    "rolling[0].window",
  ),
  row(
    "an unknown statistic",
    specifyA({ rolling: [{ column: "a", window: "24h", statistic: "median" }] }),
    422,
    "rolling[0].statistic",
  ),
  row(
    "a window of an unknown column",
    specifyA({ rolling: [{ column: "b", window: "24h", statistic: "mean" }] }),
    422,
    "rolling[0].column",
  ),
  row(
    "an unknown key of a window",
    specifyA({ rolling: [{ column: "a", window: "24h", statistic: "mean", center: true }] }),
    422,
    "rolling[0].center",
  ),
  row(
    "a window twice",
    specifyA({ rolling: values(2).map(() => ({ column: "a", window: "24h", statistic: "mean" })) }),
    422,
    "columns",
  ),
  row(
    "a window of which nothing need be there",
    specifyA({ rolling: [{ column: "a", window: "24h", statistic: "mean", min_coverage: 0 }] }),
    422,
    "rolling[0].min_coverage",
  ),
  row(
    "more than a window",
    specifyA({ rolling: [{ column: "a", window: "24h", statistic: "mean", min_coverage: 75 }] }),
    422,
    "rolling[0].min_coverage",
  ),
  row("a window by column", specifyA({ rolling: { a: 24 } }), 422, "rolling"),
  row(
    "windows of more rows than are kept",
    specify({ columns: values(16).map((i) => `a${i}`), rolling: tails(1400) }),
    422,
    "lags",
  ),
  row("a difference to now", specifyA({ difference: { a: [0] } }), 422, "difference.a[0]"),
  row("a difference to a word", specifyA({ difference: { a: ["yesterday"] } }), 422, "difference.a[0]"),
  row("a difference of an unknown column", specifyA({ difference: { b: [1] } }), 422, "difference.b"),
  row("0 knots", specifyA({ piecewise: { a: { knots: 0 } } }), 422, "piecewise.a.knots"),
  row("half a knot", specifyA({ piecewise: { a: { knots: 1.5 } } }), 422, "piecewise.a.knots"),
  row("too many knots", specifyA({ piecewise: { a: { knots: KNOT_COUNT_MAX + 1 } } }), 422, "piecewise.a.knots"),
  row(
    "too many places of knots",
    specifyA({ piecewise: { a: { knots: values(KNOT_COUNT_MAX + 1) } } }),
    422,
    "piecewise.a.knots",
  ),
  row("no places of knots", specifyA({ piecewise: { a: { knots: [] } } }), 422, "piecewise.a.knots"),
  row("knots that do not increase", specifyA({ piecewise: { a: { knots: [5, 15, 15] } } }), 422, "piecewise.a.knots"),
  row("a knot that is a word", specifyA({ piecewise: { a: { knots: [5, "warm"] } } }), 422, "piecewise.a.knots[1]"),
  row(
    "one piece of many that rows place, by hours",
    specifyA({
      calendar: ["hour_of_day"],
      piecewise: { a: { knots: 40 } },
      interactions: [["piecewise(a, 1)", "hour_of_day"]],
    }),
    422,
    "interactions",
  ),
  row("knots without their key", specifyA({ piecewise: { a: 3 } }), 422, "piecewise.a"),
  row("knots of an unknown column", specifyA({ piecewise: { b: { knots: 2 } } }), 422, "piecewise.b"),
  row("degree days without a base", specifyA({ degree_days: { column: "a" } }), 422, "degree_days"),
  row("degree days without a column", specifyA({ degree_days: { heating: 15 } }), 422, "degree_days.column"),
  row(
    "a base that is text",
    specifyA({ degree_days: [{ column: "a", heating: "15" }] }),
    422,
    "degree_days[0].heating",
  ),
  row("a base of no temperature", specifyA({ degree_days: { column: "a", cooling: 1e4 } }), 422, "degree_days.cooling"),
  row("degree days by another name", specifyA({ degree_days: { column: "a", base: 15 } }), 422, "degree_days.base"),
  row(
    "a knot that is infinite",
    ["PUT", "/norms/new", '{"columns": ["a"], "piecewise": {"a": {"knots": [5, 1e999]}}}'],
    422,
    "piecewise.a.knots[1]",
  ),
  row("a knot past all values", specifyA({ piecewise: { a: { knots: [-1e300, 5] } } }), 422, "piecewise.a.knots[0]"),
  row("one lag in two units", specifyA({ lags: { a: ["24h", "1d"] } }), 422, "lags.a"),
  row(
    "thousands of interactions of hours",
    specifyA({ calendar: ["hour_of_week"], interactions: Array(3500).fill(["hour_of_week", "hour_of_week"]) }),
    422,
    "interactions",
  ),
  row(
    "rows that are not of the step stated",
    trainAt("untrained-stated", ["2016-03-01T10:00Z", "2016-03-01T10:30Z"]),
    422,
    "t",
  ),
  row("degree days without a base, in a list", specifyA({ degree_days: [{ column: "a" }] }), 422, "degree_days[0]"),
  row(
    "degree days of an unknown column",
    specifyA({ degree_days: [{ column: "b", heating: 15 }] }),
    422,
    "degree_days[0].column",
  ),
  row("an interaction of an unknown name", specifyA({ interactions: [["weekend", "a"]] }), 422, "interactions[0][0]"),
  row("an interaction of three names", specifyA({ interactions: [["a", "a", "a"]] }), 422, "interactions[0]"),
  row("an interaction of one name", specifyA({ interactions: [["a"]] }), 422, "interactions[0]"),
  row(
    "an interaction twice",
    specifyA({
      calendar: ["weekend"],
      interactions: [
        ["weekend", "a"],
        ["weekend", "a"],
      ],
    }),
    422,
    "columns",
  ),
  row(
    "more features than fit, by interactions",
    specifyA({ calendar: ["hour_of_week"], interactions: [["hour_of_week", "a"]] }),
    422,
    "columns",
  ),
  row("a candidate that is unknown", specifyA({ candidates: ["a", "b"] }), 422, "candidates[1]"),
  row("a candidate twice", specifyA({ candidates: ["a", "a"] }), 422, "candidates[1]"),
  row(
    "a candidate twice, once in a list",
    specifyA({ lags: { a: [0, 1] }, candidates: ["a[t-1]", ["a"]] }),
    422,
    "candidates[1]",
  ),
  row("a candidate of no names", specifyA({ candidates: [[]] }), 422, "candidates[0]"),
  row("a candidate that is a number", specifyA({ candidates: [0] }), 422, "candidates[0]"),
  row("candidates that are no list", specifyA({ candidates: "a" }), 422, "candidates"),
  row(
    "too many candidates",
    specifyA({
      lags: { a: values(CANDIDATE_COUNT_MAX + 1) },
      candidates: values(CANDIDATE_COUNT_MAX + 1).map((i) => `a[t-${i}]`),
    }),
    422,
    "candidates",
  ),
  row("forgetting in two ways", specifyA({ forget: { half_life: "90d", window: "365d" } }), 422, "forget"),
  row("forgetting in no way", specifyA({ forget: {} }), 422, "forget"),
  row("a half-life in words", specifyA({ forget: { half_life: "a month" } }), 422, "forget.half_life"),
  row("a window of nothing", specifyA({ forget: { window: "0d" } }), 422, "forget.window"),
  row("a half-life that is a number", specifyA({ forget: { half_life: 90 } }), 422, "forget.half_life"),
  row("forgetting by a factor", specifyA({ forget: 0.99 }), 422, "forget"),

  row("a level of 1", predict({ level: 1 }), 422, "level"),
  row("a level below a half", predict({ level: 0.4 }), 422, "level"),
  row("a level that is a string", predict({ level: "0.9" }), 422, "level"),
  row("savings at a level in percent", ask("house", "savings", { ...good, level: 90 }), 422, "level"),
  row("savings without y", ask("house", "savings", { x: good.x }), 422, "y"),
  row("savings with too few y", ask("house", "savings", { ...good, y: [1, 2] }), 422, "y"),
  row("savings without a column", ask("house", "savings", { ...good, x: { T_out: [1, 2, 3] } }), 422, "x.RH"),
  row("savings as a batch", ask("house", "savings", { ...good, batch: "b" }), 422, "batch"),
  row("a selection of lags in another way", ask("lagged", "selection", { lags: "each" }), 422, "lags"),
  row("a selection with an unknown key", ask("lagged", "selection", { features: ["a"] }), 422, "features"),
  row("what if, with an unknown feature", ask("house", "what-if", { features: ["T_out", "wind"] }), 422, "features[1]"),
  row("what if, without any feature", ask("house", "what-if", { features: [] }), 422, "features"),
  row("what if, with a feature that is no list", ask("house", "what-if", { features: "T_out" }), 422, "features"),
  row("what if, with an unknown batch", ask("house", "what-if", { batches: ["first", "never"] }), 422, "batches[1]"),
  row("what if, without any batch", ask("house", "what-if", { batches: [] }), 422, "batches"),
  row("what if, until a word", ask("house", "what-if", { until: "yesterday" }), 422, "until"),
  row("what if, until the 30th of February", ask("house", "what-if", { until: "2026-02-30" }), 422, "until"),
  row("what if, until version 0", ask("house", "what-if", { until: 0 }), 422, "until"),
  row("what if, until a version that is not there", ask("house", "what-if", { until: 99 }), 404, "until"),
  row(
    "what if, until a time that no clock shows",
    ask("chicago", "what-if", { until: "2016-03-13T02:30" }),
    422,
    "until",
  ),
  row(
    "what if, with more features than any norm has",
    ask("house", "what-if", { features: Array(1001).fill("a") }),
    422,
    "features",
  ),
  row("what if, until true", ask("house", "what-if", { until: true }), 422, "until"),
  row("what if, with a negative λ", ask("house", "what-if", { lambda: -1 }), 422, "lambda"),
  row("what if, with rows", ask("house", "what-if", { x: good.x }), 422, "x"),
  row("what if, as a list", ask("house", "what-if", ["T_out"]), 422, ""),
  row("a history that may have drifted", ["GET", "/norms/house/history?drifted=maybe"], 422, "drifted"),
  row("a history that has drifted or not", ["GET", "/norms/house/history?drifted="], 422, "drifted"),
  row("drift where nothing is asked", ["GET", "/norms/house/batches?drifted=true"], 422, "drifted"),
  row("a query on a λ path", ["GET", "/norms/house/lambda?limit=1"], 422, "limit"),
  row("a query on a selection", ["GET", "/norms/house/selection?version=1"], 422, "version"),
  row("savings of a norm in capitals", ask("House", "savings", good), 422, "norm"),
];

describeOnEachRuntime("refusals", (call) => {
  let before: unknown;
  beforeAll(async () => {
    await call("POST", "/norms/house/train", { ...good, batch: "first" });
    for (const [name, specification] of Object.entries({ ...specified, ...trained })) {
      const answer = await call("PUT", `/norms/${name}`, specification);
      expect({ name, status: answer.status }, JSON.stringify(answer.body)).toEqual({ name, status: 201 });
    }
    for (const name of Object.keys(trained)) {
      const answer = await call(...trainAt(name, hours(6), { batch: "first" }));
      expect({ name, status: answer.status }, JSON.stringify(answer.body)).toEqual({ name, status: 200 });
    }
    before = await everything();
  });

  const kept = ["house", ...Object.keys(trained)].flatMap((name) => [
    `/norms/${name}`,
    `/norms/${name}/history`,
    `/norms/${name}/batches`,
  ]);
  const paths = ["/norms", ...kept, ...Object.keys(specified).map((name) => `/norms/${name}`)];
  const everything = () => Promise.all(paths.map(async (path) => (await call("GET", path)).body));

  it("are at least two hundred", () => expect(refusals.length).toBeGreaterThanOrEqual(200));

  it.each(refusals)("$of: $status $code", async (refusal) => {
    await expectRefusal(call, refusal);
    expect(await everything()).toEqual(before);
  });
});
