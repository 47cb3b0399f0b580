import { findTask, touchTask } from "../store/tasks.ts";
import type { Job } from "./job.ts";
import { failTask, runPiece } from "./run-task.ts";

/** Trainings, and predictions of stored data. */
export const taskJob: Job = {
  run: runPiece,
  fail: failTask,
  async postpone(context, message, untilMs) {
    const task = await findTask(context.database, message.task);
    if (task === undefined || task.status !== "running") return false;
    await touchTask(context.database, task, untilMs);
    return true;
  },
};
