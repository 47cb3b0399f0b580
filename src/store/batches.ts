// The events of a norm: batches trained and forgotten. What was acknowledged is one committed row; nothing is ever locked.
import { and, asc, desc, eq, gt, isNull, lt, lte, max, type SQL, sql } from "drizzle-orm";
import type { Tail } from "../feature/lag.ts";
import type { Factor } from "../math/factor.ts";
import { decodeFactors, decodeTail, encodeFactors, encodeTail } from "./codec.ts";
import type { Database } from "./database.ts";
import type { NormRow } from "./norms.ts";
import { normEvents, normSnapshots, norms } from "./tables.ts";

export interface NewBatch {
  batch: string;
  contentHash: string;
  rowsReceived: number;
  rowsUsed: number;
  factors: Factor[];
  tail: Tail;
  createdAtMs: number;
}

const isLive = and(eq(normEvents.kind, "train"), isNull(normEvents.forgottenAtVersion));
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
  const inserted = await database
    .insert(normEvents)
    .select(sql`
      select id, ${newestVersion(norm.id)} + 1, 'train', ${batch.batch}, ${batch.contentHash}, ${batch.rowsReceived},
        ${batch.rowsUsed}, null, ${batch.createdAtMs}, ${encodeFactors(batch.factors)}, ${encodeTail(batch.tail)}
      from ${norms} where id = ${norm.id} and specification = ${JSON.stringify(norm.specification)}
        and forget_count = ${norm.forgetCount} and (${after} is null or ${after} = ${newestVersion(norm.id)})`)
    .onConflictDoNothing()
    .returning({ version: normEvents.version });
  return inserted[0]?.version;
}

const batchColumns = {
  batch: sql<string>`${normEvents.batch}`,
  version: normEvents.version,
  contentHash: normEvents.contentHash,
  rowsReceived: normEvents.rowsReceived,
  rowsUsed: normEvents.rowsUsed,
  createdAtMs: normEvents.createdAtMs,
};

export type BatchRow = NonNullable<Awaited<ReturnType<typeof findBatch>>>;

export async function findBatch(database: Database, normId: string, batch: string) {
  const is = and(eq(normEvents.normId, normId), eq(normEvents.batch, batch), isLive);
  return database.select(batchColumns).from(normEvents).where(is).get();
}

/** One page of the batches that a norm rests on, oldest first. */
export async function listBatches(
  database: Database,
  normId: string,
  after: number,
  limit: number,
): Promise<BatchRow[]> {
  const is = and(eq(normEvents.normId, normId), gt(normEvents.version, after), isLive);
  return database.select(batchColumns).from(normEvents).where(is).orderBy(asc(normEvents.version)).limit(limit);
}

/** The last rows before a version (the newest if null), and the version of the newest event: what a batch continues from. */
export async function readTail(
  database: Database,
  normId: string,
  before: number | null,
): Promise<{ tail: Tail; version: number }> {
  const is = and(eq(normEvents.normId, normId), isLive, before === null ? undefined : lt(normEvents.version, before));
  const [newest, [last]] = await database.batch([
    database
      .select({ version: max(normEvents.version) })
      .from(normEvents)
      .where(eq(normEvents.normId, normId)),
    database.select({ tail: normEvents.tail }).from(normEvents).where(is).orderBy(desc(normEvents.version)).limit(1),
  ]);
  return { tail: last?.tail ? decodeTail(last.tail) : [], version: newest[0]?.version ?? 0 };
}

export interface FactorsRead {
  /** The newest snapshot at or before `upTo`. */
  snapshot: { version: number; factors: Factor[] } | undefined;
  /** The batches after it, oldest first, `limit` of them at most. */
  batches: { version: number; factors: Factor[] }[];
}

/** What the factors up to a version are merged from, in one exchange with the database. `size` of each, features + 2. */
export async function readFactors(
  database: Database,
  normId: string,
  { upTo, limit, size }: { upTo: number; limit: number; size: number },
): Promise<FactorsRead> {
  const upToVersion = and(eq(normSnapshots.normId, normId), lte(normSnapshots.version, upTo));
  const after = sql<number>`coalesce((select max(version) from ${normSnapshots} where norm_id = ${normId} and version <= ${upTo}), 0)`;
  const [[snapshot], batches] = await database.batch([
    database.select().from(normSnapshots).where(upToVersion).orderBy(desc(normSnapshots.version)).limit(1),
    selectFactors(database, normId, { after, upTo, limit }),
  ]);
  const decode = (row: { version: number; factors: string | null }) => ({
    version: row.version,
    factors: decodeFactors(row.factors ?? "", size),
  });
  return { snapshot: snapshot && decode(snapshot), batches: batches.map(decode) };
}

/** More batches, with `after` < version ≤ `upTo`, oldest first. */
export async function readMoreFactors(
  database: Database,
  normId: string,
  { size, ...range }: { after: number; upTo: number; limit: number; size: number },
): Promise<FactorsRead["batches"]> {
  const rows = await selectFactors(database, normId, range);
  return rows.map(({ version, factors }) => ({ version, factors: decodeFactors(factors ?? "", size) }));
}

function selectFactors(
  database: Database,
  normId: string,
  range: { after: number | SQL; upTo: number; limit: number },
) {
  return database
    .select({ version: normEvents.version, factors: normEvents.factors })
    .from(normEvents)
    .where(
      and(
        eq(normEvents.normId, normId),
        gt(normEvents.version, range.after),
        lte(normEvents.version, range.upTo),
        isLive,
      ),
    )
    .orderBy(asc(normEvents.version))
    .limit(range.limit);
}

/** Keeps a snapshot, unless a batch was forgotten since the norm was read. */
export async function insertSnapshot(
  database: Database,
  norm: NormRow,
  version: number,
  factors: Factor[],
): Promise<void> {
  await database
    .insert(normSnapshots)
    .select(sql`
      select id, ${version}, ${encodeFactors(factors)} from ${norms}
      where id = ${norm.id} and forget_count = ${norm.forgetCount}`)
    .onConflictDoNothing();
}

/**
 * Forgets a batch: its factors and rows are emptied, its name is free again, every snapshot that holds it is dropped.
 * Answers the version of the event, or undefined where there is no such batch.
 */
export async function forgetBatch(
  database: Database,
  normId: string,
  batch: string,
  nowMs: number,
): Promise<number | undefined> {
  const that = sql`norm_id = ${normId} and batch = ${batch} and kind = 'train' and forgotten_at_version is null`;
  const [inserted] = await database.batch([
    database
      .insert(normEvents)
      .select(sql`
        select norm_id, ${newestVersion(normId)} + 1, 'forget', batch, null, 0, 0, null, ${nowMs}, null, null
        from ${normEvents} where ${that}`)
      .returning({ version: normEvents.version }),
    database
      .delete(normSnapshots)
      .where(sql`norm_id = ${normId} and version >= (select version from ${normEvents} where ${that})`),
    database
      .update(norms)
      .set({ forgetCount: sql`forget_count + 1` })
      .where(sql`id = ${normId} and exists (select 1 from ${normEvents} where ${that})`),
    database
      .update(normEvents)
      .set({ forgottenAtVersion: newestVersion(normId), factors: null, tail: null })
      .where(that),
  ]);
  return inserted[0]?.version;
}
