import type { Database } from "../../platform/store/database.ts";
import { models } from "./model-tables.ts";

/** Reads from a table: it fails where the database cannot be had, and where the migrations were not applied. */
export async function probeDatabase(database: Database): Promise<void> {
  await database.select({ id: models.id }).from(models).limit(1).get();
}
