// Work that goes on after its request: what is done of it, and what comes next. A piece may be done twice and is counted once.

import { and, asc, eq, getTableColumns, inArray, lt, sql } from "drizzle-orm";
import type { Stage } from "../../engine/model/plan-training.ts";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import type { Warning } from "../../warning.ts";
import type { GridCell, StoredScore, TaskFailure } from "../schema/model-figure.ts";
import { models, taskPieces, tasks, trainings } from "./model-tables.ts";
import { pruned, pruning } from "./prune-versions.ts";
import type { TaskRow } from "./registry.ts";

/** A task with how many pieces of its stage are done. */
export async function findTask(
  database: Database,
  id: string,
): Promise<(TaskRow & { piecesDone: number }) | undefined> {
  // By their full names: Drizzle would leave the table's out, and stage would be the piece's own.
  const piecesDone = sql<number>`(select count(*) from ${taskPieces} p where p.task_id = tasks.id and p.stage = tasks.stage)`;
  return database
    .select({ ...getTableColumns(tasks), piecesDone })
    .from(tasks)
    .where(eq(tasks.id, id))
    .get();
}

/** Begins a prediction of a model's stored data; answers false where the model is gone. */
export async function insertPrediction(
  database: Database,
  task: Omit<TaskRow, "kind" | "status" | "failure" | "updatedAtMs">,
): Promise<boolean> {
  const inserted = await database
    .insert(tasks)
    .select(sql`
      select ${valuesOf(tasks, {
        ...task,
        kind: "predict",
        modelId: sql`id`,
        status: "running",
        failure: null,
        updatedAtMs: task.createdAtMs,
      })} from ${models} where id = ${task.modelId}`)
    .returning({ id: tasks.id });
  return inserted.length > 0;
}

/** Numbers of the pieces of a stage that are done. */
export async function listDone(database: Database, taskId: string, stage: string): Promise<number[]> {
  const is = and(eq(taskPieces.taskId, taskId), eq(taskPieces.stage, stage));
  return (await database.select({ piece: taskPieces.piece }).from(taskPieces).where(is)).map(({ piece }) => piece);
}

/** Whether a piece of a stage is done. */
export async function hasPiece(database: Database, taskId: string, stage: string, piece: number): Promise<boolean> {
  const is = and(eq(taskPieces.taskId, taskId), eq(taskPieces.stage, stage), eq(taskPieces.piece, piece));
  return (await database.select({ piece: taskPieces.piece }).from(taskPieces).where(is).get()) !== undefined;
}

/** Commits what a piece gave, unless it is there already; answers how many pieces of the stage are done. */
export async function insertPiece(
  database: Database,
  { taskId, stage, piece, result }: { taskId: string; stage: string; piece: number; result: unknown },
  nowMs: number,
): Promise<number> {
  const done = sql<number>`(select count(*) from ${taskPieces} where task_id = ${taskId} and stage = ${stage})`;
  const [, [counted]] = await database.batch([
    database
      .insert(taskPieces)
      .select(
        sql`select ${valuesOf(taskPieces, { taskId: sql`id`, stage, piece, result })} from ${tasks} where id = ${taskId} and status = 'running'`,
      )
      .onConflictDoNothing(),
    database.update(tasks).set({ updatedAtMs: nowMs }).where(eq(tasks.id, taskId)).returning({ done }),
  ]);
  return counted?.done ?? 0;
}

/** What the pieces of a stage gave, in their order. `Result` is what the stage's pieces were committed with. */
export async function listPieces<Result>(database: Database, taskId: string, stage: string): Promise<Result[]> {
  const rows = await database
    .select({ result: taskPieces.result })
    .from(taskPieces)
    .where(and(eq(taskPieces.taskId, taskId), eq(taskPieces.stage, stage)))
    .orderBy(asc(taskPieces.piece));
  return rows.map(({ result }) => result as Result);
}

/** Goes on from a stage to the next, once: says whether this call did. `tuned`: what tuning chose. */
export async function moveTask(
  database: Database,
  task: TaskRow,
  next: Stage,
  { nowMs, tuned }: { nowMs: number; tuned?: { params: Record<string, unknown>; grid: GridCell[] } | undefined },
): Promise<boolean> {
  const isThere = and(eq(tasks.id, task.id), eq(tasks.stage, task.stage), eq(tasks.status, "running"));
  const move = database
    .update(tasks)
    .set({ ...next, updatedAtMs: nowMs })
    .where(isThere)
    .returning({ id: tasks.id });
  if (tuned === undefined) return (await move).length > 0;
  const stillThere = sql`exists (select 1 from ${tasks} where id = ${task.id} and stage = ${task.stage} and status = 'running')`;
  const [, moved] = await database.batch([
    database
      .update(trainings)
      .set(tuned)
      .where(and(trainingOf(task), stillThere)),
    move,
  ]);
  return moved.length > 0;
}

