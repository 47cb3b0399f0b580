// The rows of a batch → what is stored of them, and a way to score models on them while they are still there.

import { groupCount, groupsOf } from "../../engine/feature/clock-group.ts";
import type { Inferred } from "../../engine/feature/feature.ts";
import { keptCount, keptFeatures } from "../../engine/feature/kept-feature.ts";
import { cellsOfRows, keepRow, neededFeatures, readRow } from "../../engine/feature/kept-row.ts";
import type { Tail } from "../../engine/feature/series.ts";
import type { LastRow } from "../../engine/feature/steps.ts";
import { type Summary, summarise } from "../../engine/feature/summary.ts";
import type { Kernel } from "../../engine/kernel/kernel.ts";
import { leverages } from "../../engine/model/ridge/interval.ts";
import { predictRidge } from "../../engine/model/ridge/predict-ridge.ts";
import { drift } from "../../engine/score/drift.ts";
import { gate } from "../../engine/score/gate.ts";
import { gatherScatter } from "../../engine/score/gather-scatter.ts";
import { scaleOfGroups } from "../../engine/score/scale.ts";
import { autocorrelate, rhoOf, scoreRegression } from "../../engine/score/score.ts";
import { completeRows } from "../../engine/time/fold.ts";
import { AppError } from "../../error.ts";
import { KEPT_CELL_COUNT_MAX } from "../../platform/schema/limit.ts";
import { rowWeights } from "../basis/ageing.ts";
import { chosenFeatures, leastCertainty } from "../basis/fit-norm.ts";
import type { Scored } from "../basis/learn-version.ts";
import { keepRows } from "../rows/keep-rows.ts";
import { looksBack, type Observation, observe } from "../rows/observe.ts";
import type { NormParts } from "../rows/place-columns.ts";
import { findUnknown } from "../rows/unknown-rows.ts";
import type { Drift, NormError } from "../schema/norm-figure.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { TrainRequest } from "../schema/norm-request.ts";
import type { Part } from "../store/parts.ts";
import type { Past } from "../store/standing.ts";

export interface Prepared {
  counts: { rowsReceived: number; rowsUsed: number };
  /** What is kept of the rows; more than one part where they fade, and are of several days or months. */
  parts: Part[];
  summary: Summary;
  /** The last row, where it is complete. */
  lastRow: LastRow | null;
  inferred: Inferred;
  tail: Tail;
  /** When the last row was; null without times. */
  endedAtMs: number | null;
  /** How a model that has learned from the rows does on them. */
  score(model: NormModel): Scored;
  /** How a model from before does, and whether it still holds. */
  judge(before: NormModel): { errorBefore: NormError | null; drift: Drift | null };
  /** What to know of rows that lie before what was trained already. */
  warningsAfter(before: Summary): string[];
}

/** `past`: the rows that these look back on, and the one that the first of them may follow. */
export function prepareBatch(
  kernel: Kernel,
  norm: NormParts,
  request: TrainRequest,
  past: Pick<Past, "tail" | "lastRow" | "endedAtMs">,
): Prepared {
  const { t, x, y } = request;
  const continues = request.continues ?? norm.specification.continues;
  const observed = observe(norm, { t, x }, { tail: past.tail, lastMs: past.endedAtMs, continues });
  const { instants, local, inferred } = observed;
  const parts = { ...norm, inferred };
  refuseTooManyKept(x.rowCount, keptCount(norm.specification, inferred));
  const used = completeRows([...observed.design(neededFeatures(parts)), y], x.rowCount);
  if (used.length === 0 && !looksBack(parts)) {
    throw new AppError(
      "invalid",
      `Cannot train: each of the ${x.rowCount} rows has a missing value; one complete row is needed`,
      [{ path: "x", message: "no row has a number in every column and in y" }],
    );
  }
  const raw = norm.specification.columns.map((name) => x.values[x.columns.indexOf(name)] as Float64Array);
  const isNext = past.lastRow !== null && observed.follows(past.lastRow.ms)[0] === 1;
  const cells = cellsOfRows(parts, { raw, used, before: isNext ? past.lastRow : null });
  const kept = keptFeatures(norm.specification, inferred, cells);
  const all = [...observed.design(kept), y];
  const lastRow = past.lastRow && readRow(parts, kept, past.lastRow);
  const last = x.rowCount - 1;
  const groups = groupsOf(inferred.interval, local, x.rowCount);
  const sample = { norm: parts, observed, y, used, groups: Uint8Array.from(used, (row) => groups[row] as number) };
  return {
    counts: { rowsReceived: x.rowCount, rowsUsed: used.length },
    parts: keepRows(kernel, { ...parts, kept }, { columns: all, used, observed, lastRow }),
    summary: {
      ...summarise(raw, used, { instants, local, learned: all, grid: inferred }),
      ...(Object.keys(cells).length > 0 && { cells }),
    },
    lastRow:
      used.at(-1) === last
        ? { ms: instants?.[last] ?? null, values: keepRow(parts, kept, { columns: all, raw, row: last }) }
        : null,
    inferred,
    tail: observed.tailAfter(),
    endedAtMs: instants?.at(-1) ?? null,
    score: (model) => score(sample, model),
    judge: (before) => judge(sample, before),
    warningsAfter: (before) => [
      ...lateWarnings(instants, before),
      ...observed.clockWarnings,
      ...observed.warnings,
      ...observed.windowWarnings(used),
      ...(used.length === 0 ? ["No row was learned from: none has all its values and its past."] : []),
    ],
  };
}

