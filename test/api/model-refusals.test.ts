// Every way to send something wrong to the registry of models: status and code are exact, the fault names its place, nothing stored
// changes. Adding a refusal is adding a row.
import { beforeAll, expect, it } from "vitest";
import {
  CLASS_COUNT_MAX,
  LABEL_LENGTH_MAX,
  MODEL_BODY_BYTES_MAX,
  MODEL_COLUMN_COUNT_MAX,
  ROW_COUNT_MAX,
} from "../../src/platform/schema/limit.ts";
import { toPlain } from "../../src/registry/schema/plain.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { forestFile, packNodes, ridgeFile, STUMP, svmFile, withInfinity } from "../support/model-file.ts";
import { randomColumns } from "../support/numbers.ts";
import { itRefuses, type Refusal, row } from "../support/refusal.ts";

/** What is stored before; ids are given in this order. */
const FOREST = "/api/ml_models/1"; // classes yes and no; version 1 serves, version 2 was cancelled; its metrics are put
const RIDGE = "/api/ml_models/2"; // regression on columns a and b
const CANCELLED = "/api/ml_models/3"; // whose first training was cancelled
const UPLOADED = "/api/ml_models/4"; // y = 1 + 2a
const STEEP = "/api/ml_models/5"; // y = 1 + (1e10 a)¹⁰

const X = { a: [1, 2, 3, 4, 5, 6], b: [2, 1, 4, 3, 6, 5] };
const labels = ["no", "no", "no", "yes", "yes", "yes"];
const numbers = [1, 2.5, 3, 4.5, 5, 6.5];
const forest = { problem: "classification", name: "Random Forest", h_tune: false, X, y: labels };
const ridge = { problem: "regression", name: "Ridge", h_tune: false, X, y: numbers };
const forestRegression = { ...forest, problem: "regression", y: numbers };
const svm = { ...forest, name: "SVM" };
const svmRegression = { ...ridge, name: "SVM" };
const ridgeClassification = { ...ridge, problem: "classification", y: labels };

type Change = Record<string, unknown>;
const post = (body: unknown): Refusal["send"] => ["POST", "/api/ml_models", body];
const train = (change: Change, of: Change = forest) => post({ ...of, ...change });
const tell = (params: unknown, of: Change = forest) => train({ params }, of);
const retrain = (change: Change, model = RIDGE): Refusal["send"] => [
  "PUT",
  model,
  { problem: "regression", name: "Ridge", h_tune: false, ...change },
];
const predict = (body: unknown, model = FOREST): Refusal["send"] => ["POST", `${model}/predict`, body];
const upload = (body: unknown): Refusal["send"] => ["POST", "/api/ml_models/upload", body];
/** A hand-made file with a change of its head. */
const changed = (change: Change) => upload({ ...ridgeFile(), ...change });
/** A request with some keys left out. */
const without = (...names: string[]) =>
  post(Object.fromEntries(Object.entries(forest).filter(([name]) => !names.includes(name))));

/** Twelve calls on models that are not there, one for each route with an id. */
const onUnknown = (model: string): [what: string, send: Refusal["send"]][] => [
  ["predicting stored data", ["GET", `/api/ml_models/${model}`]],
  ["retraining", retrain({}, `/api/ml_models/${model}`)],
  ["deleting", ["DELETE", `/api/ml_models/${model}`]],
  ["predicting", predict({ X }, `/api/ml_models/${model}`)],
  ["the card", ["GET", `/api/ml_models/${model}/card`]],
  ["the versions", ["GET", `/api/ml_models/${model}/versions`]],
  ["activating", ["POST", `/api/ml_models/${model}/versions/1/activate`]],
  ["downloading", ["GET", `/api/ml_models/${model}/download`]],
  ["putting metrics", ["POST", `/metrics/${model}`]],
  ["metrics", ["GET", `/metrics/${model}`]],
  ["refreshing metrics", ["PUT", `/metrics/${model}`]],
  ["deleting metrics", ["DELETE", `/metrics/${model}`]],
];

