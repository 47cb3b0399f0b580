import { sql } from "drizzle-orm";
import type { Database } from "../../platform/store/database.ts";
import { isLive } from "./live-events.ts";
import { normEvents, normRows, norms } from "./norm-tables.ts";

/** How many norms, batches and rows are kept, and what batches and rows take. */
export async function countStoredNorms(database: Database) {
  const [[ofNorms], [ofBatches], [ofRows]] = await database.batch([
    database.select({ count: sql<number>`count(*)` }).from(norms),
    database
      .select({
        batches: sql<number>`count(*)`,
        bytes: sql<number>`coalesce(sum(octet_length(factors) + coalesce(octet_length(tail), 0)), 0)`,
      })
      .from(normEvents)
      .where(isLive),
    database
      .select({
        rows: sql<number>`coalesce(sum(${normRows.rows}), 0)`,
        bytes: sql<number>`coalesce(sum(${normRows.bytes}), 0)`,
      })
      .from(normRows),
  ]);
  return {
    norms: { count: ofNorms?.count ?? 0, batches: ofBatches?.batches ?? 0, bytes: ofBatches?.bytes ?? 0 },
    rows_kept: { rows: ofRows?.rows ?? 0, bytes: ofRows?.bytes ?? 0 },
  };
}
