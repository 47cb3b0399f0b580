// From an event to a version: fit what the norm rests on now, put the model where it is read, then record it. Everything here
// follows from committed events, so doing it twice, or after a crash, gives the same.

import type { Tail } from "../../engine/feature/series.ts";
import { count } from "../../engine/kernel/factor.ts";
import { knownShare } from "../../engine/model/ridge/autocorrelation.ts";
import { addScatter, type Scatter } from "../../engine/score/scatter.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { orWithout } from "../../platform/context/or-without.ts";
import type { Drift, NormError } from "../schema/norm-figure.ts";
import type { NormModel } from "../schema/norm-model.ts";
import { encodeSparse } from "../store/codec.ts";
import { type Basis, insertSnapshot } from "../store/factors.ts";
import { cacheModel, forgetNorm, rememberBasis } from "../store/norm-cache.ts";
import { deleteNormModel, putModel } from "../store/norm-models.ts";
import type { NormRow } from "../store/norms.ts";
import { readPast } from "../store/standing.ts";
import { findVersion, insertVersion, type VersionRow } from "../store/versions.ts";
import { fitNorm } from "./fit-norm.ts";
import { keepSpans } from "./keep-spans.ts";
import { readBasis } from "./read-basis.ts";

// So many parts have to be read each time while no snapshot is kept.
const WAIT_PARTS = 64;

// Merges every so many versions: a reader merges half as many batches on average, and they take a quarter more room.
const SNAPSHOT_EVERY = 8;

// An event that was committed longer ago than this and has no version was left by a process that stopped. Whoever sends it
// again finishes it then, and not before, so that two do not write the same key of KV within the second that KV asks for.
export const UNDER_WAY_MS = 2_000;

// KV takes one write of a key a second.
const REWRITE_MS = 1_100;

/** What a model makes of the rows of a batch. */
export interface Scored {
  error: NormError | null;
  /** How the residuals of its rows scatter. */
  scatter: Scatter;
}

export interface Learning {
  version: number;
  basis: Basis;
  tail: Tail;
  /** Of a batch: how it was met by the model before, and how it is by one that has learned from it. */
  batch?: {
    errorBefore: NormError | null;
    drift: Drift | null;
    warnings: string[];
    score: (model: NormModel) => Scored;
  };
}

/** Answers what stands recorded of the version. */
export async function learnVersion(context: Context, norm: NormRow, learning: Learning): Promise<VersionRow> {
  const { version, basis, batch } = learning;
  const rhoBefore = await rhoOfBefore(context, norm, learning);
  const fitted = fitNorm(context.kernel, norm, basis, { tail: learning.tail, rhoBefore });
  const scored = batch?.score(fitted);
  const scatter = scored === undefined ? fitted.scatter : addScatter(fitted.scatter, scored.scatter);
  const model = { ...fitted, scatter };
  await orWithout(context, putModel(context.models, norm, version, model));
  const recorded = await insertVersion(context.database, norm.id, {
    version,
    rows: model.rows,
    lambda: model.lambda,
    error: scored?.error ?? null,
    errorBefore: batch?.errorBefore ?? null,
    cv: model.cv,
    warnings: [...(batch?.warnings ?? []), ...model.warnings],
    drift: batch?.drift ?? null,
    scatter: scored === undefined ? null : encodeSparse(scored.scatter),
    setting: { chosen: model.chosen, rho: model.rho, forget: norm.specification.forget ?? null },
  });
  forgetNorm(context.cache, norm.name);
  // What was put under a key that nobody will read again is no use, and may hold what is to be forgotten.
  if (recorded?.forgetCount !== norm.forgetCount) {
    await context.sleep(REWRITE_MS);
    await orWithout(context, deleteNormModel(context.models, norm, version));
  }
  if (recorded === undefined) {
    throw new AppError("conflict", `Cannot go on: norm "${norm.name}" was deleted meanwhile`);
  }
  cacheModel(context.cache, norm, version, model);
  rememberBasis(context.cache, norm, version, { ...basis, scatter });
  if (version % SNAPSHOT_EVERY === 0) {
    await keepBasis(context, norm, version, { ...basis, scatter });
    await keepSpans(context, norm, version);
  }
  return recorded.learned;
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
