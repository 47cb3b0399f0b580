// What is left of models that are gone: in the key-value store, and of tasks.
import { DAY_MS } from "../../engine/time/duration.ts";
import type { Context } from "../../platform/context/context.ts";
import { RESULT_DAYS } from "../../platform/schema/limit.ts";
import { type Key, passOverKeys } from "../../platform/store/pass-over-keys.ts";
import { deleteAll } from "../../platform/store/text.ts";
import { ALL_MODELS } from "../store/artifacts.ts";
import { findKeyOwners, type KeyOwner, keyOwnerOf } from "../store/key-owners.ts";
import { deleteOldTasks } from "../store/tasks.ts";

// What is younger may belong to a training whose commit is still to come.
const ORPHAN_AGE_MS = DAY_MS;

/** Forgets tasks that ended long ago, and deletes what no model, version, dataset or task of the database owns. */
export async function cleanModels(context: Context): Promise<void> {
  await deleteOldTasks(context.database, context.nowMs() - RESULT_DAYS * DAY_MS);
  await passOverKeys(context.models, ALL_MODELS, (keys) => deleteOrphans(context, keys));
}

async function deleteOrphans(context: Context, keys: Key[]): Promise<void> {
  const owners = new Map<string, KeyOwner>();
  for (const { name } of keys) {
    const owner = keyOwnerOf(name);
    if (context.nowMs() - owner.createdAtMs > ORPHAN_AGE_MS) owners.set(owner.prefix, owner);
  }
  const modelKeys = new Set(Array.from(owners.values(), ({ modelKey }) => modelKey));
  const known = await findKeyOwners(context.database, [...modelKeys]);
  for (const prefix of owners.keys()) if (!known.has(prefix)) await deleteAll(context.models, prefix);
}
