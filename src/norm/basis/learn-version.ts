// From an event to a version: fit what the norm rests on now, put the model where it is read, then record it. Everything here
// follows from committed events, so doing it twice, or after a crash, gives the same.

import type { Tail } from "../../engine/feature/series.ts";
import type { Summary } from "../../engine/feature/summary.ts";
import { count } from "../../engine/kernel/factor.ts";
import { knownShare } from "../../engine/model/ridge/autocorrelation.ts";
import { addScatter } from "../../engine/score/scatter.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { orWithout } from "../../platform/context/or-without.ts";
import type { Warning } from "../../warning.ts";
import type { NormModel } from "../schema/norm-model.ts";
import { encodeSparse } from "../store/codec.ts";
import { type Basis, insertSnapshot } from "../store/factors.ts";
import { cacheModel, forgetNorm, rememberBasis } from "../store/norm-cache.ts";
import { deleteNormModel, putModel } from "../store/norm-models.ts";
import type { NormRow } from "../store/norms.ts";
import type { Part } from "../store/parts.ts";
import { readPast } from "../store/standing.ts";
import { findVersion, insertVersion, type VersionRow } from "../store/versions.ts";
import { fitNorm } from "./fit-norm.ts";
import { keepSpans } from "./keep-spans.ts";
import { readBasis } from "./read-basis.ts";
import { errorOfParts } from "./score-chunks.ts";
import { type Judged, type Sample, type Scored, scoreRows } from "./score-rows.ts";

// So many parts have to be read each time while no snapshot is kept.
const WAIT_PARTS = 64;

// Merges every so many versions: a reader merges half as many batches on average, and they take a quarter more room.
const SNAPSHOT_EVERY = 8;

// An event that was committed longer ago than this and has no version was left by a process that stopped. Whoever sends it
// again finishes it then, and not before, so that two do not write the same key of KV within the second that KV asks for.
export const UNDER_WAY_MS = 2_000;

// KV takes one write of a key a second.
const REWRITE_MS = 1_100;

export interface Learning {
  version: number;
  basis: Basis;
  tail: Tail;
  /** Of a version that brings rows: those, how the model before met them, and what to know of them. */
  batch?: Judged & {
    sample: Sample;
    warnings: Warning[];
    /** What is kept of all its rows, where the sample has the last ones alone. */
    kept?: { parts: readonly Part[]; summary: Summary };
  };
}

/**
 * Answers what stands recorded of the version. The order matters: the model lies in KV before the database names its version; what is
 * cached is made anew after that; a merge is kept last, for it is of use to later versions alone.
 */
export async function learnVersion(context: Context, norm: NormRow, learning: Learning): Promise<VersionRow> {
  const { version } = learning;
  const { model, scored } = await learnModel(context, norm, learning);
  await orWithout(context, putModel(context.models, norm, version, model));
  const recorded = await insertVersion(context.database, norm.id, rowOf(norm, learning, model, scored));
  forgetNorm(context.cache, norm.name);
  // A batch was forgotten meanwhile, or the norm deleted: nobody will read this key again, and it may hold what is to be forgotten.
  if (recorded?.forgetCount !== norm.forgetCount) {
    await context.sleep(REWRITE_MS);
    await orWithout(context, deleteNormModel(context.models, norm, version));
  }
  if (recorded === undefined) {
    throw new AppError("conflict", `Cannot go on: norm "${norm.name}" was deleted meanwhile`);
  }
  const basis = { ...learning.basis, scatter: model.scatter };
  cacheModel(context.cache, norm, version, model);
  rememberBasis(context.cache, norm, version, basis);
  if (version % SNAPSHOT_EVERY === 0) {
    await keepBasis(context, norm, version, basis);
    await keepSpans(context, norm, version);
  }
  return recorded.learned;
}

/** The model of all that is known now, and what it makes of the batch. */
async function learnModel(context: Context, norm: NormRow, learning: Learning) {
  const rhoBefore = await rhoOfBefore(context, norm, learning);
  const model = fitNorm(context.kernel, norm, learning.basis, { tail: learning.tail, rhoBefore });
  if (learning.batch === undefined) return { model, scored: null };
  const { sample, kept } = learning.batch;
  const scored = scoreRows(sample, model);
  if (kept !== undefined)
    scored.error = errorOfParts(context.kernel, norm, { ...kept, basis: learning.basis.summary }, model);
  return { model: { ...model, scatter: addScatter(model.scatter, scored.scatter) }, scored };
}

function rowOf(norm: NormRow, { version, batch }: Learning, model: NormModel, scored: Scored | null) {
  return {
    version,
    rows: model.rows,
    lambda: model.lambda,
    error: scored?.error ?? null,
    errorBefore: batch?.errorBefore ?? null,
    cv: model.cv,
    warnings: [...(batch?.warnings ?? []), ...model.warnings],
    drift: batch?.drift ?? null,
    scatter: scored && encodeSparse(scored.scatter),
    setting: { chosen: model.chosen, rho: model.rho, forget: norm.specification.forget ?? null },
  };
}

/** What the version before knew of ρ, where few steps between the rows are known: those that 0.3.0 has learned from have none. */
async function rhoOfBefore(context: Context, norm: NormRow, { version, basis }: Learning): Promise<number> {
  const rows = basis.folds.reduce((sum, fold) => sum + count(fold), 0);
  if (knownShare(count(basis.steps), rows) === 1) return 0;
  const before = await findVersion(context.database, norm.id, version - 1);
  return before?.setting?.rho ?? 0;
}

/** Learns a version that brought no rows, from all that is committed up to it. */
export async function relearnVersion(context: Context, norm: NormRow, version: number): Promise<VersionRow> {
  const basis = await readBasis(context, norm, version);
  const { tail } = await readPast(context.database, norm.id, version);
  const learned = await learnVersion(context, norm, { version, basis, tail });
  await keepBasis(context, norm, version, basis);
  return learned;
}

/** Keeps a merge, so that the next one need not begin at the first batch. */
async function keepBasis(context: Context, norm: NormRow, version: number, basis: Basis): Promise<void> {
  // Batches leave a window one by one; a merge cannot give them up.
  if (norm.specification.forget?.window !== undefined) return;
  // Nor can it take in later how those scatter that are still being learned; it waits for them, not for ever.
  if (basis.unlearnedCount > 0 && basis.partCount < WAIT_PARTS) return;
  await insertSnapshot(context.database, norm, { version, ...basis });
}
