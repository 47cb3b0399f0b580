// What was saved in a period: what was used against what the norm expects. Reads only.

import { leverages } from "../../engine/model/ridge/interval.ts";
import { type Baseline, savings } from "../../engine/score/savings.ts";
import { DAY_MS } from "../../engine/time/duration.ts";
import type { Context } from "../../platform/context/context.ts";
import { type Warning, warn } from "../../warning.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { SavingsRequest } from "../schema/norm-request.ts";
import type { SavingsAnswer } from "../schema/savings-answer.ts";
import type { NormRow } from "../store/norms.ts";
import type { Prediction } from "./describe-rows.ts";
import { type Predicted, predictRows, toAnswers } from "./predict-norm.ts";

export async function countSavings(context: Context, name: string, request: SavingsRequest): Promise<SavingsAnswer> {
  return savingsOf(request, await predictSaved(context, name, request));
}

/** Predicted rows, and of each feature the sum over those of which something is saved. */
export type Saved = Predicted & { sums: readonly number[] };

export async function predictSaved(context: Context, name: string, request: SavingsRequest): Promise<Saved> {
  const { columns, ...predicted } = await predictRows(context, name, request, "count savings");
  return { ...predicted, sums: sumsOver(columns, countedRows(predicted.prediction.y, request.y)) };
}

/** Rows that were used and are expected: of others nothing is saved. */
export function countedRows(expected: Float64Array, actual: Float64Array): number[] {
  return [...expected.keys()].filter((row) => Number.isFinite((expected[row] as number) - (actual[row] as number)));
}

/** Of each column the sum over some rows. */
export function sumsOver(columns: readonly Float64Array[], rows: readonly number[]): number[] {
  return columns.map((column) => sumOf(column, rows));
}

/** What is answered of rows that were predicted for it. */
export function savingsOf(
  { y: actual, level }: Pick<SavingsRequest, "y" | "level">,
  { norm, version, model, prediction, sums }: Saved,
): SavingsAnswer {
  const { y: expected, extrapolated, leverage, spacing, warnings } = prediction;
  const [lower, upper] = [toAnswers(prediction.lower), toAnswers(prediction.upper)];
  const saving = expected.map((value, i) => value - (actual[i] as number));
  const used = countedRows(expected, actual);
  const period = {
    rows: used.length,
    actual: sumOf(actual, used),
    expected: sumOf(expected, used),
    leverage: sumLeverage(model, sums, used.length),
    months: monthsOf(norm, prediction.instants, used.length),
  };
  const interval = norm.inferred?.interval ?? null;
  const total = savings(period, baselineOf(model), { level, interval });
  // Of a sum with a row of which nothing is known, nothing is.
  const isKnown = used.every((row) => prediction.isUnknown[row] === 0);
  const ifKnown = <T>(value: T) => (isKnown ? value : null);
  return {
    norm: norm.name,
    version,
    level,
    rows: { received: actual.length, used: used.length, skipped: actual.length - used.length },
    total: {
      actual: period.actual,
      expected: period.expected,
      saving: total.saving,
      saving_percent: total.savingPercent,
      uncertainty: ifKnown(total.uncertainty),
      uncertainty_percent: ifKnown(total.uncertaintyPercent),
      uncertainty_method: ifKnown(total.method),
      uncertainty_ashrae: ifKnown(total.uncertaintyAshrae),
      is_significant: ifKnown(total.isSignificant),
    },
    expected: toAnswers(expected),
    lower,
    upper,
    saving: toAnswers(saving),
    out_of_band: outOfBand(actual, prediction),
    extrapolated,
    leverage,
    warnings: [...spacing, ...warnings, ...skippedWarnings(actual.length - used.length, actual.length)],
  };
}

export function baselineOf(model: NormModel): Baseline {
  const { weight: n, targetMean: mean, residualSquares, degreesOfFreedom, rho, months, wholeMonths } = model;
  return { n, mean, residualSquares, degreesOfFreedom, rho, months, wholeMonths };
}

function sumOf(values: Float64Array, rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + (values[row] as number), 0);
}

/** a′(X′X)⁻¹a of the sum a of rows: so many times that of their mean. */
function sumLeverage({ spread }: NormModel, sums: readonly number[], count: number): number {
  if (count === 0) return 0;
  const means = sums.map((sum) => Float64Array.of(sum / count));
  return count ** 2 * (leverages(spread, means, 1)[0] as number);
}

const MONTH_MS = (365.25 / 12) * DAY_MS;

/** How long so many rows are, in months; where they have no regular step, how far the last one is from the first, and a row more. */
function monthsOf({ inferred }: NormRow, instants: Float64Array | null, rowCount: number): number | null {
  if (instants === null || inferred === null) return null;
  if (inferred.interval === "monthly") return rowCount * (inferred.months?.step ?? 1);
  if (inferred.stepMs !== null) return (rowCount * inferred.stepMs) / MONTH_MS;
  const span = (instants.at(-1) as number) - (instants[0] as number);
  return (span * rowCount) / Math.max(1, rowCount - 1) / MONTH_MS;
}

function skippedWarnings(skipped: number, received: number): Warning[] {
  return skipped === 0
    ? []
    : [warn("Rows not counted", `${skipped} of ${received} rows have no y or no expectation; they are in no sum.`)];
}

function outOfBand(actual: Float64Array, prediction: Prediction): SavingsAnswer["out_of_band"] {
  const { y, instants } = prediction;
  const rows: SavingsAnswer["out_of_band"] = [];
  for (let row = 0; row < actual.length; row++) {
    const value = actual[row] as number;
    const [lower, upper] = [prediction.lower[row] as number, prediction.upper[row] as number];
    const band = { expected: y[row] as number, lower, upper };
    const isOver = value > band.upper;
    if (!isOver && !(value < band.lower)) continue;
    const t = instants && new Date(instants[row] as number).toISOString();
    rows.push({ row, t, actual: value, ...band, consumption: isOver ? "over" : "under" });
  }
  return rows;
}
