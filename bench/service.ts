// The service over HTTP, on a server of its own: training after many batches, and prediction against a bare route.
import { Agent, request } from "node:http";
import { randomColumns } from "../test/support/numbers.ts";
import { startWorker } from "../test/support/server.ts";
import { median, quantile, type Row } from "./measure.ts";

const COLUMNS = 32;
const ROWS_PER_BATCH = 24;
const MANY_BATCHES = 10_000;

export async function benchService(): Promise<Row[]> {
  const server = await startWorker();
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const send = (method: string, path: string, body?: string) => exchange(agent, server.origin + path, method, body);
  try {
    return [...(await benchPredict(send)), await benchTrain(send)];
  } finally {
    agent.destroy();
    await server.stop();
  }
}

type Send = (method: string, path: string, body?: string) => Promise<void>;

async function benchPredict(send: Send): Promise<Row[]> {
  await send("POST", "/train", batch(1));
  const row = JSON.stringify({ x: Object.fromEntries(Array.from({ length: COLUMNS }, (_, j) => [`c${j}`, [0.5]])) });
  const health = () => send("GET", "/health");
  const predict = () => send("POST", "/predict", row);
  for (let i = 0; i < 300; i++) await Promise.all([health(), predict()]);
  const [bare, ours] = await latenciesInTurns(2_000, health, predict);
  const show = (times: number[]) =>
    `p50 ${quantile(times, 0.5).toFixed(2)} ms, p99 ${quantile(times, 0.99).toFixed(2)} ms`;
  const [bareRate, ourRate] = [await perSecond(health), await perSecond(predict)];
  return [
    {
      what: `predict of one row of ${COLUMNS} columns`,
      ours: show(ours),
      peer: `/health ${show(bare)}`,
      ratio: median(ours) / median(bare),
      bar: { atMost: 1.2 },
    },
    {
      what: "predict, 16 at a time",
      ours: `${ourRate.toFixed(0)} /s`,
      peer: `/health ${bareRate.toFixed(0)} /s`,
      ratio: ourRate / bareRate,
    },
  ];
}

async function benchTrain(send: Send): Promise<Row> {
  const train = (norm: string) => (seed: number) => send("POST", `/norms/${norm}/train`, batch(seed));
  for (let i = 0; i < 10; i++) await train("few")(i);
  for (let i = 0; i < MANY_BATCHES; i += 4) await Promise.all([0, 1, 2, 3].map((k) => train("many")(i + k)));
  // Whole turns of the snapshots, so that both meet every distance from one equally often.
  const [few, many] = await latenciesInTurns(160, train("few"), train("many"));
  return {
    what: `train after ${MANY_BATCHES} batches, ${COLUMNS} columns`,
    ours: `${median(many).toFixed(1)} ms`,
    peer: `after 10 ${median(few).toFixed(1)} ms`,
    ratio: median(many) / median(few),
    bar: { atMost: 1.1 },
  };
}

function batch(seed: number): string {
  const columns = randomColumns(COLUMNS + 1, ROWS_PER_BATCH, seed);
  const x = Object.fromEntries(columns.slice(0, COLUMNS).map((column, j) => [`c${j}`, [...column]]));
  return JSON.stringify({ x, y: [...(columns[COLUMNS] as Float64Array)] });
}

async function latenciesInTurns(
  rounds: number,
  a: (i: number) => Promise<void>,
  b: (i: number) => Promise<void>,
): Promise<[number[], number[]]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const [i, run] of [a, b].entries()) {
      const start = performance.now();
      await run(round);
      times[i as 0 | 1].push(performance.now() - start);
    }
  }
  return times;
}

async function perSecond(run: () => Promise<void>): Promise<number> {
  const end = performance.now() + 3_000;
  let count = 0;
  const worker = async () => {
    for (; performance.now() < end; count++) await run();
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return count / 3;
}

function exchange(agent: Agent, url: string, method: string, body?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sent = request(url, { agent, method, headers }, (response) => {
      response.resume();
      response.once("end", () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${method} ${url}: ${response.statusCode}`)),
      );
    });
    sent.once("error", reject);
    sent.end(body);
  });
}
