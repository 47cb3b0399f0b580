// Deno's way in: the same app with another Context, in one process on one SQLite file.
import { serve } from "./app.ts";
import kernelModule from "./kernel-module.mjs";
import { createKernel } from "./math/kernel.ts";
import { consumePieces } from "./queue/consume-pieces.ts";
import { createCache } from "./store/cache.ts";
import { openDatabase } from "./store/database.ts";
import { createD1 } from "./store/sqlite/d1.ts";
import { createKeyValueStore } from "./store/sqlite/key-value.ts";
import { openSqlite } from "./store/sqlite/open.ts";
import { createQueue, pollQueue } from "./store/sqlite/queue.ts";
import type { Context } from "./usecase/context.ts";
import { readPieceSeconds } from "./usecase/piece-seconds.ts";
import { cleanUp, resumeTasks } from "./usecase/resume-tasks.ts";

const path = Deno.env.get("EDGEFIT_DB") ?? "edgefit.sqlite";
const port = readPort(Deno.env.get("PORT") ?? "8787");
const access = { token: Deno.env.get("API_TOKEN"), isPublic: Deno.env.get("PUBLIC") === "true" };

const nowMs = () => Date.now();
const sqlite = openSqlite(path, readMigrations());
// Like the consumer in wrangler.toml. A piece is done within minutes, or its process is dead; then resumeTasks sends it again.
const queue = createQueue(sqlite, {
  ...{ name: "tasks", nowMs, visibilityMs: 600_000, retriesMax: 10, backoffMs: 1_000, batchLengthMax: 1 },
});
const context: Context = {
  database: openDatabase(createD1(sqlite)),
  models: createKeyValueStore(sqlite, nowMs),
  cache: createCache(),
  kernel: createKernel(kernelModule),
  sendPieces: (pieces) => queue.sendBatch(pieces.map((body) => ({ body }))),
  pieceSeconds: readPieceSeconds(Deno.env.get("PIECE_SECONDS")),
  nowMs,
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  newId: () => crypto.randomUUID(),
  log: (entry) => console.error(JSON.stringify(entry)),
};

// A request that has not come in whole so long after the signal is given up.
const STOP_MS = 10_000;
const server = Deno.serve({ port, hostname: "0.0.0.0", onListen }, (request) => serve(request, context, access));

// The queue, and the clock of wrangler.toml's crons. What a process that was stopped had under way is taken up at once.
const LOOK_MS = 50;
const RESUME_MS = 300_000;
const CLEAN_MS = 86_400_000;
const ending = new AbortController();
const told = (error: unknown) => context.log({ level: "error", message: String(error) });
await resumeTasks(context, true);
const worked = pollQueue(queue, ({ messages }) => consumePieces(messages, context), LOOK_MS, ending.signal);
const clocks = [
  setInterval(() => void resumeTasks(context).catch(told), RESUME_MS),
  setInterval(() => void cleanUp(context).catch(told), CLEAN_MS),
];

// Requests under way finish; then the file is closed, which folds the write-ahead log into it.
await new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, resolve);
});
for (const clock of clocks) clearInterval(clock);
ending.abort();
await Promise.race([Promise.all([server.shutdown(), worked]), context.sleep(STOP_MS)]);
sqlite.close();
Deno.exit(0);

function onListen(): void {
  const origin = `http://localhost:${port}`;
  console.log(`Edgefit serves on ${origin} (${origin}/openapi.json says what), data in ${path}.`);
  if (!access.token && !access.isPublic) {
    console.log(
      "It is closed: set API_TOKEN to what callers send as a bearer token, or PUBLIC=true to serve everybody.",
    );
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`Cannot listen: PORT is "${text}", not a number from 1 to 65535`);
}

function readMigrations() {
  const folder = new URL("store/migrations/", import.meta.url);
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).filter((name) => name.endsWith(".sql"));
  return names.map((name) => ({ name, sql: Deno.readTextFileSync(new URL(name, folder)) }));
}
