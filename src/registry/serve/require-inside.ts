// Models have a title for a name. What is outside of a caller's prefix is as if it were not there.
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { recent } from "../../platform/store/cache.ts";
import { noComparison, requireComparison } from "../compare/read-comparison.ts";
import { REGISTERED } from "../store/model-cache.ts";
import { findTask } from "../store/tasks.ts";
import { noModel, requireModel } from "./read-model.ts";

const WHAT = "serve";

/** AppError "not_found" where a model is not there, or its title does not begin so. */
export async function requireModelInside(context: Context, id: number, prefix: string): Promise<void> {
  const read = () => requireModel(context, id, WHAT);
  const { model } = await recent(context.cache, REGISTERED, id, { nowMs: context.nowMs(), read });
  if (!model.about?.title?.startsWith(prefix)) throw noModel(id, WHAT);
}

/** The same of a comparison. */
export async function requireComparisonInside(context: Context, id: number, prefix: string): Promise<void> {
  const { about } = await requireComparison(context, id, WHAT);
  if (!about?.title?.startsWith(prefix)) throw noComparison(id, WHAT);
}

/** The same of a task, by its model. */
export async function requireTaskInside(context: Context, id: string, prefix: string): Promise<void> {
  const task = await findTask(context.database, id);
  if (task === undefined) throw noTask(id);
  await requireModelInside(context, task.modelId, prefix).catch((error: unknown) => {
    throw error instanceof AppError && error.code === "not_found" ? noTask(id) : error;
  });
}

function noTask(id: string): AppError {
  return new AppError("not_found", `Cannot serve: there is no task ${id}`);
}
