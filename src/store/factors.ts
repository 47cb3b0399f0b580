// The factors that versions of a norm are merged from: its batches', and merges kept on the way.
import { and, asc, desc, eq, gt, lte, type SQL, sql } from "drizzle-orm";
import type { Summary } from "../feature/summary.ts";
import type { Factor } from "../math/factor.ts";
import type { Scatter } from "../model/scatter.ts";
import { isLive } from "./batches.ts";
import { decodeSparse, encodeSparse } from "./codec.ts";
import type { Database } from "./database.ts";
import { normEvents, normSelections, normSnapshots, norms, normVersions } from "./norm-tables.ts";
import type { NormRow } from "./norms.ts";
import { decodeParts, encodeParts } from "./parts.ts";

/** What is merged: the factors of a part of a batch, or of a snapshot. */
export interface StoredFactors {
  version: number;
  folds: Factor[];
  /** Of the steps from row to row; of no rows where none were kept. */
  steps: Factor;
  /** How residuals scatter; null where nothing was kept. */
  scatter: Scatter | null;
  /** Whether the version that it made has been learned: before, how its residuals scatter is not known. */
  isLearned: boolean;
  summary: Summary | null;
  /** What the columns of the factors are of, see Summary. */
  cells: Summary["cells"];
  /** When the last row of a part was; of when the weights of a snapshot are. */
  asOfMs: number | null;
}

export interface BasisRead {
  /** The newest snapshot at or before `upTo`. */
  snapshot: StoredFactors | undefined;
  /** The parts of each of the batches after it, oldest first, `limit` batches at most. */
  batches: StoredFactors[][];
  /** Whether there may be more. */
  isFull: boolean;
  /** Of the newest selection: the features that it chose. */
  chosen: number[] | null;
}

/** What a version of a norm rests on: the factors of its batches, merged. */
export interface Basis {
  folds: Factor[];
  /** Of the steps from row to row. */
  steps: Factor;
  /** How residuals scatter. */
  scatter: Scatter;
  /** Parts that were merged, and those of them whose version is still being learned, so that their scatter is not there yet. */
  partCount: number;
  unlearnedCount: number;
  summary: Summary;
  /** When the newest row is; of then are the weights. null without batches. */
  asOfMs: number | null;
  /** Indexes of the features that a selection chose; null for all. */
  chosen: number[] | null;
}

// Characters of factors that are read at once, and that a row may have.
export const TEXT_PER_READ = 8_000_000;
const ROW_TEXT_MAX = 2_000_000;

export interface FactorsRange {
  upTo: number;
  /** Batches whose last row was before or after these are left out. */
  endedSinceMs: number | null;
  endedUntilMs?: number;
  limit: number;
  /** Of each factor: features + 2. */
  size: number;
}

/** What a version is made of, in one exchange with the database. */
export async function readStoredBasis(
  database: Database,
  normId: string,
  { hasSnapshots, ...range }: FactorsRange & { hasSnapshots: boolean },
): Promise<BasisRead> {
  const { upTo, size } = range;
  const upToVersion = and(eq(normSnapshots.normId, normId), lte(normSnapshots.version, hasSnapshots ? upTo : -1));
  const after = sql<number>`coalesce((select max(version) from ${normSnapshots} where norm_id = ${normId} and version <= ${hasSnapshots ? upTo : -1}), 0)`;
  const [[snapshot], batches, [selected]] = await database.batch([
    database.select().from(normSnapshots).where(upToVersion).orderBy(desc(normSnapshots.version)).limit(1),
    selectFactors(database, normId, { ...range, after }),
    database
      .select({ chosen: normSelections.chosen })
      .from(normSelections)
      .where(and(eq(normSelections.normId, normId), lte(normSelections.version, upTo)))
      .orderBy(desc(normSelections.version))
      .limit(1),
  ]);
  return {
    snapshot: snapshot && decode({ ...snapshot, learned: snapshot.version }, size)[0],
    ...toBatches(batches, range),
    chosen: selected?.chosen ?? null,
  };
}

