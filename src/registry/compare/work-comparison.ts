// What the pieces of a comparison do: try a candidate on a fold, judge a candidate by all folds, train the winner.
import { decodeFloats, encodeFloats } from "../../engine/math/float-text.ts";
import type { Params } from "../../engine/model/family.ts";
import { innerFolds, splitRows } from "../../engine/model/fold-rows.ts";
import { unitsOf } from "../../engine/model/plan-training.ts";
import { AppError, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { RESULT_DAYS } from "../../platform/schema/limit.ts";
import { putText, readText } from "../../platform/store/text.ts";
import { shapeOfTable } from "../schema/model-artifact.ts";
import type { Candidate, FoldTried, Judged } from "../schema/stored-comparison.ts";
import { type ComparisonRow, type FoundComparison, listComparisonPieces } from "../store/comparisons.ts";
import type { Dataset } from "../store/datasets.ts";
import type { TaskWork } from "../task/do-work.ts";
import type { RegistryContext } from "../train/model-owner.ts";
import { loadCompared, saidKey } from "./compared-data.ts";
import { comparedFamily } from "./compared-family.ts";
import { type FoldSaid, judgeCandidate } from "./judge-candidate.ts";
import { trainWinner } from "./train-winner.ts";
import { tryCell } from "./try-cell.ts";

/** Those that are tried. A unit of fitting is one of them on one fold, a unit of scoring one of them. */
export function triedOf({ candidates }: Pick<ComparisonRow, "candidates">): Candidate[] {
  return candidates.filter(({ error }) => error === null);
}

/** One entry a unit: FoldTried, Judged, or why the winner's training could not begin. */
export async function* workComparison(
  context: RegistryContext,
  comparison: FoundComparison,
  piece: number,
): TaskWork<unknown[]> {
  const { stage } = comparison;
  if (stage === "train") return [await trainWinner(context, comparison)];
  const data = await loadCompared(context, comparison);
  const tried = stage === "score" ? await listTried(context, comparison) : [];
  const given: unknown[] = [];
  const { from, to } = unitsOf(comparison, piece);
  for (let unit = from; unit < to; unit++) {
    if (stage === "fit") given.push(yield* tryUnit(context, comparison, data, unit));
    else given.push(yield* judgeUnit(context, comparison, { data, unit, tried }));
  }
  return given;
}

/** In the order of their units. */
async function listTried(context: Context, { id }: ComparisonRow): Promise<FoldTried[]> {
  const [tried] = await listComparisonPieces(context.database, id, ["fit"]);
  return (tried as FoldTried[][]).flat();
}

async function* tryUnit(
  context: Context,
  { key, problem, candidates, shape, folds }: ComparisonRow,
  data: Dataset,
  unit: number,
): TaskWork<FoldTried> {
  const candidate = triedOf({ candidates })[Math.floor(unit / folds.count)] as Candidate;
  const dealt = { count: folds.count, of: data.folds };
  const isWhole = folds.by === "group" || folds.by === "time";
  const cell = {
    ...{ family: comparedFamily(candidate.name), problem, params: candidate.params, given: candidate.given },
    ...{ classes: shape.classes, data, folds: dealt, fold: unit % folds.count, inner: innerFolds(dealt, isWhole) },
  };
  const before = context.nowMs();
  let tried: { raw: Float64Array; params: Params; bytes: number };
  try {
    tried = yield* tryCell(context.kernel, cell);
    if (!tried.raw.every(Number.isFinite))
      throw new AppError("invalid", "what the model says is no finite number; other hyperparameters are needed");
  } catch (error) {
    // The others go on.
    if (error instanceof AppError) return failedFold(candidate, error.message);
    throw error;
  }
  const { raw, params, bytes } = tried;
  const chunks = await putText(context.models, saidKey(key, unit), encodeFloats(raw), RESULT_DAYS * 86_400);
  // On Workers the clock stands still while nothing but computation goes on.
  return { chunks, bytes, params, seconds: (context.nowMs() - before) / 1000, error: null };
}

/** Of a fold that came to nothing. */
export function failedFold({ params, given }: Candidate, error: string): FoldTried {
  return { chunks: 0, bytes: 0, seconds: 0, params: params ?? given, error };
}

async function* judgeUnit(
  context: Context,
  { key, problem, metric, candidates, shape, folds }: ComparisonRow,
  { data, unit, tried }: { data: Dataset; unit: number; tried: FoldTried[] },
): TaskWork<Judged | null> {
  const own = tried.slice(unit * folds.count, (unit + 1) * folds.count);
  if (own.some(({ error }) => error !== null)) return null;
  const dealt = { count: folds.count, of: data.folds };
  const said: FoldSaid[] = [];
  for (const [fold, { chunks, params }] of own.entries()) {
    const text = await readText(context.models, saidKey(key, unit * folds.count + fold), chunks);
    if (text === undefined) throw new NotYet(`Fold ${fold} of candidate ${unit} of comparison ${key}`);
    const { heldOut } = splitRows(dealt, fold);
    const target = Float64Array.from(heldOut, (row) => data.target[row] as number);
    said.push({ raw: decodeFloats(text), target, params });
  }
  const { name } = triedOf({ candidates })[unit] as Candidate;
  const table = shapeOfTable(shape, shape.rowCount);
  return yield* judgeCandidate({ family: comparedFamily(name), problem, metric, shape: table, folds: said });
}
