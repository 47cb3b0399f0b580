// The service over HTTP: prediction against a bare route of the same server and against FastAPI, training after many batches.

import { startProcess } from "../test/support/killable.ts";
import { randomColumns } from "../test/support/numbers.ts";
import type { Server } from "../test/support/server.ts";
import { type Call, HEALTH, latenciesInTurns, load, onConnection, onEachRuntime, showLatency } from "./load.ts";
import { type Bench, median, python, type Row, timeInTurns } from "./measure.ts";

const TRAIN_COLUMNS = 32;
// Deno 2.9.5 closes the connection after a body that does not fit into its first read of about 500 bytes.
const PREDICT_COLUMNS = 8;
const ROWS_PER_BATCH = 24;
const MANY_BATCHES = 10_000;
const CONNECTIONS = 16;
const SECONDS = 3;
// Calls one after the other, bare and predicting in turns, so that a slow moment hits both.
const ALONE = 3_000;

const PREDICT: Call = {
  method: "POST",
  path: "/predict",
  body: JSON.stringify({ x: Object.fromEntries(Array.from({ length: PREDICT_COLUMNS }, (_, j) => [`c${j}`, [0.5]])) }),
};

export const serviceBenches: Bench[] = [
  { name: "predict over HTTP", run: () => onEachRuntime(benchPredict) },
  { name: "train after many batches", run: () => onEachRuntime(async (...on) => [await benchTrain(...on)]) },
  { name: "train a year", run: () => onEachRuntime(async (...on) => [await benchYear(...on)]) },
];

async function benchPredict(name: string, { origin }: Server): Promise<Row[]> {
  await onConnection(origin, (send) => send(batch("/train", 1, PREDICT_COLUMNS)));
  const [health, predict] = await onConnection(origin, (send) =>
    latenciesInTurns(
      send,
      ALONE,
      () => HEALTH,
      () => PREDICT,
    ),
  );
  const many = await inTurns(origin, CONNECTIONS);
  const what = `${name}: predict of one row of ${PREDICT_COLUMNS} columns`;
  const rows: Row[] = [
    {
      what: `${what}, latency`,
      ours: showLatency(predict),
      peer: `/health ${showLatency(health)}`,
      ratio: median(predict) / median(health),
      ...(name === "workerd" && { bar: { atMost: 1.2 } }),
    },
    {
      what: `${what}, ${CONNECTIONS} at a time`,
      ours: showRate(many.predict),
      peer: `/health ${showRate(many.health)}`,
      ratio: many.predict / many.health,
      ...(name === "Deno" && { bar: { atLeast: 0.5 } }),
    },
  ];
  return name === "Deno" ? [...rows, await besideFastApi(what, origin)] : rows;
}

/** The bare route and the prediction, warmed up, then each twice in turns; the better of the two counts. */
async function inTurns(origin: string, connections: number): Promise<{ health: number; predict: number }> {
  for (const call of [HEALTH, PREDICT]) await load(origin, call, connections, 1);
  const turns = [HEALTH, PREDICT, HEALTH, PREDICT];
  const loads: number[] = [];
  for (const call of turns) loads.push(await load(origin, call, connections, SECONDS));
  const [health = 0, predict = 0, healthAgain = 0, predictAgain = 0] = loads;
  return { health: Math.max(health, healthAgain), predict: Math.max(predict, predictAgain) };
}

async function besideFastApi(what: string, origin: string): Promise<Row> {
  if (python("import json, fastapi, uvicorn, sklearn; print(json.dumps(True))") === undefined) {
    return { what, ours: "", peer: "skipped: no python3 with fastapi, uvicorn and scikit-learn here" };
  }
  const peer = await startProcess("/usr/bin/python3", (port) => [
    "bench/fastapi_peer.py",
    String(port),
    String(PREDICT_COLUMNS),
  ]);
  try {
    for (const each of [peer.origin, origin]) await load(each, PREDICT, CONNECTIONS, 1);
    const theirs = await load(peer.origin, PREDICT, CONNECTIONS, SECONDS);
    const ours = await load(origin, PREDICT, CONNECTIONS, SECONDS);
    return {
      what: `${what}, ${CONNECTIONS} at a time`,
      ours: showRate(ours),
      peer: `FastAPI + scikit-learn ${showRate(theirs)}`,
      ratio: ours / theirs,
      bar: { atLeast: 10 },
    };
  } finally {
    await peer.kill();
  }
}

