// What a model says of rows, as rows.
import type { RowsAnswer } from "../../platform/http/tabular/respond-rows.ts";
import type { Column } from "../../platform/http/tabular/rows.ts";
import type { ModelPrediction } from "../schema/model-answer.ts";

/** Rows have no names: their order tells which is which. */
export function rowsOfPrediction(predicted: ModelPrediction): RowsAnswer {
  const { y, lower, upper, classes, probability, columns: _, ...beside } = predicted;
  const ends = Object.entries({ lower, upper }).flatMap(([name, of]) => (of === undefined ? [] : [{ name, of }]));
  const target: Column[] = [{ name: "y", of: y }, ...ends].map(({ name, of }) => ({ name, at: (row) => of[row] }));
  const shares = (classes ?? []).map((label, k) => ({
    name: `probability.${label}`,
    at: (row: number) => probability?.[row]?.[k] ?? null,
  }));
  const sharesOf = (row: number) =>
    probability && classes ? Object.fromEntries(classes.map((label, k) => [label, probability[row]?.[k]])) : null;
  const lineOf = (row: number) => ({
    ...Object.fromEntries(target.map(({ name, at }) => [name, at(row)])),
    ...(classes && { probability: sharesOf(row) }),
  });
  return { rows: { count: y.length, columns: [...target, ...shares], lineOf }, beside };
}
