import { sql } from "drizzle-orm";
import type { Database } from "../../platform/store/database.ts";
import { sessions } from "./session-tables.ts";

/** How many sessions there are, and views in them. */
export async function countStoredSessions(database: Database) {
  const [counted] = await database
    .select({ count: sql<number>`count(*)`, views: sql<number>`coalesce(sum(${sessions.viewCount}), 0)` })
    .from(sessions);
  return { sessions: { count: counted?.count ?? 0, views: counted?.views ?? 0 } };
}
