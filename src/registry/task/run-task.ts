// A task from piece to piece and from stage to stage. Messages say which piece; they come in any order and may come twice. Whoever
// finishes the last piece of a stage moves the task on, and one alone can.

import { chainLength, type Plan, type Stage } from "../../engine/model/plan-training.ts";
import { AppError, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { orWithout } from "../../platform/context/or-without.ts";
import type { PieceMessage } from "../../platform/context/piece-message.ts";
import { waitingSeconds } from "../../platform/context/piece-seconds.ts";
import { WAITING_CLOCK_SECONDS_MAX } from "../../platform/schema/limit.ts";
import { forgetRecent } from "../../platform/store/cache.ts";
import { deleteAll } from "../../platform/store/text.ts";
import { toldError } from "../../platform/store/told-error.ts";
import type { TaskFailure } from "../schema/model-figure.ts";
import type { TaskRow } from "../store/registry.ts";
import {
  endTask,
  findTask,
  finishTraining,
  hasPiece,
  insertPiece,
  listDone,
  listPieces,
  moveTask,
  recutTask,
  type TrainingResult,
} from "../store/tasks.ts";
import { ownerOfData, type RegistryContext, requireOwner } from "../train/model-owner.ts";
import { type OpenTraining, openTraining } from "../train/open-training.ts";
import { doWork, type Used } from "./do-work.ts";
import { workPrediction } from "./work-prediction.ts";
import { afterTuning, nextStage, workTraining } from "./work-training.ts";

// Of a grid of twelve cells on five folds each is one.
const PIECES_BEHIND = 60;

/** What came of a message: its piece was left as it was, or it is done, or with it the whole task. */
type Outcome = "left" | "done" | "ended";

/** Does one piece and what follows from it. `isRepeated`: whether the message came before; `mayGoOn`: whether it may after a slice of its work. */
export async function runPiece(
  context: RegistryContext,
  { task: taskId, stage, piece }: PieceMessage,
  { isRepeated = false, mayGoOn = () => true }: { isRepeated?: boolean; mayGoOn?: (used: Used) => boolean },
): Promise<Outcome> {
  const task = await findTask(context.database, taskId);
  if (task === undefined || task.status !== "running") return "done";
  if (task.stage !== stage) {
    // The stage is over. Whoever moved the task on may have been stopped before the next pieces were sent.
    if (isRepeated) await sendMissing(context, task);
    return "done";
  }
  const open = task.kind === "train" ? await openTraining(context, task) : null;
  const chain = open === null ? 0 : chainLength(open.plan, task);
  let done = task.piecesDone;
  const isKnown = done > 0 && (await hasPiece(context.database, taskId, stage, piece));
  // Whoever does the one before sends it again.
  if (piece > 0 && piece < chain && !isKnown && !(await hasPiece(context.database, taskId, stage, piece - 1)))
    return "left";
  if (!isKnown) {
    const given =
      open === null
        ? { result: await workPrediction(context, task, piece) }
        : await doWork(context, task, { work: workTraining(context, task, open, piece), mayGoOn });
    if (given === null) return "left";
    done = await insertPiece(context.database, { taskId, stage, piece, ...given }, context.nowMs());
  }
  if (done === task.pieceCount) return (await advance(context, task, open)) ? "ended" : "done";
  // Whoever did it may have been stopped before the next one was sent; where it just came twice, he was not.
  if (!isKnown || isRepeated) await sendNext(context, { ...task, chain }, piece);
  return "done";
}

/**
 * A whole task, here and now. What fails it is thrown, and recorded. false: somebody else took a stage of it up meanwhile, and goes
 * on with it, or has ended it; or it has taken longer than anybody should wait, or what was just put cannot be read yet, and messages
 * go on.
 */
export async function runTask(
  context: RegistryContext,
  task: Stage & { id: string },
  plan: Plan | null,
): Promise<boolean> {
  const waiting: PieceMessage[] = [];
  // All pieces of a stage at once, in their order: what is left of them goes on by messages.
  const here: RegistryContext = {
    ...context,
    sendPieces: async (messages) => void waiting.push(...messages),
    piecesAhead: Number.POSITIVE_INFINITY,
  };
  await sendStage(here, task, plan);
  const all = { counted: 0, clocked: 0 };
  const mayGoOn = ({ counted, clocked }: Used) => {
    all.counted += counted;
    all.clocked += clocked;
    return all.counted < waitingSeconds(context) && all.clocked < WAITING_CLOCK_SECONDS_MAX;
  };
  let outcome: Outcome = "done";
  try {
    for (; waiting[0] !== undefined; waiting.shift()) {
      outcome = await runPiece(here, waiting[0], { mayGoOn });
      if (outcome === "left") break;
    }
  } catch (error) {
    if (error instanceof NotYet) {
      await context.sendPieces(waiting.slice(0, context.piecesAhead));
      return false;
    }
    if (waiting[0] !== undefined) await failTask(context, waiting[0], error);
    throw error;
  }
  if (waiting.length > 0) {
    await goOnBehind(context, task.id, { waiting, plan });
    return false;
  }
  return outcome === "ended";
}

/** What is waited for no longer goes on by messages. If it was taken for one piece it is more: it is cut anew, so that others have turns. */
async function goOnBehind(
  context: Context,
  taskId: string,
  { waiting, plan }: { waiting: PieceMessage[]; plan: Plan | null },
): Promise<void> {
  const task = await findTask(context.database, taskId);
  const pieceCount = Math.min(task?.unitCount ?? 0, PIECES_BEHIND);
  if (task?.pieceCount === 1 && (await recutTask(context.database, task, pieceCount, context.nowMs())))
    return sendStage(context, { ...task, pieceCount }, plan);
  await context.sendPieces(waiting.slice(0, context.piecesAhead));
}

/** Sends the first pieces of a task's stage; `plan`: of a training. */
export async function sendStage(context: Context, task: Stage & { id: string }, plan: Plan | null): Promise<void> {
  const chain = plan === null ? 0 : chainLength(plan, task);
  await context.sendPieces(nextPieces(context, { ...task, chain }, new Set()));
}

/** Sends the first pieces of a task's stage that are not done; moves it on where all are. */
export async function sendMissing(context: Context, task: TaskRow): Promise<void> {
  const done = new Set(await listDone(context.database, task.id, task.stage));
  // A stage whose pieces are all done is moved on by whoever meets one of them.
  const isOver = done.size === task.pieceCount;
  const first = { task: task.id, stage: task.stage, piece: 0 };
  const plan = task.kind === "train" ? (await openTraining(context, task)).plan : null;
  const chain = plan === null ? 0 : chainLength(plan, task);
  await context.sendPieces(isOver ? [first] : nextPieces(context, { ...task, chain }, done));
}

/** Sends the piece that follows one that is done. */
async function sendNext(context: Context, task: Sent, piece: number): Promise<void> {
  const isChained = piece < task.chain;
  const from = piece + (isChained ? 1 : context.piecesAhead);
  if (from >= (isChained ? task.chain : task.pieceCount)) return;
  const done = new Set(await listDone(context.database, task.id, task.stage));
  const next = following(context, task, { done, from });
  if (next !== undefined) await context.sendPieces([next]);
}

/** `chain`: how many pieces, from the first on, are done one after the other. */
type Sent = Pick<Stage, "stage" | "pieceCount"> & { id: string; chain: number };

/**
 * The first piece of the chain that is not done; and of those behind it, where `piecesAhead` is 3, the first of 0, 3, 6 … that is not done,
 * the first of 1, 4, 7 …, and of 2, 5, 8 …
 */
function nextPieces(context: Context, task: Sent, done: Set<number>): PieceMessage[] {
  const { chain, pieceCount } = task;
  const firsts = [...Array(Math.min(context.piecesAhead, pieceCount - chain)).keys()].map((i) => chain + i);
  return [...(chain > 0 ? [0] : []), ...firsts].flatMap((from) => following(context, task, { done, from }) ?? []);
}

function following(
  { piecesAhead }: Context,
  { id, stage, pieceCount, chain }: Sent,
  { done, from }: { done: Set<number>; from: number },
): PieceMessage | undefined {
  const isChained = from < chain;
  for (let piece = from; piece < (isChained ? chain : pieceCount); piece += isChained ? 1 : piecesAhead) {
    if (!done.has(piece)) return { task: id, stage, piece };
  }
  return undefined;
}

/** Ends a task as failed: what the caller can mend is told, anything else is an id that the log knows. */
export async function failTask(
  context: Context,
  { task: taskId, stage }: Pick<PieceMessage, "task" | "stage">,
  error: unknown,
): Promise<void> {
  const task = await findTask(context.database, taskId);
  // A message of a stage that is over says nothing of the task.
  if (task === undefined || task.stage !== stage) return;
  const failure =
    error instanceof AppError
      ? { code: error.code, message: error.message, errors: error.faults }
      : unknownFailure(context, error);
  await stopTask(context, task, { status: "failed", failure });
}

/** Ends a task under way before it is done, and says whether this call did; the versions that it kept alive may go. */
export async function stopTask(
  context: Context,
  task: TaskRow,
  how: { status: "failed" | "cancelled"; failure: TaskFailure | null },
): Promise<boolean> {
  const { isEnded, gone } = await endTask(context.database, task, { ...how, nowMs: context.nowMs() });
  await deletePrefixes(context, gone);
  return isEnded;
}

function unknownFailure(context: Context, error: unknown) {
  const id = context.newId();
  context.log({ level: "error", id, ...toldError(error) });
  return { code: "internal", message: `Error ${id}`, errors: [] };
}

/** Goes on with the next stage, or ends the task and says that it did. `training`: of a task that trains. */
async function advance(context: RegistryContext, task: TaskRow, training: OpenTraining | null): Promise<boolean> {
  const { database } = context;
  if (training === null)
    return (await endTask(database, task, { status: "done", failure: null, nowMs: context.nowMs() })).isEnded;
  const owner = ownerOfData(context, training.dataset);
  const next = task.stage === "score" && owner !== null ? owner.stageOf(context, training) : null;
  if (next === null && (task.stage === "score" || task.stage === "report")) return finish(context, task, training);
  const tuned = task.stage === "tune" ? await afterTuning(context, task, training) : undefined;
  const stage = next ?? nextStage(context, training, tuned);
  if (await moveTask(database, task, stage, { nowMs: context.nowMs(), tuned })) {
    await sendStage(context, { id: task.id, ...stage }, { ...training.plan, ...tuned });
  }
  return false;
}

/** The version is ready, with what its owner adds, and serves unless a newer one does. */
async function finish(context: RegistryContext, task: TaskRow, training: OpenTraining): Promise<boolean> {
  const [trained] = (await listPieces<TrainingResult>(context.database, task.id, "score")) as [TrainingResult];
  if (task.stage === "report") await requireOwner(context, training.dataset).finish(context, task, training, trained);
  const { isEnded, gone } = await finishTraining(context.database, task, trained, context.nowMs());
  forgetRecent(context.cache);
  await deletePrefixes(context, gone);
  return isEnded;
}

/** What was put by for versions that gave way; where a process stops before, the daily cleaning finds that nobody owns it. */
async function deletePrefixes(context: Context, gone: readonly string[]): Promise<void> {
  await Promise.all(gone.map((prefix) => orWithout(context, deleteAll(context.models, prefix))));
}
