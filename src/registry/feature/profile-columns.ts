// Counts what is to be told of the columns of a table.
import type { DataProfile, InputSummary } from "../schema/data-figure.ts";
import { type Input, type Level, learnedColumns } from "../schema/input.ts";

const LEVELS_TOLD = 20;
// Of all columns together: a row of D1 holds 2 MB.
const LEVELS_LENGTH_TOLD = 100_000;

/** `values`: of the columns that are learned from. */
export function profileColumns(
  inputs: readonly Input[],
  values: readonly Float64Array[],
): Pick<DataProfile, "inputs" | "levels" | "mightBeCategories"> {
  let left = LEVELS_LENGTH_TOLD;
  let next = 0;
  const mightBeCategories: string[] = [];
  const summaries = inputs.map((input): InputSummary => {
    // The last part of a date, its trend, is missing where the date is.
    next += input.type === "date" ? input.parts.length : 1;
    if (input.type === "number" && areFewWholes(values[next - 1] as Float64Array)) mightBeCategories.push(input.name);
    const levels = input.type === "category" ? input.levels.slice(0, LEVELS_TOLD).filter(fits) : null;
    return {
      column: input.name,
      type: input.type,
      missing: countMissing(values[next - 1] as Float64Array),
      level_count: input.type === "category" ? input.levels.length : null,
      levels,
      parts: input.type === "date" ? input.parts.map(({ part }) => part) : null,
    };
  });
  const levels = learnedColumns(inputs).map(({ levelCount }) => levelCount);
  return {
    inputs: summaries,
    levels: levels.some((count) => count > 0) ? levels : null,
    mightBeCategories,
  };

  function fits(level: Level): boolean {
    left -= String(level).length;
    return left >= 0;
  }
}

// Three to twenty whole numbers, ten rows of each on average. Two of them are the same either way.
const WHOLES = { least: 3, most: 20, rowsOfEach: 10 };

function areFewWholes(values: Float64Array): boolean {
  const different = new Set<number>();
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) return false;
    different.add(value);
    if (different.size > WHOLES.most) return false;
  }
  return different.size >= WHOLES.least && values.length >= WHOLES.rowsOfEach * different.size;
}

function countMissing(values: Float64Array): number {
  let missing = 0;
  for (const value of values) if (Number.isNaN(value)) missing++;
  return missing;
}
