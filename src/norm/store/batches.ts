// The events of a norm: batches trained and forgotten. What was acknowledged is one committed row; nothing is ever locked.

import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Inferred } from "../../engine/feature/feature.ts";
import type { Tail } from "../../engine/feature/series.ts";
import type { LastRow } from "../../engine/feature/steps.ts";
import type { Summary } from "../../engine/feature/summary.ts";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import { deleteParts, insertParts, type StoredPart } from "./archive.ts";
import { encodeLastRow, encodeTail } from "./codec.ts";
import { eventWithoutRows, holdsNone, isLive } from "./live-events.ts";
import { normEvents, normSelections, normSnapshots, normSpans, norms, normVersions } from "./norm-tables.ts";
import type { NormRow } from "./norms.ts";
import { encodeParts, type Part } from "./parts.ts";

export interface NewBatch {
  batch: string;
  contentHash: string;
  rowsReceived: number;
  rowsUsed: number;
  parts: Part[];
  tail: Tail;
  /** Its last row, where that is complete. */
  lastRow: LastRow | null;
  summary: Summary;
  /** When its last row was; null without times. */
  endedAtMs: number | null;
  /** What the norm's batches have in common; the first one fixes it. */
  inferred: Inferred;
  createdAtMs: number;
  /** Its rows as they came, where they are kept. */
  archived?: readonly StoredPart[];
}

const newestVersion = (id: string) => sql`coalesce((select max(version) from ${normEvents} where norm_id = ${id}), 0)`;

/**
 * Commits a batch as the norm's next version and answers that, or undefined where nothing was written: the batch is there
 * already, the norm is not what it was when it was read, or (with `after` given) another event came after version `after`.
 */
export async function insertBatch(
  database: Database,
  norm: NormRow,
  batch: NewBatch,
  after: number | null,
): Promise<number | undefined> {
  const { inferred, archived = [] } = batch;
  const insertion = database
    .insert(normEvents)
    .select(sql`
      select ${valuesOf(normEvents, {
        normId: sql`id`,
        version: sql`${newestVersion(norm.id)} + 1`,
        kind: "train",
        batch: batch.batch,
        contentHash: batch.contentHash,
        rowsReceived: batch.rowsReceived,
        rowsUsed: batch.rowsUsed,
        forgottenAtVersion: null,
        createdAtMs: batch.createdAtMs,
        factors: encodeParts(batch.parts, batch.endedAtMs),
        tail: encodeTail(batch.tail),
        endedAtMs: batch.endedAtMs,
        summary: batch.summary,
        lastRow: batch.lastRow && encodeLastRow(batch.lastRow),
      })} from ${norms} where id = ${norm.id} and specification = ${JSON.stringify(norm.specification)}
        and inferred is ${norm.inferred && JSON.stringify(norm.inferred)} and forget_count = ${norm.forgetCount}
        and (${after} is null or ${after} = ${newestVersion(norm.id)})`)
    .onConflictDoNothing()
    .returning({ version: normEvents.version });
  const isSettled = JSON.stringify(inferred) === JSON.stringify(norm.inferred);
  if (isSettled && archived.length === 0) return (await insertion)[0]?.version;
  const isThere = sql`exists (select 1 from ${normEvents} where norm_id = ${norm.id} and batch = ${batch.batch}
    and ${isLive} and content_hash = ${batch.contentHash})`;
  const settling = database
    .update(norms)
    .set({ inferred })
    .where(and(eq(norms.id, norm.id), sql`inferred is ${norm.inferred && JSON.stringify(norm.inferred)}`, isThere));
  const [inserted] = await database.batch([
    insertion,
    ...(isSettled ? [] : [settling]),
    ...(archived.length === 0 ? [] : [insertParts(database, norm.id, batch, archived)]),
  ]);
  return inserted[0]?.version;
}

