// Rows, coded and with the past that they find → what a model expects of each, and between what it lies.
import { groupCount, groupsOf } from "../../engine/feature/clock-group.ts";
import type { Feature } from "../../engine/feature/feature.ts";
import type { Tail } from "../../engine/feature/series.ts";
import type { Table } from "../../engine/feature/table.ts";
import { type Certainty, coverageFactor, leverages } from "../../engine/model/ridge/interval.ts";
import { predictRidge } from "../../engine/model/ridge/predict-ridge.ts";
import { bandOf, SCALE_ROWS_LEAST } from "../../engine/score/band.ts";
import { type Scale, scaleOfGroups } from "../../engine/score/scale.ts";
import type { Times } from "../../platform/schema/time.ts";
import { certaintyOfModel, chosenFeatures } from "../basis/fit-norm.ts";
import { codeAsModel, type Unseen } from "../rows/code-levels.ts";
import { type Observation, observe } from "../rows/observe.ts";
import { asModelled } from "../rows/place-columns.ts";
import { findUnknown, type UnknownRows } from "../rows/unknown-rows.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { NormRow } from "../store/norms.ts";

export interface Expected {
  /** With its categories as places among the model's levels. */
  x: Table;
  unseen: Unseen;
  observed: Observation;
  /** The features that are in, and of each its values. */
  list: readonly Feature[];
  columns: readonly Float64Array[];
  /** One per row; NaN where a value of the row, or of its past, is missing. */
  y: Float64Array;
  /** Which rows have what no trained row had, levels included: nothing is known of how sure they are. */
  unknown: UnknownRows;
}

/** `x`: its categories are places among its own levels. `lastMs`: see `observe`. */
export function expectRows(
  norm: NormRow,
  model: NormModel,
  { t, x: coded }: { t?: Times | undefined; x: Table },
  past: { tail: Tail; lastMs: number | null; continues?: boolean },
): Expected {
  const hasMean = norm.specification.unseen_levels === "mean";
  const { x, unseen } = codeAsModel(coded, model.levels, hasMean);
  const observed = observe(asModelled(norm, model), { t, x }, past);
  const list = chosenFeatures(norm, model);
  const columns = observed.design(list);
  const y = predictRidge(model, columns, x.rowCount);
  // A category of one level has no feature, and is asked for all the same.
  for (const column of x.levels?.keys() ?? [])
    x.values[x.columns.indexOf(column)]?.forEach((place, row) => {
      if (Number.isNaN(place)) y[row] = Number.NaN;
    });
  const unknown = findUnknown(model.unknown, list, { columns, local: observed.local, rowCount: x.rowCount });
  for (const { rows } of unseen.values()) for (const row of rows) unknown.isUnknown[row] = 1;
  return { x, unseen, observed, list, columns, y, unknown };
}

export interface RowBand {
  lower: Float64Array;
  upper: Float64Array;
  certainty: Certainty;
}

/** ‖S·[1; x]‖² of each row. */
export function leveragesOf({ spread }: NormModel, { columns, y }: Expected): Float64Array {
  return leverages(spread, columns, y.length);
}

/** The ends of each row's interval; NaN where there is none. `local`: as of an observation; `isUnknown`: as of unknown rows. */
export function bandOfRows(
  norm: NormRow,
  model: NormModel,
  of: { y: Float64Array; leverages: Float64Array; local: Float64Array; isUnknown: Uint8Array },
  level: number,
): RowBand {
  const { y, isUnknown } = of;
  const certainty = certaintyOfModel(norm, model);
  const interval = norm.inferred?.interval ?? null;
  const asked = { expected: y, leverages: of.leverages, groups: groupsOf(interval, of.local, y.length) };
  const held = heldOf(model, certainty, { level, groups: groupCount(interval) });
  const { lower, upper } = bandOf(certainty, held, asked);
  raiseEnds(model, y, lower);
  isUnknown.forEach((is, row) => {
    if (is === 1) [lower[row], upper[row]] = [Number.NaN, Number.NaN];
  });
  return { lower, upper, certainty };
}

/** What never was negative is not expected to be. */
export function raiseEnds({ targetMinimum }: NormModel, y: Float64Array, lower: Float64Array): void {
  if (targetMinimum === null || targetMinimum < 0) return;
  for (let i = 0; i < y.length; i++) if ((lower[i] as number) < 0) lower[i] = Math.min(0, y[i] as number);
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
