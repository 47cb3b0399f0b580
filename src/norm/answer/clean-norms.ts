// What is held of norms and nothing needs any more: rows that are too old, and what the key-value store has of nobody.

import { DAY_MS } from "../../engine/time/duration.ts";
import type { Context } from "../../platform/context/context.ts";
import { type Key, passOverKeys } from "../../platform/store/pass-over-keys.ts";
import { keptSinceMs } from "../schema/keep-rows.ts";
import { ALL_ROWS, deleteKeys, deletePartsBefore, findKeepers, findNamed, keyMadeAtMs } from "../store/archive.ts";
import { ALL_NORMS, normOf, spareModels } from "../store/norm-models.ts";
import { findCounts } from "../store/norms.ts";

// What is younger may belong to a training whose commit is still to come.
const ORPHAN_AGE_MS = DAY_MS;

/** Deletes the models of norms that are gone, that have forgotten since, or that have many newer ones, and rows that are older than is kept. */
export async function cleanNorms(context: Context): Promise<void> {
  await deleteOldRows(context);
  await passOverKeys(context.models, ALL_ROWS, (keys) => deleteOrphans(context, keys));
  await passOverKeys(context.models, ALL_NORMS, (keys) => deleteSpare(context, keys));
}

/** Part by part: one whose last row is too old goes. */
async function deleteOldRows(context: Context): Promise<void> {
  const keepers = await findKeepers(context.database);
  const ends = keepers.map(({ normId, keepRows, oldestMs, newestMs }) => {
    // A row that is dated in the future makes no other one old.
    const beforeMs = keptSinceMs({ keep_rows: keepRows ?? undefined }, Math.min(newestMs, context.nowMs()));
    return { normId, beforeMs, isOver: oldestMs < beforeMs };
  });
  const over = ends.filter(({ isOver }) => isOver);
  for (let from = 0; from < over.length; from += NORMS_AT_ONCE)
    await deleteKeys(context, await deletePartsBefore(context.database, over.slice(from, from + NORMS_AT_ONCE)));
}

// Some 100 kB of a statement's parameter.
const NORMS_AT_ONCE = 1_000;

async function deleteOrphans(context: Context, keys: Key[]): Promise<void> {
  const old = keys.map(({ name }) => name).filter((key) => context.nowMs() - keyMadeAtMs(key) > ORPHAN_AGE_MS);
  const named = await findNamed(context.database, old);
  await deleteKeys(
    context,
    old.filter((key) => !named.has(key)).map((key) => ({ key })),
  );
}

async function deleteSpare(context: Context, keys: Key[]): Promise<void> {
  const names = keys.map(({ name }) => name);
  const norms = await findCounts(context.database, [...new Set(names.map(normOf))]);
  await Promise.all(spareModels(names, norms).map((name) => context.models.delete(name)));
}
