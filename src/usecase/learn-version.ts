// From an event to a version: fit what the norm rests on now, put the model where it is read, then record it. Everything here
// follows from committed events, so doing it twice, or after a crash, gives the same.
import { AppError } from "../error.ts";
import type { Tail } from "../feature/lag.ts";
import type { Factor } from "../math/factor.ts";
import type { NormError } from "../schema/norm-answer.ts";
import type { NormModel } from "../schema/norm-model.ts";
import { insertSnapshot } from "../store/batches.ts";
import { forgetNorm } from "../store/cache.ts";
import { cacheModel, deleteModel, putModel } from "../store/models.ts";
import type { NormRow } from "../store/norms.ts";
import { insertVersion, type VersionRow } from "../store/versions.ts";
import type { Context } from "./context.ts";
import { fitNorm } from "./fit-norm.ts";

// A snapshot every so many versions: a reader merges half as many batches on average, and snapshots take an eighth more room.
const SNAPSHOT_EVERY = 8;

// An event that was committed longer ago than this and has no version was left by a process that stopped. Whoever sends it
// again finishes it then, and not before, so that two do not write the same key of KV within the second that KV asks for.
export const UNDER_WAY_MS = 2_000;

export interface Learning {
  version: number;
  folds: Factor[];
  tail: Tail;
  /** Errors of the batch before and after, given the model of this version; absent for events that bring no rows. */
  errorBefore?: NormError | null;
  score?: (model: NormModel) => NormError | null;
}

/** Answers what stands recorded of the version. */
export async function learnVersion(context: Context, norm: NormRow, learning: Learning): Promise<VersionRow> {
  const { version, folds } = learning;
  const model = fitNorm(context.kernel, norm.specification, folds, learning.tail);
  await putModel(context.models, norm, version, model);
  const recorded = await insertVersion(context.database, norm.id, {
    version,
    rows: model.rows,
    lambda: model.lambda,
    error: learning.score?.(model) ?? null,
    errorBefore: learning.errorBefore ?? null,
    cv: model.cv,
    warnings: model.warnings,
  });
  forgetNorm(context.cache, norm.name);
  // What was put under a key that nobody will read again is no use, and may hold what is to be forgotten.
  if (recorded?.forgetCount !== norm.forgetCount) await deleteModel(context.models, norm, version);
  if (recorded === undefined) {
    throw new AppError("conflict", `Cannot go on: norm "${norm.name}" was deleted meanwhile`);
  }
  cacheModel(context.cache, norm, version, model);
  if (version % SNAPSHOT_EVERY === 0) await insertSnapshot(context.database, norm, version, folds);
  return recorded.learned;
}
