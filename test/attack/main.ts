// `npm run check:attack -- [requests] [runtime] [seed] [tables]`: requests that nobody should send, of all sizes, and spoilt tables (a share of all, 0.3
// unless given), to a service on each runtime. It says how long answers took, how long refusals were, what the process held, how soon /health answered meanwhile, and whether answers are the same to the byte.
import { Worker } from "node:worker_threads";
import { clientOf } from "../support/client.ts";
import { uniform } from "../support/numbers.ts";
import { peakMegabytes } from "../support/peak-megabytes.ts";
import { runtimes } from "../support/runtimes.ts";
import { type Attack, attack, callsOn } from "./requests.ts";
import { spoiltTable } from "./spoilt-table.ts";

const [count = 10_000, only, seed = 1, tables = 0.3] = process.argv.slice(2) as unknown as [
  number,
  string,
  number,
  number,
];
const BYTES_LEAST = 10;
const AT_ONCE = 4;
const SECONDS_MAX = 2;
const REFUSAL_BYTES_MAX = 100_000;
const GIVEN_UP_MS = 120_000;

for (const { name, start } of runtimes) {
  if (only !== undefined && only !== name && only !== "all") continue;
  const server = await start();
  try {
    await attackServer(name, server.origin);
  } finally {
    await server.stop();
  }
}

