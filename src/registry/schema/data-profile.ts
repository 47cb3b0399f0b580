// What is told of the columns that a model was trained on, without their values and, where they are many, without all their levels.
import * as v from "valibot";
import { described } from "../../platform/schema/described.ts";
import { COLUMN_TYPES, DATE_PARTS, type Input, type Level, learnedColumns } from "./input.ts";

export const InputSummary = v.object({
  column: v.string(),
  type: described(v.picklist(COLUMN_TYPES), "What its values were taken for"),
  missing: described(v.number(), "Rows without a value"),
  level_count: described(v.nullable(v.number()), "Of a category"),
  levels: described(
    v.nullable(v.array(v.union([v.string(), v.number(), v.boolean()]))),
    "The first of them; the file of the model has all",
  ),
  parts: described(v.nullable(v.array(v.picklist(DATE_PARTS))), "Columns that a date was made into"),
});
export type InputSummary = v.InferOutput<typeof InputSummary>;

export interface DataProfile {
  inputs: InputSummary[];
  /** Of each column that is learned from how many levels it has, 0 of numbers; null where all are numbers. */
  levels: number[] | null;
  mightBeCategories: string[];
  isWeighted: boolean;
}

/** Whether X has other columns than numbers. */
export function hasInputs(profile: DataProfile | null): boolean {
  return profile?.inputs.some(({ type }) => type !== "number") ?? false;
}

const LEVELS_TOLD = 20;
// Of all columns together: a row of D1 holds 2 MB.
const LEVELS_LENGTH_TOLD = 100_000;

/** `values`: of the columns that are learned from. */
export function profileOf(
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
