// What stands in a column, counted: its numbers, its truths and each of its texts.
import type { Cell } from "./read-table.ts";

export interface Contents {
  numberCount: number;
  booleanCount: number;
  /** By text how many rows have it; blank ones are missing values. */
  texts: Map<string, number>;
}

export function contentsOf(cells: readonly Cell[]): Contents {
  let [numberCount, booleanCount] = [0, 0];
  const texts = new Map<string, number>();
  for (const cell of cells) {
    if (typeof cell === "string") texts.set(cell, (texts.get(cell) ?? 0) + 1);
    else if (typeof cell === "number") numberCount++;
    else if (cell !== null) booleanCount++;
  }
  for (const text of texts.keys()) if (isBlank(text)) texts.delete(text);
  return { numberCount, booleanCount, texts };
}

/** Whether a value is missing. */
export function isMissing(cell: Cell): boolean {
  return cell === null || (typeof cell === "string" && isBlank(cell));
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}
