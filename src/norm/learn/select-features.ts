// Which of the candidates a norm shall learn from, and why: from the stored factors, without seeing a row again.

import { type Feature, features, featuresNamed } from "../../engine/feature/feature.ts";
import { isOfSeason } from "../../engine/feature/term.ts";
import { count } from "../../engine/kernel/factor.ts";
import {
  forwardSelection,
  oneStandardErrorStep,
  type SelectionStep,
} from "../../engine/model/ridge/forward-selection.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { CANDIDATE_COUNT_MAX } from "../../platform/schema/limit.ts";
import type { Warning } from "../../warning.ts";
import { requireNorm } from "../answer/read-norm.ts";
import { spendRelearning } from "../basis/fit-time.ts";
import { relearnVersion, UNDER_WAY_MS } from "../basis/learn-version.ts";
import { coversYear, seasonWarnings } from "../basis/norm-warnings.ts";
import { readBasis } from "../basis/read-basis.ts";
import { placesOf } from "../rows/levels.ts";
import { placeColumns } from "../rows/place-columns.ts";
import type { Selection } from "../schema/choice-answer.ts";
import type { SelectionRequest } from "../schema/norm-request.ts";
import type { NormRow } from "../store/norms.ts";
import { findSelection, insertSelection } from "../store/selections.ts";
import { readPast } from "../store/standing.ts";
import { findUnfinished, findVersion } from "../store/versions.ts";

// Where another request won the race the next turn tries again. Each is nine of the statements that a request may have.
const TURNS_MAX = 3;

// Per row: what is shrunken by so little cannot be told apart from noise, and no set of features is collinear any more.
const LAMBDA_LEAST = 1e-6;

// The path names each candidate at each step: it has to fit into a row.
const NAMES_TOLD_MAX = 3;

interface Candidate {
  name: string;
  features: number[];
}

/** Makes the next version of a norm from the chosen candidates and all features that are none. */
export async function selectFeatures(context: Context, name: string, request: SelectionRequest): Promise<Selection> {
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const norm = await requireNorm(context, name);
    const left = await findLeft(context, norm);
    if (left !== undefined) {
      await relearnVersion(context, norm, left.version);
      return left;
    }
    const { selection, chosen } = await selectNow(context, norm, request);
    if (!(await insertSelection(context.database, norm, { selection, chosen, nowMs: context.nowMs() }))) continue;
    await relearnVersion(context, norm, selection.version);
    return selection;
  }
  throw new AppError("conflict", `Cannot select: too many others change norm "${name}" at once; send it again`);
}

/** The newest selection, where its process stopped between committing it and learning. */
async function findLeft(context: Context, norm: NormRow): Promise<Selection | undefined> {
  const event = { kind: "select", batch: null, beforeMs: context.nowMs() - UNDER_WAY_MS } as const;
  const version = await findUnfinished(context.database, norm.id, event);
  if (version === undefined || version <= norm.version) return undefined;
  const selection = await findSelection(context.database, norm.id);
  return selection?.version === version ? selection : undefined;
}

/** The newest selection; AppError "not_found" where there was none. */
export async function readSelection(context: Context, name: string): Promise<Selection> {
  const { id } = await requireNorm(context, name);
  const selection = await findSelection(context.database, id);
  if (selection !== undefined) return selection;
  throw new AppError("not_found", `Cannot find a selection of norm "${name}": POST /norms/${name}/selection makes one`);
}