/** Params that are out of the range of their family. */
const outOfRange: [of: Change, params: Change][] = [
  [forest, { n_estimators: 0 }],
  [forest, { n_estimators: 1001 }],
  [forest, { n_estimators: 10.5 }],
  [forest, { n_estimators: "100" }],
  [forest, { n_estimators: null }],
  [forest, { max_depth: 0 }],
  [forest, { max_depth: 1001 }],
  [forest, { min_samples_leaf: 0 }],
  [forest, { min_samples_leaf: 100_001 }],
  [forest, { max_features: 0 }],
  [forest, { max_features: -1 }],
  [forest, { max_features: 1025 }],
  [forest, { max_features: "log2" }],
  [forest, { max_features: 3 }],
  [forest, { max_features: 1.5 }],
  [forest, { max_samples: 0 }],
  [forest, { max_samples: 1.01 }],
  [forest, { seed: -1 }],
  [forest, { seed: 2 ** 32 }],
  [forest, { class_weight: "even" }],
  [forest, { class_weight: 2 }],
  [forest, { class_weight: [1, 2] }],
  [forestRegression, { max_features: 3 }],
  [ridge, { lambda: -1 }],
  [ridge, { lambda: 1.01e12 }],
  [ridge, { lambda: "best" }],
  [ridge, { lambda: null }],
  [ridgeClassification, { lambda: [1] }],
  [svm, { kernel: "cosine" }],
  [svm, { C: 0 }],
  [svm, { C: 1.01e6 }],
  [svm, { gamma: 0 }],
  [svm, { gamma: "auto" }],
  [svm, { degree: 0 }],
  [svm, { degree: 11 }],
  [svm, { degree: 2.5 }],
  [svm, { coef0: 1.01e6 }],
  [svm, { tol: 0 }],
  [svm, { tol: 0.2 }],
  [svm, { epsilon: 0.1 }], // of a regression alone
  [svmRegression, { epsilon: -1 }],
  [svmRegression, { class_weight: null }],
];

