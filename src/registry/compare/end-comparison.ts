// What ends a comparison before it is done, and what takes it away.
import { DAY_MS } from "../../engine/time/duration.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { passOverKeys } from "../../platform/store/pass-over-keys.ts";
import { deleteAll } from "../../platform/store/text.ts";
import type { Comparison } from "../schema/compare/comparison-answer.ts";
import {
  ALL_COMPARISONS,
  comparisonPrefix,
  deleteComparisonRow,
  endComparison,
  findRunningKeys,
} from "../store/comparisons.ts";
import { deleteCompared } from "./compared-data.ts";
import { readComparison, requireComparison } from "./read-comparison.ts";

/** Stops one under way; a training of its winner that has begun goes on. */
export async function cancelComparison(context: Context, id: number): Promise<Comparison> {
  const found = await requireComparison(context, id, "cancel");
  if (!(await endComparison(context.database, found, { status: "cancelled", nowMs: context.nowMs() })))
    throw new AppError("conflict", `Cannot cancel: comparison ${id} has ended already`);
  await deleteCompared(context, found.key);
  return readComparison(context, id);
}

/** Deletes one, under way or not; the model that came of it stays. */
export async function deleteComparison(context: Context, id: number): Promise<void> {
  await requireComparison(context, id, "delete");
  const key = await deleteComparisonRow(context.database, id);
  if (key !== undefined) await deleteCompared(context, key);
}

// What is younger may belong to a comparison whose commit is still to come.
const ORPHAN_AGE_MS = DAY_MS;

/** Deletes what comparisons that are over, or gone, have left in the key-value store. */
export async function cleanComparisons(context: Context): Promise<void> {
  await passOverKeys(context.models, ALL_COMPARISONS, async (keys) => {
    const old = new Set<string>();
    for (const { name } of keys) {
      const key = name.split("/")[1] ?? "";
      if (context.nowMs() - Number(key.split("-")[0]) > ORPHAN_AGE_MS) old.add(key);
    }
    const running = await findRunningKeys(context.database, [...old]);
    for (const key of old) if (!running.has(key)) await deleteAll(context.models, comparisonPrefix(key));
  });
}
