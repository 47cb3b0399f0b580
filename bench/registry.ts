// The registry of models and the sessions of a shop over HTTP, against a bare route of the same server.
import { makeSessions } from "../example/make-sessions.ts";
import { uncheckedClientOf } from "../test/support/client.ts";
import { normal, uniform } from "../test/support/numbers.ts";
import { type Call, HEALTH, latenciesInTurns, onConnection, onEachRuntime, showLatency } from "./load.ts";
import { type Bench, median, type Row } from "./measure.ts";

const ROWS = 20_000;
const COLUMNS = 20;
const ALONE = 1_000;
const WARM_UP = 100;
const SESSIONS = 15_000;
const TOTALS: Call = { method: "GET", path: "/sessions/categories?level=2" };

export const registryBenches: Bench[] = [
  { name: "models over HTTP", run: () => onEachRuntime((name, { origin }) => benchModels(name, origin)) },
  { name: "sessions over HTTP", run: () => onEachRuntime((name, { origin }) => benchSessions(name, origin)) },
];

async function benchModels(name: string, origin: string): Promise<Row[]> {
  const body = tableOf(ROWS);
  const rows: Row[] = [];
  for (const family of ["Random Forest", "Gradient Boosting", "Ridge"]) {
    const { id, ms } = await train(origin, "/api/ml_models", { ...body, name: family });
    const predict: Call = {
      method: "POST",
      path: `/api/ml_models/${id}/predict`,
      body: JSON.stringify({ X: [body.X[0]] }),
    };
    const [health, predicted] = await onConnection(origin, async (send) => {
      const calls = [() => HEALTH, () => predict] as const;
      await latenciesInTurns(send, WARM_UP, ...calls);
      return latenciesInTurns(send, ALONE, ...calls);
    });
    const what = `${name}: ${family} of ${ROWS} × ${COLUMNS}`;
    rows.push(
      { what: `${what}, trained over HTTP, score and importance included`, ours: `${ms.toFixed(0)} ms`, peer: "" },
      {
        what: `${what}, predict of one row`,
        ours: showLatency(predicted),
        peer: `/health ${showLatency(health)}`,
        ratio: median(predicted) / median(health),
        ...(name === "workerd" && { bar: { atMost: 1.2 } }),
      },
    );
  }
  return rows;
}

async function benchSessions(name: string, origin: string): Promise<Row[]> {
  const lines = makeSessions(SESSIONS, 1).slice(0, SESSIONS);
  const what = `${name}: ${SESSIONS} sessions`;
  const log = lines.join("\n");
  const start = performance.now();
  await fetch(`${origin}/sessions`, { method: "POST", headers: { "content-type": "text/csv" }, body: log });
  const stored = performance.now() - start;
  const { ms } = await train(origin, "/sessions/model", { name: "Random Forest" });
  return onConnection(origin, async (send) => {
    const id = (i: number) => (lines[i % SESSIONS] as string).split(",")[0];
    const [health, categories, prediction, totals] = await latenciesInTurns(
      send,
      ALONE,
      () => HEALTH,
      (i) => ({ method: "GET", path: `/sessions/${id(i)}/categories` }),
      (i) => ({ method: "GET", path: `/sessions/${id(i)}/prediction` }),
      () => TOTALS,
    );
    const peer = `/health ${showLatency(health)}`;
    return [
      { what: `${what} stored from one CSV body`, ours: `${stored.toFixed(0)} ms`, peer: "" },
      { what: `${what}, forest and report trained`, ours: `${(ms / 1000).toFixed(1)} s`, peer: "" },
      {
        what: `${what}, categories of one`,
        ours: showLatency(categories),
        peer,
        ratio: median(categories) / median(health),
      },
      {
        what: `${what}, prediction of one`,
        ours: showLatency(prediction),
        peer,
        ratio: median(prediction) / median(health),
      },
      { what: `${what}, categories of all`, ours: showLatency(totals), peer, ratio: median(totals) / median(health) },
    ];
  });
}

/** Trains, waits until it is ready, and answers the model's id and how long that took, in ms. */
async function train(origin: string, path: string, body: object): Promise<{ id: number; ms: number }> {
  const call = uncheckedClientOf(origin);
  const start = performance.now();
  const { body: model } = await call("POST", path, body);
  for (let status = model.task_id === undefined ? 200 : 202; status === 202; ) {
    status = (await call("GET", `/results/${model.task_id}`)).status;
  }
  return { id: model.id, ms: performance.now() - start };
}

function tableOf(rowCount: number) {
  const random = normal(uniform(1));
  const X = Array.from({ length: rowCount }, () => Array.from({ length: COLUMNS }, () => Number(random().toFixed(3))));
  const y = X.map(([a = 0, b = 0, c = 0, d = 0]) => Number(a + b * c + 0.5 * Math.sin(3 * d) + 0.3 * random() > 0));
  return { problem: "classification", X, y };
}
