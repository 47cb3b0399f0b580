// Every call with a body or a query, in shapes whose length can be doubled: as they should be, and as nobody should send them.

export interface Sent {
  method: string;
  path: string;
  body?: string;
  type?: string;
}

/** A request of some `size` characters. */
export interface GrowingCall {
  name: string;
  /** The smallest size that is tried; the largest is eight times as much. */
  size: number;
  send(size: number, turn: number): Sent;
}

const repeat = (part: (i: number) => string, size: number) => {
  const parts: string[] = [];
  for (let length = 0; length < size; length += (parts.at(-1) as string).length + 1) parts.push(part(parts.length));
  return parts;
};
const list = (part: (i: number) => string) => (size: number) => `[${repeat(part, size)}]`;
const object = (part: (i: number) => string) => (size: number) => `{${repeat(part, size)}}`;

/** Values that no field wants, as JSON. */
const HOSTILE: Record<string, (size: number) => string> = {
  zeros: list(() => "0"),
  texts: list((i) => `"n${i}"`),
  names: object((i) => `"n${i}":1`),
  text: (size) => `"${"x".repeat(size)}"`,
};

const COLUMNS = '"columns":["a","b"]';
const ROWS = '"x":[[1],[2]],"y":[1,2]';
const TABLE = '"problem":"classification","name":"Ridge","X":[[1],[2],[3],[4]],"y":["a","b","a","b"]';
const VISIT = '"start":"2026-01-01 10:00","end":"2026-01-01 10:10"';
const MODEL = '"format":1,"problem":"classification","name":"Ridge","columns":["a"],"classes":["a","b"],"unit_count":1';

/** Calls with a JSON body: their fields, and what else stands in the body. */
const FIELDS: { method: string; path: string; fields: string; beside?: string; size?: number }[] = [
  { method: "POST", path: "/norms/n/train", fields: "t x y batch continues other", beside: ROWS },
  { method: "POST", path: "/norms/n/predict", fields: "t x version level continues other", beside: ROWS },
  { method: "POST", path: "/norms/n/savings", fields: "t x y version level other", beside: ROWS },
  { method: "POST", path: "/norms/n/what-if", fields: "features lambda batches until other" },
  { method: "POST", path: "/norms/n/selection", fields: "lags other" },
  {
    method: "PUT",
    path: "/norms/m",
    fields:
      "columns lags timezone step calendar rolling difference piecewise degree_days interactions candidates lambda forget continues other",
    beside: COLUMNS,
    size: 8_000,
  },
  { method: "POST", path: "/api/ml_models", fields: "problem name h_tune X y groups t params other", beside: TABLE },
  { method: "PUT", path: "/api/ml_models/1", fields: "problem name h_tune X y params other", beside: TABLE },
  { method: "POST", path: "/api/ml_models/1/predict", fields: "X other" },
  {
    method: "POST",
    path: "/api/ml_models/upload",
    fields: "format problem name params columns columns_with_missing classes calibration unit_count units other",
    beside: MODEL,
  },
  { method: "POST", path: "/sessions", fields: "sessions other" },
  { method: "POST", path: "/sessions/model", fields: "name h_tune params other" },
  {
    method: "POST",
    path: "/sessions/s/views",
    fields: "views start end gender visitor other",
    beside: '"start":"2026-03-02"',
  },
  {
    method: "POST",
    path: "/sessions/prediction",
    fields: "session_id start end views gender visitor other",
    beside: VISIT,
  },
];

const SIZE = 32_000;