/** More batches, with `after` < version, oldest first; `only` those of these names where given. */
export async function readMoreFactors(
  database: Database,
  normId: string,
  range: FactorsRange & { after: number; only?: readonly string[] },
): Promise<Pick<BasisRead, "batches" | "isFull">> {
  return toBatches(await selectFactors(database, normId, range), range);
}

type FactorsRow = Awaited<ReturnType<typeof selectFactors>>[number];

function toBatches(rows: FactorsRow[], { size, limit }: { size: number; limit: number }) {
  const length = rows.reduce((sum, { factors }) => sum + (factors?.length ?? 0), 0);
  const isFull = rows.length === limit || length > TEXT_PER_READ - ROW_TEXT_MAX;
  return { batches: rows.map((row) => decode(row, size)), isFull };
}

/** When the newest row of all batches up to a version was; null without batches. */
export async function newestEnd(database: Database, normId: string, upTo: number): Promise<number | null> {
  const is = and(eq(normEvents.normId, normId), lte(normEvents.version, upTo), isLive);
  const newest = await database
    .select({ ms: sql<number | null>`max(${ended})` })
    .from(normEvents)
    .where(is)
    .get();
  return newest?.ms ?? null;
}

const ended = sql<number>`coalesce(${normEvents.endedAtMs}, ${normEvents.createdAtMs})`;

function selectFactors(
  database: Database,
  normId: string,
  range: Omit<FactorsRange, "size"> & { after: number | SQL; only?: readonly string[] },
) {
  const { after, upTo, endedSinceMs, endedUntilMs, only, limit } = range;
  const is = and(
    eq(normEvents.normId, normId),
    gt(normEvents.version, after),
    lte(normEvents.version, upTo),
    isLive,
    endedSinceMs === null ? undefined : sql`${ended} >= ${endedSinceMs}`,
    endedUntilMs === undefined ? undefined : sql`${ended} <= ${endedUntilMs}`,
    only && sql`${normEvents.batch} in (select value from json_each(${JSON.stringify(only)}))`,
  );
  // As many as are not too much text together, and one at least.
  const last = sql`(select max(version) from (
    select version, sum(length(factors)) over (order by version) as total, row_number() over (order by version) as place
    from ${normEvents} where ${is}) where total <= ${TEXT_PER_READ} or place = 1)`;
  return database
    .select({
      version: normEvents.version,
      asOfMs: ended,
      summary: normEvents.summary,
      factors: normEvents.factors,
      scatter: normVersions.scatter,
      learned: normVersions.version,
    })
    .from(normEvents)
    .leftJoin(
      normVersions,
      and(eq(normVersions.normId, normEvents.normId), eq(normVersions.version, normEvents.version)),
    )
    .where(and(is, lte(normEvents.version, last)))
    .orderBy(asc(normEvents.version))
    .limit(limit);
}

/** A batch's parts; what is known of the batch as a whole goes with the last one. */
function decode(row: Omit<FactorsRow, "asOfMs"> & { asOfMs: number | null }, size: number): StoredFactors[] {
  const parts = decodeParts(row.factors ?? "", size, row.asOfMs);
  return parts.map(({ folds, steps, endedMs }, i) => {
    const isLast = i === parts.length - 1;
    const scatter = isLast && row.scatter !== null ? decodeSparse(row.scatter) : null;
    const { version, learned } = row;
    const summary = isLast ? row.summary : null;
    const cells = row.summary?.cells;
    return { version, folds, steps, scatter, isLearned: learned !== null, summary, cells, asOfMs: endedMs };
  });
}

/** Keeps a snapshot, unless a batch was forgotten or the specification changed since the norm was read. */
export async function insertSnapshot(
  database: Database,
  norm: NormRow,
  { version, asOfMs, summary, scatter, ...factors }: Omit<StoredFactors, "isLearned" | "cells">,
): Promise<void> {
  await database
    .insert(normSnapshots)
    .select(sql`
      select id, ${version}, ${encodeParts([{ ...factors, endedMs: asOfMs }], asOfMs)}, ${asOfMs}, ${JSON.stringify(summary)}, ${scatter && encodeSparse(scatter)} from ${norms}
      where id = ${norm.id} and forget_count = ${norm.forgetCount} and specification = ${JSON.stringify(norm.specification)}`)
    .onConflictDoNothing();
}
