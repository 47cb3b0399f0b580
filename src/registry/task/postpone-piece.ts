// A piece that waits for KV. That is no failure of its: it comes again as a new message, whose deliveries are counted anew.
import { AppError, type NotYet, QuotaSpent } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import type { PieceMessage } from "../../platform/context/piece-message.ts";
import { findTask, touchTask } from "../store/tasks.ts";
import { failTask } from "./run-task.ts";

// Each pause is twice the one before. So many are an hour.
const PAUSE_SECONDS = { first: 5, most: 600 };
const WAITS_MAX = 12;

/** Has a piece come again later; ends its task after an hour, for KV shows what was put within minutes. */
export async function postponePiece(context: Context, message: PieceMessage, why: NotYet): Promise<void> {
  const task = await findTask(context.database, message.task);
  if (task === undefined || task.status !== "running") return;
  const { waits = 0 } = message;
  if (why instanceof QuotaSpent) {
    // Its missing pieces are sent when nothing is heard of it on the store's next day.
    await touchTask(context.database, task, why.resetAtMs);
  } else if (waits === WAITS_MAX) {
    await failTask(context, message, new AppError("failed", `${why.message}, for an hour`));
  } else {
    const pauseSeconds = Math.min(PAUSE_SECONDS.first * 2 ** waits, PAUSE_SECONDS.most);
    // It is not lost while it waits.
    await touchTask(context.database, task, context.nowMs() + 1000 * pauseSeconds);
    await context.sendPieces([{ ...message, waits: waits + 1 }], pauseSeconds);
  }
}
