// What a model says of rows, as rows.
import type { RowsAnswer } from "../../platform/http/tabular/respond-rows.ts";
import type { Column } from "../../platform/http/tabular/rows.ts";
import type { ModelExplanation } from "../schema/explanation-answer.ts";
import type { ModelPrediction } from "../schema/model-answer.ts";

/** Rows have no names: their order tells which is which. */
export function rowsOfPrediction(prediction: ModelPrediction): RowsAnswer {
  const { y, lower, upper, classes, probability, columns: names, explanation, ...rest } = prediction;
  const ends = Object.entries({ lower, upper }).flatMap(([name, of]) => (of === undefined ? [] : [{ name, of }]));
  const target: Column[] = [{ name: "y", of: y }, ...ends].map(({ name, of }) => ({ name, at: (row) => of[row] }));
  const shares = (classes ?? []).map((label, k) => ({
    name: `probability.${label}`,
    at: (row: number) => probability?.[row]?.[k] ?? null,
  }));
  const sharesOf = (row: number) =>
    probability && classes ? Object.fromEntries(classes.map((label, k) => [label, probability[row]?.[k]])) : null;
  const why = explanation ? whyOf(explanation, names, classes ?? []) : [];
  const lineOf = (row: number) => ({
    ...Object.fromEntries(target.map(({ name, at }) => [name, at(row)])),
    ...(classes && { probability: sharesOf(row) }),
    ...Object.fromEntries(why.map(({ name, lineOf }) => [name, lineOf(row)])),
  });
  const columns = [...target, ...shares, ...why.flatMap((each) => each.columns)];
  const beside = explanation ? { ...rest, explanation: { of: explanation.of, base: explanation.base } } : rest;
  return { rows: { count: y.length, columns, lineOf }, beside };
}

/** What columns add, and how far that may be off. */
function whyOf(
  { contributions, std_error }: ModelExplanation,
  names: readonly string[],
  classes: readonly unknown[],
): { name: string; columns: Column[]; lineOf(row: number): object }[] {
  const one = (name: string, rows: ModelExplanation["contributions"]) => {
    const isOfClasses = Array.isArray(rows[0]?.[0]);
    const listOf = (row: number, k: number) => (isOfClasses ? rows[row]?.[k] : rows[row]) as number[];
    const byName = (row: number, k: number) =>
      Object.fromEntries(names.map((column, j) => [column, listOf(row, k)[j]]));
    return {
      name,
      columns: (isOfClasses ? [...classes.keys()] : [0]).flatMap((k) =>
        names.map((column, j) => ({
          name: [name, ...(isOfClasses ? [classes[k]] : []), column].join("."),
          at: (row: number) => listOf(row, k)[j],
        })),
      ),
      lineOf: (row: number) =>
        isOfClasses ? Object.fromEntries(classes.map((label, k) => [label, byName(row, k)])) : byName(row, 0),
    };
  };
  return [one("contribution", contributions), ...(std_error ? [one("std_error", std_error)] : [])];
}
