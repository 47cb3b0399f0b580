// What consumption should have been, and how sure that is.

import { groupCount, groupsOf } from "../../engine/feature/clock-group.ts";
import { EMPTY_TAIL } from "../../engine/feature/series.ts";
import { type Certainty, coverageFactor, leverages } from "../../engine/model/ridge/interval.ts";
import { predictRidge } from "../../engine/model/ridge/predict-ridge.ts";
import { bandOf, SCALE_ROWS_LEAST } from "../../engine/score/band.ts";
import { type Scale, scaleOfGroups } from "../../engine/score/scale.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { spend } from "../../platform/context/leave-if-long.ts";
import { recent } from "../../platform/store/cache.ts";
import { type Warning, warn } from "../../warning.ts";
import { certaintyOfModel, chosenFeatures } from "../basis/fit-norm.ts";
import { loadModel } from "../basis/load-model.ts";
import { neededColumns, requireColumns } from "../rows/check-columns.ts";
import { codeAsModel, codeLevels } from "../rows/code-levels.ts";
import { observe, windowWarnings } from "../rows/observe.ts";
import { asModelled } from "../rows/place-columns.ts";
import { findUnknown } from "../rows/unknown-rows.ts";
import type { PredictAnswer } from "../schema/norm-answer.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { PredictRequest } from "../schema/norm-request.ts";
import { NORMS } from "../store/norm-cache.ts";
import type { NormRow } from "../store/norms.ts";
import { findVersion } from "../store/versions.ts";
import { outsideRange, outsideWarnings, rowsByName, rowsOf, unseenWarnings } from "./extrapolated.ts";
import { requireNorm } from "./read-norm.ts";

export async function predictNorm(context: Context, name: string, request: PredictRequest): Promise<PredictAnswer> {
  return answerOf(request, await predictRows(context, name, request, "predict"));
}

/** What is answered of predicted rows. */
export function answerOf({ level }: PredictRequest, { norm, version, prediction }: Predicted): PredictAnswer {
  const { y, extrapolated, leverage, warnings } = prediction;
  const [lower, upper] = [toAnswers(prediction.lower), toAnswers(prediction.upper)];
  return { norm: norm.name, version, y: toAnswers(y), lower, upper, level, extrapolated, leverage, warnings };
}

/** Rows that a version of a norm has predicted. */
export interface Predicted {
  norm: NormRow;
  version: number;
  model: NormModel;
  prediction: Prediction;
}

export interface Prediction {
  /** One per row; NaN where a value of the row, or of its past, is missing. */
  y: Float64Array;
  /** The ends of the interval. */
  lower: Float64Array;
  upper: Float64Array;
  instants: Float64Array | null;
  /** One per feature that is in. */
  columns: readonly Float64Array[];
  leverage: PredictAnswer["leverage"];
  /** 1 for each row of which something is not known at all, so that it has no interval. */
  isUnknown: Uint8Array;
  extrapolated: Record<string, number[]>;
  /** What to know of rows that stand for more or less time than the norm's. */
  spacing: Warning[];
  warnings: Warning[];
}

/** Predicts the rows of a request with the version that it asks for, or the newest one. `what`: the caller wants to do. */
export async function predictRows(
  context: Context,
  name: string,
  request: PredictRequest,
  what: string,
): Promise<Predicted> {
  const read = () => requireNorm(context, name);
  const known = await recent(context.cache, NORMS, name, { nowMs: context.nowMs(), read });
  // Whoever asks for a newer version than is remembered knows more.
  const norm = (request.version ?? 0) > known.version ? await read() : known;
  if (norm.version === 0)
    throw new AppError("not_trained", `Cannot ${what}: norm "${name}" is not trained; train it first`);
  const version = request.version ?? norm.version;
  if (version !== norm.version) await requireVersion(context, norm, version);
  const model = await loadModel(context, norm, version);
  if (model.rows === 0) {
    throw new AppError(
      "not_trained",
      `Cannot ${what}: norm "${name}" has no complete row up to version ${version}, or none that is not forgotten; train it first`,
    );
  }
  spend(
    context,
    SECONDS_PER_SQUARE * request.x.rowCount * model.coefficients.length ** 2,
    "a prediction of these rows",
  );
  return { norm, version, model, prediction: predict(norm, model, request) };
}

// A row's leverage, and less than that for a few features.
const SECONDS_PER_SQUARE = 2e-9;

