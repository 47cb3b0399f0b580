// What is told of the columns that a model was trained on, without their values and, where they are many, without all their levels.
import * as v from "valibot";
import { described } from "../../platform/schema/described.ts";
import { COLUMN_TYPES, DATE_PARTS } from "./input.ts";

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
  /** The least and the largest y of regression, which data of before 0.12.0 do not tell; null of classes. */
  targetRange?: readonly [least: number, most: number] | null;
}

/** Whether X has other columns than numbers. */
export function hasInputs(profile: DataProfile | null): boolean {
  return profile?.inputs.some(({ type }) => type !== "number") ?? false;
}
