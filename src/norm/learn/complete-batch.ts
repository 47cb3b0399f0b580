// What a committed batch teaches: worked out from what is committed, recorded, and answered.
import { EMPTY_TAIL } from "../../engine/feature/series.ts";
import type { Context } from "../../platform/context/context.ts";
import { rowCounts } from "../answer/list-batches.ts";
import { fitNorm } from "../basis/fit-norm.ts";
import { learnVersion, UNDER_WAY_MS } from "../basis/learn-version.ts";
import { loadModel } from "../basis/load-model.ts";
import { addBatch, readBasis } from "../basis/read-basis.ts";
import { errorOfMet } from "../basis/score-chunks.ts";
import { judgeModel } from "../basis/score-rows.ts";
import type { TrainAnswer } from "../schema/norm-answer.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { BatchRow } from "../store/batches.ts";
import type { Basis } from "../store/factors.ts";
import type { NormRow } from "../store/norms.ts";
import { findVersion, type VersionRow } from "../store/versions.ts";
import { batchWarnings } from "./batch-warnings.ts";
import type { PreparedBatch } from "./prepare-batch.ts";

/** Works out and records what a committed batch teaches; answers what is recorded. `known`: what the version before rests on. */
export async function completeBatch(
  context: Context,
  norm: NormRow,
  batch: BatchRow,
  prepared: PreparedBatch,
  known?: Basis,
): Promise<TrainAnswer> {
  const { version } = batch;
  const { parts, summary, endedAtMs, sample, met } = prepared;
  const before = known ?? (await readBasis(context, norm, version - 1));
  const modelBefore = await modelOf(context, norm, version - 1, before);
  // From a window older batches may fall when a newer one comes.
  const hasWindow = norm.specification.forget?.window !== undefined;
  const added = { parts, summary, asOfMs: endedAtMs ?? batch.createdAtMs };
  const basis = hasWindow ? await readBasis(context, norm, version) : addBatch(context.kernel, norm, before, added);
  const learned = await learnVersion(context, norm, {
    version,
    basis,
    tail: prepared.tail,
    batch: {
      ...judgeModel(sample, modelBefore),
      ...(met !== undefined && { errorBefore: met && errorOfMet(sample, met), kept: { parts, summary } }),
      sample,
      warnings: batchWarnings(prepared, before.summary),
    },
  });
  return answerOf(norm, batch, learned);
}

/** The model before a batch: kept, unless its own training is still under way. */
async function modelOf(context: Context, norm: NormRow, version: number, basis: Basis): Promise<NormModel> {
  const isKept = version > 0 && version <= norm.version;
  return isKept ? loadModel(context, norm, version) : fitNorm(context.kernel, norm, basis, { tail: EMPTY_TAIL });
}

/** What was learned of a batch, waiting for it while its training may still be under way. */
export async function awaitVersion(context: Context, norm: NormRow, batch: BatchRow): Promise<VersionRow | undefined> {
  for (let waitMs = UNDER_WAY_MS / 20; ; waitMs *= 2) {
    const learned = await findVersion(context.database, norm.id, batch.version);
    if (learned !== undefined || context.nowMs() - batch.createdAtMs > UNDER_WAY_MS) return learned;
    await context.sleep(waitMs);
  }
}

export function answerOf(norm: NormRow, batch: BatchRow, learned: VersionRow): TrainAnswer {
  return {
    norm: norm.name,
    version: batch.version,
    batch: batch.batch,
    rows: rowCounts(batch),
    error: learned.error,
    error_before: learned.errorBefore,
    drift: learned.drift,
    lambda: learned.lambda,
    warnings: learned.warnings,
  };
}
