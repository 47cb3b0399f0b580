// By itself, so that tests in this process need not load the simulator of Workers.
import { readdirSync, readFileSync } from "node:fs";
import type { D1Database } from "@cloudflare/workers-types";

/** The migrations, oldest first. */
export function readMigrations(): { name: string; sql: string }[] {
  const folder = new URL("../../src/migrations/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  return names.sort().map((name) => ({ name, sql: readFileSync(new URL(name, folder), "utf8") }));
}

/** Applies them to a D1 with nothing in it, in one go: one statement after the other takes a second. */
export async function migrate(d1: D1Database): Promise<void> {
  const statements = readMigrations().flatMap(({ sql }) => sql.split("--> statement-breakpoint"));
  await d1.batch(statements.map((statement) => d1.prepare(statement)));
}
