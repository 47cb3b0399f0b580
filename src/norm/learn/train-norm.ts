// One batch more. The batch is committed first, as the norm's next version; what it teaches is worked out after that, from what
// is committed, so that two trainings at once are two versions and the later one has seen the earlier.

import { EMPTY_TAIL } from "../../engine/feature/series.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { rowCounts } from "../answer/list-batches.ts";
import { fitNorm } from "../basis/fit-norm.ts";
import { spendTraining } from "../basis/fit-time.ts";
import { learnVersion, UNDER_WAY_MS } from "../basis/learn-version.ts";
import { loadModel } from "../basis/load-model.ts";
import { addBatch, readBasis } from "../basis/read-basis.ts";
import { judgeModel } from "../basis/score-rows.ts";
import { requireExactColumns } from "../rows/check-columns.ts";
import { requireFewLevels } from "../rows/check-levels.ts";
import { findCategories } from "../rows/find-categories.ts";
import { commonLevels } from "../rows/levels.ts";
import { looksBack } from "../rows/observe.ts";
import { factorSize } from "../rows/place-columns.ts";
import type { TrainAnswer } from "../schema/norm-answer.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { TrainRequest } from "../schema/norm-request.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";
import { type BatchRow, insertBatch } from "../store/batches.ts";
import { type Basis, decodePiece } from "../store/factors.ts";
import { insertNorm, type NormRow } from "../store/norms.ts";
import { selectBatch } from "../store/spans.ts";
import { NO_PAST, readPast, readStanding, type Standing } from "../store/standing.ts";
import { findVersion, type VersionRow } from "../store/versions.ts";
import { type Coded, codeRequest } from "./code-request.ts";
import { batchWarnings, type PreparedBatch, prepareBatch } from "./prepare-batch.ts";

// Where another request won the race the next turn tries again. Each is two of the 50 statements that a request may have; with the waits
// between them, some fifty trainings at once of rows that look back find a turn each.
const TURNS_MAX = 10;

// Where levels are counted, each is six.
const LEVEL_TURNS_MAX = 5;

export async function trainNorm(context: Context, name: string, sent: TrainRequest): Promise<TrainAnswer> {
  const batch = sent.batch ?? context.newId();
  let read: Coded | undefined;
  for (let turn = 1; turn <= TURNS_MAX; turn++) {
    const beganMs = context.nowMs();
    const found = await readStanding(context.database, name, batch);
    const norm = found?.norm ?? newNorm(context, name, sent);
    read = await codeRequest(norm.specification, sent, read);
    const { request, contentHash } = read;
    if (found !== undefined && found.known !== null) return replay(context, norm, found.known, request, contentHash);
    const { specification } = norm;
    requireExactColumns(specification, request.x.columns);
    // Rows with times leave what is kept of others' past as it is, though they look for none.
    const isTimed = norm.inferred?.timed ?? request.t !== undefined;
    const hasPast = found !== undefined && ((request.continues ?? specification.continues) || isTimed);
    const past = hasPast ? found.past : NO_PAST;
    // Whoever lost the race has not fitted yet.
    if (turn === 1) spendTraining(context, norm, request.x);
    const prepared = prepareBatch(context.kernel, norm, request, past);
    if (found === undefined && !(await insertNorm(context.database, norm))) continue;
    const before = found && (turn === 1 || prepared.summary.levels) ? await readBefore(context, found) : null;
    const bringsLevels = await checkLevels(context, norm, prepared, before);

    const { inferred, counts } = prepared;
    const row = { batch, contentHash, ...counts, createdAtMs: context.nowMs() };
    const stored = { ...prepared, ...row };
    // Rows that look back must be the next ones after those they looked on, and new levels after those that they were counted with.
    const after = bringsLevels ? (found?.past.version ?? 0) : hasPast && looksBack(norm) ? past.version : null;
    const version = await insertBatch(context.database, norm, stored, after);
    if (version !== undefined) {
      // What the batch fixed may be another number of columns.
      const known = before?.version === version - 1 && inferred === norm.inferred ? before.basis : undefined;
      return complete(context, { ...norm, inferred }, { ...row, version }, prepared, known);
    }
    if (bringsLevels && turn >= LEVEL_TURNS_MAX) break;
    await waitTurn(context, turn, context.nowMs() - beganMs);
  }
  throw new AppError("conflict", `Cannot train: too many others train norm "${name}" at once; send it again`);
}

/** What is read before a batch is committed: where batches fade or leave it may be too much to be read, and levels are counted. */
async function readBefore(context: Context, { norm, past: { version } }: Standing) {
  const { forget, categories = [] } = norm.specification;
  if (forget === undefined && categories.length === 0) return null;
  return { version, basis: await readBasis(context, norm, version) };
}

