// One script of requests, answered alike to the byte on every runtime, but for ids and times.
import { expect, it } from "vitest";
import { sessionFamilies } from "../../src/shop/schema/session-request.ts";
import { randomColumns } from "../support/numbers.ts";
import { type Runtime, runtimes } from "../support/runtimes.ts";
import { madeUpSessions } from "../support/shop.ts";

const [a, b, y] = randomColumns(3, 300, 77).map((column) => [...column]) as [number[], number[], number[]];
const rows = (from: number, to: number) => ({
  x: { a: a.slice(from, to), b: b.slice(from, to) },
  y: y.slice(from, to),
});

/** The same rows as hours, over the night when Brussels puts its clocks forward. */
const hours = (from: number, to: number) => ({
  t: a.slice(from, to).map((_, i) => new Date(Date.UTC(2026, 2, 20) + (from + i) * 3_600_000).toISOString()),
  ...rows(from, to),
});
const asked = (from: number, to: number) => ({ t: hours(from, to).t, x: rows(from, to).x });

const ridge = { problem: "regression", name: "Ridge", h_tune: false, X: rows(0, 300).x, y };
const forest = { ...ridge, problem: "classification", name: "Random Forest" };

/** Stands for the task that the answer before ended with. */
const TASK = "{task}";

const script: [method: string, path: string, body?: unknown][] = [
  ["GET", "/"],
  ["GET", "/health"],
  ["GET", "/docs"],
  ["GET", "/openapi.json"],
  ["GET", "/norms"],
  ["POST", "/train", rows(0, 40)],
  ["POST", "/train", { ...rows(40, 90), batch: "second" }],
  ["POST", "/train", { ...rows(40, 90), batch: "second" }],
  ["POST", "/train", { ...rows(90, 95), batch: "second" }],
  ["POST", "/predict", { x: rows(100, 110).x }],
  ["POST", "/predict", { x: rows(100, 110).x, version: 1 }],
  ["GET", "/norms/default"],
  ["GET", "/norms/default/history"],
  ["GET", "/norms/default/batches?limit=1"],
  ["GET", "/norms/default/batches/second"],
  ["DELETE", "/norms/default/batches/second"],
  ["DELETE", "/norms/default/batches/second"],
  ["POST", "/predict", { x: { a: [0.25, null], b: [1e-9, 0], c: [1, 2] } }],
  ["PUT", "/norms/lagged", { columns: ["a", "b"], lags: { a: [0, 1, 5] }, lambda: 2.5 }],
  ["POST", "/norms/lagged/train", rows(0, 3)],
  ["POST", "/norms/lagged/train", rows(3, 200)],
  ["POST", "/norms/lagged/predict", { x: rows(200, 230).x }],
  ["PUT", "/norms/lagged", { columns: ["a", "b"], lags: { a: [0, 1, 5] } }],
  ["GET", "/norms/lagged"],
  ["PUT", "/norms/lagged", { columns: ["b"] }],
  ["POST", "/norms/lagged/train", { x: { a: [1, "2"], b: [1] }, y: [true] }],
  ["POST", "/norms/lagged/train", '{"x": '],
  ["PATCH", "/norms/lagged"],
  ["GET", "/norms/nowhere"],
  ["GET", "/norms/%E0%A4%A"],
  [
    "PUT",
    "/norms/timed",
    {
      columns: ["a", "b"],
      timezone: "Europe/Brussels",
      calendar: ["weekend", { daily: 3, yearly: 1 }],
      lags: { a: [0, "1h", "24h"] },
      rolling: [{ column: "b", window: "6h", statistic: "mean" }],
      piecewise: { b: { knots: 3 } },
      candidates: ["daily", "a", "weekend"],
    },
  ],
  ["POST", "/norms/timed/train", { ...hours(0, 120), batch: "first" }],
  ["POST", "/norms/timed/train", { ...hours(120, 280), batch: "second" }],
  ["POST", "/norms/timed/predict", { ...asked(280, 300), level: 0.95 }],
  ["POST", "/norms/timed/savings", hours(280, 300)],
  ["GET", "/norms/timed/lambda"],
  ["POST", "/norms/timed/what-if", { features: ["piecewise(b)"], batches: ["first"], lambda: 1 }],
  ["POST", "/norms/timed/selection", {}],
  ["GET", "/norms/timed/selection"],
  ["PUT", "/norms/timed", { columns: ["a", "b"] }],
  ["GET", "/norms/timed"],
  ["GET", "/norms/timed/history?drifted=false"],
  ["DELETE", "/norms/lagged"],
  ["GET", "/norms"],
  ["POST", "/sessions", { sessions: [...madeUpSessions(40), { session_id: 3 }] }],
  ["POST", "/sessions", { sessions: madeUpSessions(3) }],
  ["GET", "/sessions?limit=7&after=2"],
  ["GET", "/sessions/1-7"],
  ["GET", "/sessions/1-7/categories?mode=relative&level=3"],
  ["GET", "/sessions/1-7/categories?level=0"],
  ["POST", "/sessions/grown/views", { start: "2026-03-02", views: ["A1/B1", { path: "A2", id: "7" }] }],
  ["POST", "/sessions/grown/views", { views: [{ path: "A2", id: "7" }] }],
  ["GET", "/sessions?from=2026-03-01"],
  ["GET", "/visitors/nobody"],
  ["DELETE", "/sessions/1-7"],
  ["GET", "/sessions/1-7"],
  ["GET", "/sessions/report"],
  ["GET", "/sessions/1-8/prediction"],
  ["POST", "/sessions/prediction", madeUpSessions(1)[0]],
  ["POST", "/sessions/model", { params: { lambda: -1 }, h_tune: "yes" }],
  ["PUT", "/sessions/model", {}],

  // The registry of models; ids are given from 1 on.
  ["GET", "/api/ml_models"],
  ["POST", "/api/ml_models", { ...forest, y: y.map((value) => (value > 0 ? "ÿes" : "no")) }],
  ["POST", "/api/ml_models", { ...ridge, h_tune: true }],
  ["POST", "/api/ml_models", { ...ridge, problem: "classification", y: y.map((value) => Math.round(value)) }],
  ["POST", "/api/ml_models", { ...forest, problem: "regression", params: { n_estimators: 20, seed: 7 } }],
  ["POST", "/api/ml_models", { ...forest, name: "SVM", y: y.map((value) => (value > 0 ? 1 : -1)) }],
  ["POST", "/api/ml_models", { ...forest, y }],
  ["POST", "/api/ml_models", { ...ridge, params: { lambda: -1 }, X: [[1], ["2"]] }],
  ...[1, 2, 3, 4, 5].flatMap((id): typeof script => [
    ["POST", `/api/ml_models/${id}/predict`, { X: rows(0, 50).x }],
    ["GET", `/api/ml_models/${id}/card`],
    ["GET", `/api/ml_models/${id}/download`],
    ["GET", `/api/ml_models/${id}`],
    ["GET", `/results/${TASK}`],
  ]),
  [
    "POST",
    "/api/ml_models/1/predict",
    {
      X: [
        [0.5, null],
        [null, -0.5],
      ],
    },
  ],
  ["POST", "/api/ml_models/2/predict", { X: [[0.5, null]] }],
  ["POST", "/api/ml_models/1/predict", { X: { a: [1] } }],
  ["POST", "/metrics/2"],
  ["POST", "/metrics/2"],
  [
    "PUT",
    "/api/ml_models/4",
    { problem: "regression", name: "Random Forest", h_tune: true, params: { n_estimators: 10 } },
  ],
  ["GET", "/api/ml_models/4/card"],
  ["POST", "/api/ml_models/4/versions/1/activate"],
  ["GET", "/api/ml_models/4/versions"],
  ["POST", "/api/ml_models/upload", { format: 2 }],
  ["POST", "/api/comparisons", { problem: "regression", X: ridge.X, y, train_best: true }],
  [
    "POST",
    "/api/comparisons",
    {
      ...{
        problem: "classification",
        X: ridge.X,
        y: y.map((value) => (value > 0 ? "ÿes" : "no")),
        metric: "brier",
        folds: 3,
      },
      candidates: [{ name: "Ridge", h_tune: true }, { name: "SVM", params: { C: 0.1 } }, { name: "Dummy" }],
    },
  ],
  ["GET", "/api/comparisons"],
  ["GET", "/api/comparisons/2"],
  ["POST", "/api/comparisons/2/cancel"],
  ["DELETE", "/api/comparisons/2"],
  ["GET", "/api/comparisons/2"],
  ["DELETE", "/api/ml_models/1"],
  ["GET", "/api/ml_models/1/card"],
  ["GET", "/api/ml_models"],

  // The gender model, of which each family that it can be of is the next version.
  ...sessionFamilies.flatMap(({ name }): typeof script => [
    ["POST", "/sessions/model", { name }],
    ["GET", "/sessions/report"],
    ["GET", "/sessions/1-8/prediction?explain=true"],
    ["POST", "/sessions/prediction?explain=true", { ...madeUpSessions(1, 3)[0], views: ["A1/☃", "never/seen"] }],
  ]),
  ["GET", "/sessions/nobody/prediction"],
  ["GET", "/sessions/1-8/prediction?explain=maybe"],
  ["POST", "/sessions/prediction", { ...madeUpSessions(1)[0], views: ["A/B/C/D/E"], gender: "f" }],
  ["DELETE", "/sessions/report"],
];

