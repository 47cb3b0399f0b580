// What a version of a norm is merged from, as it is read and kept: batches, merges of several, and all up to a version.

import { and, desc, eq, lte, sql } from "drizzle-orm";
import type { LevelsByColumn } from "../../engine/feature/feature.ts";
import type { Summary } from "../../engine/feature/summary.ts";
import type { Factor } from "../../engine/kernel/factor.ts";
import type { Scatter } from "../../engine/score/scatter.ts";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import { decodeSparse, encodeSparse } from "./codec.ts";
import { normSelections, normSnapshots, norms } from "./norm-tables.ts";
import type { NormRow } from "./norms.ts";
import { decodeParts, encodeParts } from "./parts.ts";
import { type PieceRange, type PieceRow, selectPieces } from "./spans.ts";

/** How many columns factors have whose rows have these levels. */
type SizeOf = (levels: LevelsByColumn) => number;

/** What is merged: the factors of a part of a batch, or of a merge of several batches. */
export interface StoredFactors {
  folds: Factor[];
  /** Of the steps from row to row; of no rows where none were kept. */
  steps: Factor;
  /** How residuals scatter; null where nothing was kept. */
  scatter: Scatter | null;
  /** Whether the version that it made has been learned: before, how its residuals scatter is not known. */
  isLearned: boolean;
  summary: Summary | null;
  /** What the columns of the factors are of, see Summary. */
  layout: { cells: NonNullable<Summary["cells"]>; levels: LevelsByColumn };
  /** When the last row of the first part was, and of the last one; of then the weights are. */
  fromMs: number;
  asOfMs: number;
}

/** The merge of all batches up to a version that counted then. */
export interface Snapshot extends Pick<StoredFactors, "folds" | "steps" | "scatter"> {
  version: number;
  summary: Summary | null;
  /** Null without batches. */
  asOfMs: number | null;
}

export interface BasisRead {
  /** The newest snapshot at or before a version. */
  snapshot: Snapshot | undefined;
  /** The first page of what came after it. */
  pieces: PieceRow[];
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

/** What a version is made of, in one exchange with the database. */
export async function readStoredBasis(
  database: Database,
  normId: string,
  { hasSnapshots, sizeOf, ...range }: Omit<PieceRange, "after"> & { hasSnapshots: boolean; sizeOf: SizeOf },
): Promise<BasisRead> {
  const upTo = hasSnapshots ? range.upTo : -1;
  const after = sql<number>`coalesce((select max(version) from ${normSnapshots} where norm_id = ${normId} and version <= ${upTo}), 0)`;
  const [[snapshot], pieces, [selected]] = await database.batch([
    database
      .select()
      .from(normSnapshots)
      .where(and(eq(normSnapshots.normId, normId), lte(normSnapshots.version, upTo)))
      .orderBy(desc(normSnapshots.version))
      .limit(1),
    selectPieces(database, normId, { ...range, after }),
    database
      .select({ chosen: normSelections.chosen })
      .from(normSelections)
      .where(and(eq(normSelections.normId, normId), lte(normSelections.version, range.upTo)))
      .orderBy(desc(normSelections.version))
      .limit(1),
  ]);
  return { snapshot: snapshot && decodeSnapshot(snapshot, sizeOf), pieces, chosen: selected?.chosen ?? null };
}

/** A batch's parts, or a merge; what is known of a batch as a whole goes with its last part. */
export function decodePiece(row: PieceRow, sizeOf: SizeOf): StoredFactors[] {
  const summary = row.summary === null ? null : (JSON.parse(row.summary) as Summary);
  const { cells = {}, levels = {} } = summary ?? {};
  const parts = decodeParts(row.factors, sizeOf(levels), row.asOfMs);
  const isLearned = row.learned !== null;
  return parts.map(({ folds, steps, endedMs }, i) => {
    const isLast = i === parts.length - 1;
    const asOfMs = endedMs ?? row.asOfMs;
    return {
      folds,
      steps,
      scatter: isLast && row.scatter !== null ? decodeSparse(row.scatter) : null,
      isLearned,
      summary: isLast ? summary : null,
      layout: { cells, levels },
      fromMs: row.fromMs ?? asOfMs,
      asOfMs,
    };
  });
}

function decodeSnapshot(row: typeof normSnapshots.$inferSelect, sizeOf: SizeOf): Snapshot {
  const { version, asOfMs, summary } = row;
  const [merged] = decodeParts(row.factors, sizeOf(summary?.levels ?? {}), asOfMs);
  const { folds, steps } = merged as NonNullable<typeof merged>;
  return { version, folds, steps, scatter: row.scatter === null ? null : decodeSparse(row.scatter), summary, asOfMs };
}

/** Keeps a snapshot, unless a batch was forgotten or the specification changed since the norm was read. */
export async function insertSnapshot(
  database: Database,
  norm: NormRow,
  { version, asOfMs, summary, scatter, ...factors }: Snapshot,
): Promise<void> {
  await database
    .insert(normSnapshots)
    .select(sql`
      select ${valuesOf(normSnapshots, {
        normId: sql`id`,
        version,
        factors: encodeParts([{ ...factors, endedMs: asOfMs }], asOfMs),
        asOfMs,
        summary,
        scatter: scatter && encodeSparse(scatter),
      })} from ${norms}
      where id = ${norm.id} and forget_count = ${norm.forgetCount} and specification = ${JSON.stringify(norm.specification)}`)
    .onConflictDoNothing();
}
