// The pieces of a comparison, over the queue: as those of a task, several at a time, and each that is done sends the one after it.
import type { Context } from "../../platform/context/context.ts";
import type { PieceMessage } from "../../platform/context/piece-message.ts";
import { type ComparisonRow, listComparisonPiecesDone } from "../store/comparisons.ts";

type Sent = Pick<ComparisonRow, "id" | "key" | "stage" | "pieceCount">;

/** Sends the first pieces of a comparison's stage. */
export async function sendComparison(context: Context, comparison: Sent): Promise<void> {
  await context.sendPieces(firstPieces(context, comparison, new Set()));
}

/** Sends the first pieces that are not done; where all are, one, so that whoever meets it moves the comparison on. */
export async function sendMissingOfComparison(context: Context, comparison: Sent): Promise<void> {
  const done = await listComparisonPiecesDone(context.database, comparison);
  const isOver = done.size === comparison.pieceCount;
  await context.sendPieces(isOver ? [messageOf(comparison, 0)] : firstPieces(context, comparison, done));
}

/** Sends the piece that follows one that is done. */
export async function sendNextOfComparison(context: Context, comparison: Sent, piece: number): Promise<void> {
  if (piece + context.piecesAhead >= comparison.pieceCount) return;
  const done = await listComparisonPiecesDone(context.database, comparison);
  const next = following(context, comparison, { done, from: piece + context.piecesAhead });
  if (next !== undefined) await context.sendPieces([next]);
}

function firstPieces(context: Context, comparison: Sent, done: Set<number>): PieceMessage[] {
  const firsts = [...Array(Math.min(context.piecesAhead, comparison.pieceCount)).keys()];
  return firsts.flatMap((from) => following(context, comparison, { done, from }) ?? []);
}

function following(
  { piecesAhead }: Context,
  comparison: Sent,
  { done, from }: { done: Set<number>; from: number },
): PieceMessage | undefined {
  for (let piece = from; piece < comparison.pieceCount; piece += piecesAhead)
    if (!done.has(piece)) return messageOf(comparison, piece);
  return undefined;
}

function messageOf({ key, stage }: Sent, piece: number): PieceMessage {
  return { task: key, of: "comparison", stage, piece };
}
