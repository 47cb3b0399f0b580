// Answers of rows that were sorted, or made one of several, told in the rows that were sent.

import type { TableParts } from "../../platform/form/take-parts.ts";
import type { RowsAnswer } from "../../platform/http/tabular/respond-rows.ts";
import type { PredictAnswer } from "../schema/norm-answer.ts";
import type { SavingsAnswer } from "../schema/savings-answer.ts";

/** null where no table was sent. */
type Parts = Pick<TableParts, "rowOf" | "warnings"> | null;

export function predictionAsSent(answer: PredictAnswer, parts: Parts): PredictAnswer {
  const { each, rows, numbers } = bySentRows(parts);
  const { y, lower, upper, extrapolated, leverage, explanation } = answer;
  const eachOf = (named: Record<string, (number | null)[]>) =>
    Object.fromEntries(Object.entries(named).map(([name, values]) => [name, each(values)]));
  return {
    ...answer,
    ...{ y: each(y), lower: each(lower), upper: each(upper), extrapolated: rows(extrapolated) },
    leverage: { ...leverage, rows: numbers(leverage.rows) },
    ...(explanation && {
      explanation: {
        ...explanation,
        contributions: eachOf(explanation.contributions),
        sources: eachOf(explanation.sources),
      },
    }),
    warnings: [...(parts?.warnings ?? []), ...answer.warnings],
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
    warnings: [...(parts?.warnings ?? []), ...answer.warnings],
  };
}

/** The rows of a spreadsheet. */
export function rowsAsSent(answer: RowsAnswer, parts: Parts): RowsAnswer {
  if (parts === null) return answer;
  const { rows, beside = {} } = answer;
  const { rowOf } = parts;
  const warnings = [...parts.warnings, ...(beside.warnings ?? [])];
  if (rowOf === null) return { ...answer, beside: { ...beside, warnings } };
  const at = (row: number) => rowOf[row] as number;
  const columns = rows.columns.map((column) => ({
    ...column,
    at: (row: number) => column.at(at(row)),
    ...(column.inLine && { inLine: (row: number) => column.inLine?.(at(row)) }),
  }));
  const sent = { count: rowOf.length, columns, lineOf: (row: number) => rows.lineOf(at(row)) };
  return { ...answer, rows: sent, beside: { ...beside, warnings } };
}

function bySentRows(parts: Parts) {
  const rowOf = parts?.rowOf ?? null;
  if (rowOf === null) {
    const same = <T>(value: T) => value;
    return { each: same, rows: same, numbers: same };
  }
  const sent = new Map<number, number[]>();
  for (const [row, of] of rowOf.entries()) {
    const before = sent.get(of);
    if (before === undefined) sent.set(of, [row]);
    else before.push(row);
  }
  const numbers = (of: number[]) => of.flatMap((row) => sent.get(row) ?? []).sort((a, b) => a - b);
  return {
    each: <T>(values: T[]) => Array.from(rowOf, (row) => values[row] as T),
    numbers,
    rows: (named: Record<string, number[]>) =>
      Object.fromEntries(Object.entries(named).map(([name, of]) => [name, numbers(of)])),
  };
}