/** Cuts the first stage of a task anew, of which nobody has heard anything yet; says whether it did. */
export async function recutTask(
  database: Database,
  { id, stage }: TaskRow,
  pieceCount: number,
  nowMs: number,
): Promise<boolean> {
  // Whoever takes a task up, or has done a piece of it, leaves a later time.
  const isUntouched = and(eq(tasks.id, id), eq(tasks.stage, stage), eq(tasks.updatedAtMs, tasks.createdAtMs));
  const recut = database
    .update(tasks)
    .set({ pieceCount, updatedAtMs: nowMs })
    .where(and(isUntouched, eq(tasks.status, "running")))
    .returning({ id: tasks.id });
  return (await recut).length > 0;
}

/** What a training came to. */
export interface TrainingResult {
  score: StoredScore | null;
  importance: Record<string, number[]>;
  bytes: number;
  warnings: Warning[];
}

interface Ended {
  isEnded: boolean;
  gone: string[];
}

/**
 * Ends a training: its version is ready, and serves unless a newer one does; old versions give way. Says whether this call did, and what
 * KV's keys begin with that go.
 */
export async function finishTraining(
  database: Database,
  task: TaskRow,
  trained: TrainingResult,
  nowMs: number,
): Promise<Ended> {
  const isOpen = and(trainingOf(task), eq(trainings.status, "training"));
  const [, , ended, ...gone] = await database.batch([
    database
      .update(trainings)
      .set({ ...trained, status: "ready", finishedAtMs: nowMs })
      .where(isOpen),
    database
      .update(models)
      .set({ activeVersion: task.version })
      .where(
        sql`id = ${task.modelId} and coalesce(active_version, 0) < ${task.version}
        and exists (select 1 from ${trainings} where model_id = ${task.modelId} and version = ${task.version} and status = 'ready')`,
      ),
    endOf(database, task.id, "done", null, nowMs),
    ...pruning(database, task.modelId),
  ]);
  return { isEnded: ended.length > 0, gone: pruned(gone) };
}

/**
 * Ends a task, and its training with it, and old versions that this kept alive give way; nothing where it has ended already. Says whether
 * this call did, and what KV's keys begin with that go.
 */
export async function endTask(
  database: Database,
  task: TaskRow,
  { status, failure, nowMs }: { status: "done" | "failed" | "cancelled"; failure: TaskFailure | null; nowMs: number },
): Promise<Ended> {
  const end = endOf(database, task.id, status, failure, nowMs);
  if (task.kind === "predict" || status === "done") return { isEnded: (await end).length > 0, gone: [] };
  const isOpen = and(trainingOf(task), eq(trainings.status, "training"));
  const [ended, , ...gone] = await database.batch([
    end,
    database.update(trainings).set({ status, failure, finishedAtMs: nowMs }).where(isOpen),
    ...pruning(database, task.modelId),
  ]);
  return { isEnded: ended.length > 0, gone: pruned(gone) };
}

/** Tasks of which nothing was heard since a time, oldest first. */
export async function listStalled(database: Database, sinceMs: number, limit: number): Promise<TaskRow[]> {
  const is = and(eq(tasks.status, "running"), lt(tasks.updatedAtMs, sinceMs));
  return database.select().from(tasks).where(is).orderBy(asc(tasks.updatedAtMs)).limit(limit);
}

/** Says that a stalled task is taken up again; false where another was faster. */
export async function touchTask(database: Database, { id, updatedAtMs }: TaskRow, nowMs: number): Promise<boolean> {
  const is = and(eq(tasks.id, id), eq(tasks.updatedAtMs, updatedAtMs), eq(tasks.status, "running"));
  return (await database.update(tasks).set({ updatedAtMs: nowMs }).where(is).returning({ id: tasks.id })).length > 0;
}

/** Forgets tasks that ended before a time; what KV holds of them expires by itself. */
export async function deleteOldTasks(database: Database, beforeMs: number): Promise<void> {
  await database
    .delete(tasks)
    .where(and(inArray(tasks.status, ["done", "failed", "cancelled"]), lt(tasks.updatedAtMs, beforeMs)));
}

function trainingOf({ modelId, version }: TaskRow) {
  return and(eq(trainings.modelId, modelId), eq(trainings.version, version));
}

function endOf(database: Database, id: string, status: TaskRow["status"], failure: TaskFailure | null, nowMs: number) {
  return database
    .update(tasks)
    .set({ status, failure, updatedAtMs: nowMs })
    .where(and(eq(tasks.id, id), eq(tasks.status, "running")))
    .returning({ id: tasks.id });
}
