// By itself, so that tests in this process need not load the simulator of Workers.
import { readdirSync, readFileSync } from "node:fs";

/** The migrations, oldest first. */
export function readMigrations(): { name: string; sql: string }[] {
  const folder = new URL("../../src/migrations/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  return names.sort().map((name) => ({ name, sql: readFileSync(new URL(name, folder), "utf8") }));
}