async function benchTrain(name: string, { origin }: Server): Promise<Row> {
  const few = (seed: number) => batch("/norms/few/train", seed, TRAIN_COLUMNS);
  const many = (seed: number) => batch("/norms/many/train", seed, TRAIN_COLUMNS);
  await Promise.all(
    Array.from({ length: 4 }, (_, part) =>
      onConnection(origin, async (send) => {
        for (let i = part; i < MANY_BATCHES; i += 4) await send(many(i));
      }),
    ),
  );
  const [after10, afterMany] = await onConnection(origin, async (send) => {
    for (let i = 0; i < 10; i++) await send(few(i));
    // Whole turns of the snapshots, so that both meet every distance from one equally often.
    return latenciesInTurns(send, 160, few, many);
  });
  return {
    what: `${name}: train after ${MANY_BATCHES} batches, ${TRAIN_COLUMNS} columns`,
    ours: `p50 ${median(afterMany).toFixed(1)} ms`,
    peer: `after 10 p50 ${median(after10).toFixed(1)} ms`,
    ratio: median(afterMany) / median(after10),
    bar: { atMost: 1.1 },
  };
}

const HOURS_PER_YEAR = 8_760;
const YEARS = 7;

/** A year of hours in one request, with the time-of-week-and-temperature model and a day of lags: 198 features. */
async function benchYear(name: string, { origin }: Server): Promise<Row> {
  const hours = Array.from({ length: HOURS_PER_YEAR }, (_, i) => i);
  const [noise = new Float64Array(), y = new Float64Array()] = randomColumns(2, HOURS_PER_YEAR);
  const T_out = hours.map((i) => 10 + 10 * Math.sin((2 * Math.PI * i) / HOURS_PER_YEAR) + 3 * (noise[i] as number));
  const t = hours.map((i) => new Date(Date.UTC(2025, 0, 1) + i * 3_600_000).toISOString());
  const body = JSON.stringify({ t, x: { T_out }, y: [...y] });
  const specification = {
    columns: ["T_out"],
    timezone: "Europe/Brussels",
    calendar: ["hour_of_week"],
    piecewise: { T_out: { knots: 6 } },
    lags: { T_out: hours.slice(1, 25) },
  };
  const times = await onConnection(origin, async (send) => {
    const taken: number[] = [];
    for (let year = 0; year < YEARS; year++) {
      await send({ method: "PUT", path: `/norms/year-${year}`, body: JSON.stringify(specification) });
      const start = performance.now();
      await send({ method: "POST", path: `/norms/year-${year}/train`, body });
      taken.push(performance.now() - start);
    }
    return taken;
  });
  const [parsing = 0] = timeInTurns(15, () => JSON.parse(body));
  return {
    what: `${name}: train a year of hours, 198 features`,
    ours: `p50 ${median(times).toFixed(0)} ms, ${((1000 * HOURS_PER_YEAR) / median(times)).toFixed(0)} rows/s`,
    peer: `JSON.parse of its body ${parsing.toFixed(1)} ms, ${((100 * parsing) / median(times)).toFixed(1)} %`,
  };
}

function batch(path: string, seed: number, columnCount: number): Call {
  const columns = randomColumns(columnCount + 1, ROWS_PER_BATCH, seed);
  const x = Object.fromEntries(columns.slice(1).map((column, j) => [`c${j}`, [...column]]));
  return { method: "POST", path, body: JSON.stringify({ x, y: [...(columns[0] as Float64Array)] }) };
}

function showRate(perSecond: number): string {
  return `${perSecond.toFixed(0)} /s`;
}
