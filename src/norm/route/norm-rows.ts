// What a norm says of rows, as rows: the answer beside each time.
import type { Context } from "../../platform/context/context.ts";
import type { RowsAnswer } from "../../platform/http/tabular/respond-rows.ts";
import { columnOfTimes } from "../../platform/http/tabular/row-times.ts";
import { type Column, rowsOfColumns } from "../../platform/http/tabular/rows.ts";
import { type Saved, savingsOf } from "../answer/count-savings.ts";
import { explanationOf } from "../answer/explain-norm.ts";
import { answerOf, type Predicted, predictRows } from "../answer/predict-norm.ts";
import type { Explanation, PredictAnswer } from "../schema/norm-answer.ts";
import type { PredictRequest, SavingsRequest } from "../schema/norm-request.ts";

/** `timezone`: of the times; the norm's own unless given. */
export async function tabulatePrediction(
  context: Context,
  name: string,
  request: PredictRequest,
  { timezone, explain = false }: { timezone?: string | undefined; explain?: boolean | undefined },
): Promise<RowsAnswer> {
  const predicted = await predictRows(context, name, request, explain ? "explain" : "predict");
  const explanation = explain ? await explanationOf(context, predicted) : null;
  const { y, lower, upper, extrapolated, leverage, ...beside } = answerOf(request, predicted);
  const columns = [
    ...timesOf(predicted, request, timezone),
    ...listed({ y, lower, upper }),
    ...oddities({ extrapolated, leverage }),
    ...(explanation === null ? [] : parts(explanation)),
  ];
  const told = explanation && { explanation: { base: explanation.base } };
  return { rows: rowsOfColumns(y.length, columns), beside: { ...beside, ...told } };
}

export function tabulateSavings(
  request: Pick<SavingsRequest, "t" | "y" | "level">,
  predicted: Saved,
  timezone: string | undefined,
): RowsAnswer {
  const { norm, version, level, rows, total, warnings, ...told } = savingsOf(request, predicted);
  const { expected, lower, upper, saving, out_of_band } = told;
  const consumption = new Map(out_of_band.map((each) => [each.row, each.consumption]));
  const actual = Array.from(request.y, (value) => (Number.isNaN(value) ? null : value));
  const columns = [
    ...timesOf(predicted, request, timezone),
    ...listed({ actual, expected, lower, upper, saving }),
    { name: "consumption", at: (row: number) => consumption.get(row) ?? null },
    ...oddities(told),
  ];
  return { rows: rowsOfColumns(actual.length, columns), beside: { norm, version, level, rows, total, warnings } };
}

function timesOf(
  { norm, prediction }: Predicted,
  { t }: Pick<PredictRequest, "t">,
  asked: string | undefined,
): Column[] {
  const { instants } = prediction;
  if (t === undefined || instants === null) return [];
  const { timezone = "UTC" } = norm.specification;
  return [columnOfTimes({ instants, areDates: t.areDates, timezone }, asked)];
}

function listed(columns: Record<string, readonly (number | null)[]>, prefix = ""): Column[] {
  return Object.entries(columns).map(([name, values]) => ({ name: `${prefix}${name}`, at: (row) => values[row] }));
}

/** Names with dots, as of figures within figures. */
function parts({ contributions, sources }: Explanation): Column[] {
  return [...listed(contributions, "contribution."), ...listed(sources, "source.")];
}

/** What is told of some rows by their numbers, at each row. */
function oddities({ extrapolated, leverage }: Pick<PredictAnswer, "extrapolated" | "leverage">): Column[] {
  const namesOf = new Map<number, string[]>();
  for (const [name, rows] of Object.entries(extrapolated))
    for (const row of rows) namesOf.set(row, [...(namesOf.get(row) ?? []), name]);
  const far = new Set(leverage.rows);
  return [
    {
      name: "extrapolated",
      at: (row) => namesOf.get(row)?.join("; ") ?? null,
      inLine: (row) => namesOf.get(row) ?? [],
    },
    { name: "is_far", at: (row) => far.has(row) },
  ];
}
