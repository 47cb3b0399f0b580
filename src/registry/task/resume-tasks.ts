// Takes up tasks and comparisons whose messages were lost, as with a process that was stopped.

import type { Context } from "../../platform/context/context.ts";
import { sendMissingOfComparison } from "../compare/send-comparison.ts";
import { type ComparisonRow, listStalledComparisons, touchComparison } from "../store/comparisons.ts";
import type { TaskRow } from "../store/registry.ts";
import { listStalled, touchTask } from "../store/tasks.ts";
import { sendMissing } from "./run-task.ts";

// A piece that takes so many times its estimate is taken for lost. One that is done twice does no harm.
const STALLED_PIECES = 300;
// However small pieces are: their messages may wait for those of others, or for their next try.
const STALLED_LEAST_MS = 20_000;
// Each takes two statements of those that a call of the clock may have. A process that has just started has no such limit.
const TASKS_AT_ONCE = 15;
const COMPARISONS_AT_ONCE = 5;

/** `isStart`: the process has just started, and no other works on these tasks: none is under way. */
export async function resumeTasks(context: Context, isStart = false): Promise<void> {
  const sinceMs = context.nowMs() - (isStart ? -1 : stalledMs(context));
  const limit = (most: number) => (isStart ? Number.MAX_SAFE_INTEGER : most);
  for (const task of await listStalled(context.database, sinceMs, limit(TASKS_AT_ONCE))) await resume(context, task);
  const stalled = await listStalledComparisons(context.database, sinceMs, limit(COMPARISONS_AT_ONCE));
  for (const comparison of stalled) await resumeComparison(context, comparison);
}

/** The same for one task that somebody asks for. */
export async function resumeIfStalled(context: Context, task: TaskRow): Promise<void> {
  if (context.nowMs() - task.updatedAtMs > stalledMs(context)) await resume(context, task);
}

async function resume(context: Context, task: TaskRow): Promise<void> {
  if (await touchTask(context.database, task, context.nowMs())) await sendMissing(context, task);
}

/** The same of a comparison. */
export async function resumeComparisonIfStalled(context: Context, comparison: ComparisonRow): Promise<void> {
  if (context.nowMs() - comparison.updatedAtMs > stalledMs(context)) await resumeComparison(context, comparison);
}

async function resumeComparison(context: Context, comparison: ComparisonRow): Promise<void> {
  if (await touchComparison(context.database, comparison, context.nowMs()))
    await sendMissingOfComparison(context, comparison);
}

function stalledMs({ pieceSeconds }: Context): number {
  return Math.max(STALLED_LEAST_MS, 1000 * STALLED_PIECES * pieceSeconds);
}
