// A comparison from piece to piece and from stage to stage: fit, score, and train where that is asked for. Messages come in any order and
// may come twice. Whoever finishes the last piece of a stage moves the comparison on, and one alone can.
import { dummy } from "../../engine/model/dummy/dummy.ts";
import { unitsOf } from "../../engine/model/plan-training.ts";
import { AppError, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import type { PieceMessage } from "../../platform/context/piece-message.ts";
import { waitingSeconds } from "../../platform/context/piece-seconds.ts";
import { WAITING_CLOCK_SECONDS_MAX } from "../../platform/schema/limit.ts";
import { toldError } from "../../platform/store/told-error.ts";
import type { Candidate, ComparisonResult, FoldTried, Judged } from "../schema/compare/stored-comparison.ts";
import {
  type ComparisonRow,
  type ComparisonStage,
  endComparison,
  type FoundComparison,
  findComparison,
  insertComparisonPiece,
  isComparisonAt,
  listComparisonPieces,
  listComparisonPiecesDone,
  moveComparison,
  recutComparison,
} from "../store/comparisons.ts";
import { type Used, workWhileWanted } from "../task/do-work.ts";
import type { RegistryContext } from "../train/model-owner.ts";
import { deleteCompared } from "./compared-data.ts";
import { concludeComparison } from "./conclude-comparison.ts";
import { sendComparison, sendMissingOfComparison, sendNextOfComparison } from "./send-comparison.ts";
import { failedFold, triedOf, workComparison } from "./work-comparison.ts";

interface How {
  /** Whether the message came before. */
  isRepeated?: boolean;
  /** Whether it may go on after a slice of its work. */
  mayGoOn?: (used: Used) => boolean;
  /** What was just read, by whoever does the whole comparison himself: what follows is not sent. */
  known?: FoundComparison;
}

/** What came of a message: its piece was left as it was, or it is done, or with it the whole comparison. */
type Outcome = "left" | "done" | "ended";

/** Does one piece and what follows from it. */
export async function runComparisonPiece(
  context: RegistryContext,
  { task: key, stage, piece }: PieceMessage,
  { isRepeated = false, mayGoOn = () => true, known }: How = {},
): Promise<Outcome> {
  const comparison = known ?? (await findComparison(context.database, key));
  if (comparison === undefined || comparison.status !== "running") return "done";
  if (comparison.stage !== stage) {
    // The stage is over. Whoever moved it on may have been stopped before the next pieces were sent.
    if (isRepeated) await sendMissingOfComparison(context, comparison);
    return "done";
  }
  if (piece >= comparison.pieceCount) return "done";
  const isDone = comparison.piecesDone > 0 && (await listComparisonPiecesDone(context.database, comparison)).has(piece);
  // Whoever did it may have been stopped before what follows; where it just came twice, he was not.
  if (isDone) return goOn(context, comparison, piece, isRepeated);
  const given = await workWhileWanted(context, {
    work: workComparison(context, comparison, piece),
    mayGoOn,
    isWanted: () => isComparisonAt(context.database, comparison),
  });
  if (given === null) return "left";
  return keepPiece(context, comparison, { piece, result: given.result }, known === undefined);
}

/** Commits what a piece gave, and goes on. */
async function keepPiece(
  context: RegistryContext,
  comparison: FoundComparison,
  given: { piece: number; result: unknown[] },
  isSent: boolean,
): Promise<Outcome> {
  const piecesDone = await insertComparisonPiece(context.database, comparison, given, context.nowMs());
  return goOn(context, { ...comparison, piecesDone }, given.piece, isSent);
}

/** `isSent`: whether what follows is to be sent. */
async function goOn(
  context: RegistryContext,
  comparison: FoundComparison,
  piece: number,
  isSent: boolean,
): Promise<Outcome> {
  if (comparison.piecesDone === comparison.pieceCount) return advance(context, comparison, isSent);
  if (isSent) await sendNextOfComparison(context, comparison, piece);
  return "done";
}

/**
 * A whole comparison of one piece a stage, here and now. false: it has taken longer than anybody should wait, or what was just put cannot be
 * read yet, and messages go on.
 */
export async function runComparison(context: RegistryContext, key: string): Promise<boolean> {
  const all = { counted: 0, clocked: 0 };
  const mayGoOn = ({ counted, clocked }: Used) => {
    all.counted += counted;
    all.clocked += clocked;
    return all.counted < waitingSeconds(context) && all.clocked < WAITING_CLOCK_SECONDS_MAX;
  };
  for (;;) {
    const known = await findComparison(context.database, key);
    if (known === undefined || known.status !== "running") return true;
    try {
      const outcome = await runComparisonPiece(
        context,
        { task: key, stage: known.stage, piece: 0 },
        { mayGoOn, known },
      );
      if (outcome === "ended") return true;
      if (outcome === "done" && known.pieceCount === 1) continue;
      await goOnBehind(context, known);
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      await sendMissingOfComparison(context, known);
    }
    return false;
  }
}

/** What is not waited for any longer goes on by messages, cut so that others have turns. */
async function goOnBehind(context: Context, comparison: ComparisonRow): Promise<void> {
  const isCut = await cutToUnits(context, comparison);
  await (isCut
    ? sendComparison(context, { ...comparison, pieceCount: comparison.unitCount })
    : sendMissingOfComparison(context, comparison));
}

/** Of one piece as many as there are units; says whether it did. */
async function cutToUnits(context: Context, comparison: ComparisonRow): Promise<boolean> {
  const { pieceCount, unitCount } = comparison;
  if (pieceCount !== 1 || unitCount === 1) return false;
  return recutComparison(context.database, comparison, unitCount, context.nowMs());
}

/** A piece that fails for good fails its candidate; the others go on. One that holds several is cut, so that each fails for itself. */
export async function failComparisonPiece(
  context: RegistryContext,
  { task: key, stage, piece }: PieceMessage,
  error: unknown,
): Promise<void> {
  const comparison = await findComparison(context.database, key);
  if (comparison === undefined || comparison.stage !== stage || comparison.status !== "running") return;
  if (await cutToUnits(context, comparison)) {
    await sendComparison(context, { ...comparison, pieceCount: comparison.unitCount });
    return;
  }
  const why = error instanceof AppError ? error.message : unknownFailure(context, error);
  const { from, to } = unitsOf(comparison, piece);
  const tried = triedOf(comparison);
  const failed = (unit: number) => {
    if (stage === "train") return why;
    if (stage === "fit") return failedFold(tried[Math.floor(unit / comparison.folds.count)] as Candidate, why);
    return { scores: [], figures: {}, error: why } satisfies Judged;
  };
  const result = Array.from({ length: to - from }, (_, i) => failed(from + i));
  await keepPiece(context, comparison, { piece, result }, true);
}

function unknownFailure(context: Context, error: unknown): string {
  const id = context.newId();
  context.log({ level: "error", id, ...toldError(error) });
  return `Error ${id}`;
}

/** Goes on with the next stage, or ends and says that it did. `isSent`: whether the pieces of the next stage are. */
async function advance(context: RegistryContext, comparison: ComparisonRow, isSent: boolean): Promise<Outcome> {
  const { database } = context;
  const next = await nextOf(context, comparison);
  if ("stage" in next) {
    const isMoved = await moveComparison(database, comparison, next, context.nowMs());
    if (isMoved && isSent) await sendComparison(context, { ...comparison, ...next });
    return "done";
  }
  if (!(await endComparison(database, comparison, { ...next, status: "done", nowMs: context.nowMs() }))) return "done";
  await deleteCompared(context, comparison.key);
  return "ended";
}

/** What comes after a stage: another one, or the result alone. */
async function nextOf(
  context: Context,
  comparison: ComparisonRow,
): Promise<(ComparisonStage & { result?: ComparisonResult }) | { result: ComparisonResult }> {
  const { stage, modelKey, candidates } = comparison;
  if (stage === "fit") {
    const unitCount = triedOf(comparison).length;
    return { stage: "score", unitCount, pieceCount: comparison.pieceCount === 1 ? 1 : unitCount };
  }
  if (stage === "train") return { result: await withTraining(context, comparison) };
  const result = await conclude(context, comparison);
  const winner = result.winner === null ? undefined : candidates[result.winner];
  const isTrained = modelKey !== null && winner !== undefined && winner.name !== dummy.name;
  return isTrained ? { stage: "train", unitCount: 1, pieceCount: 1, result } : { result };
}

async function conclude(context: Context, { id, metric, candidates, folds }: ComparisonRow): Promise<ComparisonResult> {
  const [fit, score] = await listComparisonPieces(context.database, id, ["fit", "score"]);
  const tried = (fit as FoldTried[][]).flat();
  const judged = (score as (Judged | null)[][]).flat();
  let at = -1;
  const outcomes = candidates.map(({ error }) => {
    if (error !== null) return { tried: [], judged: null };
    at++;
    return { tried: tried.slice(at * folds.count, (at + 1) * folds.count), judged: judged[at] ?? null };
  });
  return concludeComparison({ metric, candidates, folds, outcomes });
}

/** With why the winner could not be trained, if so. */
async function withTraining({ database }: Context, { id, result }: ComparisonRow): Promise<ComparisonResult> {
  const [given] = await listComparisonPieces(database, id, ["train"]);
  const [modelError = null] = (given as (string | null)[][]).flat();
  return { ...(result as ComparisonResult), modelError };
}
