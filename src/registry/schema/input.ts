// What a model has of each column of X: how what is sent becomes the numbers, and the codes of levels, that its family learned from.
// Models of numbers alone have none of it.
import * as v from "valibot";
import { list } from "../../engine/parameter/bounded.ts";
import { exactObject, exactVariant } from "../../engine/parameter/exact-object.ts";
import {
  CATEGORY_LEVEL_COUNT_MAX,
  CATEGORY_TEXT_LENGTH_MAX,
  MODEL_COLUMN_COUNT_MAX,
} from "../../platform/schema/limit.ts";
import { isAcceptedNumber } from "../../platform/schema/read-table.ts";
import { ColumnName, LabelText } from "./names.ts";

export const COLUMN_TYPES = ["number", "category", "date"] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** All of a column are of one type. */
export type Level = string | number | boolean;

export const DATE_PARTS = ["month", "weekday", "hour", "year_sin", "year_cos", "trend"] as const;

/** One column made of a date. `levels`: of those that tell categories; null of numbers. */
export interface DatePart {
  part: (typeof DATE_PARTS)[number];
  levels: number[] | null;
}

/** A column of X. Codes are places in `levels`. `origin_ms`: where the trend is 0, on the wall clock, in milliseconds since 1970. */
export type Input =
  | { name: string; type: "number" }
  | { name: string; type: "category"; levels: Level[] }
  | { name: string; type: "date"; origin_ms: number; parts: DatePart[] };

/** What a family learns from: names, and how many levels each has, 0 for numbers. */
export function learnedColumns(inputs: readonly Input[]): { name: string; levelCount: number }[] {
  return inputs.flatMap((input) => {
    const { name } = input;
    if (input.type === "number") return [{ name, levelCount: 0 }];
    if (input.type === "category") return [{ name, levelCount: input.levels.length }];
    return input.parts.map(({ part, levels }) => ({ name: partName(name, part), levelCount: levels?.length ?? 0 }));
  });
}

export function partName(name: string, part: DatePart["part"]): string {
  return `${name}.${part}`;
}

/** What the levels of some columns take of CATEGORY_TEXT_LENGTH_MAX. */
export function levelsLength(inputs: readonly Input[]): number {
  const levels = inputs.flatMap((input) => (input.type === "category" ? input.levels : []));
  return levels.reduce<number>((sum, level) => sum + String(level).length + 1, 0);
}

const levelNumber = v.pipe(v.number(), v.check(isAcceptedNumber, "not of size 1e-30 to 1e30"));
const levelsOf = <Item extends v.GenericSchema>(item: Item) =>
  list(item, { of: "levels", most: CATEGORY_LEVEL_COUNT_MAX });

/** Of a file. */
export const Inputs = list(
  exactVariant("type", [
    exactObject({ name: ColumnName, type: v.literal("number") }),
    exactObject({
      name: ColumnName,
      type: v.literal("category"),
      levels: levelsOf(v.union([LabelText, levelNumber, v.boolean()])),
    }),
    exactObject({
      name: ColumnName,
      type: v.literal("date"),
      origin_ms: levelNumber,
      parts: list(exactObject({ part: v.picklist(DATE_PARTS), levels: v.nullable(levelsOf(levelNumber)) }), {
        of: "parts",
        least: 1,
        most: DATE_PARTS.length,
      }),
    }),
  ]),
  { of: "columns", least: 1, most: MODEL_COLUMN_COUNT_MAX },
);

/** What is wrong between inputs of a file and the columns that its family learned from. */
export function inputsFaults(inputs: readonly Input[], columns: readonly string[]): string[] {
  const learned = learnedColumns(inputs).map(({ name }) => name);
  const isSame = learned.length === columns.length && learned.every((name, j) => name === columns[j]);
  const allLevels = inputs.flatMap((input) =>
    input.type === "category"
      ? [input.levels]
      : input.type === "date"
        ? input.parts.map(({ levels }) => levels ?? [])
        : [],
  );
  return [
    ...(isSame ? [] : ["they do not make the columns of the model"]),
    ...(new Set(inputs.map(({ name }) => name)).size < inputs.length ? ["a name twice"] : []),
    ...(allLevels.some((levels) => new Set<Level>(levels).size < levels.length) ? ["a level twice"] : []),
    ...(allLevels.some((levels) => new Set(levels.map((level) => typeof level)).size > 1)
      ? ["levels of two types"]
      : []),
    ...(levelsLength(inputs) > CATEGORY_TEXT_LENGTH_MAX
      ? [`levels of more than ${CATEGORY_TEXT_LENGTH_MAX} characters`]
      : []),
  ];
}
