// The calls of the service with a body that each would take, and what is done to it.
import { type Chance, hostileValue, pick } from "./hostile.ts";

const MEGABYTE = 1024 * 1024;

export interface Call {
  method: string;
  path: string;
  /** What it takes, by key: JSON texts. */
  body?: Record<string, string>;
  bytesMax?: number;
  csv?: boolean;
}

const ROWS = '{"a":[1,2,3,4,5,6],"b":[2,1,4,3,6,5]}';
const MODEL = {
  X: ROWS,
  groups: "[1,1,2,2,3,3]",
  t: '["2026-01-01","2026-01-02","2026-01-03","2026-01-04","2026-01-05","2026-01-06"]',
};
const TIMES = MODEL.t;
const VISIT = {
  session_id: '"s1"',
  start: '"2026-01-01 10:00:00"',
  end: '"2026-01-01 10:10:00"',
  views: '["A/B/C/D","A/B/C/E"]',
  gender: '"female"',
  visitor: '"v"',
};
const SPECIFICATION = {
  columns: '["a","b"]',
  lags: '{"a":[0,1]}',
  timezone: '"Europe/Brussels"',
  step: '"1d"',
  calendar: '["day_of_week"]',
  rolling: '[{"column":"a","statistic":"mean","window":3}]',
  difference: '{"a":[1]}',
  piecewise: '{"b":{"knots":2}}',
  degree_days: '{"column":"a","heating":[15]}',
  interactions: '[["a","b"]]',
  candidates: '["a"]',
  lambda: "1",
  continues: "false",
  forget: '{"half_life":"90d"}',
};

/** `models`: ids of models that are trained. The norm and the model that are attacked are others than those that are asked before and after. */
export function callsOn({
  norm,
  models,
  file,
}: {
  norm: string;
  models: number[];
  file: Record<string, string>;
}): Call[] {
  const training = {
    problem: '"regression"',
    name: '"Ridge"',
    h_tune: "false",
    params: '{"lambda":1}',
    y: "[1,2,3,4,5,6]",
  };
  return [
    { method: "PUT", path: "/norms/specified", body: SPECIFICATION },
    {
      method: "POST",
      path: `/norms/${norm}/train`,
      body: { t: TIMES, x: ROWS, y: "[1,2,3,4,5,6]", batch: '"one"', continues: "true" },
    },
    {
      method: "POST",
      path: `/norms/${norm}/predict`,
      body: { t: TIMES, x: ROWS, version: "1", continues: "true", level: "0.9" },
    },
    {
      method: "POST",
      path: `/norms/${norm}/savings`,
      body: { t: TIMES, x: ROWS, y: "[1,2,3,4,5,6]", version: "1", continues: "true", level: "0.9" },
    },
    { method: "POST", path: `/norms/${norm}/selection`, body: { lags: '"together"' } },
    {
      method: "POST",
      path: `/norms/${norm}/what-if`,
      body: { features: '["a"]', lambda: "1", batches: '["one"]', until: "1" },
    },
    { method: "POST", path: "/train", body: { x: ROWS, y: "[1,2,3,4,5,6]" } },
    { method: "POST", path: "/predict", body: { x: ROWS } },
    { method: "POST", path: "/api/ml_models", body: { ...training, ...MODEL }, bytesMax: 32 * MEGABYTE },
    {
      method: "POST",
      path: "/api/ml_models",
      bytesMax: 32 * MEGABYTE,
      body: {
        ...training,
        ...MODEL,
        problem: '"classification"',
        name: '"SVM"',
        params: '{"class_weight":{"a":1,"b":2}}',
        y: '["a","b","a","b","a","b"]',
      },
    },
    { method: "POST", path: "/api/ml_models/upload", body: file, bytesMax: 32 * MEGABYTE },
    ...models.flatMap((id): Call[] => [
      { method: "POST", path: `/api/ml_models/${id}/predict`, body: { X: ROWS }, bytesMax: 32 * MEGABYTE },
      { method: "PUT", path: `/api/ml_models/${id}`, body: { ...training, ...MODEL }, bytesMax: 32 * MEGABYTE },
    ]),
    { method: "POST", path: "/sessions", body: { sessions: `[${object(VISIT)}]` } },
    { method: "POST", path: "/sessions", body: VISIT },
    { method: "POST", path: "/sessions", csv: true },
    { method: "POST", path: "/sessions/model", body: { name: '"Ridge"', h_tune: "false", params: "{}" } },
    { method: "POST", path: "/sessions/prediction", body: VISIT },
    { method: "POST", path: "/sessions/s1/views", body: { start: VISIT.start, views: '["a/b"]' } },
    { method: "GET", path: "/visitors/v1" },
    { method: "GET", path: "/norms" },
    { method: "GET", path: `/norms/${norm}/history` },
    { method: "GET", path: "/api/ml_models" },
    { method: "GET", path: "/sessions" },
    { method: "GET", path: "/sessions/s1/categories" },
    { method: "GET", path: "/results/none" },
    { method: "DELETE", path: `/norms/${norm}/batches/none` },
    { method: "HEAD", path: "/health" },
    { method: "PATCH", path: "/norms" },
  ];
}

