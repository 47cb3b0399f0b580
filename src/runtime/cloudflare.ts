// Cloudflare's way in: bindings → Context. Requests, messages of the queue, and the clock that takes up what was left lying.
import { serve } from "../app.ts";
import { cleanUp } from "../clean-up.ts";
import { createKernel } from "../engine/kernel/kernel.ts";
import { owners } from "../owners.ts";
import { createBudget } from "../platform/context/budget.ts";
import { createCpuTime, faultOfPlan, readCpuSeconds } from "../platform/context/cpu-time.ts";
import { logLine } from "../platform/context/log-line.ts";
import type { PieceMessage } from "../platform/context/piece-message.ts";
import { faultOfPieceSeconds, readPieceSeconds } from "../platform/context/piece-seconds.ts";
import type { Edge } from "../platform/http/edge/edge.ts";
import { createGuessGuard, type GuessGuard } from "../platform/http/edge/guess-guard.ts";
import { type Limiter, MINUTE_MS } from "../platform/http/edge/limiter.ts";
import { networkOf } from "../platform/http/edge/network.ts";
import { faultOfOrigins, readOrigins } from "../platform/http/edge/origins.ts";
import { createCache } from "../platform/store/cache.ts";
import { createCloudflareKeyValue } from "../platform/store/cloudflare-key-value.ts";
import { openDatabase } from "../platform/store/database.ts";
import { probeDatabase } from "../registry/store/probe-database.ts";
import { consumePieces } from "../registry/task/consume-pieces.ts";
import { resumeTasks } from "../registry/task/resume-tasks.ts";
import type { RegistryContext } from "../registry/train/model-owner.ts";
import { faultOfSessionsKeep, readSessionsKeep } from "../shop/visit/sessions-keep.ts";
import kernelModule from "./kernel-module.mjs";

interface Bindings {
  DATABASE: D1Database;
  MODELS: KVNamespace;
  TASKS: Queue<PieceMessage>;
  API_TOKEN?: string;
  PUBLIC?: string;
  PIECE_SECONDS?: string;
  PLAN?: string;
  SESSIONS_KEEP?: string;
  CORS_ORIGINS?: string;
  /** The address that `npm start` listens on; Cloudflare's own service has none. */
  HOST?: string;
  RATE_LIMIT?: RateLimit;
  PUBLIC_RATE_LIMIT?: RateLimit;
  GUESS_LIMIT?: RateLimit;
}

// One per isolate, for as long as it lives.
const kernel = createKernel(kernelModule);
const cache = createCache();
// The largest body with some small ones beside it: what is made of them takes twice as much again, in 128 MB.
const HELD_BYTES_MAX = 40 * 1024 * 1024;
const budget = createBudget(HELD_BYTES_MAX, () => Date.now());

let guesses: GuessGuard | undefined;

const clock = {
  nowMs: () => Date.now(),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};

// So many isolates work on one task at a time; what others send is not behind all the rest of it.
const PIECES_AHEAD = 8;

// The other cron of wrangler.toml takes up stalled tasks.
const DAILY = "17 3 * * *";

export default {
  fetch(request, bindings) {
    const { PIECE_SECONDS, PLAN, ...others } = bindings;
    const fault =
      faultOfPlan(PLAN) ??
      faultOfPieceSeconds(PIECE_SECONDS, readCpuSeconds(PLAN)) ??
      faultOfSessionsKeep(bindings.SESSIONS_KEEP) ??
      faultOfOrigins(bindings.CORS_ORIGINS);
    const access = { token: bindings.API_TOKEN, isPublic: bindings.PUBLIC === "true", fault };
    return serve(request, contextOf(fault === undefined ? bindings : others), access, edgeOf(request, bindings));
  },
  queue({ messages }, bindings) {
    return consumePieces(messages, contextOf(bindings));
  },
  async scheduled({ cron }, bindings) {
    const context = contextOf(bindings);
    await (cron === DAILY ? cleanUp(context, readSessionsKeep(bindings.SESSIONS_KEEP)) : resumeTasks(context));
  },
} satisfies ExportedHandler<Bindings, PieceMessage>;

function edgeOf(request: Request, bindings: Bindings): Edge {
  guesses ??= createGuessGuard(limiterOf(bindings.GUESS_LIMIT), clock.nowMs);
  const { CORS_ORIGINS, HOST, API_TOKEN, RATE_LIMIT, PUBLIC_RATE_LIMIT } = bindings;
  return {
    origins: readOrigins(faultOfOrigins(CORS_ORIGINS) === undefined ? CORS_ORIGINS : undefined),
    isLocal: HOST !== undefined && !API_TOKEN,
    calls: limiterOf(RATE_LIMIT),
    publicCalls: limiterOf(PUBLIC_RATE_LIMIT),
    guesses,
    // Cloudflare writes it, whatever a caller has sent.
    network: networkOf(request.headers.get("cf-connecting-ip") ?? ""),
  };
}

/** Cloudflare tells only whether a key has calls left in its minute. */
function limiterOf(binding: RateLimit | undefined): Limiter | undefined {
  if (binding === undefined) return undefined;
  return {
    async take(key) {
      const { success } = await binding.limit({ key });
      return success ? undefined : MINUTE_MS / 1_000;
    },
  };
}

function contextOf(bindings: Bindings): RegistryContext {
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
    log: (entry: Record<string, unknown>) => console.error(logLine(entry)),
  };
}
