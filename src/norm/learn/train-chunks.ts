// One batch more, of a file that is too long to be held: nothing is stored before its last row was read, and then it is one batch as any other.
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { loadModel } from "../basis/load-model.ts";
import { looksBack } from "../rows/observe.ts";
import { isSame } from "../schema/is-same.ts";
import type { TrainAnswer } from "../schema/norm-answer.ts";
import type { TrainRequest } from "../schema/norm-request.ts";
import { insertNorm, type NormRow } from "../store/norms.ts";
import { NO_PAST, type Past, readPast, readStanding, type Standing } from "../store/standing.ts";
import { commitBatch } from "./commit-batch.ts";
import { answerOf, awaitVersion } from "./complete-batch.ts";
import { type Archive, openArchive } from "./open-archive.ts";
import type { PreparedBatch } from "./prepare-batch.ts";
import { type Begun, type Chunk, prepareChunks } from "./prepare-chunks.ts";
import { replayBatch, requireSame } from "./replay-batch.ts";
import { LEVEL_TURNS_MAX, nameTarget, newNorm, TURNS_MAX, waitTurn } from "./train-norm.ts";

export interface SentChunks {
  batch: string | undefined;
  yColumn: string | undefined;
  /** `norm`: whose rows they are to be, where it is known; its features say how many rows are held at once. */
  chunks(norm: NormRow | undefined): AsyncIterable<Chunk>;
  /** Of the whole file, once it is read: of what was not read as chunks too. */
  contentHash(): Promise<string>;
}

export async function trainChunks(context: Context, name: string, sent: SentChunks): Promise<TrainAnswer> {
  const batch = sent.batch ?? context.newId();
  const standing = await readStanding(context.database, name, batch);
  const { known, norm } = standing ?? { known: null, norm: undefined };
  if (known && norm) {
    // What was learned is answered again without its rows.
    const learned = await awaitVersion(context, norm, known);
    if (learned !== undefined) {
      requireSame(known, await sent.contentHash());
      return { ...answerOf(norm, known, learned), replayed: true };
    }
  }
  let begun: Begun | undefined;
  const learn = async () => {
    const prepared = await prepareChunks(context, sent.chunks(norm), async (first) => {
      begun = await begin(context, standing, norm ?? newNorm(context, name, first), first);
      return begun;
    });
    const of = { batch, contentHash: await sent.contentHash() };
    return commit(context, { ...(begun as Begun), standing, yColumn: sent.yColumn }, prepared, of);
  };
  return learn().finally(() => begun?.archive.release());
}

async function begin(
  context: Context,
  standing: Standing | undefined,
  norm: NormRow,
  first: TrainRequest,
): Promise<Begun> {
  const { known = null } = standing ?? {};
  // A batch that was committed and never learned is prepared as it was then.
  const past = known ? await readPast(context.database, norm.id, known.version) : pastOf(standing, norm, first);
  const version = Math.min(norm.version, known ? known.version - 1 : norm.version);
  const model = version === 0 ? null : await loadModel(context, norm, version);
  const archive = openArchive(context, norm);
  return { norm, past, model: model && model.rows > 0 ? model : null, archive };
}

/** Rows with times leave what is kept of others' past as it is, though they look for none. */
function pastOf(standing: Standing | undefined, norm: NormRow, { t, continues }: TrainRequest): Past {
  const isTimed = norm.inferred?.timed ?? t !== undefined;
  const hasPast = (continues ?? norm.specification.continues) || isTimed;
  return standing !== undefined && hasPast ? standing.past : NO_PAST;
}

interface BegunWith {
  norm: NormRow;
  archive: Archive;
  standing: Standing | undefined;
  yColumn: string | undefined;
}

async function commit(
  context: Context,
  begun: BegunWith,
  prepared: PreparedBatch,
  named: { batch: string; contentHash: string },
): Promise<TrainAnswer> {
  const { name } = begun.norm;
  for (let turn = 1; turn <= TURNS_MAX; turn++) {
    const beganMs = context.nowMs();
    const found = await readStanding(context.database, name, named.batch);
    if (found !== undefined && found.known !== null) {
      const sent = { contentHash: named.contentHash, again: () => prepared };
      return replayBatch(context, found.norm, found.known, sent);
    }
    requireUnchanged(begun, found, prepared);
    const norm = found?.norm ?? begun.norm;
    if (found === undefined && !(await insertNorm(context.database, norm))) continue;
    // What they looked back on is there still.
    const { archive } = begun;
    const committed = await commitBatch(context, { norm, found, hasPast: true, turn, archive }, prepared, named);
    if (committed.answer !== undefined) {
      await nameTarget(context, norm, begun.yColumn);
      return committed.answer;
    }
    if (committed.bringsLevels && turn >= LEVEL_TURNS_MAX) break;
    await waitTurn(context, turn, context.nowMs() - beganMs);
  }
  throw changed(name, "too many others train it at once");
}

/** The rows are gone: what was prepared of them goes with the norm that it was prepared for. */
function requireUnchanged({ norm, standing }: BegunWith, found: Standing | undefined, prepared: PreparedBatch): void {
  if (found === undefined) {
    if (standing !== undefined) throw changed(norm.name, "it was deleted");
    return;
  }
  const now = found.norm;
  if (standing !== undefined && now.id !== norm.id) throw changed(norm.name, "it was deleted and begun anew");
  if (!isSame(now.specification, norm.specification)) throw changed(norm.name, "it was specified otherwise");
  if (!isSame(now.inferred, norm.inferred) && !isSame(now.inferred, prepared.inferred))
    throw changed(norm.name, "another first batch fixed the step of its rows");
  if (looksBack(now) && found.past.version !== (standing?.past.version ?? 0))
    throw changed(norm.name, "rows that this file would have looked back on were added or forgotten");
}

function changed(name: string, what: string): AppError {
  return new AppError(
    "conflict",
    `Cannot train: while the file was read, norm "${name}" changed: ${what}. Nothing was stored; send it again`,
  );
}
