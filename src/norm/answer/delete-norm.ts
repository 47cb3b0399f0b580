import type { Context } from "../../platform/context/context.ts";
import { orWithout } from "../../platform/context/or-without.ts";
import { deleteKeys } from "../store/archive.ts";
import { forgetNorm } from "../store/norm-cache.ts";
import { deleteNormModels } from "../store/norm-models.ts";
import { deleteNormRow } from "../store/norms.ts";
import { requireNorm } from "./read-norm.ts";

/** Deletes a norm with its batches and their rows, its history and every copy of its models. */
export async function deleteNorm(context: Context, name: string): Promise<void> {
  const norm = await requireNorm(context, name);
  const { isDeleted, archived } = await deleteNormRow(context.database, norm.id);
  forgetNorm(context.cache, name);
  if (!isDeleted) return;
  await deleteKeys(context, archived);
  // A training under way takes its own away; what a process that dies here leaves goes with the daily cleaning.
  await orWithout(context, deleteNormModels(context.models, norm, norm.version));
}