/** Says whether a batch brings levels that are new; AppError "invalid" where they become too many. */
async function checkLevels(
  context: Context,
  norm: NormRow,
  { inferred, summary: { levels } }: PreparedBatch,
  before: { version: number; basis: Basis } | null,
): Promise<boolean> {
  if (levels === undefined) return false;
  const known = before?.basis.summary.levels ?? {};
  const isKnown = Object.entries(levels).every(([column, of]) => of.every((level) => known[column]?.includes(level)));
  if (isKnown) return false;
  // What has left a window is still there.
  const hasLeft = before !== null && norm.specification.forget?.window !== undefined;
  const all = hasLeft ? (await readBasis(context, norm, before.version, null)).summary.levels : known;
  const parts = { ...norm, inferred };
  requireFewLevels(parts, commonLevels(parts, [all ?? {}, levels]));
  return true;
}

/** By chance, among ever more times as long as a turn takes: those who wait are not overtaken by one another. */
async function waitTurn(context: Context, turn: number, turnMs: number): Promise<void> {
  const chance = Number.parseInt(context.newId().slice(0, 8), 16) / 2 ** 32;
  await context.sleep(chance * Math.max(1, turnMs) * 2 ** (turn + 2));
}

/** A norm that its first train creates: it has the columns of that. */
function newNorm(context: Context, name: string, { x }: TrainRequest): NormRow {
  const categories = findCategories(x);
  const specification: NormSpecification = {
    columns: x.columns,
    lags: {},
    ...(categories.length > 0 && { categories }),
    lambda: "auto",
    continues: true,
  };
  return {
    id: context.newId(),
    name,
    specification,
    inferred: null,
    forgetCount: 0,
    createdAtMs: context.nowMs(),
    about: null,
    version: 0,
    rows: 0,
  };
}

/** Works out and records what a committed batch teaches; answers what is recorded. `known`: what the version before rests on. */
async function complete(
  context: Context,
  norm: NormRow,
  batch: BatchRow,
  prepared: PreparedBatch,
  known?: Basis,
): Promise<TrainAnswer> {
  const { version } = batch;
  const { parts, summary, endedAtMs } = prepared;
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
      ...judgeModel(prepared.sample, modelBefore),
      sample: prepared.sample,
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

/** The first answer again, for a batch that was sent before; finishes what a stopped process left unfinished. */
async function replay(
  context: Context,
  norm: NormRow,
  batch: BatchRow,
  request: TrainRequest,
  contentHash: string,
): Promise<TrainAnswer> {
  if (batch.contentHash !== contentHash) {
    const told = "was sent before with other content; choose another name";
    const faults = [{ path: "batch", message: "taken by other content" }];
    throw new AppError("conflict", `Cannot train: batch "${batch.batch}" ${told}`, faults);
  }
  const learned = await awaitVersion(context, norm, batch);
  if (learned !== undefined) return { ...answerOf(norm, batch, learned), replayed: true };
  return { ...(await complete(context, norm, batch, await restore(context, norm, batch, request))), replayed: true };
}

/** What was committed of a batch; its rows are only there to score with, for what they looked back on may be forgotten since. */
async function restore(
  context: Context,
  norm: NormRow,
  batch: BatchRow,
  request: TrainRequest,
): Promise<PreparedBatch> {
  const { version } = batch;
  const [before, after, [stored]] = await Promise.all([
    readPast(context.database, norm.id, version),
    readPast(context.database, norm.id, version + 1),
    selectBatch(context.database, norm.id, version),
  ]);
  if (stored === undefined) {
    throw new AppError("conflict", `Cannot train: batch "${batch.batch}" was forgotten meanwhile; send it again`);
  }
  const remade = prepareBatch(context.kernel, norm, request, before);
  const decoded = decodePiece(stored, (levels) => factorSize(norm, levels));
  const parts = decoded.map(({ folds, steps, asOfMs }) => ({ folds, steps, endedMs: asOfMs }));
  return { ...remade, parts, summary: decoded.at(-1)?.summary ?? remade.summary, tail: after.tail };
}

/** What was learned of a batch, waiting for it while its training may still be under way. */
async function awaitVersion(context: Context, norm: NormRow, batch: BatchRow): Promise<VersionRow | undefined> {
  for (let waitMs = UNDER_WAY_MS / 20; ; waitMs *= 2) {
    const learned = await findVersion(context.database, norm.id, batch.version);
    if (learned !== undefined || context.nowMs() - batch.createdAtMs > UNDER_WAY_MS) return learned;
    await context.sleep(waitMs);
  }
}

function answerOf(norm: NormRow, batch: BatchRow, learned: VersionRow): TrainAnswer {
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
