// What was saved in a period: what was used against what the norm expects. Reads only.
import { savings } from "../model/savings.ts";
import type { SavingsAnswer } from "../schema/norm-answer.ts";
import type { SavingsRequest } from "../schema/norm-request.ts";
import type { Context } from "./context.ts";
import { certaintyOfModel } from "./fit-norm.ts";
import { bandOf, type Prediction, predictRows, toAnswers } from "./predict-norm.ts";

export async function countSavings(context: Context, name: string, request: SavingsRequest): Promise<SavingsAnswer> {
  const { y: actual, level } = request;
  const { norm, version, model, prediction } = await predictRows(context, name, request, "count savings");
  const { y: expected, extrapolated, spacing, warnings } = prediction;
  const { lower, upper } = bandOf(prediction);
  const saving = expected.map((value, i) => value - (actual[i] as number));
  const sums = { actual: 0, expected: 0, rows: 0 };
  saving.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    sums.actual += actual[i] as number;
    sums.expected += expected[i] as number;
    sums.rows++;
  });
  const baseline = {
    certainty: certaintyOfModel(norm, model),
    residualSquares: model.residualSquares,
    mean: model.targetMean,
  };
  const total = savings(sums, baseline, level);
  return {
    norm: name,
    version,
    level,
    rows: { received: actual.length, used: sums.rows, skipped: actual.length - sums.rows },
    total: {
      actual: total.actual,
      expected: total.expected,
      saving: total.saving,
      saving_percent: total.savingPercent,
      uncertainty: total.uncertainty,
      uncertainty_percent: total.uncertaintyPercent,
      is_significant: total.uncertainty === null ? null : Math.abs(total.saving) > total.uncertainty,
    },
    expected: toAnswers(expected),
    lower,
    upper,
    saving: toAnswers(saving),
    out_of_band: outOfBand(actual, prediction),
    extrapolated,
    warnings: [...spacing, ...warnings, ...skippedWarnings(actual.length - sums.rows, actual.length)],
  };
}

function skippedWarnings(skipped: number, received: number): string[] {
  return skipped === 0 ? [] : [`${skipped} of ${received} rows have no y or no expectation: they are in no sum.`];
}

function outOfBand(actual: Float64Array, prediction: Prediction): SavingsAnswer["out_of_band"] {
  const { y, half, instants } = prediction;
  const rows: SavingsAnswer["out_of_band"] = [];
  for (let row = 0; row < actual.length; row++) {
    const value = actual[row] as number;
    const [expected, width] = [y[row] as number, half[row] as number];
    const band = { expected, lower: expected - width, upper: expected + width };
    const isOver = value > band.upper;
    if (!isOver && !(value < band.lower)) continue;
    const t = instants && new Date(instants[row] as number).toISOString();
    rows.push({ row, t, actual: value, ...band, consumption: isOver ? "over" : "under" });
  }
  return rows;
}
