import { sql } from "drizzle-orm";
import type { Database } from "../../platform/store/database.ts";
import { datasets, models, trainings } from "./model-tables.ts";

/** How many models, versions and tables there are, and what versions take. */
export async function countStoredModels(database: Database) {
  const [[ofModels], [ofVersions], [ofData]] = await database.batch([
    database.select({ count: sql<number>`count(*)` }).from(models),
    database
      .select({ versions: sql<number>`count(*)`, bytes: sql<number>`coalesce(sum(${trainings.bytes}), 0)` })
      .from(trainings),
    database
      .select({
        count: sql<number>`count(*)`,
        rows: sql<number>`coalesce(sum(${datasets.rowCount}), 0)`,
        // A column of y beside them.
        values: sql<number>`coalesce(sum(${datasets.rowCount} * (1 + json_array_length(${datasets.columns}))), 0)`,
      })
      .from(datasets),
  ]);
  return {
    models: { count: ofModels?.count ?? 0, versions: ofVersions?.versions ?? 0, bytes: ofVersions?.bytes ?? 0 },
    datasets: { count: ofData?.count ?? 0, rows: ofData?.rows ?? 0, values: ofData?.values ?? 0 },
  };
}
