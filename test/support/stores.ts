// The store's tables on D1, as the simulator has it, and on SQLite.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { D1Database } from "@cloudflare/workers-types";
import { createTestHarness } from "wrangler";
import { createD1 } from "../../src/platform/sqlite/d1.ts";
import { openSqlite } from "../../src/platform/sqlite/open.ts";
import { type Database, openDatabase } from "../../src/platform/store/database.ts";
import { readMigrations } from "./migrations.ts";

export interface Store {
  d1: D1Database;
  database: Database;
  close(): Promise<void>;
}

async function openWorkerd(): Promise<Store> {
  const harness = createTestHarness({ workers: [{ configPath: new URL("../../wrangler.toml", import.meta.url) }] });
  await harness.listen();
  const { DATABASE } = await harness.getWorker<{ DATABASE: D1Database }>().getEnv();
  for (const { sql } of readMigrations()) {
    for (const statement of sql.split("--> statement-breakpoint")) await DATABASE.prepare(statement).run();
  }
  return { d1: DATABASE, database: openDatabase(DATABASE), close: () => harness.close() };
}

async function openOurs(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  const sqlite = openSqlite(join(folder, "test.sqlite"), readMigrations());
  const d1 = createD1(sqlite);
  return {
    d1,
    database: openDatabase(d1),
    async close() {
      sqlite.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export const stores: [name: string, open: () => Promise<Store>][] = [
  ["D1", openWorkerd],
  ["SQLite", openOurs],
];
