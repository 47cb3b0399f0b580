import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "vitest";

/** By a minute, in the database of a process that is dead: after that what nothing was heard of is taken up again. */
export function letTimeGoBy(folder: string, table: "tasks" | "comparisons"): void {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /(d1.*Object\/[0-9a-f]+|^edgefit)\.sqlite$/.test(name),
  );
  expect(files.length).toBe(1);
  // The last of its processes may take a moment to be dead.
  const database = new DatabaseSync(join(folder, files[0] as string), { timeout: 5_000 });
  expect(database.prepare(`update ${table} set updated_at_ms = updated_at_ms - 60000`).run().changes).toBe(1);
  database.close();
}