export interface Attack {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
}

const CSV_SIZES = [";", ",", '"', "\n", "a", "a,2026-01-01,2026-01-02,A/B\n", "a,b,c;d\r\n", '"",', "\u0000"];
const QUERY = ["a=1&", "limit=1&", "after=", "%00", "%F0%9F%98%80", "wait=1&", "x", "[]&", "mode=absolute&"];
const TYPES = [
  "application/json",
  "application/json",
  "application/json",
  "text/csv",
  "text/plain",
  "application/x+json; charset=utf-16",
];

/** A call with something about it that is wrong, or too much, or both. `size`: bytes of it, about. */
export function attack(chance: Chance, call: Call, size: number): Attack {
  const { method, body, csv } = call;
  const headers: Record<string, string> = {};
  let path = call.path;
  // Longer ones the HTTP server of each runtime refuses itself, and resets the connection where a body is on its way.
  if (chance() < 0.1)
    path += `?${pick(chance, QUERY)
      .repeat(Math.ceil(Math.min(size, 60_000) / 4))
      .slice(0, 60_000)}`;
  if (chance() < 0.05)
    path = path.replace(/[^/]+$/, (last) => last + encodeURIComponent("é/").repeat(Math.min(size, 9_000) / 6));
  if (chance() < 0.03) headers["idempotency-key"] = "k".repeat(Math.min(size, 8_000));
  if (chance() < 0.03) headers.prefer = "respond-async, ".repeat(Math.min(size, 8_000) / 15);
  if (body === undefined && csv === undefined) return { method, path, headers, body: undefined };
  headers["content-type"] = csv ? "text/csv" : chance() < 0.97 ? "application/json" : pick(chance, TYPES);
  return { method, path, headers, body: csv ? hostileCsv(chance, size) : hostileBody(chance, body ?? {}, size) };
}

function hostileCsv(chance: Chance, size: number): string {
  const head = chance() < 0.3 ? "session_id,start,end,views\n" : "";
  const part = pick(chance, CSV_SIZES);
  const line = part.repeat(Math.ceil(Math.min(size, chance() < 0.5 ? 200_000 : size) / part.length));
  return head + `${line}\n`.repeat(Math.max(1, Math.floor(size / (line.length + 1))));
}

function hostileBody(chance: Chance, body: Record<string, string>, size: number): string {
  const turn = chance();
  if (turn < 0.08) return hostileValue(chance, size);
  if (turn < 0.12) return object(body).slice(0, Math.floor(chance() * 200)) + hostileValue(chance, size);
  const names = Object.keys(body);
  const name = pick(chance, names);
  if (turn < 0.18)
    return `${object(body).slice(0, -1)},${JSON.stringify(pick(chance, ["extra", "__proto__", name]))}:${hostileValue(chance, size)}}`;
  if (turn < 0.24) return `${object(body).slice(0, -1)},${hostileValue(chance, size).replace(/^\{/, "")}`;
  const other = pick(chance, names);
  const count = turn < 0.4 ? 2 : 1;
  const changed = { ...body, [name]: hostileValue(chance, size / count) };
  if (count === 2) changed[other] = hostileValue(chance, size / 2);
  if (turn > 0.9) for (const each of names) if (chance() < 0.3 && each !== name) delete changed[each];
  return object(changed);
}

export function object(body: Record<string, string>): string {
  return `{${Object.entries(body)
    .map(([name, text]) => `${JSON.stringify(name)}:${text}`)
    .join()}}`;
}
