// A piece that waits for KV. That is no failure of its: it comes again as a new message, whose deliveries are counted anew.
import { AppError, type NotYet, QuotaSpent } from "../../error.ts";
import type { PieceMessage } from "../../platform/context/piece-message.ts";
import type { RegistryContext } from "../train/model-owner.ts";
import type { Job } from "./job.ts";

// Each pause is twice the one before. So many are an hour.
const PAUSE_SECONDS = { first: 5, most: 600 };
const WAITS_MAX = 12;

/** Has a piece come again later; ends its task after an hour, for KV shows what was put within minutes. */
export async function postponePiece(
  context: RegistryContext,
  job: Job,
  message: PieceMessage,
  why: NotYet,
): Promise<void> {
  const { waits = 0 } = message;
  if (why instanceof QuotaSpent) {
    // Its missing pieces are sent when nothing is heard of it on the store's next day.
    await job.postpone(context, message, why.resetAtMs);
  } else if (waits === WAITS_MAX) {
    await job.fail(context, message, new AppError("failed", `${why.message}, for an hour`));
  } else {
    const pauseSeconds = Math.min(PAUSE_SECONDS.first * 2 ** waits, PAUSE_SECONDS.most);
    // It is not lost while it waits.
    if (await job.postpone(context, message, context.nowMs() + 1000 * pauseSeconds))
      await context.sendPieces([{ ...message, waits: waits + 1 }], pauseSeconds);
  }
}