/** What is told of a batch, of whichever of the names that a query gives to the events. */
export const batchColumnsOf = (events: typeof normEvents) => ({
  batch: sql<string>`${events.batch}`,
  version: events.version,
  contentHash: events.contentHash,
  rowsReceived: events.rowsReceived,
  rowsUsed: events.rowsUsed,
  createdAtMs: events.createdAtMs,
});

const batchColumns = batchColumnsOf(normEvents);

export type BatchRow = NonNullable<Awaited<ReturnType<typeof findBatch>>>;

export async function findBatch(database: Database, normId: string, batch: string) {
  const is = and(eq(normEvents.normId, normId), eq(normEvents.batch, batch), isLive);
  return database.select(batchColumns).from(normEvents).where(is).get();
}

/** Which of some names are batches that a norm rests on. */
export async function findBatches(database: Database, normId: string, names: readonly string[]): Promise<string[]> {
  const isNamed = sql`${normEvents.batch} in (select value from json_each(${JSON.stringify(names)}))`;
  const rows = await database
    .select({ batch: batchColumns.batch })
    .from(normEvents)
    .where(and(eq(normEvents.normId, normId), isNamed, isLive));
  return rows.map(({ batch }) => batch);
}

/** One page of the batches that a norm rests on, oldest first. */
export async function pageOfBatches(
  database: Database,
  normId: string,
  after: number,
  limit: number,
): Promise<BatchRow[]> {
  const is = and(eq(normEvents.normId, normId), gt(normEvents.version, after), isLive);
  return database.select(batchColumns).from(normEvents).where(is).orderBy(asc(normEvents.version)).limit(limit);
}

/**
 * Forgets a batch: its factors, its last rows and how its residuals scatter are emptied, its name is free again, its rows and every merge
 * that holds it are dropped. Answers the version of the event and where its rows lay, or undefined where there is no such batch.
 */
export async function commitForgetting(
  database: Database,
  normId: string,
  batch: string,
  nowMs: number,
): Promise<{ version: number; archived: { key: string | null }[] } | undefined> {
  const that = sql`norm_id = ${normId} and batch = ${batch} and kind = 'train' and forgotten_at_version is null`;
  const [inserted, archived] = await database.batch([
    database
      .insert(normEvents)
      .select(sql`
        select ${eventWithoutRows({
          normId: sql`norm_id`,
          version: sql`${newestVersion(normId)} + 1`,
          kind: "forget",
          batch: sql`batch`,
          createdAtMs: nowMs,
        })} from ${normEvents} where ${that}`)
      .returning({ version: normEvents.version }),
    deleteParts(database, normId, sql`version = (select version from ${normEvents} where ${that})`),
    database
      .delete(normSnapshots)
      .where(sql`norm_id = ${normId} and version >= (select version from ${normEvents} where ${that})`),
    database
      .delete(normSpans)
      .where(
        sql`norm_id = ${normId} and (select version from ${normEvents} where ${that}) between since + 1 and norm_spans.version`,
      ),
    database
      .update(normVersions)
      .set({ scatter: null })
      .where(sql`norm_id = ${normId} and version = (select version from ${normEvents} where ${that})`),
    database
      .update(norms)
      .set({ forgetCount: sql`forget_count + 1` })
      .where(sql`id = ${normId} and exists (select 1 from ${normEvents} where ${that})`),
    database
      .update(normEvents)
      .set({ forgottenAtVersion: newestVersion(normId), summary: null, factors: null, tail: null, lastRow: null })
      .where(that),
    // A norm without batches begins anew: the next one fixes its step and what else they have in common again, and nothing is selected.
    database
      .update(norms)
      .set({ inferred: null })
      .where(sql`id = ${normId} and ${holdsNone(normId)}`),
    database.delete(normSelections).where(sql`norm_id = ${normId} and ${holdsNone(normId)}`),
  ]);
  return inserted[0] && { version: inserted[0].version, archived };
}
