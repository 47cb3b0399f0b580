// From what was prepared of a batch to the norm's next version, unless another one came before it.
import type { Context } from "../../platform/context/context.ts";
import { readBasis } from "../basis/read-basis.ts";
import { requireFewLevels } from "../rows/check-levels.ts";
import { commonLevels } from "../rows/levels.ts";
import { looksBack } from "../rows/observe.ts";
import type { TrainAnswer } from "../schema/norm-answer.ts";
import { insertBatch } from "../store/batches.ts";
import type { Basis } from "../store/factors.ts";
import type { NormRow } from "../store/norms.ts";
import type { Standing } from "../store/standing.ts";
import { completeBatch } from "./complete-batch.ts";
import type { Archive } from "./open-archive.ts";
import type { PreparedBatch } from "./prepare-batch.ts";

export interface ToCommit {
  norm: NormRow;
  /** Where the norm stood when it was last read; undefined where it is new. */
  found: Standing | undefined;
  /** Whether the rows may find a past. */
  hasPast: boolean;
  turn: number;
  /** The rows, which go with it. */
  archive: Archive;
}

/** `answer` is undefined where others came before it. */
export async function commitBatch(
  context: Context,
  { norm, found, hasPast, turn, archive }: ToCommit,
  prepared: PreparedBatch,
  named: { batch: string; contentHash: string },
): Promise<{ answer: TrainAnswer | undefined; bringsLevels: boolean }> {
  const before = found && (turn === 1 || prepared.summary.levels) ? await readBefore(context, found) : null;
  const bringsLevels = await checkLevels(context, norm, prepared, before);
  const { inferred, counts } = prepared;
  const row = { ...named, ...counts, createdAtMs: context.nowMs() };
  // Rows that look back must be the next ones after those they looked on, and new levels after those that they were counted with.
  const newest = found?.past.version ?? 0;
  const after = bringsLevels || (hasPast && looksBack(norm)) ? newest : null;
  const archived = await archive.close();
  archive.commit();
  const version = await insertBatch(context.database, norm, { ...prepared, ...row, archived }, after);
  if (version === undefined) {
    archive.rollBack();
    return { answer: undefined, bringsLevels };
  }
  // What the batch fixed may be another number of columns.
  const known = before?.version === version - 1 && inferred === norm.inferred ? before.basis : undefined;
  const answer = await completeBatch(
    context,
    { ...norm, inferred },
    { ...row, version },
    { ...prepared, isLost: archive.isLost() },
    known,
  );
  return { answer, bringsLevels };
}

/** What is read before a batch is committed: where batches fade or leave it may be too much to be read, and levels are counted. */
async function readBefore(context: Context, { norm, past: { version } }: Standing) {
  const { forget, categories = [] } = norm.specification;
  if (forget === undefined && categories.length === 0) return null;
  return { version, basis: await readBasis(context, norm, version) };
}

/** Says whether a batch brings levels that are new; AppError "invalid" where they become too many. */
async function checkLevels(
  context: Context,
  norm: NormRow,
  { inferred, summary: { levels } }: PreparedBatch,
  before: { version: number; basis: Basis } | null,
): Promise<boolean> {
  if (levels === undefined) return false;
  const known = before?.basis.summary.levels ?? {};
  const isKnown = Object.entries(levels).every(([column, of]) => of.every((level) => known[column]?.includes(level)));
  if (isKnown) return false;
  // What has left a window is still there.
  const hasLeft = before !== null && norm.specification.forget?.window !== undefined;
  const all = hasLeft ? (await readBasis(context, norm, before.version, null)).summary.levels : known;
  const parts = { ...norm, inferred };
  requireFewLevels(parts, commonLevels(parts, [all ?? {}, levels]));
  return true;
}
