// Comparisons as they are told.
import { unitsOf } from "../../engine/model/plan-training.ts";
import { DIFFERENCE_LEVEL } from "../../engine/score/compare-folds.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { pageOf } from "../../platform/context/page.ts";
import { tellAbout } from "../../platform/schema/answer/about-answer.ts";
import { PAGE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import type { Comparison, ComparisonList, ComparisonSummary } from "../schema/comparison/comparison-answer.ts";
import type { ComparisonPageQuery } from "../schema/comparison/comparison-request.ts";
import type { Candidate, ComparedRow } from "../schema/comparison/stored-comparison.ts";
import { type FoundComparison, findComparison, pageOfComparisons } from "../store/comparisons.ts";
import { findModel } from "../store/registry.ts";
import { secondsLeft } from "../task/estimate-left.ts";
import { resumeComparisonIfStalled } from "../task/resume-tasks.ts";
import { isSignificant } from "./conclude-comparison.ts";
import { triedOf } from "./work-comparison.ts";

// How often one under way is looked at: soon at first, for most are short.
const LOOK_MS = { first: 20, most: 500 };

/** The comparison of an id; 404 where there is none. `what`: the caller wants to do. */
export async function requireComparison(context: Context, id: number, what: string): Promise<FoundComparison> {
  const found = await findComparison(context.database, id);
  if (found === undefined) throw noComparison(id, what);
  return found;
}

export function noComparison(id: number, what: string): AppError {
  return new AppError(
    "not_found",
    `Cannot ${what}: there is no comparison ${id}; GET /api/comparisons lists those there are`,
  );
}

/** Waits up to `waitMs` for one under way. */
export async function readComparison(context: Context, id: number, waitMs = 0): Promise<Comparison> {
  const until = context.nowMs() + waitMs;
  for (let pauseMs = LOOK_MS.first; ; pauseMs = Math.min(LOOK_MS.most, 1.5 * pauseMs)) {
    const found = await requireComparison(context, id, "tell of it");
    if (found.status !== "running") return tell(context, found);
    if (context.nowMs() >= until) {
      await resumeComparisonIfStalled(context, found);
      return tell(context, found);
    }
    await context.sleep(Math.min(pauseMs, Math.max(1, until - context.nowMs())));
  }
}

/** One page of the comparisons whose titles begin so, oldest first. */
export async function listComparisons(
  context: Context,
  { after = 0, limit = PAGE_LENGTH_MAX, tag }: ComparisonPageQuery,
  prefix: string,
): Promise<ComparisonList> {
  const read = await pageOfComparisons(context.database, { after, limit: limit + 1, tag, prefix });
  const { rows, next } = pageOf(read, limit, ({ id }) => id);
  return { comparisons: rows.map((row) => summarise(row, context.nowMs())), next };
}

function summarise(found: FoundComparison, nowMs: number): ComparisonSummary {
  const { id, problem, metric, status, stage, piecesDone, pieceCount, shape, candidates, result, about } = found;
  const winner = result?.winner ?? null;
  return {
    ...{ id, problem, metric, status },
    progress: { stage, done: piecesDone, total: pieceCount },
    seconds_left: status === "running" ? secondsLeft(shareOf(found), { startedMs: found.createdAtMs, nowMs }) : null,
    rows: shape.rowCount,
    columns: (shape.profile?.inputs ?? shape.columns).length,
    best: result?.best ?? null,
    winner,
    winner_name: winner === null ? null : (candidates[winner]?.name ?? null),
    created_at: new Date(found.createdAtMs).toISOString(),
    finished_at: found.finishedAtMs === null ? null : new Date(found.finishedAtMs).toISOString(),
    ...tellAbout(about),
  };
}

/** Which share of what is tried on the folds is done: pieces are done in their order, mostly. To judge it is little beside. */
function shareOf(found: FoundComparison): number {
  const { stage, piecesDone, folds } = found;
  if (stage !== "fit") return 1;
  const seconds = triedOf(found).flatMap((candidate) => new Array<number>(folds.count).fill(candidate.seconds));
  const { to } = piecesDone === 0 ? { to: 0 } : unitsOf(found, piecesDone - 1);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return sum(seconds.slice(0, to)) / sum(seconds);
}

async function tell(context: Context, found: FoundComparison): Promise<Comparison> {
  const { candidates, folds, modelKey, modelId, result, warnings, foldWarnings } = found;
  const model = modelId === null ? undefined : await findModel(context.database, modelId);
  return {
    ...summarise(found, context.nowMs()),
    folds: { count: folds.count, by: folds.by, rows: folds.heldOut },
    candidates: candidates.map((candidate, i) => tellCandidate(candidate, result?.rows[i])),
    train_best: modelKey !== null,
    model: model ? { id: model.model.id, status: model.training.status, task_id: model.taskId } : null,
    model_error: result?.modelError ?? null,
    warnings: [...foldWarnings, ...warnings, ...(result?.warnings ?? [])],
  };
}

function tellCandidate(
  { name, hTune, given, params, error }: Candidate,
  row: ComparedRow | undefined,
): Comparison["candidates"][number] {
  const { summary = null, difference = null } = row ?? {};
  return {
    ...{ name, h_tune: hTune },
    params: params ?? given,
    chosen: row?.chosen ?? null,
    mean: summary?.mean ?? null,
    std: summary?.std ?? null,
    standard_error: summary?.standardError ?? null,
    scores: row?.scores ?? null,
    figures: row?.figures ?? null,
    difference: difference && {
      ...difference,
      level: DIFFERENCE_LEVEL,
      is_significant: isSignificant(difference),
    },
    simplicity: row?.rank ?? null,
    bytes: row?.bytes ?? null,
    seconds: row?.seconds ?? null,
    error: row?.error ?? error,
  };
}
