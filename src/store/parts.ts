// What is kept of a batch's rows, as text: the factors of its folds and of its steps, once, or of each of the days or months that age apart.
import { emptyFactor, type Factor } from "../math/factor.ts";
import { FOLD_COUNT } from "../model/ridge/fit-ridge.ts";
import { decodeFactors, encodeFactors } from "./codec.ts";

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
const STEPS_SIZE_MAX = 232;

/** One part as its factors; more with their ends before them. */
export function encodeParts(parts: readonly Part[]): string {
  const texts = parts.map(encodePart);
  if (texts.length === 1) return texts[0] as string;
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
  return { folds: factors.slice(0, FOLD_COUNT), steps: factors[FOLD_COUNT] ?? emptyFactor(size), endedMs };
}

function encodePart({ folds, steps }: Part): string {
  return encodeFactors(steps.size > STEPS_SIZE_MAX ? folds : [...folds, steps]);
}
