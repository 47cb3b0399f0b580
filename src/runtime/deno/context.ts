// What each thread of the Deno process opens: the one file, and all that a use case may touch.

import { createKernel } from "../../engine/kernel/kernel.ts";
import { owners } from "../../owners.ts";
import { createBudget } from "../../platform/context/budget.ts";
import { createCpuTime } from "../../platform/context/cpu-time.ts";
import { logLine } from "../../platform/context/log-line.ts";
import { createD1 } from "../../platform/sqlite/d1.ts";
import { createKeyValueStore } from "../../platform/sqlite/key-value.ts";
import { openSqlite } from "../../platform/sqlite/open.ts";
import { createProbe } from "../../platform/sqlite/probe.ts";
import { createQueue } from "../../platform/sqlite/queue.ts";
import { createFileCheck } from "../../platform/sqlite/same-file.ts";
import { createCache } from "../../platform/store/cache.ts";
import { openDatabase } from "../../platform/store/database.ts";
import type { RegistryContext } from "../../registry/train/model-owner.ts";
import kernelModule from "../kernel-module.mjs";
import type { Settings } from "./settings.ts";
import { createTurn } from "./turn.ts";

// Eight of the largest bodies. The thread that accepts requests counts those of all, until they are answered.
const HELD_BYTES_MAX = 256 * 1024 * 1024;

export function openContext({ path, pieceSeconds }: Settings) {
  const nowMs = () => Date.now();
  const sqlite = openSqlite(path, readMigrations());
  const requireFile = createFileCheck(path);
  // Like the consumer in wrangler.toml. A piece is done within minutes, or its process is dead; then it is sent again at the start.
  const queue = createQueue(sqlite, {
    ...{ name: "tasks", nowMs, visibilityMs: 600_000, retriesMax: 10, backoffMs: 1_000, batchLengthMax: 1 },
  });
  const models = createKeyValueStore(sqlite, nowMs, requireFile);
  const context: RegistryContext = {
    database: openDatabase(createD1(sqlite, requireFile)),
    models,
    cache: createCache(),
    budget: createBudget(HELD_BYTES_MAX, nowMs, createTurn()),
    kernel: createKernel(kernelModule),
    owners,
    sendPieces: (pieces, delaySeconds = 0) => queue.sendBatch(pieces.map((body) => ({ body, delaySeconds }))),
    probes: {
      database: createProbe(sqlite, requireFile),
      "key-value store": () => models.get("ready"),
      queue: async () => queue.dead(),
    },
    // One thread works them off.
    piecesAhead: 1,
    pieceSeconds,
    cpu: createCpuTime(),
    // Each commit waits for the disk.
    settle: () => undefined,
    nowMs,
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    newId: () => crypto.randomUUID(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    // Only the thread that accepts requests looks at credentials.
    noteUse: () => undefined,
    log: (entry) => console.error(logLine(entry)),
  };
  return { context, sqlite, queue, requireFile };
}

function readMigrations() {
  const folder = new URL("../../migrations/", import.meta.url);
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).filter((name) => name.endsWith(".sql"));
  return names.map((name) => ({ name, sql: Deno.readTextFileSync(new URL(name, folder)) }));
}