const refusals: Refusal[] = [
  row("JSON that is cut off", post('{"problem": '), 400),
  row("an empty body", post(""), 400),
  row("NaN among the numbers", post('{"X": [[NaN]]}'), 400, "X[0][0]"),
  row("infinity among the numbers", post('{"X": {"a": [1, -Infinity , 2]}, "y": ["x"]}'), 400, "X.a[1]"),
  row("JSON that is no UTF-8", predict(Uint8Array.of(0x22, 0xff, 0x22)), 400),
  row("a retraining that is cut off", ["PUT", RIDGE, "{"], 400),
  row("a file that is cut off", upload(JSON.stringify(forestFile()).slice(0, -1)), 400),
  row(
    "no content type, and nothing in it",
    ["POST", "/api/ml_models", Uint8Array.of(0x7b, 0x7d), { "content-type": "" }],
    422,
    "problem",
  ),
  row("a training as a form", ["POST", "/api/ml_models", "problem=regression", { "content-type": "text/plain" }], 415),
  row(
    "a prediction as CSV without a header",
    ["POST", `${FOREST}/predict`, "1,2", { "content-type": "text/csv" }],
    422,
  ),
  row("a file of bytes", ["POST", "/api/ml_models/upload", "{}", { "content-type": "application/octet-stream" }], 415),
  row("too large a body", post("{}".padEnd(MODEL_BODY_BYTES_MAX + 1)), 413),

  row("an array of a training", post([forest]), 422),
  row("a body that is null", post("null"), 422, ""),
  row("an empty object", post({}), 422, "problem"),
  row("no problem", without("problem"), 422, "problem"),
  row("a problem that is none", train({ problem: "clustering" }), 422, "problem"),
  row("a problem that is a number", train({ problem: 1 }), 422, "problem"),
  row("no name", without("name"), 422, "name"),
  row("a name in lower case", train({ name: "random forest" }), 422, "name"),
  row("a name that is none", train({ name: "Neural Network" }), 422, "name"),
  row("h_tune as a string", train({ h_tune: "true" }), 422, "h_tune"),
  row("h_tune as a number", train({ h_tune: 1 }), 422, "h_tune"),
  row("no X", without("X"), 422, "X"),
  row("no y", without("y"), 422, "y"),
  row("an unknown key", train({ x: X }), 422, "x"),
  row("an unknown key of the prototype", post(JSON.stringify(forest).replace("{", '{"__proto__": {}, ')), 422),

  row("X that is a number", train({ X: 1 }), 422, "X"),
  row("X that is null", train({ X: null }), 422, "X"),
  row("X without rows", train({ X: [] }), 422, "X"),
  row("X without columns", train({ X: {} }), 422, "X"),
  row("a row without values", train({ X: [[], []], y: ["a", "b"] }), 422, "X"),
  row("a column without values", train({ X: { a: [] }, y: [] }), 422, "X.a"),
  row("rows of different lengths", train({ X: [[1, 2], [3], [4, 5]], y: ["a", "a", "b"] }), 422, "X[1]"),
  row("columns of different lengths", train({ X: { a: X.a, b: [1, 2] } }), 422, "X.b"),
  row("a row that is a number", train({ X: [[1], 2, [3]], y: ["a", "a", "b"] }), 422, "X[1]"),
  row("a list in X, by row", train({ X: [[1], [[2]], [3]], y: ["a", "a", "b"] }), 422, "X[1][0]"),
  row("text among numbers, by row", train({ X: [[1], ["two"], [3]], y: ["a", "a", "b"] }), 422, "X.x1[1]"),
  row("text among numbers, by column", train({ X: { ...X, b: [2, 1, 4, "red", 6, 5] } }), 422, "X.b[3]"),
  row("true in X", train({ X: { ...X, a: [1, 2, true, 4, 5, 6] } }), 422, "X.a[2]"),
  row("a value past 1e30", train({ X: { ...X, a: [1, 2, 1e31, 4, 5, 6] } }), 422, "X.a[2]"),
  row("a column named constructor", train({ X: { constructor: X.a } }), 422, "X.constructor"),
  row("a column without a name", train({ X: { "": X.a } }), 422, 'X[""]'),
  row("too many columns", train({ X: [Array(MODEL_COLUMN_COUNT_MAX + 1).fill(1)], y: ["a"] }), 422, "X"),
  row("too many rows", train({ X: Array(ROW_COUNT_MAX + 1).fill([1]) }), 422, "X"),

  row("y that is a string", train({ y: "yes" }), 422, "y"),
  row("y without values", train({ y: [] }), 422, "y"),
  row("fewer y than rows", train({ y: labels.slice(1) }), 422, "y"),
  row("fewer numbers than rows", train({ y: numbers.slice(1) }, ridge), 422, "y"),
  row("more y than rows", train({ y: [...labels, "no"] }), 422, "y"),
  row("more groups than rows", train({ groups: [1, 1, 2, 2, 3, 3, 3] }), 422, "groups"),
  row("one class only", train({ y: Array(6).fill("yes") }), 422, "y"),
  row("as many classes as rows", train({ y: ["a", "b", "c", "d", "e", "f"] }), 422, "y"),
  row("classes that are no whole numbers", train({ y: numbers }), 422, "y[1]"),
  row("labels of two types, a string first", train({ y: ["no", "no", 1, 1, "no", 1] }), 422, "y[2]"),
  row("labels of two types, a number first", train({ y: [0, 0, 0, "yes", 1, 1] }), 422, "y[3]"),
  row("labels of two types, true first", train({ y: [true, true, 1, false, true, false] }), 422, "y[2]"),
  row("a label that is null", train({ y: ["no", "no", null, "yes", "yes", "yes"] }), 422, "y[2]"),
  row("a label without letters", train({ y: ["no", "no", "", "yes", "yes", "yes"] }), 422, "y[2]"),
  row("a label that is too long", train({ y: [...labels.slice(1), "y".repeat(LABEL_LENGTH_MAX + 1)] }), 422, "y[5]"),
  row("labels that one number stands for", train({ y: [0, 0, 1, 1, 2 ** 53, 2 ** 53] }), 422, "y[4]"),
  row("a label below what numbers tell apart", train({ y: [-(2 ** 53), 0, 1, 1, 0, 0] }), 422, "y[0]"),
  row("a label of half a character", train({ y: ["\ud800", "\ud801", "a", "a", "b", "b"] }), 422, "y[0]"),
  row("a column of half a character", train({ X: { "a\ud800": X.a, "a\ud801": X.b } }), 422, 'X["a\\ud800"]'),
  row("groups that one number stands for", train({ groups: [1, 1, 2, 2, 2 ** 60, 3] }), 422, "groups[4]"),
  row("a label that is a list", train({ y: [["no"], "no", "no", "yes", "yes", "yes"] }), 422, "y[0]"),
  row(
    "more classes than any model has",
    train({
      X: Array(2 * CLASS_COUNT_MAX + 2).fill([1]),
      y: Array.from({ length: 2 * CLASS_COUNT_MAX + 2 }, (_, i) => i >> 1),
    }),
    422,
    "y",
  ),
  row("a number to learn that is null", train({ y: [1, 2, null, 4, 5, 6] }, ridge), 422, "y[2]"),
  row("a string among numbers to learn", train({ y: [1, 2, "three", 4, 5, 6] }, ridge), 422, "y[2]"),
  row("true among numbers to learn", train({ y: [1, 2, true, 4, 5, 6] }, ridge), 422, "y[2]"),
  row("labels for regression", train({ y: labels }, forestRegression), 422, "y[0]"),

  row("params that are a string", tell("fast"), 422, "params"),
  row("params that are null", tell(null), 422, "params"),
  row("an unknown param", tell({ trees: 100 }), 422, "params.trees"),
  row("a forest's param for Ridge", tell({ n_estimators: 100 }, ridge), 422, "params.n_estimators"),
  row("Ridge's param for a forest", tell({ lambda: 1 }), 422, "params.lambda"),
  ...outOfRange.map(([of, params]) => {
    const [[name, value] = []] = Object.entries(params);
    return row(`${of.name} with ${name} of ${JSON.stringify(value)}`, tell(params, of), 422, `params.${name}`);
  }),
  row(
    "a weight of a class that is not there",
    tell({ class_weight: { no: 1, maybe: 2 } }),
    422,
    "params.class_weight.maybe",
  ),
  row("a weight of nothing", tell({ class_weight: { no: 0 } }), 422, "params.class_weight.no"),
  row(
    "weights of classes in a regression",
    tell({ class_weight: "balanced" }, forestRegression),
    422,
    "params.class_weight",
  ),
  row("weights of classes in a ridge regression", tell({ class_weight: null }, ridge), 422, "params.class_weight"),
  row("an unknown param beside h_tune", train({ h_tune: true, params: { depth: 1 } }), 422, "params.depth"),
  row(
    "a grid with too many features",
    train({ h_tune: true, params: { max_features: 3 } }),
    422,
    "params.max_features",
  ),

  row("tuning on one row", train({ h_tune: true, X: [[1]], y: [1] }, ridge), 422, "h_tune"),
  row("tuning with one group", train({ h_tune: true, groups: Array(6).fill("all") }), 422, "h_tune"),
  row("tuning with a class in one group", train({ h_tune: true, groups: labels }), 422, "h_tune"),
  row("more work than a training may be", heavy(), 422, "X"),

  row("groups that are a string", train({ groups: "aabbcc" }), 422, "groups"),
  row("fewer groups than rows", train({ groups: ["a", "b"] }), 422, "groups"),
  row("a group that is null", train({ groups: ["a", "a", null, "b", "b", "b"] }), 422, "groups[2]"),
  row("a group that is a fraction", train({ groups: [1, 1, 1.5, 2, 2, 2] }), 422, "groups[2]"),
  row("fewer times than rows", train({ t: ["2026-01-01"] }), 422, "t"),
  row("a time that is none", train({ t: days("2026-13-01") }), 422, "t[5]"),
  row("groups and times", train({ groups: [1, 1, 2, 2, 3, 3], t: days() }), 422, "t"),

  row("a retraining with X alone", retrain({ X }), 422, "X"),
  row("a retraining with y alone", retrain({ y: numbers }), 422, "y"),
  row("a retraining with groups alone", retrain({ groups: [1, 1, 2, 2, 3, 3] }), 422, "groups"),
  row("a retraining without anything", ["PUT", RIDGE, {}], 422, "problem"),
  row("a retraining under another problem", retrain({ problem: "classification" }), 422, "problem"),
  row("a retraining with another number of y", retrain({ X, y: [1] }), 422, "y"),
  row("a retraining with a param that is unknown", retrain({ params: { alpha: 1 } }), 422, "params.alpha"),
  row("a retraining of a model without data", retrain({}, UPLOADED), 422, "X"),

  row("a prediction without X", predict({}), 422, "X"),
  row("a prediction with y", predict({ X, y: labels }), 422, "y"),
  row("a prediction of rows alone, of other columns", predict([[1, 2]]), 422, "X"),
  row("a prediction of no rows", predict({ X: [] }), 422, "X"),
  row("a prediction of too few columns", predict({ X: [[1]] }), 422, "X[0]"),
  row("a prediction of too many columns", predict({ X: [[1, 2, 3]] }), 422, "X[0]"),
  row("a prediction without a column", predict({ X: { a: [1], c: [1] } }), 422, "X"),
  row("a prediction of strings", predict({ X: { a: [1], b: ["one"] } }), 422, "X.b[0]"),
  row("a prediction of what was uploaded, with a missing value", predict({ X: [[null]] }, UPLOADED), 422, "X.a[0]"),
  row("a prediction by a kernel that is too steep for it", predict({ X: [[1e9], [1e30]] }, STEEP), 422, "X[1]"),
  row("a prediction of a model that is not trained", predict({ X }, CANCELLED), 409, undefined, "not_trained"),

  row("stored data of a model that is not trained", ["GET", CANCELLED], 409, undefined, "not_trained"),
  row("stored data of a model that was uploaded", ["GET", UPLOADED], 409),
  row("a download of a model that is not trained", ["GET", `${CANCELLED}/download`], 409, undefined, "not_trained"),
  row("metrics of a model that is not trained", ["POST", "/metrics/3"], 409, undefined, "not_trained"),
  row("fresh metrics of a model that is not trained", ["PUT", "/metrics/3"], 409, undefined, "not_trained"),
  row("metrics twice", ["POST", "/metrics/1"], 409),
  row("metrics that were not put", ["GET", "/metrics/2"], 404),
  row("fresh metrics that were not put", ["PUT", "/metrics/2"], 404),
  row("deleting metrics that were not put", ["DELETE", "/metrics/2"], 404),
  row("activating a version that is not there", ["POST", `${FOREST}/versions/9/activate`], 404),
  row("activating a version that was cancelled", ["POST", `${FOREST}/versions/2/activate`], 409),
  row("activating version 0", ["POST", `${FOREST}/versions/0/activate`], 422, "version"),
  row("activating a version in words", ["POST", `${FOREST}/versions/latest/activate`], 422, "version"),

  ...onUnknown("99").map(([what, send]) => row(`${what} of an unknown model`, send, 404)),
  ...onUnknown("forest").map(([what, send]) =>
    row(`${what} of a model in letters`, send, 422, send[1].startsWith("/metrics") ? "model_id" : "id"),
  ),
  row("a negative id", ["GET", "/api/ml_models/-1/card"], 422, "id"),
  row("an id with a fraction", ["GET", "/api/ml_models/1.0/card"], 422, "id"),
  row("an id past all numbers", ["GET", "/api/ml_models/1234567890123/card"], 422, "id"),

  row("a task that is not there", ["GET", "/results/00000000-0000-0000-0000-000000000000"], 404),
  row("cancelling a task that is not there", ["DELETE", "/results/nothing"], 404),
  row("a task that cannot be", ["GET", "/results/a%20task"], 422, "task_id"),
  row("a task of too many letters", ["DELETE", `/results/${"a".repeat(65)}`], 422, "task_id"),
  row("cancelling a task that is done", ["DELETE", "/results/{done}"], 409),
  row("cancelling a task twice", ["DELETE", "/results/{cancelled}"], 409),
  row("results of a task that was cancelled", ["GET", "/results/{cancelled}"], 409, undefined, "cancelled"),
  row("waiting for 11 seconds", ["GET", "/results/{done}?wait=11"], 422, "wait"),
  row("waiting for x", ["GET", "/results/{done}?wait=x"], 422, "wait"),
  row("waiting for -1", ["GET", "/results/{done}?wait=-1"], 422, "wait"),
  row("waiting twice", ["GET", "/results/{done}?wait=1&wait=2"], 422, "wait"),
  row("an unknown query on results", ["GET", "/results/{done}?format=csv"], 422, "format"),
  row("a query on a model", ["GET", `${FOREST}?version=1`], 422, "version"),
  row("a query on a training", ["POST", "/api/ml_models?async=true", forest], 422, "async"),
  row("a query on a card", ["GET", `${FOREST}/card?full=1`], 422, "full"),
  row("a query on metrics", ["GET", "/metrics/1?metric=f1"], 422, "metric"),
  row("a page of models of none", ["GET", "/api/ml_models?limit=0"], 422, "limit"),
  row("a page of models that is too long", ["GET", "/api/ml_models?limit=1001"], 422, "limit"),
  row("a page of models after a name", ["GET", "/api/ml_models?after=forest"], 422, "after"),
  row("an unknown query on models", ["GET", "/api/ml_models?family=Ridge"], 422, "family"),

  row("a file that is empty", upload({}), 422, "format"),
  row("a file of another format", changed({ format: 3 }), 422, "format"),
  row("a file of format 1 with inputs", changed({ inputs: [{ name: "a", type: "number" }] }), 422, "format"),
  row("inputs that make other columns", changed({ format: 2, inputs: [{ name: "b", type: "number" }] }), 422, "inputs"),
  row("an input of no type", changed({ format: 2, inputs: [{ name: "a", type: "text" }] }), 422, "inputs[0].type"),
  row(
    "an input without levels",
    changed({ format: 2, inputs: [{ name: "a", type: "category" }] }),
    422,
    "inputs[0].levels",
  ),
  row(
    "a level twice",
    changed({ format: 2, inputs: [{ name: "a", type: "category", levels: ["b", "b"] }] }),
    422,
    "inputs",
  ),
  row(
    "levels of two types",
    changed({ format: 2, inputs: [{ name: "a", type: "category", levels: ["b", 1] }] }),
    422,
    "inputs",
  ),
  row("a file of another problem", changed({ problem: "ranking" }), 422, "problem"),
  row("a file of an unknown family", changed({ name: "Lasso" }), 422, "name"),
  row("a file of another family", changed({ name: "Random Forest" }), 422, "params.lambda"),
  row("a file with an unknown key", changed({ comment: "mine" }), 422, "comment"),
  row("a file without columns", changed({ columns: [] }), 422, "columns"),
  row("a file with a column that is a number", changed({ columns: [1] }), 422, "columns[0]"),
  row("a file with a column too many", changed({ columns: ["a", "b"] }), 422, "units[0].strength"),
  row("a file of a classification without classes", changed({ problem: "classification" }), 422, "classes"),
  row("a file of a regression with classes", changed({ classes: ["a", "b"] }), 422, "classes"),
  row("a file with one class", changed({ problem: "classification", classes: ["a"] }), 422, "classes"),
  row("a file with params that are out of range", changed({ params: { lambda: -1 } }), 422, "params.lambda"),
  row("a file with a curve too many", changed({ calibration: [{ slope: 1, offset: 0 }] }), 422, "calibration"),
  row("a file without units", changed({ units: [] }), 422, "units"),
  row("a file with a unit too many", changed({ unit_count: 2 }), 422, "units"),
  row(
    "a file with fewer trees than params say",
    upload({ ...forestFile(), params: { n_estimators: 2 } }),
    422,
    "units",
  ),
  row("a file with a unit that is a number", changed({ units: [1] }), 422, "units[0]"),
  row(
    "a file with broken base64",
    upload(ridgeFile({ coefficients: { dtype: "<f8", data: "%%%" } })),
    422,
    "units[0].coefficients",
  ),
  row(
    "a file with half a number",
    upload(ridgeFile({ intercepts: { dtype: "<f8", data: "AAAA" } })),
    422,
    "units[0].intercepts",
  ),
  row("a file with whole numbers", upload(ridgeFile({ coefficients: Int32Array.of(2) })), 422, "units[0].coefficients"),
  row(
    "a file with an infinite coefficient",
    upload(ridgeFile({ coefficients: Float64Array.of(Infinity) })),
    422,
    "units[0].coefficients",
  ),
  row(
    "a file with leaves that are no numbers",
    upload(forestFile({ leaves: Float64Array.of(1, Number.NaN) })),
    422,
    "units[0].leaves",
  ),
  row("a ridge with an infinite λ", upload(withInfinity(ridgeFile(), "lambda")), 422, "params.lambda"),
  row("a ridge with an infinite λ in its unit", upload(infiniteLambda()), 422, "units[0].lambda"),
  row("a file with an infinite γ", upload(withInfinity(svmFile(), "gamma")), 422, "units[0].kernel.gamma"),
  row("a file with an infinite coef0", upload(withInfinity(svmFile(), "coef0")), 422, "units[0].kernel.coef0"),
  row("a file with an infinite degree", upload(withInfinity(svmFile(), "degree")), 422, "units[0].kernel.degree"),
  row("a file with an infinite bias", upload(withInfinity(svmFile(), "bias")), 422, "units[0].machines[0].bias"),
  row(
    "a file with a deviation of 0",
    upload(svmFile({}, { deviations: Float64Array.of(0) })),
    422,
    "units[0].scaling.deviations",
  ),
  row("a file with an infinite curve", upload(withInfinity(changedCurve(), "slope")), 422, "calibration[0].slope"),
  row("a file without leaves", upload(forestFile({ leaves: new Float64Array() })), 422, "units[0].leaves"),
  row("a file with a leaf too few", upload(forestFile({ leaves: Float64Array.of(1) })), 422, "units[0].nodes"),
  row(
    "a file with half a node",
    upload(forestFile({ nodes: packNodes(STUMP).subarray(0, 40) })),
    422,
    "units[0].nodes",
  ),
  row(
    "a file with a tree that goes round",
    upload(forestFile({ nodes: packNodes([STUMP[0], STUMP[0], STUMP[2]] as never) })),
    422,
    "units[0].nodes",
  ),
  row("a file with an unknown key in a unit", changed({ units: [toPlain({ bias: 1 })] }), 422, "units[0].bias"),

  row("PATCH on all models", ["PATCH", "/api/ml_models", {}], 405),
  row("DELETE on all models", ["DELETE", "/api/ml_models"], 405),
  row("PUT on all models", ["PUT", "/api/ml_models", {}], 405),
  row("GET on predict", ["GET", `${FOREST}/predict`], 405),
  row("POST on a card", ["POST", `${FOREST}/card`, {}], 405),
  row("GET on activate", ["GET", `${FOREST}/versions/1/activate`], 405),
  row("POST on results", ["POST", "/results/{done}", {}], 405),
  row("PATCH on metrics", ["PATCH", "/metrics/1", {}], 405),
  row("a version without a verb", ["GET", `${FOREST}/versions/1`], 404),
  row("metrics of all models", ["GET", "/metrics"], 404),
];