function refuseTooManyKept(rowCount: number, featureCount: number): void {
  if (rowCount * featureCount <= KEPT_CELL_COUNT_MAX) return;
  const told =
    `${rowCount} rows × ${featureCount} features, pieces among which knots are placed counted, are more than the ${KEPT_CELL_COUNT_MAX} ` +
    "values that are accepted; send several batches";
  throw new AppError("invalid", `Cannot train: x: ${told}`, [{ path: "x", message: told }]);
}

interface Sample {
  norm: NormParts;
  observed: Observation;
  y: Float64Array;
  /** Indexes of the rows without a missing value, and the group of the clock of each. */
  used: Uint32Array;
  groups: Uint8Array;
}

function score(sample: Sample, model: NormModel): Scored {
  const { observed, used, groups } = sample;
  const met = meet(sample, model);
  const residuals = autocorrelate(met.residuals, used, { follows: observed.follows(null) });
  // Of the parameters these rows have used up as large a share as they are of all rows.
  const parameters = (model.degreesOfFreedom * used.length) / Math.max(used.length, model.weight);
  // As if a row had not been learned from, on average; a row that was learned by heart says nothing.
  const learned = Math.min(model.degreesOfFreedom / Math.max(1, model.weight), LEARNED_MOST);
  const { norm, observed: rows } = sample;
  const weights = rowWeights({ ...norm, inferred: rows.inferred }, rows.local);
  const scatter = gatherScatter(model.scatter, {
    weights: weights && pick(weights, used),
    groups,
    expected: pick(met.predicted, used),
    residuals: pick(met.residuals, used).map((residual) => residual / (1 - learned)),
  });
  return { error: errorOf(sample, model, { ...met, parameters, rho: rhoOf(residuals) }), scatter };
}

const LEARNED_MOST = 0.9;

function judge(sample: Sample, before: NormModel): ReturnType<Prepared["judge"]> {
  if (before.rows === 0) return { errorBefore: null, drift: null };
  const { norm, observed, y, used, groups } = sample;
  const met = meet(sample, before);
  const rho = rhoOf(autocorrelate(met.residuals, used, { follows: observed.follows(null) }));
  // A level of which nothing was known cannot obey it.
  const list = chosenFeatures(norm, before.chosen);
  const asked = { columns: met.columns, local: observed.local, rowCount: y.length };
  const { isUnknown } = findUnknown(before.unknown, list, asked);
  const known = used.filter((row) => isUnknown[row] === 0);
  const tested = drift(
    leastCertainty(before),
    before.rho,
    scaleOfGroups(before.scatter, groupCount(observed.inferred.interval)),
    {
      groups: groups.filter((_, i) => isUnknown[used[i] as number] === 0),
      errors: pick(met.residuals, known),
      expected: pick(met.predicted, known),
      leverages: pick(leverages(before.spread, met.columns, y.length), known),
    },
  );
  return {
    // It has not learned from these rows: they have used up none of its parameters.
    errorBefore: errorOf(sample, before, { ...met, parameters: 0, rho }),
    drift: tested && { statistic: tested.statistic, p_value: tested.pValue, flagged: tested.flagged },
  };
}

/** What a model makes of all rows, complete or not. */
interface Met {
  /** Those that it has coefficients of. */
  columns: readonly Float64Array[];
  predicted: Float64Array;
  residuals: Float64Array;
}

function meet({ norm, observed, y }: Sample, model: NormModel): Met {
  const columns = observed.design(chosenFeatures(norm, model.chosen, model.knots));
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
  if (scored === null) return null;
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
    gate: gate(observed.inferred.interval, scored.cvrmseAdj, nmbe),
  };
}

function lateWarnings(instants: Float64Array | null, { toMs }: Summary): string[] {
  const first = instants?.[0];
  if (first === undefined || toMs === null || first > toMs) return [];
  const told = (ms: number) => new Date(ms).toISOString();
  return [
    `Rows from ${told(first)} on, not later than ${told(toMs)}, the last trained time: taken as a batch of their own. They find ` +
      "no past but their own and the last rows kept; rows that were trained before count twice.",
  ];
}

function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i] as number] as number;
  return picked;
}
