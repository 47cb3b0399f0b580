// The rows of a batch, while they are there, and what a model makes of them.

import { groupCount } from "../../engine/feature/clock-group.ts";
import type { Interval } from "../../engine/feature/feature.ts";
import type { Table } from "../../engine/feature/table.ts";
import { leverages } from "../../engine/model/ridge/interval.ts";
import { predictRidge } from "../../engine/model/ridge/predict-ridge.ts";
import { drift } from "../../engine/score/drift.ts";
import { gate } from "../../engine/score/gate.ts";
import { gatherScatter } from "../../engine/score/gather-scatter.ts";
import { scaleOfGroups } from "../../engine/score/scale.ts";
import type { Scatter } from "../../engine/score/scatter.ts";
import { autocorrelate, type RegressionScore, rhoOf, scoreRegression } from "../../engine/score/score.ts";
import { neededColumns } from "../rows/check-columns.ts";
import { unseenIn } from "../rows/code-levels.ts";
import type { NormParts } from "../rows/levels.ts";
import type { Observation } from "../rows/observe.ts";
import { findUnknown } from "../rows/unknown-rows.ts";
import type { Drift, NormError } from "../schema/norm-figure.ts";
import type { NormModel } from "../schema/norm-model.ts";
import { rowWeights } from "./ageing.ts";
import { chosenFeatures, leastCertainty } from "./fit-norm.ts";

export interface Sample {
  norm: NormParts;
  observed: Observation;
  /** Its categories are places among the levels of the rows. */
  x: Table;
  y: Float64Array;
  /** What each row weighs; 1 unless given. */
  weights: Float64Array | undefined;
  /** Indexes of the rows without a missing value, and the group of the clock of each. */
  used: Uint32Array;
  groups: Uint8Array;
}

export interface Scored {
  error: NormError | null;
  /** How the residuals of the rows scatter. */
  scatter: Scatter;
}

export interface Judged {
  errorBefore: NormError | null;
  drift: Drift | null;
}

/** How a model does on rows that it has learned from. */
export function scoreRows(sample: Sample, model: NormModel): Scored {
  const { observed, used, groups } = sample;
  const met = meet(sample, model);
  const residuals = autocorrelate(met.residuals, used, { follows: observed.follows(null) });
  const own = sample.weights && pick(sample.weights, used);
  const weight = own === undefined ? used.length : own.reduce((sum, of) => sum + of, 0);
  // Of the parameters these rows have used up as large a share as they are of all rows.
  const parameters = (model.degreesOfFreedom * weight) / Math.max(weight, model.weight);
  // As if a row had not been learned from, on average; a row that was learned by heart says nothing.
  const learned = Math.min(model.degreesOfFreedom / Math.max(1, model.weight), LEARNED_MOST);
  const { norm, observed: rows } = sample;
  const ages = rowWeights({ ...norm, inferred: rows.inferred }, rows.local);
  const aged = ages && pick(ages, used);
  const scatter = gatherScatter(model.scatter, {
    weights: own && aged ? own.map((of, i) => of * (aged[i] as number)) : (own ?? aged),
    groups,
    expected: pick(met.predicted, used),
    residuals: pick(met.residuals, used).map((residual) => residual / (1 - learned)),
  });
  return { error: errorOf(sample, model, { ...met, parameters, rho: rhoOf(residuals) }), scatter };
}

const LEARNED_MOST = 0.9;

/** How a model does on rows that it has not learned from, and whether it still holds. */
export function judgeModel(sample: Sample, before: NormModel): Judged {
  if (before.rows === 0) return { errorBefore: null, drift: null };
  const { norm, observed, y, groups } = sample;
  const met = meet(sample, before);
  // What it would not have been asked for without a word is not held against it.
  const unseen = unseenRows(sample, before);
  const used = sample.used.filter((row) => !unseen.has(row));
  const rho = rhoOf(autocorrelate(met.residuals, used, { follows: observed.follows(null) }));
  // A level of which nothing was known cannot obey it.
  const list = chosenFeatures(norm, before);
  const asked = { columns: met.columns, local: observed.local, rowCount: y.length };
  const { isUnknown } = findUnknown(before.unknown, list, asked);
  const known = used.filter((row) => isUnknown[row] === 0);
  const tested = drift(
    leastCertainty(before),
    before.rho,
    scaleOfGroups(before.scatter, groupCount(observed.inferred.interval)),
    {
      groups: groups.filter(
        (_, i) => isUnknown[sample.used[i] as number] === 0 && !unseen.has(sample.used[i] as number),
      ),
      errors: pick(met.residuals, known),
      expected: pick(met.predicted, known),
      leverages: pick(leverages(before.spread, met.columns, y.length), known),
    },
  );
  return {
    // It has not learned from these rows: they have used up none of its parameters.
    errorBefore: errorOf({ ...sample, used }, before, { ...met, parameters: 0, rho }),
    drift: tested && { statistic: tested.statistic, p_value: tested.pValue, flagged: tested.flagged },
  };
}

/** Rows with a level that no row had before. */
export function unseenRows({ norm, x }: Sample, { chosen, levels }: NormModel): Set<number> {
  if (x.levels === undefined) return new Set();
  const needed = neededColumns(norm, chosen);
  return new Set([...unseenIn(x, levels)].flatMap(([column, { rows }]) => (needed.includes(column) ? rows : [])));
}

/** What a model makes of all rows, complete or not. */
export interface Met {
  /** Those that it has coefficients of. */
  columns: readonly Float64Array[];
  predicted: Float64Array;
  residuals: Float64Array;
}

export function meet({ norm, observed, y }: Sample, model: NormModel): Met {
  const columns = observed.design(chosenFeatures(norm, model));
  const predicted = predictRidge(model, columns, y.length);
  return { columns, predicted, residuals: y.map((value, i) => value - (predicted[i] as number)) };
}

function errorOf(
  { observed, y, used }: Sample,
  model: NormModel,
  { predicted, parameters, rho }: Met & { parameters: number; rho: number },
): NormError | null {
  if (model.rows === 0) return null;
  const scored = scoreRegression(pick(y, used), pick(predicted, used), { parameters, rho });
  return scored && describeScore(scored, observed.inferred.interval);
}

/** As it is answered and kept. */
export function describeScore(scored: Score, interval: Interval | null): NormError {
  const { cvrmse, nmbe } = scored;
  return {
    n: scored.n,
    n_prime: scored.nPrime,
    ddof: scored.ddof,
    rmse: scored.rmse,
    mae: scored.mae,
    r_squared: scored.rSquared,
    r_squared_adj: scored.rSquaredAdj,
    cvrmse,
    cvrmse_adj: scored.cvrmseAdj,
    nmbe,
    pnrmse: scored.pnrmse,
    gate: gate(interval, scored.cvrmseAdj, nmbe),
  };
}

/** `mae` is not known of rows that are gone. */
type Score = Omit<RegressionScore, "mae"> & { mae: number | null };

export function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i] as number] as number;
  return picked;
}
