// What the key-value store holds of norms and nothing needs any more.

import type { Context } from "../../platform/context/context.ts";
import { type Key, passOverKeys } from "../../platform/store/pass-over-keys.ts";
import { ALL_NORMS, normOf, spareModels } from "../store/norm-models.ts";
import { findCounts } from "../store/norms.ts";

/** Deletes the models of norms that are gone, that have forgotten since, or that have many newer ones. */
export async function cleanNorms(context: Context): Promise<void> {
  await passOverKeys(context.models, ALL_NORMS, (keys) => deleteSpare(context, keys));
}

async function deleteSpare(context: Context, keys: Key[]): Promise<void> {
  const names = keys.map(({ name }) => name);
  const norms = await findCounts(context.database, [...new Set(names.map(normOf))]);
  await Promise.all(spareModels(names, norms).map((name) => context.models.delete(name)));
}
