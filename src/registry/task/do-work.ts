// Work on a task that gives way between its slices: others go on meanwhile, and it is left at that where nobody waits for it any more.
import { SLICE_SECONDS } from "../../engine/math/work.ts";
import type { Context } from "../../platform/context/context.ts";
import type { TaskRow } from "../store/registry.ts";
import { findTask } from "../store/tasks.ts";

/** Yields after each slice the seconds that it was counted for (see engine/math/work.ts), and waits for what it reads and puts away. */
export type TaskWork<Result> = AsyncGenerator<number, Result, void>;

// A task that was cancelled, or whose model was deleted, stops so soon.
const LOOK_SECONDS = 0.5;

interface Wanted<Result> {
  work: TaskWork<Result>;
  mayGoOn(used: Used): boolean;
  isWanted(): Promise<boolean>;
}

/** What a slice used: as it was counted, and by the clock, which on Workers stands still during computation. */
export interface Used {
  counted: number;
  clocked: number;
}

/** All of the work on a task: see workWhileWanted; it is wanted while the task is at the stage that it was at. */
export function doWork<Result>(
  context: Context,
  { id, stage }: Pick<TaskRow, "id" | "stage">,
  work: Omit<Wanted<Result>, "isWanted">,
): Promise<{ result: Result } | null> {
  const isWanted = async () => {
    const task = await findTask(context.database, id);
    return task?.status === "running" && task.stage === stage;
  };
  return workWhileWanted(context, { ...work, isWanted });
}

/**
 * All of the work; null where it was stopped, as nobody wants it any more (its task has ended), or `mayGoOn` said so when it was told of a
 * slice, in seconds.
 */
export async function workWhileWanted<Result>(
  context: Context,
  { work, mayGoOn, isWanted }: Wanted<Result>,
): Promise<{ result: Result } | null> {
  let [sinceRest, sinceLook] = [0, 0];
  for (;;) {
    const beforeMs = context.nowMs();
    const { done, value } = await work.next();
    if (done) return { result: value };
    const clocked = (context.nowMs() - beforeMs) / 1000;
    sinceRest += Math.max(value, clocked);
    sinceLook += Math.max(value, clocked);
    if (!mayGoOn({ counted: value, clocked })) return null;
    if (sinceRest >= SLICE_SECONDS) {
      await context.sleep(0);
      sinceRest = 0;
    }
    if (sinceLook >= LOOK_SECONDS) {
      if (!(await isWanted())) return null;
      sinceLook = 0;
    }
  }
}
