// The history of a norm: what was learned at each version.

import { and, asc, desc, eq, getTableColumns, gt, sql } from "drizzle-orm";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import { normEvents, norms, normVersions } from "./norm-tables.ts";

export type VersionRow = Omit<typeof normVersions.$inferSelect, "normId">;

const { normId: _, ...versionColumns } = getTableColumns(normVersions);

export async function findVersion(
  database: Database,
  normId: string,
  version: number,
): Promise<VersionRow | undefined> {
  const is = and(eq(normVersions.normId, normId), eq(normVersions.version, version));
  return database.select(versionColumns).from(normVersions).where(is).get();
}

/**
 * Commits what was learned, once: a second call changes nothing. Answers what stands recorded then, and how many batches the
 * norm has forgotten by now; undefined where the norm is gone.
 */
export async function insertVersion(
  database: Database,
  normId: string,
  row: VersionRow,
): Promise<{ learned: VersionRow; forgetCount: number } | undefined> {
  const [, [learned], [norm]] = await database.batch([
    database
      .insert(normVersions)
      .select(sql`select ${valuesOf(normVersions, { ...row, normId: sql`id` })} from ${norms} where id = ${normId}`)
      .onConflictDoNothing(),
    database
      .select(versionColumns)
      .from(normVersions)
      .where(and(eq(normVersions.normId, normId), eq(normVersions.version, row.version))),
    database.select({ forgetCount: norms.forgetCount }).from(norms).where(eq(norms.id, normId)),
  ]);
  return learned && norm && { learned, forgetCount: norm.forgetCount };
}

/**
 * One page of events with what was learned at each, oldest first. An event that was cut short has no figures. `drifted`: only
 * batches that were flagged so, or only the others.
 */
export async function pageOfVersions(
  database: Database,
  normId: string,
  { after, limit, drifted }: { after: number; limit: number; drifted: boolean | undefined },
) {
  const flagged = sql`coalesce(json_extract(${normVersions.drift}, '$.flagged'), 0)`;
  return database
    .select({
      version: normEvents.version,
      kind: normEvents.kind,
      createdAtMs: normEvents.createdAtMs,
      batch: normEvents.batch,
      rowsReceived: normEvents.rowsReceived,
      rowsUsed: normEvents.rowsUsed,
      lambda: normVersions.lambda,
      error: normVersions.error,
      errorBefore: normVersions.errorBefore,
      cv: normVersions.cv,
      drift: normVersions.drift,
    })
    .from(normEvents)
    .leftJoin(
      normVersions,
      and(eq(normVersions.normId, normEvents.normId), eq(normVersions.version, normEvents.version)),
    )
    .where(
      and(
        eq(normEvents.normId, normId),
        gt(normEvents.version, after),
        drifted === undefined ? undefined : sql`${normEvents.kind} = 'train' and ${flagged} = ${Number(drifted)}`,
      ),
    )
    .orderBy(asc(normEvents.version))
    .limit(limit);
}

/** Of each of some norms the newest batch that counts, and what was learned of it; of a norm without batches nothing. */
export function newestBatches(database: Database, normIds: readonly string[]) {
  // By the index of batches that count, in the letters that it has them in: else the versions that forgot or chose are gone through.
  const newest = sql`(select max(version) from ${normEvents} as live indexed by norm_events_ends
    where live.norm_id = asked.value and live.kind = 'train' and live.forgotten_at_version is null)`;
  return database
    .select({
      normId: normEvents.normId,
      version: normEvents.version,
      batch: normEvents.batch,
      createdAtMs: normEvents.createdAtMs,
      error: normVersions.error,
      drift: normVersions.drift,
    })
    .from(sql`json_each(${JSON.stringify(normIds)}) as asked`)
    .innerJoin(normEvents, sql`${normEvents.normId} = asked.value and ${normEvents.version} = ${newest}`)
    .leftJoin(
      normVersions,
      and(eq(normVersions.normId, normEvents.normId), eq(normVersions.version, normEvents.version)),
    );
}

/** The newest event of a kind (and batch) that was committed before `beforeMs` and has no version: its process stopped in between. */
export async function findUnfinished(
  database: Database,
  normId: string,
  event: { kind: "forget" | "specify" | "select"; batch: string | null; beforeMs: number },
): Promise<number | undefined> {
  const { kind, batch, beforeMs } = event;
  const newest = await database
    .select({ version: normEvents.version, learned: normVersions.version })
    .from(normEvents)
    .leftJoin(
      normVersions,
      and(eq(normVersions.normId, normEvents.normId), eq(normVersions.version, normEvents.version)),
    )
    .where(sql`${normEvents.normId} = ${normId} and ${normEvents.kind} = ${kind} and ${normEvents.batch} is ${batch}
      and ${normEvents.createdAtMs} < ${beforeMs}`)
    .orderBy(desc(normEvents.version))
    .limit(1)
    .get();
  return newest?.learned === null ? newest.version : undefined;
}
