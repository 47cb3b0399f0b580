// The audit's rows: written once, read newest first, and deleted when they are old.
import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import type { Database } from "../../platform/store/database.ts";
import { changes } from "./access-tables.ts";

export type ChangeRow = typeof changes.$inferSelect;

export async function insertChange(database: Database, row: Omit<ChangeRow, "sequence">): Promise<void> {
  await database.insert(changes).values(row);
}

/** Which changes of all are asked for. */
export interface ChangeFilter {
  actor: string | undefined;
  action: string | undefined;
  target: string | undefined;
}

/** One page of changes, newest first, of those before a number where one is given. */
export async function pageOfChanges(
  database: Database,
  { before, limit, actor, action, target }: ChangeFilter & { before: number | undefined; limit: number },
): Promise<ChangeRow[]> {
  const is = and(
    before === undefined ? undefined : lt(changes.sequence, before),
    actor === undefined ? undefined : eq(changes.actor, actor),
    action === undefined ? undefined : eq(changes.action, action),
    target === undefined ? undefined : eq(changes.target, target),
  );
  return database.select().from(changes).where(is).orderBy(desc(changes.sequence)).limit(limit);
}

/** Deletes those from before a time, the oldest first, `limit` of them at most; says how many. */
export async function deleteOldChanges(database: Database, beforeMs: number, limit: number): Promise<number> {
  const oldest = database
    .select({ sequence: changes.sequence, atMs: changes.atMs })
    .from(changes)
    .orderBy(asc(changes.sequence))
    .limit(limit)
    .as("oldest");
  const old = database.select({ sequence: oldest.sequence }).from(oldest).where(lt(oldest.atMs, beforeMs));
  const gone = await database
    .delete(changes)
    .where(inArray(changes.sequence, old))
    .returning({ sequence: changes.sequence });
  return gone.length;
}
