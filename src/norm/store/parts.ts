// What is kept of a batch's rows, as text: the factors of its folds and of its steps, once, or of each of the days or months that age apart.

import { count, type Factor, noRows } from "../../engine/kernel/factor.ts";
import { FOLD_COUNT } from "../../engine/time/fold.ts";
import { decodeFactors, encodeFactors } from "./codec.ts";

/** Of rows of one day or month, or of all rows of a batch. */
export interface Part {
  folds: Factor[];
  /** Of the steps from row to row; of no rows where none were kept. */
  steps: Factor;
  /** When its last row was; null without times. */
  endedMs: number | null;
}

/** Several parts take so many characters at most: some batches at once have to be read. */
export const PARTS_TEXT_MAX = 400_000;

// Factors of so many columns, six of them, fit into a row of D1 beside the tail: of wider norms no steps are kept.
export const STEPS_SIZE_MAX = 232;

/** Characters that a part takes at most. */
export function lengthMax(size: number): number {
  return Math.ceil(((FOLD_COUNT + 1) * (1 + (size * (size + 1)) / 2) * 8 * 4) / 3) + 32;
}

/** One part that ends with its batch as its factors; others with their ends before them. */
export function encodeParts(parts: readonly Part[], batchEndedMs: number | null): string {
  const texts = parts.map(encodePart);
  if (texts.length === 1 && parts[0]?.endedMs === batchEndedMs) return texts[0] as string;
  return parts.map(({ endedMs }, i) => `${endedMs}:${texts[i]}`).join(".");
}

/** `endedMs`: of the whole batch. */
export function decodeParts(text: string, size: number, endedMs: number | null): Part[] {
  if (!text.includes(":")) return [decodePart(text, size, endedMs)];
  return text.split(".").map((part) => {
    const [end, factors] = part.split(":") as [string, string];
    return decodePart(factors, size, Number(end));
  });
}

/** Batches of before 0.4.0 have no steps. */
function decodePart(text: string, size: number, endedMs: number | null): Part {
  const factors = decodeFactors(text, size);
  return { folds: factors.slice(0, FOLD_COUNT), steps: factors[FOLD_COUNT] ?? noRows(size), endedMs };
}

function encodePart({ folds, steps }: Part): string {
  return encodeFactors(count(steps) === 0 ? folds : [...folds, steps]);
}
