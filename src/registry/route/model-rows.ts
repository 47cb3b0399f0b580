// What a model says of rows, as rows.
import type { RowsAnswer } from "../../platform/http/tabular/respond-rows.ts";
import type { Column } from "../../platform/http/tabular/rows.ts";
import type { ModelPrediction } from "../schema/model-answer.ts";

/** Rows have no names: their order tells which is which. */
export function rowsOfPrediction({ y, classes, probability, columns: _, ...beside }: ModelPrediction): RowsAnswer {
  const target: Column = { name: "y", at: (row) => y[row] };
  const shares = (classes ?? []).map((label, k) => ({
    name: `probability.${label}`,
    at: (row: number) => probability?.[row]?.[k] ?? null,
  }));
  const sharesOf = (row: number) =>
    probability && classes ? Object.fromEntries(classes.map((label, k) => [label, probability[row]?.[k]])) : null;
  const lineOf = (row: number) => (classes ? { y: y[row], probability: sharesOf(row) } : { y: y[row] });
  return { rows: { count: y.length, columns: [target, ...shares], lineOf }, beside };
}
