// A batch that was sent before: its first answer again.
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { factorSize } from "../rows/place-columns.ts";
import type { TrainAnswer } from "../schema/norm-answer.ts";
import type { BatchRow } from "../store/batches.ts";
import { decodePiece } from "../store/factors.ts";
import type { NormRow } from "../store/norms.ts";
import { selectBatch } from "../store/spans.ts";
import { type Past, readPast } from "../store/standing.ts";
import { answerOf, awaitVersion, completeBatch } from "./complete-batch.ts";
import type { PreparedBatch } from "./prepare-batch.ts";

export interface Sent {
  contentHash: string;
  /** What is prepared of its rows after those of a past. */
  again(past: Past): PreparedBatch;
}

/** Finishes what a stopped process left unfinished. */
export async function replayBatch(context: Context, norm: NormRow, batch: BatchRow, sent: Sent): Promise<TrainAnswer> {
  requireSame(batch, sent.contentHash);
  const learned = await awaitVersion(context, norm, batch);
  if (learned !== undefined) return { ...answerOf(norm, batch, learned), replayed: true };
  const restored = await restore(context, norm, batch, sent);
  return { ...(await completeBatch(context, norm, batch, restored)), replayed: true };
}

/** Refuses other content under the name of a batch. */
export function requireSame({ batch, contentHash }: BatchRow, sent: string): void {
  if (contentHash === sent) return;
  const told = "was sent before with other content; choose another name";
  const faults = [{ path: "batch", message: "taken by other content" }];
  throw new AppError("conflict", `Cannot train: batch "${batch}" ${told}`, faults);
}

/** What was committed of a batch; its rows are only there to score with, for what they looked back on may be forgotten since. */
async function restore(context: Context, norm: NormRow, batch: BatchRow, { again }: Sent): Promise<PreparedBatch> {
  const { version } = batch;
  const [before, after, [stored]] = await Promise.all([
    readPast(context.database, norm.id, version),
    readPast(context.database, norm.id, version + 1),
    selectBatch(context.database, norm.id, version),
  ]);
  if (stored === undefined) {
    throw new AppError("conflict", `Cannot train: batch "${batch.batch}" was forgotten meanwhile; send it again`);
  }
  const remade = again(before);
  const decoded = decodePiece(stored, (levels) => factorSize(norm, levels));
  const parts = decoded.map(({ folds, steps, asOfMs }) => ({ folds, steps, endedMs: asOfMs }));
  return { ...remade, parts, summary: decoded.at(-1)?.summary ?? remade.summary, tail: after.tail };
}
