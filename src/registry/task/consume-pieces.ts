// Messages in, ack or retry out; the one catch of the queue's side. Each says which piece of which task is to be done.
import * as v from "valibot";
import { AppError, NotYet } from "../../error.ts";
import { PieceMessage } from "../../platform/context/piece-message.ts";
import { DELIVERIES_MAX } from "../../platform/schema/limit.ts";
import { show } from "../../platform/schema/table.ts";
import { toldError } from "../../platform/store/told-error.ts";
import { comparisonJob } from "../compare/comparison-job.ts";
import { findTask, touchTask } from "../store/tasks.ts";
import type { RegistryContext } from "../train/model-owner.ts";
import type { Job } from "./job.ts";
import { postponePiece } from "./postpone-piece.ts";
import { failTask, runPiece } from "./run-task.ts";

/** A message as Cloudflare Queues and ours deliver it. */
export interface Delivery {
  body: unknown;
  /** This one included. */
  attempts: number;
  ack(): void;
  retry(options?: { delaySeconds?: number }): void;
}

const RETRY_SECONDS = [5, 30, 60];

export async function consumePieces(messages: readonly Delivery[], context: RegistryContext): Promise<void> {
  for (const message of messages) await consume(message, context);
}

async function consume(message: Delivery, context: RegistryContext): Promise<void> {
  const { attempts } = message;
  const piece = v.safeParse(PieceMessage, message.body);
  if (!piece.success) {
    context.log({ level: "error", message: "A message is no piece of a task", body: show(message.body) });
    return message.ack();
  }
  const { task, of } = piece.output;
  const job = of === "comparison" ? comparisonJob : taskJob;
  try {
    // A process that dies with a message in hand tells nobody: only the count of deliveries does.
    if (attempts > DELIVERIES_MAX)
      throw new AppError("failed", `a piece was tried ${DELIVERIES_MAX} times and never came to an end`);
    await job.run(context, piece.output, { isRepeated: attempts > 1 || piece.output.waits !== undefined });
    message.ack();
  } catch (error) {
    if (error instanceof NotYet) {
      await postponePiece(context, job, piece.output, error);
      return message.ack();
    }
    if (error instanceof AppError || attempts >= DELIVERIES_MAX) {
      await job.fail(context, piece.output, error);
      return message.ack();
    }
    context.log({ level: "warning", task, attempts, ...toldError(error) });
    message.retry({ delaySeconds: RETRY_SECONDS[attempts - 1] ?? 60 });
  }
}

/** Trainings, and predictions of stored data. */
const taskJob: Job = {
  run: runPiece,
  fail: failTask,
  async postpone(context, message, untilMs) {
    const task = await findTask(context.database, message.task);
    if (task === undefined || task.status !== "running") return false;
    await touchTask(context.database, task, untilMs);
    return true;
  },
};
