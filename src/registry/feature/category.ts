// Levels of a category: found in training, and looked up by whoever asks. What people take for the same is the same level, however
// their tools wrote it: 3 and "3", true and "True".

import { isMissing } from "../../platform/schema/contents.ts";
import type { Cell, SentColumn } from "../../platform/schema/table.ts";
import { numberForm } from "../../platform/schema/text-number.ts";
import type { Level } from "../schema/input.ts";

/** In order: numbers by size, texts by code unit, false before true. Numbers and truths that stand among texts are texts. */
export function findLevels(column: SentColumn): Level[] {
  const found = new Set<Cell>(column);
  const present = [...found].filter((cell) => !isMissing(cell) && !Number.isNaN(cell)) as Level[];
  const kinds = new Set(present.map((level) => typeof level));
  // A zero may come with either sign.
  const levels = kinds.size > 1 ? present.map(String) : present.map((level) => (level === 0 ? 0 : level));
  return [...new Set(levels)].sort((a, b) => (a < b ? -1 : 1));
}

export type CodeOf = (cell: Cell) => number;

/** By value its level's place; NaN of a missing value, and past all places of one that training never saw. */
export function coder(levels: readonly Level[]): CodeOf {
  const places = new Map<unknown, number>(levels.map((level, place) => [level, place]));
  const names = NAMES[typeof levels[0] as keyof typeof NAMES] ?? (() => []);
  return (cell) => {
    if (isMissing(cell) || Number.isNaN(cell) || levels.length === 0) return Number.NaN;
    const place = places.get(cell);
    if (place !== undefined) return place;
    const name = names(cell as Level).find((each) => places.has(each));
    return name === undefined ? levels.length : (places.get(name) as number);
  };
}

/** By the type of the levels, which of them a value of another type may be. */
const NAMES: Record<"string" | "number" | "boolean", (cell: Level) => Level[]> = {
  string: (cell) => (typeof cell === "boolean" ? SPELT[`${cell}`] : [String(cell)]),
  number: (cell) => (typeof cell === "string" ? asNumber(cell) : [Number(cell)]),
  boolean: (cell) => (typeof cell === "number" ? [[false], [true]][cell] : asTruth(cell as string)) ?? [],
};

/** As JSON, Python and spreadsheets write them. */
const SPELT = { true: ["true", "True", "TRUE"], false: ["false", "False", "FALSE"] };

function asNumber(text: string): number[] {
  const form = numberForm(text);
  return form === "number" || form === "code" ? [Number(text)] : [];
}

function asTruth(text: string): boolean[] {
  const spelt = text.trim();
  return [true, false].filter((each) => SPELT[`${each}`].includes(spelt));
}
