// Answers of rows that were sorted, or made one of several, told in the rows that were sent.
import type { TableParts } from "../../platform/form/take-parts.ts";
import type { PredictAnswer } from "../schema/norm-answer.ts";
import type { SavingsAnswer } from "../schema/savings-answer.ts";

type Parts = Pick<TableParts, "rowOf" | "warnings">;

export function predictionAsSent(answer: PredictAnswer, parts: Parts): PredictAnswer {
  const { each, rows, numbers } = bySentRows(parts);
  const { y, lower, upper, extrapolated, leverage } = answer;
  return {
    ...answer,
    ...{ y: each(y), lower: each(lower), upper: each(upper), extrapolated: rows(extrapolated) },
    leverage: { ...leverage, rows: numbers(leverage.rows) },
    warnings: [...parts.warnings, ...answer.warnings],
  };
}

/** Sums are over the rows as they were made one. */
export function savingsAsSent(answer: SavingsAnswer, parts: Parts): SavingsAnswer {
  const { each, rows, numbers } = bySentRows(parts);
  const { expected, lower, upper, saving, out_of_band, extrapolated, leverage } = answer;
  return {
    ...answer,
    ...{ expected: each(expected), lower: each(lower), upper: each(upper), saving: each(saving) },
    out_of_band: out_of_band.flatMap((told) => numbers([told.row]).map((row) => ({ ...told, row }))),
    extrapolated: rows(extrapolated),
    leverage: { ...leverage, rows: numbers(leverage.rows) },
    warnings: [...parts.warnings, ...answer.warnings],
  };
}

function bySentRows({ rowOf }: Parts) {
  if (rowOf === null) {
    const same = <T>(value: T) => value;
    return { each: same, rows: same, numbers: same };
  }
  const sent = new Map<number, number[]>();
  for (const [row, of] of rowOf.entries()) sent.set(of, [...(sent.get(of) ?? []), row]);
  const numbers = (of: number[]) => of.flatMap((row) => sent.get(row) ?? []).sort((a, b) => a - b);
  return {
    each: <T>(values: T[]) => Array.from(rowOf, (row) => values[row] as T),
    numbers,
    rows: (named: Record<string, number[]>) =>
      Object.fromEntries(Object.entries(named).map(([name, of]) => [name, numbers(of)])),
  };
}
