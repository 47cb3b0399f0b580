// Cloudflare's way in: bindings → Context. Requests, messages of the queue, and the clock that takes up what was left lying.
import { keepUse } from "../access/token/keep-use.ts";
import { serve } from "../app.ts";
import { cleanUp } from "../clean-up.ts";
import { createKernel } from "../engine/kernel/kernel.ts";
import { owners } from "../owners.ts";
import { createBudget } from "../platform/context/budget.ts";
import { createCpuTime, faultOfPlan, readCpuSeconds } from "../platform/context/cpu-time.ts";
import { logLine } from "../platform/context/log-line.ts";
import type { PieceMessage } from "../platform/context/piece-message.ts";
import { faultOfPieceSeconds, readPieceSeconds } from "../platform/context/piece-seconds.ts";
import { faultOfOrigins } from "../platform/http/edge/origins.ts";
import { createCache } from "../platform/store/cache.ts";
import { createCloudflareKeyValue } from "../platform/store/cloudflare-key-value.ts";
import { openDatabase } from "../platform/store/database.ts";
import { toldError } from "../platform/store/told-error.ts";
import { probeDatabase } from "../registry/store/probe-database.ts";
import { consumePieces } from "../registry/task/consume-pieces.ts";
import { resumeTasks } from "../registry/task/resume-tasks.ts";
import type { RegistryContext } from "../registry/train/model-owner.ts";
import { faultOfSessionsKeep, readSessionsKeep } from "../shop/visit/sessions-keep.ts";
import { type EdgeBindings, edgeOf } from "./cloudflare-edge.ts";
import kernelModule from "./kernel-module.mjs";

interface Bindings extends EdgeBindings {
  DATABASE: D1Database;
  MODELS: KVNamespace;
  TASKS: Queue<PieceMessage>;
  API_TOKEN?: string;
  PUBLIC?: string;
  PIECE_SECONDS?: string;
  PLAN?: string;
  SESSIONS_KEEP?: string;
}

// One per isolate, for as long as it lives.
const kernel = createKernel(kernelModule);
const cache = createCache();
// The largest body with some small ones beside it: what is made of them takes twice as much again, in 128 MB.
const HELD_BYTES_MAX = 40 * 1024 * 1024;
const budget = createBudget(HELD_BYTES_MAX, () => Date.now());

const clock = {
  nowMs: () => Date.now(),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};

const log = (entry: Record<string, unknown>) => console.error(logLine(entry));
const told = (error: unknown) => log({ level: "error", ...toldError(error) });

// So many isolates work on one task at a time; what others send is not behind all the rest of it.
const PIECES_AHEAD = 8;

// The other cron of wrangler.toml takes up stalled tasks.
const DAILY = "17 3 * * *";

export default {
  fetch(request, bindings, execution) {
    const { PIECE_SECONDS, PLAN, ...others } = bindings;
    const fault =
      faultOfPlan(PLAN) ??
      faultOfPieceSeconds(PIECE_SECONDS, readCpuSeconds(PLAN)) ??
      faultOfSessionsKeep(bindings.SESSIONS_KEEP) ??
      faultOfOrigins(bindings.CORS_ORIGINS);
    const access = { token: bindings.API_TOKEN, isPublic: bindings.PUBLIC === "true", fault };
    const context = contextOf(fault === undefined ? bindings : others, execution);
    return serve(request, context, access, edgeOf(request, bindings, clock.nowMs));
  },
  queue({ messages }, bindings) {
    return consumePieces(messages, contextOf(bindings));
  },
  async scheduled({ cron }, bindings) {
    const context = contextOf(bindings);
    await (cron === DAILY ? cleanUp(context, readSessionsKeep(bindings.SESSIONS_KEEP)) : resumeTasks(context));
  },
} satisfies ExportedHandler<Bindings, PieceMessage>;

/** `execution`: of a request; nobody else has credentials. */
function contextOf(bindings: Bindings, execution?: ExecutionContext): RegistryContext {
  const database = openDatabase(bindings.DATABASE);
  const cpuSeconds = readCpuSeconds(bindings.PLAN);
  return {
    database,
    models: createCloudflareKeyValue(bindings.MODELS, clock),
    cache,
    kernel,
    owners,
    budget,
    async sendPieces(pieces, delaySeconds = 0) {
      await bindings.TASKS.sendBatch(pieces.map((body) => ({ body, delaySeconds })));
    },
    piecesAhead: PIECES_AHEAD,
    probes: {
      database: () => probeDatabase(database),
      "key-value store": () => bindings.MODELS.get("ready"),
      queue: () => bindings.TASKS.metrics(),
    },
    pieceSeconds: readPieceSeconds(bindings.PIECE_SECONDS, cpuSeconds),
    cpu: createCpuTime(cpuSeconds),
    // D1, KV and the queue tell of nothing that they have not kept.
    settle: () => undefined,
    ...clock,
    newId: () => crypto.randomUUID(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    noteUse: (token) => execution?.waitUntil(keepUse({ database, ...clock }, token).catch(told)),
    log,
  };
}
