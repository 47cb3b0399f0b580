import { forgetNorm } from "../store/cache.ts";
import { deleteModels } from "../store/norm-models.ts";
import { deleteNorm as deleteRows } from "../store/norms.ts";
import type { Context } from "./context.ts";
import { requireNorm } from "./read-norm.ts";

/** Deletes a norm with its batches, its history and every copy of its models. */
export async function deleteNorm(context: Context, name: string): Promise<void> {
  const norm = await requireNorm(context, name);
  // Copies first, so that a process that dies here leaves a norm that can be deleted again; and once more for a training that
  // was under way.
  await deleteModels(context.models, norm);
  await deleteRows(context.database, norm.id);
  forgetNorm(context.cache, name);
  await deleteModels(context.models, norm);
}
