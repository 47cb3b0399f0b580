// Which features a norm learns from, as a selection chose them.

import { desc, eq, sql } from "drizzle-orm";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import type { Selection } from "../schema/choice-answer.ts";
import { eventWithoutRows } from "./live-events.ts";
import { normEvents, normSelections, norms } from "./norm-tables.ts";
import type { NormRow } from "./norms.ts";

/** The newest selection; undefined where there was none. */
export async function findSelection(database: Database, normId: string): Promise<Selection | undefined> {
  const newest = await database
    .select({ selection: normSelections.selection })
    .from(normSelections)
    .where(eq(normSelections.normId, normId))
    .orderBy(desc(normSelections.version))
    .limit(1)
    .get();
  return newest?.selection;
}

/**
 * Commits a selection as the norm's version `selection.version`, the next one; answers whether it did. Not where anything
 * happened to the norm since it was read.
 */
export async function insertSelection(
  database: Database,
  norm: NormRow,
  { selection, chosen, nowMs }: { selection: Selection; chosen: number[]; nowMs: number },
): Promise<boolean> {
  const { version } = selection;
  const [inserted] = await database.batch([
    database
      .insert(normEvents)
      .select(sql`
        select ${eventWithoutRows({ normId: sql`id`, version, kind: "select", createdAtMs: nowMs })} from ${norms} where id = ${norm.id} and specification = ${JSON.stringify(norm.specification)}
          and ${version} = (select max(version) + 1 from ${normEvents} where norm_id = ${norm.id})`)
      .onConflictDoNothing()
      .returning({ version: normEvents.version }),
    database
      .insert(normSelections)
      .select(sql`
        select ${valuesOf(normSelections, { normId: sql`norm_id`, version: sql`version`, chosen, selection })} from ${normEvents}
        where norm_id = ${norm.id} and version = ${version} and kind = 'select'`)
      .onConflictDoNothing(),
  ]);
  return inserted.length > 0;
}