function predict(norm: NormRow, model: NormModel, request: PredictRequest): Prediction {
  const { specification } = norm;
  const { level } = request;
  const needed = neededColumns(norm, model.chosen);
  requireColumns(needed, request.x.columns);
  const hasMean = specification.unseen_levels === "mean";
  const { x, unseen } = codeAsModel(codeLevels(specification, request.x, needed), model.levels, hasMean);
  const tail = (request.continues ?? specification.continues) ? model.tail : EMPTY_TAIL;
  const observed = observe(asModelled(norm, model), { ...request, x }, { tail, lastMs: model.toMs });
  const { instants, local, warnings: spacing, clockWarnings } = observed;
  const list = chosenFeatures(norm, model);
  const columns = observed.design(list);
  const y = predictRidge(model, columns, x.rowCount);
  // A category of one level has no feature, and is asked for all the same.
  for (const column of x.levels?.keys() ?? [])
    x.values[x.columns.indexOf(column)]?.forEach((place, row) => {
      if (Number.isNaN(place)) y[row] = Number.NaN;
    });
  const certainty = certaintyOfModel(norm, model);
  const groups = groupsOf(norm.inferred?.interval ?? null, local, x.rowCount);
  const far = leverages(model.spread, columns, x.rowCount);
  const asked = { expected: y, leverages: far, groups };
  const held = heldOf(model, certainty, { level, groups: groupCount(norm.inferred?.interval ?? null) });
  const { lower, upper } = bandOf(certainty, held, asked);
  // What never was negative is not expected to be.
  if (model.targetMinimum !== null && model.targetMinimum >= 0) {
    for (let i = 0; i < y.length; i++) if ((lower[i] as number) < 0) lower[i] = Math.min(0, y[i] as number);
  }
  const unknown = findUnknown(model.unknown, list, { columns, local, rowCount: x.rowCount });
  for (const { rows } of unseen.values()) for (const row of rows) unknown.isUnknown[row] = 1;
  unknown.isUnknown.forEach((is, row) => {
    if (is === 1) [lower[row], upper[row]] = [Number.NaN, Number.NaN];
  });
  const leverage = leverageOf(model, far, unknown.isUnknown);
  const known = [...y.keys()].filter((row) => !Number.isNaN(y[row]));
  const outside = outsideRange(specification.columns, needed, model, x);
  return {
    y,
    lower,
    upper,
    instants,
    columns,
    leverage,
    isUnknown: unknown.isUnknown,
    extrapolated: rowsByName(unknown.byGroup, outside, rowsOf(unseen)),
    spacing,
    warnings: [
      ...clockWarnings,
      ...model.lasting,
      ...windowWarnings(observed.partialCount(known), known.length),
      ...(certainty.residualVariance !== null
        ? []
        : [warn("No interval", "the rows trained on leave no degrees of freedom, autocorrelation considered.")]),
      ...unseenWarnings(unseen, x.rowCount, hasMean),
      ...unknown.warnings,
      ...(leverage.rows.length === 0
        ? []
        : [
            warn(
              "Far rows",
              `${leverage.rows.length} of ${x.rowCount} rows are far from those trained on, all features together; their leverage is above ` +
                `${LEVERAGE_MEANS} times the mean of those, ${Math.round(leverage.largest ?? 0)} times at most.`,
            ),
          ]),
      ...outsideWarnings(outside, specification.columns, { ...model, rowCount: x.rowCount }),
    ],
  };
}

// A quantile takes longer than all else of a short prediction, and most ask for the same level.
const known = new WeakMap<NormModel, { scale: Scale | null; quantiles: Map<number, number> }>();
const QUANTILES_MAX = 100;

/** What the intervals of a model have in common. */
function heldOf(
  model: NormModel,
  certainty: Certainty,
  { level, groups }: { level: number; groups: number },
): { scale: Scale | null; quantile: number } {
  let of = known.get(model);
  if (of === undefined) {
    const scale = scaleOfGroups(model.scatter, groups);
    of = { scale: scale.rows >= SCALE_ROWS_LEAST ? scale : null, quantiles: new Map() };
    known.set(model, of);
  }
  const isKnown = certainty.residualVariance !== null;
  const quantile = of.quantiles.get(level) ?? (isKnown ? coverageFactor(certainty, level) : Number.NaN);
  if (of.quantiles.size < QUANTILES_MAX) of.quantiles.set(level, quantile);
  return { scale: of.scale, quantile };
}

// Of real meters' hours 1 % or less of the rows trained on are above it (most often none); other seasons of a winter's norm are some ten to
// hundreds of times the mean.
const LEVERAGE_MEANS = 10;

/** Leverage in units of its mean over the rows trained on, parameters/n: a range of each column cannot see what never came together. */
function leverageOf(
  { degreesOfFreedom, weight }: NormModel,
  leverages: Float64Array,
  isUnknown: Uint8Array,
): Prediction["leverage"] {
  // What is not known does not scatter: such a row's would be of the rest of it.
  const relative = leverages.map((leverage, row) =>
    isUnknown[row] ? Number.NaN : (leverage * weight) / degreesOfFreedom,
  );
  const known = relative.filter(Number.isFinite);
  return {
    largest: known.length === 0 ? null : known.reduce((most, value) => Math.max(most, value), 0),
    rows: [...relative.keys()].filter((row) => (relative[row] as number) > LEVERAGE_MEANS),
  };
}

/** NaN, and what overflowed, is null. */
export function toAnswers(y: Float64Array): (number | null)[] {
  const answers: (number | null)[] = [];
  for (const value of y) answers.push(Number.isFinite(value) ? value : null);
  return answers;
}

async function requireVersion(context: Context, norm: NormRow, version: number): Promise<void> {
  if ((await findVersion(context.database, norm.id, version)) !== undefined) return;
  const told = `GET /norms/${norm.name}/history lists them`;
  const faults = [{ path: "version", message: `${version} is not there; the newest is ${norm.version}` }];
  throw new AppError("not_found", `Cannot find version ${version} of norm "${norm.name}": ${told}`, faults);
}