function infiniteLambda(): string {
  return JSON.stringify(ridgeFile()).replace(/"units":\[{"lambda":0/, '"units":[{"lambda":1e999');
}

function changedCurve(): object {
  return { ...ridgeFile(), calibration: [{ slope: 1, offset: 0 }] };
}

/** 1,000 trees, nine cells of the grid and five folds of 20,000 × 60: more than an hour. */
function heavy(): Refusal["send"] {
  const rows = Array.from({ length: 20_000 }, (_, i) => Array(60).fill(i % 10));
  return train({ h_tune: true, params: { n_estimators: 1000 }, X: rows, y: rows.map(() => 1) }, forestRegression);
}

/** Six days, the last of which may be given. */
function days(last = "2026-01-06"): string[] {
  return ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05", last];
}

describeOnEachRuntime("refusals of the registry", (call) => {
  const tasks: Record<string, string> = {};
  beforeAll(async () => {
    const [a, b, ...others] = randomColumns(20, 2000).map((column) => [...column]);
    const slow = {
      ...{ problem: "classification", name: "Random Forest", h_tune: true, params: { n_estimators: 300 } },
      ...{ X: { a, b, ...others }, y: a?.map((value) => (value > 0 ? "yes" : "no")) },
    };
    const inBackground = { prefer: "respond-async" };
    const made = [
      await call("POST", "/api/ml_models", forest),
      await call("POST", "/api/ml_models", ridge),
      await call("POST", "/api/ml_models", slow, inBackground),
      await call("POST", "/api/ml_models/upload", ridgeFile()),
      await call("POST", "/api/ml_models/upload", svmFile({ gamma: 1e10, degree: 10 })),
    ];
    expect(made.map(({ status, body }) => [status, body.id])).toEqual([
      [201, 1],
      [201, 2],
      [202, 3],
      [201, 4],
      [201, 5],
    ]);
    const again = await call("PUT", FOREST, slow, inBackground);
    for (const task of [made[2]?.body.task_id, again.body.task_id])
      expect((await call("DELETE", `/results/${task}`)).status).toBe(204);
    tasks.cancelled = again.body.task_id;
    tasks.done = (await call("GET", FOREST)).body.split(" ").at(-1);
    expect((await call("POST", "/metrics/1")).status).toBe(201);
  });

  const everything = async () => {
    const all = ["/api/ml_models", `${FOREST}/card`, `${RIDGE}/card`, "/metrics/1", `/results/${tasks.done}`];
    return Promise.all(all.map(async (path) => (await call("GET", path)).body));
  };

  it("are at least two hundred", () => expect(refusals.length).toBeGreaterThanOrEqual(200));

  const send = ({ send: [method, path, ...rest] }: Refusal): Refusal["send"] => [
    method,
    path.replace(/\{(\w+)\}/, (_, name) => tasks[name] as string),
    ...rest,
  ];
  itRefuses(call, refusals, { everything, send });
});
