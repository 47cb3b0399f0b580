// The figures of a column: what is missing, how many values differ, its range, its levels.
import { show } from "../../engine/parameter/show.ts";
import type { Cell, Frame } from "../../platform/form/frame.ts";
import { isMissing } from "../../platform/schema/contents.ts";
import { readNumbers } from "../../platform/schema/text-number.ts";
import type { TableColumn } from "../schema/table-answer.ts";
import type { Kind } from "./find-kind.ts";

export type Figures = Pick<TableColumn, "missing" | "distinct" | "min" | "max" | "mean" | "levels">;

const DISTINCT_MOST = 1_000;
const LEVELS_TOLD = 10;

type Values = Frame["values"][number];

export function countColumn(values: Values, { type, contents }: Kind): Figures {
  const { missing, distinct } = count(values);
  const isLevelled = type === "category" || type === "boolean";
  return {
    missing,
    distinct: distinct > DISTINCT_MOST ? null : distinct,
    ...(type === "number" ? rangeOf(values, contents) : { min: null, max: null, mean: null }),
    levels: isLevelled ? levelsOf(values) : null,
  };
}

/** One more than is told where there are more. */
function count(values: Values): { missing: number; distinct: number } {
  const different = new Set<unknown>();
  let missing = 0;
  for (const value of values) {
    if (isMissing(value as Cell) || Number.isNaN(value)) missing++;
    else if (different.size <= DISTINCT_MOST) different.add(value);
  }
  return { missing, distinct: different.size };
}

/** Of numbers, be some of them texts. */
function rangeOf(values: Values, contents: Kind["contents"]): Pick<Figures, "min" | "max" | "mean"> {
  const read = contents === null ? null : readNumbers([...contents.texts.keys()]);
  let [min, max, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const cell of values) {
    const value = typeof cell === "string" ? read?.get(cell) : cell;
    if (typeof value !== "number" || !Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    count++;
  }
  const mean = sum / count;
  return count === 0 ? { min: null, max: null, mean: null } : { min, max, mean: Number.isFinite(mean) ? mean : null };
}

/** By how many rows have them. */
function levelsOf(values: Values): Figures["levels"] {
  const counts = new Map<string, number>();
  for (const cell of values) {
    if (cell === null || Number.isNaN(cell) || (typeof cell === "string" && cell.trim() === "")) continue;
    const name = String(cell);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, LEVELS_TOLD)
    .map(([name, count]) => ({ name: name.length > NAME_LENGTH ? show(name) : name, count }));
}

const NAME_LENGTH = 128;
