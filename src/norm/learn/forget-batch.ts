// A batch less: the others are merged again, nothing is subtracted.

import type { Context } from "../../platform/context/context.ts";
import { orWithout } from "../../platform/context/or-without.ts";
import { noSuchBatch } from "../answer/list-batches.ts";
import { requireNorm } from "../answer/read-norm.ts";
import { spendRelearning } from "../basis/fit-time.ts";
import { relearnVersion, UNDER_WAY_MS } from "../basis/learn-version.ts";
import type { ForgetAnswer } from "../schema/norm-answer.ts";
import { deleteKeys } from "../store/archive.ts";
import { commitForgetting } from "../store/batches.ts";
import { deleteNormModels } from "../store/norm-models.ts";
import { findUnfinished } from "../store/versions.ts";

/**
 * Makes a norm as if a batch had never been sent, as the norm's next version. Lagged values that later batches took from its
 * last rows stay in those batches (and so do the step from its last row, of which ρ is made, and how later residuals scattered while it
 * counted): the line of a norm without lags is forgotten to the last digit, and so is all of a newest batch.
 */
export async function forgetBatch(context: Context, name: string, batch: string): Promise<ForgetAnswer> {
  const before = await requireNorm(context, name);
  const { id } = before;
  spendRelearning(context, before);
  const nowMs = context.nowMs();
  const forgotten = await commitForgetting(context.database, id, batch, nowMs);
  if (forgotten !== undefined) await deleteKeys(context, forgotten.archived);
  const version =
    forgotten?.version ??
    (await findUnfinished(context.database, id, { kind: "forget", batch, beforeMs: nowMs - UNDER_WAY_MS }));
  if (version === undefined) throw noSuchBatch(name, batch);
  const norm = await requireNorm(context, name);
  // Trainings under way take their own away. Two may forget at once; and whoever goes on for a process that stopped has read the norm as
  // it is now.
  const learned = Math.min(norm.version, version - 1);
  for (let count = Math.min(before.forgetCount, norm.forgetCount - 1); count < norm.forgetCount; count++) {
    await orWithout(context, deleteNormModels(context.models, { id, forgetCount: count }, learned));
  }
  const { rows, lambda, cv, warnings } = await relearnVersion(context, norm, version);
  return { norm: name, version, batch, rows, lambda, cv, warnings };
}