async function attackServer(runtime: string, origin: string): Promise<void> {
  const ask = await prepare(origin);
  const before = await ask();
  const probe = new Worker(new URL("probe.ts", import.meta.url), { workerData: { origin } });
  const healthTimes = new Promise<number[]>((resolve) => probe.once("message", resolve));
  const chance = uniform(Number(seed));
  const calls = callsOn({ norm: "attacked", models: await attackedModels(origin), file: await fileOf(origin) });
  const [model] = await attackedModels(origin);
  const tableCalls = tableCallsOn(model as number);
  const odd: string[] = [];
  const statuses = new Map<string, number>();
  const seconds: number[] = [];
  let sent = 0;
  let bytes = 0;
  const attackInTurn = async () => {
    while (sent < Number(count)) {
      const number = sent++;
      const call = calls[Math.floor(chance() * calls.length)] as (typeof calls)[number];
      const most = call.bytesMax ?? 16 * 1024 * 1024;
      // Every size as likely as ten times as much, but for the largest, which take most of the time.
      const size = BYTES_LEAST * (most / BYTES_LEAST) ** (chance() ** 1.3);
      const isTable = chance() < Number(tables);
      const request = isTable ? spoiltTable(chance, tableCalls) : attack(chance, call, size);
      bytes += request.body?.length ?? 0;
      const { status, length, took, head } = await send(origin, request);
      seconds.push(took);
      const kind = `${Math.floor(status / 100)}xx${isTable ? " of tables" : ""}`;
      statuses.set(kind, (statuses.get(kind) ?? 0) + 1);
      const isOdd =
        took > SECONDS_MAX ||
        (status >= 400 && length > REFUSAL_BYTES_MAX) ||
        (status >= 500 && status !== 503) ||
        status === 0;
      if (isOdd) {
        const told = `${number} ${request.method} ${request.path.slice(0, 60)} ${request.body?.length ?? 0} bytes ${textOf(request.body).slice(0, 60)} … ${textOf(request.body).slice(-20)}`;
        odd.push(`${took.toFixed(1)} s ${status} ${length} bytes: ${told}: ${head}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, attackInTurn));
  probe.postMessage("end");
  const times = (await healthTimes).sort((a, b) => a - b);
  seconds.sort((a, b) => a - b);
  const at = (of: number[], share: number) => of[Math.min(of.length - 1, Math.floor(share * of.length))] ?? Number.NaN;
  const after = await ask();
  console.log(
    `${runtime}: ${sent} requests, ${Math.round(bytes / 1e6)} MB, ${JSON.stringify(Object.fromEntries(statuses))}`,
  );
  console.log(
    `  answers: median ${at(seconds, 0.5).toFixed(3)} s, p99 ${at(seconds, 0.99).toFixed(2)} s, longest ${at(seconds, 1).toFixed(2)} s`,
  );
  console.log(
    `  /health: median ${at(times, 0.5).toFixed(1)} ms, p99 ${at(times, 0.99).toFixed(0)} ms, longest ${at(times, 1).toFixed(0)} ms of ${times.length}`,
  );
  console.log(
    `  held at most: ${peakMegabytes()} MB; answers before and after ${before === after ? "are the same" : "DIFFER"}`,
  );
  console.log(`  odd: ${odd.length}`);
  for (const line of odd.slice(0, 60)) console.log(`    ${line}`);
}

/** Norms, models and visits to ask about; answers what asks about them all, as one text. */
async function prepare(origin: string): Promise<() => Promise<string>> {
  const call = clientOf(origin);
  const draw = uniform(7);
  const x = { a: Array.from({ length: 50 }, draw), b: Array.from({ length: 50 }, draw) };
  const y = x.a.map((a, i) => 3 * a - (x.b[i] as number) + 0.1 * draw());
  for (const norm of ["asked", "attacked"]) await call("POST", `/norms/${norm}/train`, { x, y });
  const labels = y.map((each) => (each > 1 ? "high" : "low"));
  const ids: number[] = [];
  for (const name of ["Ridge", "SVM", "Random Forest"]) {
    for (const [problem, target] of [
      ["regression", y],
      ["classification", labels],
    ] as const) {
      const { body } = await call("POST", "/api/ml_models", { problem, name, X: x, y: target });
      ids.push(body.id);
    }
  }
  const visit = { session_id: "asked", start: "2026-01-01 10:00:00", end: "2026-01-01 10:10:00", views: ["A/B/C/D"] };
  await call("POST", "/sessions", { sessions: [visit] });
  return async () => {
    const texts: string[] = [];
    const note = async (...request: Parameters<typeof call>) => texts.push((await call(...request)).text);
    await note("GET", "/norms/asked");
    await note("POST", "/norms/asked/predict", { x });
    await note("GET", "/norms/asked/history");
    for (const id of ids) await note("POST", `/api/ml_models/${id}/predict`, { X: x });
    await note("GET", "/sessions/asked/categories");
    await note("POST", "/norms/asked/predict", { x: { a: ["wrong"], b: [1] } });
    return texts.join("\n");
  };
}

async function attackedModels(origin: string): Promise<number[]> {
  const X = { a: [1, 2, 3, 4, 5, 6], b: [2, 1, 4, 3, 6, 5] };
  const { body } = await clientOf(origin)("POST", "/api/ml_models", {
    problem: "regression",
    name: "Ridge",
    X,
    y: [1, 2, 3, 4, 5, 6],
  });
  return [body.id];
}

function tableCallsOn(model: number): { method: string; path: string }[] {
  const norms = ["train", "train", "predict", "savings"].map((call) => `/norms/table/${call}`);
  const posts = [...norms, "/train", "/api/ml_models", `/api/ml_models/${model}/predict`, "/sessions"];
  return [...posts.map((path) => ({ method: "POST", path })), { method: "PUT", path: `/api/ml_models/${model}` }];
}

function textOf(body: Attack["body"]): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}

async function fileOf(origin: string): Promise<Record<string, string>> {
  const [id] = await attackedModels(origin);
  const { body } = await clientOf(origin)("GET", `/api/ml_models/${id}/download`);
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, JSON.stringify(value)]));
}

async function send(origin: string, { method, path, headers, body }: Attack) {
  const before = performance.now();
  const took = () => (performance.now() - before) / 1000;
  try {
    const init = { method, headers, signal: AbortSignal.timeout(GIVEN_UP_MS) };
    const response = await fetch(origin + path, body === undefined ? init : { ...init, body: body as BodyInit });
    const text = await response.text();
    return { status: response.status, length: text.length, took: took(), head: text.slice(0, 120) };
  } catch (error) {
    return { status: 0, length: 0, took: took(), head: String((error as Error).cause ?? error).slice(0, 120) };
  }
}
