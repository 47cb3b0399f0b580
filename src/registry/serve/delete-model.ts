import type { Context } from "../../platform/context/context.ts";
import { orWithout } from "../../platform/context/or-without.ts";
import { forgetRecent } from "../../platform/store/cache.ts";
import { deleteAll } from "../../platform/store/text.ts";
import { modelPrefix } from "../store/artifacts.ts";
import { deleteRegistered } from "../store/registry.ts";
import { requireModel } from "./read-model.ts";

// A Worker may call KV a thousand times a request. What is left of a larger model goes with the daily cleaning.
const KEYS_DELETED_MAX = 900;

/** Deletes a model with its data, its artifacts, its metrics and its tasks; a task under way ends at its next piece. */
export async function deleteModel(context: Context, id: number): Promise<void> {
  const { model } = await requireModel(context, id, "delete");
  const isDeleted = await deleteRegistered(context.database, model.key);
  forgetRecent(context.cache);
  if (!isDeleted) return;
  await orWithout(context, deleteAll(context.models, modelPrefix(model.key), KEYS_DELETED_MAX));
}
