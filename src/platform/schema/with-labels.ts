// A norm's table: its columns of text, true and false hold labels, each of which tells rows apart.
import type { Label, Table } from "../../engine/feature/table.ts";
import { show } from "../../engine/parameter/show.ts";
import type { AddFault } from "./collector.ts";
import { LABEL_LENGTH_MAX } from "./limit.ts";
import type { SentTable } from "./read-table.ts";

const NO_NUMBERS = new Float64Array();

/** `isNamed`: whether a fault is told by the column's name, or by its place in the row. */
export function withLabels({ values, ...table }: SentTable, fault: AddFault): Table {
  const labels = new Map<number, readonly Label[]>();
  const numbers = values.map((column, j) => {
    if (column instanceof Float64Array) return column;
    for (const [row, value] of column.entries()) {
      const wrong = typeof value === "string" ? labelFault(value) : null;
      const path = table.isNamed ? [table.columns[j] as string, row] : [row, j];
      if (wrong !== null && !fault(wrong, ...path)) break;
    }
    labels.set(j, column);
    return NO_NUMBERS;
  });
  return labels.size === 0 ? { ...table, values: numbers } : { ...table, values: numbers, labels };
}

/** Why a text cannot be the label of a row; null when it can. */
export function labelFault(value: string): string | null {
  if (value.length > LABEL_LENGTH_MAX)
    return `${show(value)} has ${value.length} characters; a label has ${LABEL_LENGTH_MAX} at most`;
  if (value.trim() === "") return `${show(value)} says nothing; a missing value is null`;
  if (/\p{Cc}/u.test(value)) return `${show(value)} has control characters, which no label has`;
  return value.isWellFormed() ? null : "halves of characters, which no label has";
}
