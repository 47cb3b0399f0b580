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
import type { Candidate, ComparisonResult, Judged } from "../schema/stored-comparison.ts";
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
import { doWork, type Used } from "../task/do-work.ts";
import type { RegistryContext } from "../train/model-owner.ts";
import { deleteCompared } from "./compared-data.ts";
import { concludeComparison } from "./conclude-comparison.ts";
import { sendComparison, sendMissingOfComparison, sendNextOfComparison } from "./send-comparison.ts";
import { failedFold, listTried, triedOf, workComparison } from "./work-comparison.ts";

interface How {
  /** Whether the message came before. */
  isRepeated?: boolean;
  /** Whether it may go on after a slice of its work. */
  mayGoOn?: (used: Used) => boolean;
  /** Whether what follows is done by whoever calls, without messages. */
  isHere?: boolean;
}

/** Does one piece and what follows from it; "left" where it was not done. */
export async function runComparisonPiece(
  context: RegistryContext,
  { task: key, stage, piece }: PieceMessage,
  { isRepeated = false, mayGoOn = () => true, isHere = false }: How = {},
): Promise<"done" | "left"> {
  const comparison = await findComparison(context.database, key);
  if (comparison === undefined || comparison.status !== "running") return "done";
  if (comparison.stage !== stage) {
    // The stage is over. Whoever moved it on may have been stopped before the next pieces were sent.
    if (isRepeated) await sendMissingOfComparison(context, comparison);
    return "done";
  }
  if (piece >= comparison.pieceCount) return "done";
  const isKnown =
    comparison.piecesDone > 0 && (await listComparisonPiecesDone(context.database, comparison)).has(piece);
  if (!isKnown) {
    const given = await doWork(context, {
      work: workComparison(context, comparison, piece),
      mayGoOn,
      isWanted: () => isComparisonAt(context.database, comparison),
    });
    if (given === null) return "left";
    await keepPiece(context, comparison, { piece, result: given.result }, { isRepeated, isHere });
  } else await goOn(context, comparison, piece, { isRepeated, isHere, isKnown });
  return "done";
}

/** Commits what a piece gave, and goes on. */
async function keepPiece(
  context: RegistryContext,
  comparison: FoundComparison,
  given: { piece: number; result: unknown[] },
  how: Pick<How, "isRepeated" | "isHere">,
): Promise<void> {
  const piecesDone = await insertComparisonPiece(context.database, comparison, given, context.nowMs());
  await goOn(context, { ...comparison, piecesDone }, given.piece, how);
}

async function goOn(
  context: RegistryContext,
  comparison: FoundComparison,
  piece: number,
  { isRepeated = false, isHere = false, isKnown = false }: Pick<How, "isRepeated" | "isHere"> & { isKnown?: boolean },
): Promise<void> {
  if (comparison.piecesDone === comparison.pieceCount) return advance(context, comparison, isHere);
  // Whoever did it may have been stopped before the next one was sent; where it just came twice, he was not.
  if (!isHere && (!isKnown || isRepeated)) await sendNextOfComparison(context, comparison, piece);
}

/**
 * A whole comparison, here and now. false: it has taken longer than anybody should wait, or what was just put cannot be read yet, and
 * messages go on.
 */
export async function runComparison(context: RegistryContext, key: string): Promise<boolean> {
  const all = { counted: 0, clocked: 0 };
  const mayGoOn = ({ counted, clocked }: Used) => {
    all.counted += counted;
    all.clocked += clocked;
    return all.counted < waitingSeconds(context) && all.clocked < WAITING_CLOCK_SECONDS_MAX;
  };
  for (;;) {
    const comparison = await findComparison(context.database, key);
    if (comparison === undefined || comparison.status !== "running") return true;
    const { stage, pieceCount } = comparison;
    try {
      for (let piece = 0; piece < pieceCount; piece++) {
        const message = { task: key, stage, piece };
        if ((await runComparisonPiece(context, message, { mayGoOn, isHere: true })) === "done") continue;
        await goOnBehind(context, comparison);
        return false;
      }
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      await sendMissingOfComparison(context, comparison);
      return false;
    }
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
  await keepPiece(context, comparison, { piece, result }, {});
}

function unknownFailure(context: Context, error: unknown): string {
  const id = context.newId();
  context.log({ level: "error", id, ...toldError(error) });
  return `Error ${id}`;
}

/** Goes on with the next stage, or ends. */
async function advance(context: RegistryContext, comparison: ComparisonRow, isHere: boolean): Promise<void> {
  const { stage, modelKey } = comparison;
  if (stage === "fit") {
    const unitCount = triedOf(comparison).length;
    const pieceCount = comparison.pieceCount === 1 ? 1 : unitCount;
    return move(context, comparison, { stage: "score", unitCount, pieceCount }, isHere);
  }
  const result = stage === "score" ? await conclude(context, comparison) : await withTraining(context, comparison);
  const isTrained =
    stage === "score" &&
    modelKey !== null &&
    result.winner !== null &&
    nameAt(comparison, result.winner) !== dummy.name;
  if (isTrained) return move(context, comparison, { stage: "train", unitCount: 1, pieceCount: 1, result }, isHere);
  if (await endComparison(context.database, comparison, { status: "done", result, nowMs: context.nowMs() }))
    await deleteCompared(context, comparison.key);
}

async function move(
  context: Context,
  comparison: ComparisonRow,
  next: ComparisonStage & { result?: ComparisonResult },
  isHere: boolean,
): Promise<void> {
  const isMoved = await moveComparison(context.database, comparison, next, context.nowMs());
  if (isMoved && !isHere) await sendComparison(context, { ...comparison, ...next });
}

async function conclude(context: Context, comparison: ComparisonRow): Promise<ComparisonResult> {
  const { metric, candidates, folds } = comparison;
  const tried = await listTried(context, comparison);
  const judged = (await listComparisonPieces<Judged | null>(context.database, comparison.id, "score")).flat();
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
  const [modelError = null] = (await listComparisonPieces<string | null>(database, id, "train")).flat();
  return { ...(result as ComparisonResult), modelError };
}

function nameAt({ candidates }: ComparisonRow, place: number): string | undefined {
  return candidates[place]?.name;
}
