// What a task came to: the result, its progress, or why there is none.

import { DAY_MS } from "../../engine/time/duration.ts";
import { AppError, type ErrorCode, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { spend } from "../../platform/context/leave-if-long.ts";
import { RESULT_DAYS } from "../../platform/schema/limit.ts";
import { forgetRecent } from "../../platform/store/cache.ts";
import { readText } from "../../platform/store/text.ts";
import type { Model, TaskProgress } from "../schema/model-answer.ts";
import { modelOf } from "../serve/read-model.ts";
import { findModel, findTraining, type TaskRow } from "../store/registry.ts";
import { findTask, listPieces } from "../store/tasks.ts";
import { secondsLeft, shareOfTraining } from "./estimate-left.ts";
import { resumeIfStalled } from "./resume-tasks.ts";
import { stopTask } from "./run-task.ts";
import { type Predicted, rowsKey } from "./work-prediction.ts";

/** `json` is a JSON array of predictions as text; or the model that was trained; or how far the task is. */
export type Result = { json: string } | { model: Model } | { running: TaskProgress };

// How often a task under way is looked at: soon at first, for most are short.
const LOOK_MS = { first: 20, most: 500 };

/** Waits up to `waitMs` for a task under way. */
export async function readResult(context: Context, taskId: string, waitMs: number): Promise<Result> {
  const until = context.nowMs() + waitMs;
  for (let pauseMs = LOOK_MS.first; ; pauseMs = Math.min(LOOK_MS.most, 1.5 * pauseMs)) {
    const task = await requireTask(context, taskId, "give results");
    if (task.status !== "running") return ended(context, task);
    if (context.nowMs() >= until) {
      await resumeIfStalled(context, task);
      return { running: await progressOf(context, task) };
    }
    await context.sleep(Math.min(pauseMs, Math.max(1, until - context.nowMs())));
  }
}

async function progressOf(context: Context, task: TaskRow & { piecesDone: number }): Promise<TaskProgress> {
  const { stage, piecesDone, pieceCount, createdAtMs, kind } = task;
  const found = kind === "train" ? await findTraining(context.database, task.modelId, task.version) : undefined;
  const share = found?.dataset ? shareOfTraining(task, found.training, found.dataset) : piecesDone / pieceCount;
  return {
    status: "running",
    progress: { stage, done: piecesDone, total: pieceCount },
    started_at: new Date(createdAtMs).toISOString(),
    seconds_left: secondsLeft(share, { startedMs: createdAtMs, nowMs: context.nowMs() }),
  };
}

/** Cancels a task under way: its pieces come to nothing, and a first training leaves a model that is not trained. */
export async function cancelTask(context: Context, taskId: string): Promise<void> {
  const task = await requireTask(context, taskId, "cancel");
  if (task.status !== "running")
    throw new AppError("conflict", `Cannot cancel: task ${taskId} is ${task.status} already`);
  if (!(await stopTask(context, task, { status: "cancelled", failure: null })))
    throw new AppError("conflict", `Cannot cancel: task ${taskId} has ended just now`);
}

async function requireTask(context: Context, taskId: string, what: string) {
  const task = await findTask(context.database, taskId);
  if (task !== undefined) return task;
  throw new AppError(
    "not_found",
    `Cannot ${what}: there is no task ${taskId}; results are kept for some days, and go with their model`,
  );
}

async function ended(context: Context, task: TaskRow): Promise<Result> {
  if (task.status === "cancelled")
    throw new AppError("cancelled", `Cannot give results: task ${task.id} was cancelled`);
  if (task.status === "failed") {
    const { code, message, errors } = task.failure ?? { code: "internal", message: "no reason is known", errors: [] };
    const isOurs = code === "internal";
    throw new AppError(
      isOurs ? "failed" : (code as ErrorCode),
      `Cannot give results: task ${task.id} failed: ${message}`,
      errors,
    );
  }
  return task.kind === "predict"
    ? { json: await readPredictions(context, task) }
    : { model: await readTrained(context, task) };
}

async function readTrained(context: Context, task: TaskRow): Promise<Model> {
  const found = await findModel(context.database, task.modelId);
  if (found === undefined) throw gone(task);
  // Whoever is told that a version is ready is answered by it.
  forgetRecent(context.cache);
  return modelOf(found);
}

// A row's prediction, as text.
const READ_SECONDS = 1e-7;

/** The ranges of rows in their order, as one array. What KV keeps of them since the task began is there, or will be seen to be. */
async function readPredictions(context: Context, task: TaskRow): Promise<string> {
  const found = await findTraining(context.database, task.modelId, task.version);
  if (found === undefined) throw gone(task);
  spend(context, READ_SECONDS * task.unitCount, `a result of ${task.unitCount} rows`);
  const isKept = context.nowMs() - task.createdAtMs < RESULT_DAYS * DAY_MS;
  const ranges = await listPieces<Predicted>(context.database, task.id, "predict");
  const texts: string[] = [];
  for (const { from, chunks } of ranges) {
    const text = await readText(context.models, rowsKey(found.key, task.id, from), chunks);
    if (text === undefined) throw isKept ? new NotYet(`Rows from ${from} of task ${task.id}`) : gone(task);
    texts.push(text.slice(1, -1));
  }
  return `[${texts.join()}]`;
}

function gone({ id }: TaskRow): AppError {
  return new AppError("not_found", `Cannot give results: those of task ${id} are kept no longer; ask again`);
}
