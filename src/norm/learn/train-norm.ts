// One batch more. The batch is committed first, as the norm's next version; what it teaches is worked out after that, from what
// is committed, so that two trainings at once are two versions and the later one has seen the earlier.

import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { withTarget } from "../../platform/schema/about.ts";
import { spendTraining } from "../basis/fit-time.ts";
import { requireExactColumns } from "../rows/check-columns.ts";
import { findCategories } from "../rows/find-categories.ts";
import type { TrainAnswer } from "../schema/norm-answer.ts";
import type { SentTraining } from "../schema/norm-request.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";
import { fillAbout, insertNorm, type NormRow } from "../store/norms.ts";
import { NO_PAST, type Past, readStanding } from "../store/standing.ts";
import { type Coded, codeRequest } from "./code-request.ts";
import { commitBatch } from "./commit-batch.ts";
import { openArchive } from "./open-archive.ts";
import { prepareBatch } from "./prepare-batch.ts";
import { replayBatch } from "./replay-batch.ts";

// Where another request won the race the next turn tries again. Each is two of the 50 statements that a request may have; with the waits
// between them, some fifty trainings at once of rows that look back find a turn each.
export const TURNS_MAX = 10;

// Where levels are counted, each is six.
export const LEVEL_TURNS_MAX = 5;

export async function trainNorm(context: Context, name: string, sent: SentTraining): Promise<TrainAnswer> {
  const batch = sent.batch ?? context.newId();
  let read: Coded | undefined;
  for (let turn = 1; turn <= TURNS_MAX; turn++) {
    const beganMs = context.nowMs();
    const found = await readStanding(context.database, name, batch);
    const norm = found?.norm ?? newNorm(context, name, sent);
    read = await codeRequest(norm.specification, sent, read);
    const { request, contentHash } = read;
    const again = (past: Past) => prepareBatch(context.kernel, norm, request, past);
    if (found !== undefined && found.known !== null)
      return replayBatch(context, norm, found.known, { contentHash, again });
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
    const archive = openArchive(context, norm);
    await archive.add(request, prepared.sample.observed.instants);
    const toCommit = { norm, found, hasPast, turn, archive };
    const committed = await commitBatch(context, toCommit, prepared, { batch, contentHash }).finally(archive.release);
    if (committed.answer !== undefined) {
      await nameTarget(context, norm, sent.yColumn);
      return committed.answer;
    }
    if (committed.bringsLevels && turn >= LEVEL_TURNS_MAX) break;
    await waitTurn(context, turn, context.nowMs() - beganMs);
  }
  throw new AppError("conflict", `Cannot train: too many others train norm "${name}" at once; send it again`);
}

/** By chance, among ever more times as long as a turn takes: those who wait are not overtaken by one another. */
export async function waitTurn(context: Context, turn: number, turnMs: number): Promise<void> {
  const chance = Number.parseInt(context.newId().slice(0, 8), 16) / 2 ** 32;
  await context.sleep(chance * Math.max(1, turnMs) * 2 ** (turn + 2));
}

/** Of a norm that nobody said of what it predicts, the column of a table says it. */
export async function nameTarget(context: Context, norm: NormRow, yColumn: string | undefined): Promise<void> {
  const { target } = withTarget({}, yColumn, norm.about);
  if (target !== undefined) await fillAbout(context.database, norm.id, { target });
}

/** A norm that its first train creates: it has the columns of that. */
export function newNorm(context: Context, name: string, { x }: Pick<SentTraining, "x">): NormRow {
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