const hostile = FIELDS.flatMap(({ method, path, fields, beside = "", size: least = SIZE }) =>
  fields.split(" ").flatMap((field) =>
    Object.entries(HOSTILE).map(([shape, hostileOf]): GrowingCall => {
      const others = beside.split(/,(?=")/).filter((member) => member !== "" && !member.startsWith(`"${field}":`));
      return {
        name: `${method} ${path} ${field}: ${shape}`,
        size: least,
        send: (size) => ({ method, path, body: `{${[...others, `"${field}":${hostileOf(size)}`]}}` }),
      };
    }),
  ),
);

const json = (
  name: string,
  [method, path]: [string, string],
  bodyOf: (size: number, turn: number) => string,
  size = SIZE,
) => ({
  name: `${method} ${path} ${name}`,
  size,
  send: (size: number, turn: number) => ({ method, path, body: bodyOf(size, turn) }),
});

const PUT_NORM: [string, string] = ["PUT", "/norms/m"];
const specification = (name: string, partsOf: (size: number) => string) =>
  json(name, PUT_NORM, (size) => `{${COLUMNS},${partsOf(size)}}`, 8_000);

/** Names that are known, faults in great number, JSON that is none: what one strange value in a field does not show. */
const nested: GrowingCall[] = [
  specification("one candidate of unknown names", (size) => `"candidates":[${list((i) => `"n${i}"`)(size)}]`),
  specification("one candidate again and again", (size) => `"candidates":[${list(() => '"a"')(size)}]`),
  specification("unknown interactions", (size) => `"interactions":${list((i) => `["n${i}","a"]`)(size)}`),
  specification(
    "unknown columns in degree days",
    (size) => `"degree_days":${list((i) => `{"column":"n${i}","heating":1}`)(size)}`,
  ),
  specification("lags without end", (size) => `"lags":{"a":${list((i) => `${i}`)(size)}}`),
  specification("knots without end", (size) => `"piecewise":{"a":{"knots":${list((i) => `${i}`)(size)}}}`),
  ...["class_weight", "lambda", "kernel"].map((name) =>
    json(
      `${name}: names`,
      ["POST", "/api/ml_models"],
      (size) => `{${TABLE},"params":{"${name}":${HOSTILE.names?.(size)}}}`,
    ),
  ),
  json(
    "class_weight of an upload",
    ["POST", "/api/ml_models/upload"],
    (size) => `{${MODEL},"units":[],"calibration":null,"params":{"class_weight":${HOSTILE.names?.(size)}}}`,
  ),
  json(
    "views that are none",
    ["POST", "/sessions"],
    (size) => `{"sessions":[{"session_id":"s",${VISIT},"views":${list(() => "0")(size)}}]}`,
  ),
  json(
    "sessions that are none",
    ["POST", "/sessions"],
    (size) => `{"sessions":${list((i) => `{"session_id":${i}}`)(size)}}`,
  ),
  json("one name again and again", ["POST", "/norms/n/what-if"], (size) => `{${repeat(() => '"a":1', size)}}`),
  json("quotes and backslashes", ["POST", "/norms/n/what-if"], (size) => `{"lambda":"${'\\\\\\"'.repeat(size / 4)}"}`),
  json("NaN", ["POST", "/norms/n/predict"], (size) => `{"x":${list(() => "NaN")(size)}}`),
  json("blanks before NaN", ["POST", "/norms/n/predict"], (size) => `{"x":[${" ".repeat(size)}NaN${" ".repeat(size)}x`),
  json("no JSON", ["POST", "/norms/n/predict"], (size) => "[,".repeat(size / 2)),
];

const csv = (name: string, bodyOf: (size: number, turn: number) => string): GrowingCall => ({
  name: `POST /sessions CSV: ${name}`,
  size: SIZE,
  send: (size, turn) => ({ method: "POST", path: "/sessions", type: "text/csv", body: bodyOf(size, turn) }),
});
const TIMES = "2026-01-01 10:00,2026-01-01 10:10";

const logs: GrowingCall[] = [
  csv("semicolons", (size) => `1,${TIMES},${";".repeat(size)}`),
  csv("lines of semicolons", (size) => repeat((i) => `${i},${TIMES},${";".repeat(2_000)}`, size).join("\n")),
  csv("commas", (size) => ",".repeat(size)),
  csv("quotes", (size) => `${'"'.repeat(size + 1)},x`),
  csv("quoted fields", (size) => '"a",'.repeat(size / 4)),
  csv("blanks", (size) => " ".repeat(size)),
  csv("lines of one character", (size) => "x\n".repeat(size / 2)),
  csv("a heading of unknown names", (size) => `session_id,start,end,views,${repeat((i) => `n${i}`, size)}`),
  csv("tabs", (size) => "a\t".repeat(size / 2)),
  csv("one id", (size) => repeat(() => `1,${TIMES},a/b`, size).join("\n")),
];

// A URL has 4,096 characters at most.
const QUERIES = [
  "/norms",
  "/norms/n/history",
  "/norms/n/batches",
  "/norms/n/batches/b/rows",
  "/norms/n/rows",
  "/api/ml_models",
  "/results/1",
  "/sessions",
  "/sessions/1/categories",
  "/visitors/v",
  "/health",
];

const queries = QUERIES.flatMap((path) =>
  [(_: number) => "a=1", (i: number) => `n${i}=1`, () => "after=1"].map(
    (part, shape): GrowingCall => ({
      name: `GET ${path} ${["one name", "unknown names", "a known name"][shape]}`,
      size: 400,
      send: (size) => ({ method: "GET", path: `${path}?${repeat(part, size).join("&")}` }),
    }),
  ),
);

const day = (i: number) => new Date(Date.UTC(2026, 0, 1) + i * 3_600_000).toISOString();
const rowsOf = (size: number) => Math.floor(size / 50);
const rows = (size: number) => {
  const count = Array.from({ length: rowsOf(size) }, (_, i) => i);
  return `"t":${JSON.stringify(count.map(day))},"x":{"a":${JSON.stringify(count.map((i) => (i * 37) % 101))},"b":${JSON.stringify(count.map((i) => (i * 53) % 97))}}`;
};
const numbers = (size: number) => JSON.stringify(Array.from({ length: rowsOf(size) }, (_, i) => (i * 71) % 89));
const labels = (size: number) =>
  JSON.stringify(Array.from({ length: rowsOf(size) }, (_, i) => ((i * 71) % 89 > 44 ? "a" : "b")));
const table = (size: number) => `"X":{"a":${numbers(size)},"b":${numbers(size)}}`;
const columns = (size: number) => `{${repeat((i) => `"column ${i}":[1,2]`, size)}}`;

/** As they should be. */
const valid: GrowingCall[] = [
  json(
    "rows",
    ["POST", "/norms/hours/train"],
    (size, turn) => `{${rows(size)},"y":${numbers(size)},"batch":"${size}-${turn}"}`,
  ),
  json("rows", ["POST", "/norms/hours/predict"], (size) => `{${rows(size)}}`),
  json("rows", ["POST", "/norms/hours/savings"], (size) => `{${rows(size)},"y":${numbers(size)}}`),
  json(
    "rows",
    ["POST", "/api/ml_models"],
    (size) => `{"problem":"regression","name":"Ridge","params":{"lambda":1},${table(size)},"y":${numbers(size)}}`,
  ),
  json(
    "labels",
    ["POST", "/api/ml_models"],
    (size) => `{"problem":"classification","name":"Ridge","params":{"lambda":1},${table(size)},"y":${labels(size)}}`,
  ),
  json(
    "rows",
    ["PUT", "/api/ml_models/1"],
    (size) => `{"problem":"regression","name":"Ridge","params":{"lambda":1},${table(size)},"y":${numbers(size)}}`,
  ),
  json("rows", ["POST", "/api/ml_models/1/predict"], (size) => `{${table(size)}}`),
  json("other columns", ["POST", "/api/ml_models/1/predict"], (size) => `{"X":${columns(size)}}`, 1_500),
  json("other columns", ["POST", "/norms/hours/predict"], (size) => `{"x":${columns(size)}}`, 500),
  json(
    "sessions",
    ["POST", "/sessions"],
    (size, turn) => `{"sessions":${list((i) => `{"session_id":"${turn}-${i}",${VISIT},"views":["a/b","c"]}`)(size)}}`,
  ),
  json(
    "views",
    ["POST", "/sessions/prediction"],
    (size) => `{${VISIT},"views":${list((i) => `"a/b${i}"`)(size)}}`,
    1_000,
  ),
  json(
    "views with ids",
    ["POST", "/sessions/grown/views"],
    (size, turn) => `{"start":"2026-03-02","views":${list((i) => `{"path":"a/b","id":"${turn}-${i}"}`)(size)}}`,
    20,
  ),
  csv("sessions", (size, turn) => repeat((i) => `${turn}-${i},${TIMES},a/b;c`, size).join("\n")),
];

export const growingCalls: GrowingCall[] = [...valid, ...nested, ...logs, ...queries, ...hostile];

/** What stands before the calls: a norm, a model and sessions. */
export const prepared: Sent[] = [
  { method: "PUT", path: "/norms/n", body: '{"columns":["x1"]}' },
  { method: "PUT", path: "/norms/hours", body: '{"columns":["a","b"],"lambda":1}' },
  { method: "POST", path: "/norms/n/train", body: `{"x":[[1],[2],[4]],"y":[1,2,3]}` },
  { method: "POST", path: "/norms/hours/train", body: `{${rows(20_000)},"y":${numbers(20_000)},"batch":"first"}` },
  {
    method: "POST",
    path: "/api/ml_models",
    body: `{"problem":"regression","name":"Ridge","params":{"lambda":1},${table(5_000)},"y":${numbers(5_000)}}`,
  },
];