async function selectNow(
  context: Context,
  norm: NormRow,
  { lags }: SelectionRequest,
): Promise<{ selection: Selection; chosen: number[] }> {
  const { name, specification, inferred } = norm;
  const all = features(specification, inferred);
  const candidates = candidatesOf(specification.candidates ?? [], all, lags === "one_by_one");
  if (candidates.length === 0) {
    throw new AppError("conflict", `Cannot select: norm "${name}" has no candidates; name them in its specification`, [
      { path: "candidates", message: "names of features or groups are needed here, by PUT /norms/{norm}" },
    ]);
  }
  if (candidates.length > CANDIDATE_COUNT_MAX) {
    const message = `${candidates.length} lags and others one by one are more than the ${CANDIDATE_COUNT_MAX} that are accepted`;
    throw new AppError("invalid", `Cannot select: lags: ${message}`, [{ path: "lags", message }]);
  }
  spendRelearning(context, norm, candidates.length);
  // An event may be committed whose training is still under way.
  const { version } = await readPast(context.database, norm.id, null);
  const [basis, learned] = await Promise.all([
    readBasis(context, norm, version),
    findVersion(context.database, norm.id, norm.version),
  ]);
  const { folds, levels } = placeColumns(context.kernel, norm, basis);
  const placed = (features: readonly number[]) => placesOf(norm, features, levels) as number[];
  const rows = folds.reduce((sum, fold) => sum + count(fold), 0);
  if (Math.round(rows) === 0)
    throw new AppError("not_trained", `Cannot select: norm "${name}" is not trained; train it first`);
  // Weeks that are left out lie between others of their season: they cannot tell what a season does that no row is of.
  const isTried = ({ features }: Candidate) =>
    coversYear(basis.summary) || !features.some((i) => isOfSeason((all[i] as Feature).term));
  const tried = candidates.filter(isTried);
  const isCandidate = new Set(candidates.flatMap(({ features }) => features));
  const always = [...all.keys()].filter((i) => !isCandidate.has(i));
  const lambda = Math.max(learned?.lambda ?? 0, LAMBDA_LEAST * rows);
  const steps = forwardSelection(context.kernel, folds, {
    always: placed(always),
    groups: tried.map(({ features }) => placed(features)),
    lambda,
  });
  if (steps === null) {
    const told = "its rows fill fewer than two folds (with times, a fold is made of weeks); train more";
    throw new AppError("not_trained", `Cannot select: norm "${name}" cannot be cross-validated: ${told}`);
  }
  const told = tellPath(steps, tried, { always, sizeOf: (features) => placed(features).length });
  const untried = candidates.filter((candidate) => !isTried(candidate)).map((candidate) => candidate.name);
  const left_out = [...told.selection.left_out, ...untried];
  const warnings = seasonWarnings(basis.summary).map(
    (warning): Warning =>
      untried.length === 0 ? warning : `${warning} Not tried until they cover it: ${untried.join(", ")}.`,
  );
  const selection = { norm: name, version: version + 1, lambda, ...told.selection, left_out, warnings };
  return { selection, chosen: told.chosen };
}

/** The steps in the candidates' names, and the features that are in at the chosen one. `sizeOf`: how many some are, each level counted. */
function tellPath(
  steps: readonly SelectionStep[],
  candidates: readonly Candidate[],
  { always, sizeOf }: { always: readonly number[]; sizeOf(features: readonly number[]): number },
) {
  const { least, chosen: chosenStep } = oneStandardErrorStep(steps);
  const candidate = (group: number) => candidates[group] as Candidate;
  const entered = steps.slice(1).map((step) => candidate(step.entered as number));
  let size = sizeOf(always);
  const path = steps.map(({ error, leftOut }, i) => {
    size += sizeOf(entered[i - 1]?.features ?? []);
    return {
      step: i,
      entered: entered[i - 1]?.name ?? null,
      features: size,
      cv_rmse: error.rmse,
      cv_rmse_std_error: error.rmseStandardError,
      left_out: Object.fromEntries(leftOut.map(({ group, error }) => [candidate(group).name, error.rmse])),
    };
  });
  const names = entered.map(({ name }) => name);
  const selection = {
    path,
    least_step: least,
    chosen_step: chosenStep,
    chosen: names.slice(0, chosenStep),
    left_out: names.slice(chosenStep),
  };
  const features = entered.slice(0, chosenStep).flatMap(({ features }) => features);
  return { selection, chosen: [...always, ...features].sort((a, b) => a - b) };
}

/** The features of each candidate; with `isSplit` each lag of a column is a candidate for itself. */
function candidatesOf(named: (string | string[])[], all: readonly Feature[], isSplit: boolean): Candidate[] {
  return named.flatMap((of) => {
    const names = typeof of === "string" ? [of] : of;
    const indexes = names.flatMap((name) => featuresNamed(name, all));
    if (isSplit && typeof of === "string" && indexes.every((i) => all[i]?.term.kind === "lag")) {
      return indexes.map((i) => ({ name: (all[i] as Feature).name, features: [i] }));
    }
    return [
      {
        name: names.length > NAMES_TOLD_MAX ? `${names[0]} + ${names.length - 1} more` : names.join(" + "),
        features: indexes,
      },
    ];
  });
}
