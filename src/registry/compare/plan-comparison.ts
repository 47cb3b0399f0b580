// What is compared with what, and what that takes: before anything is stored, and without any of it being done.
import * as v from "valibot";
import { dummy } from "../../engine/model/dummy/dummy.ts";
import { families } from "../../engine/model/families.ts";
import type { Params } from "../../engine/model/family.ts";
import { type Folds, splitRows } from "../../engine/model/fold-rows.ts";
import { modelSeconds, possibleParams } from "../../engine/model/plan-training.ts";
import type { Problem } from "../../engine/model/training-set.ts";
import { FOLD_COUNT } from "../../engine/time/fold.ts";
import { AppError, type Fault } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { TRAINING_SECONDS_MAX, UNIT_SECONDS_MAX } from "../../platform/schema/limit.ts";
import { summary } from "../../platform/schema/parse.ts";
import type { CandidateRequest } from "../schema/comparison-request.ts";
import type { MetricName } from "../schema/metric-name.ts";
import { shapeOfTable } from "../schema/model-artifact.ts";
import type { Candidate, ComparedFolds } from "../schema/stored-comparison.ts";
import type { DataShape } from "../train/describe-data.ts";
import { planTraining } from "../train/prepare-training.ts";
import { MESSAGE_SECONDS, readingSeconds } from "../train/start-training.ts";
import { comparedFamily } from "./compared-family.ts";

export interface ComparisonOrder {
  problem: Problem;
  metric: MetricName;
  candidates: CandidateRequest[] | undefined;
}

const WHAT = "compare";

/**
 * The candidates with what each takes a fold, and what all take. One that the data do not allow, or that is too much work, has its reason;
 * AppError where nothing is left, where all of it is too much, or where params are wrong.
 */
export function planComparison(
  { cpu }: Pick<Context, "cpu">,
  order: ComparisonOrder,
  shape: DataShape,
  folds: ComparedFolds,
): { candidates: Candidate[]; seconds: number } {
  const sent = order.candidates ?? USUAL.map(({ name }): CandidateRequest => ({ name }));
  const planned = sent.map((candidate, i) => planCandidate(candidate, i, { order, shape, folds }));
  const faults = planned.flatMap((each) => each.faults);
  if (faults.length > 0) throw refusal(faults);
  const candidates = planned.map(({ candidate }) => {
    const piece = MESSAGE_SECONDS + readingSeconds(shape) + candidate.seconds;
    return candidate.error === null
      ? { ...candidate, error: tooLong(candidate.seconds) ?? unaffordable(cpu, piece) }
      : candidate;
  });
  const reasons = candidates.map(({ error }, i) => ({ path: `candidates[${i}]`, message: error ?? "" }));
  if (candidates.every(({ error }) => error !== null)) throw refusal(reasons);
  const seconds = folds.count * candidates.reduce((sum, each) => sum + (each.error === null ? each.seconds : 0), 0);
  if (seconds > TRAINING_SECONDS_MAX)
    throw refusal([
      {
        path: "candidates",
        message: `all together are about ${Math.round(seconds)} s of work, at most ${TRAINING_SECONDS_MAX} are accepted; fewer candidates, folds or rows would do`,
      },
    ]);
  return { candidates, seconds };
}

// An average is of families that are compared anyhow.
const USUAL = [...families.filter(({ withParams }) => withParams === undefined), dummy];

interface Planning {
  order: ComparisonOrder;
  shape: DataShape;
  folds: ComparedFolds;
}

/** `faults`: what the caller has to mend, by its path. */
function planCandidate(
  { name, params: given = {}, h_tune: hTune = false }: CandidateRequest,
  i: number,
  { order, shape, folds }: Planning,
): { candidate: Candidate; faults: Fault[] } {
  const { problem, metric } = order;
  const rows = Math.max(...folds.learned);
  const family = comparedFamily(name);
  const table = shapeOfTable(shape, rows);
  const asking = (params: Params) =>
    Math.max(...folds.heldOut) * family.work(table, params).respondSeconds * family.unitCount(params);
  if (name === dummy.name) {
    const strategy = problem === "classification" ? "prior" : metric === "mae" ? "median" : "mean";
    const params = { strategy };
    const seconds = modelSeconds({ family, shape: table }, params) + asking(params);
    return { candidate: { name, hTune, given: {}, params, seconds, error: null }, faults: [] };
  }
  const candidate: Candidate = {
    ...{ name, hTune, given, seconds: 0, error: null },
    params: hTune ? null : (v.parse(family.params[problem], given) as Params),
  };
  if (hTune && folds.count < 3) {
    const message = `each fold is tuned on the other ones: ${folds.count} are too few, three are needed`;
    return { candidate, faults: [{ path: `candidates[${i}].h_tune`, message }] };
  }
  try {
    // Whatever a training of it would be refused for.
    const { plan } = planTraining({ problem, name, hTune, given }, shape);
    const each = possibleParams(plan).map((params) => modelSeconds({ family, shape: table }, params) + asking(params));
    const tuning = hTune ? Math.min(folds.count - 1, FOLD_COUNT) * each.reduce((sum, seconds) => sum + seconds, 0) : 0;
    return { candidate: { ...candidate, seconds: tuning + Math.max(...each) }, faults: [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const ofParams = error.faults.filter(({ path }) => path.startsWith("params"));
    const faults = ofParams.map(({ path, message }) => ({ path: `candidates[${i}].${path}`, message }));
    return { candidate: { ...candidate, error: error.faults[0]?.message ?? error.message }, faults };
  }
}

function tooLong(seconds: number): string | null {
  if (seconds <= UNIT_SECONDS_MAX) return null;
  return `one fold is about ${Math.round(seconds)} s of work, at most ${UNIT_SECONDS_MAX} are accepted; without h_tune, or with fewer rows, it would do`;
}

/** Why the host would stop it. */
function unaffordable(cpu: Context["cpu"], seconds: number): string | null {
  try {
    cpu.require(seconds, "a fold of this candidate");
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

function refusal(faults: Fault[]): AppError {
  return new AppError("invalid", `Cannot ${WHAT}: ${summary(faults)}`, faults);
}

/** What is to be known of folds. `areOwn`: whether a training would deal others. */
export function describeFolds(folds: Folds, by: ComparedFolds["by"], areOwn: boolean): ComparedFolds {
  const splits = Array.from({ length: folds.count }, (_, fold) => splitRows(folds, fold));
  return {
    ...{ count: folds.count, by, areOwn },
    heldOut: splits.map(({ heldOut }) => heldOut.length),
    learned: splits.map(({ training }) => training.length),
  };
}
