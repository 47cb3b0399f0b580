// A Context of its own in this process, on our side of the platform; its messages wait until they are asked for.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { D1Database } from "@cloudflare/workers-types";
import { owners } from "../../src/owners.ts";
import { createBudget } from "../../src/platform/context/budget.ts";
import { createCpuTime } from "../../src/platform/context/cpu-time.ts";
import type { PieceMessage } from "../../src/platform/context/piece-message.ts";
import { createD1 } from "../../src/platform/sqlite/d1.ts";
import { createKeyValueStore } from "../../src/platform/sqlite/key-value.ts";
import { openSqlite } from "../../src/platform/sqlite/open.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { openDatabase } from "../../src/platform/store/database.ts";
import type { RegistryContext } from "../../src/registry/train/model-owner.ts";
import { wasmKernel } from "./kernels.ts";
import { readMigrations } from "./migrations.ts";

export interface TestContext extends RegistryContext {
  /** What `database` runs on. */
  d1: D1Database;
  /** What was sent and nobody took. */
  messages: PieceMessage[];
  logged: Record<string, unknown>[];
  sqlite: DatabaseSync;
  close(): void;
}

/** `nowMs`: a clock; the real one unless given. */
export function openContext(pieceSeconds: number, nowMs: () => number = Date.now): TestContext {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  const sqlite = openSqlite(join(folder, "test.sqlite"), readMigrations());
  const d1 = createD1(sqlite);
  const messages: PieceMessage[] = [];
  const logged: Record<string, unknown>[] = [];
  return {
    d1,
    messages,
    logged,
    sqlite,
    close() {
      sqlite.close();
      rmSync(folder, { recursive: true });
    },
    database: openDatabase(d1),
    models: createKeyValueStore(sqlite, nowMs),
    cache: createCache(),
    kernel: wasmKernel(),
    owners,
    sendPieces: async (pieces) => void messages.push(...pieces),
    piecesAhead: Number.POSITIVE_INFINITY,
    probes: {},
    budget: createBudget(Number.POSITIVE_INFINITY, nowMs),
    pieceSeconds,
    cpu: createCpuTime(),
    settle: () => undefined,
    nowMs,
    sleep: async () => undefined,
    newId: () => crypto.randomUUID(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    noteUse: () => undefined,
    log: (entry) => void logged.push(entry),
  };
}