it(`${script.length} requests are answered with the same bytes`, async () => {
  expect(script.length).toBeGreaterThanOrEqual(100);
  const [first = [], ...others] = await Promise.all(runtimes.map(play));
  for (const other of others) {
    for (const [i, answer] of other.entries()) expect(answer, JSON.stringify(script[i])).toBe(first[i]);
  }
});

async function play({ start }: Runtime): Promise<string[]> {
  const server = await start();
  const answers: string[] = [];
  let task = "";
  for (const [method, path, body] of script) {
    const init: RequestInit = { method };
    if (body !== undefined) {
      init.headers = { "content-type": "application/json" };
      init.body = typeof body === "string" ? body : JSON.stringify(body);
    }
    const response = await fetch(server.origin + path.replace(TASK, task), init);
    const text = await response.text();
    task = /([\w-]+)"$/.exec(text)?.[1] ?? "";
    const headers = ["content-type", "allow", "cache-control"].map((name) => `${name}: ${response.headers.get(name)}`);
    answers.push(withoutIdsAndTimes([response.status, ...headers, text].join("\n")));
  }
  await server.stop();
  return answers;
}

/** `seconds` are what a cell of a grid took, `source` is where a file was downloaded. */
function withoutIdsAndTimes(text: string): string {
  return (
    text
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")
      // Kept rows are packed by the runtime's own gzip, which unpacks alike and is not as long everywhere.
      .replace(/("rows_kept":\{"rows":\d+,"bytes":)\d+/g, "$1BYTES")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
      .replace(/"seconds":[\d.e-]+/g, '"seconds":SECONDS')
      .replace(/"source":"[^"]+?:\d+/g, '"source":"ORIGIN')
  );
}
