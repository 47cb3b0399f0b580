// One batch more. The batch is committed first, as the norm's next version; what it teaches is worked out after that, from what
// is committed, so that two trainings at once are two versions and the later one has seen the earlier.
import { AppError } from "../error.ts";
import { completeRows, dealToFolds } from "../feature/fold.ts";
import { lagged, nextTail, type Tail, tailLength } from "../feature/lag.ts";
import { accumulate, type Factor } from "../math/factor.ts";
import type { Kernel } from "../math/kernel.ts";
import { FOLD_COUNT } from "../model/ridge/fit-ridge.ts";
import { predictRidge } from "../model/ridge/predict-ridge.ts";
import { scoreRegression } from "../model/score.ts";
import type { NormError, TrainAnswer } from "../schema/norm-answer.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { TrainRequest } from "../schema/norm-request.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";
import { type BatchRow, findBatch, insertBatch, readMoreFactors, readTail } from "../store/batches.ts";
import { findNorm, insertNorm, type NormRow } from "../store/norms.ts";
import { findVersion, type VersionRow } from "../store/versions.ts";
import { requireExactColumns } from "./check-columns.ts";
import type { Context } from "./context.ts";
import { fitNorm } from "./fit-norm.ts";
import { hashContent } from "./hash-content.ts";
import { learnVersion, UNDER_WAY_MS } from "./learn-version.ts";
import { rowCounts } from "./list-batches.ts";
import { loadModel } from "./load-model.ts";
import { factorSize, mergeBatches, mergeFolds } from "./merge-batches.ts";

// A turn that commits nothing means that another request committed something. So many others at once are no accident.
const TURNS_MAX = 100;

export async function trainNorm(context: Context, name: string, request: TrainRequest): Promise<TrainAnswer> {
  const batch = request.batch ?? context.newId();
  const contentHash = await hashContent(request);
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const found = await findNorm(context.database, name);
    const norm = found ?? newNorm(context, name, request);
    const { specification } = norm;
    requireExactColumns(specification, request.x.columns);
    const continues = (request.continues ?? specification.continues) && tailLength(specification) > 0;
    const past = continues ? await readTail(context.database, norm.id, null) : { tail: [], version: null };
    const prepared = prepare(context.kernel, specification, request, past.tail);
    if (found === undefined && !(await insertNorm(context.database, norm))) continue;

    const { factors, tail } = prepared;
    const row = { batch, contentHash, ...prepared.counts, createdAtMs: context.nowMs() };
    const version = await insertBatch(context.database, norm, { ...row, factors, tail }, past.version);
    if (version !== undefined) return complete(context, norm, { ...row, version }, prepared);
    const known = await findBatch(context.database, norm.id, batch);
    if (known !== undefined) return replay(context, norm, known, request, contentHash);
  }
  throw new AppError("conflict", `Cannot train: too many others train norm "${name}" at once; send it again`);
}

/** A norm that its first train creates: it has the columns of that. */
function newNorm(context: Context, name: string, { x }: TrainRequest): NormRow {
  const specification: NormSpecification = { columns: x.columns, lags: {}, lambda: "auto", continues: true };
  return {
    id: context.newId(),
    name,
    specification,
    forgetCount: 0,
    createdAtMs: context.nowMs(),
    version: 0,
    rows: 0,
  };
}

interface Prepared {
  counts: { rowsReceived: number; rowsUsed: number };
  factors: Factor[];
  tail: Tail;
  score(model: NormModel): NormError | null;
}

/** Request → fold factors, the tail after it, and a way to score a model on its rows. */
function prepare(kernel: Kernel, specification: NormSpecification, { x, y }: TrainRequest, tail: Tail): Prepared {
  const columns = lagged(specification, x, tail);
  const used = completeRows([...columns, y], x.rowCount);
  if (used.length === 0 && tailLength(specification) === 0) {
    throw new AppError(
      "invalid",
      `Cannot train: each of the ${x.rowCount} rows has a missing value; one complete row is needed`,
      [{ path: "x", message: "no row has a number in every column and in y" }],
    );
  }
  const folds = dealToFolds([...columns, y], used, FOLD_COUNT);
  return {
    counts: { rowsReceived: x.rowCount, rowsUsed: used.length },
    factors: folds.map((rows) => accumulate(kernel, [...columns, y], rows)),
    tail: nextTail(specification, x, tail),
    score(model) {
      const predicted = predictRidge(model, columns, x.rowCount);
      const pick = (values: Float64Array) => Float64Array.from(used, (row) => values[row] as number);
      const score = scoreRegression(pick(y), pick(predicted));
      if (score === null || model.rows === 0) return null;
      const { rmse, mae, rSquared, cvrmse, nmbe } = score;
      return { rmse, mae, r_squared: rSquared, cvrmse, nmbe };
    },
  };
}

/** Works out and records what a committed batch teaches; answers what is recorded. */
async function complete(context: Context, norm: NormRow, batch: BatchRow, prepared: Prepared): Promise<TrainAnswer> {
  const { version } = batch;
  const before = await mergeBatches(context, norm, version - 1);
  const modelBefore = await modelOf(context, norm, version - 1, before);
  const learned = await learnVersion(context, norm, {
    version,
    folds: mergeFolds(context.kernel, [before, prepared.factors]),
    tail: prepared.tail,
    errorBefore: prepared.score(modelBefore),
    score: prepared.score,
  });
  return answerOf(norm, batch, learned);
}

/** The model before a batch: kept, unless its own training is still under way. */
async function modelOf(context: Context, norm: NormRow, version: number, folds: Factor[]): Promise<NormModel> {
  const isKept = version > 0 && version <= norm.version;
  return isKept ? loadModel(context, norm, version) : fitNorm(context.kernel, norm.specification, folds, []);
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
async function restore(context: Context, norm: NormRow, batch: BatchRow, request: TrainRequest): Promise<Prepared> {
  const { version } = batch;
  const size = factorSize(norm.specification);
  const [before, after, [stored]] = await Promise.all([
    readTail(context.database, norm.id, version),
    readTail(context.database, norm.id, version + 1),
    readMoreFactors(context.database, norm.id, { after: version - 1, upTo: version, limit: 1, size }),
  ]);
  if (stored === undefined) {
    throw new AppError("conflict", `Cannot train: batch "${batch.batch}" was forgotten meanwhile; send it again`);
  }
  const continues = request.continues ?? norm.specification.continues;
  const remade = prepare(context.kernel, norm.specification, request, continues ? before.tail : []);
  return { ...remade, factors: stored.factors, tail: after.tail };
}

/** What was learned of a batch, waiting for it while its training may still be under way. */
async function awaitVersion(context: Context, norm: NormRow, batch: BatchRow): Promise<VersionRow | undefined> {
  for (;;) {
    const learned = await findVersion(context.database, norm.id, batch.version);
    if (learned !== undefined || context.nowMs() - batch.createdAtMs > UNDER_WAY_MS) return learned;
    await context.sleep(UNDER_WAY_MS / 20);
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
    lambda: learned.lambda,
    warnings: learned.warnings,
  };
}
