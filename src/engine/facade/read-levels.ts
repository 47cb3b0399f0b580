// Columns of levels as a caller has them, texts or truth values or numbers, made into the codes that the engine works on, and back in the same
// way when a model is asked.
import { LEVELS_MAX } from "../model/training-set.ts";
import { show } from "../parameter/show.ts";
import type { X } from "./read-table.ts";
import { refuse } from "./refuse.ts";

export type Level = string | number | boolean;

/** One value a row; NaN or null is a missing one. */
export type Cells = ArrayLike<Level | null>;

/** Rows or columns by name, some of which hold levels. */
export type Mixed = readonly Cells[] | Readonly<Record<string, Cells>>;

/** By the name of each such column its levels, in the order of their codes. */
export type Levels = Readonly<Record<string, readonly Level[]>>;

/** What there is in the columns so named, texts by code unit and numbers by size. */
export function readLevels(x: Mixed, names: readonly string[]): Levels {
  return Object.fromEntries(
    names.map((name) => {
      const levels = [...new Set(cellsOf(x, name))].filter((cell) => !isMissing(cell)) as Level[];
      const wrong = levels.find((level) => !["string", "number", "boolean"].includes(typeof level));
      if (wrong !== undefined) refuse(`x.${name}`, `${show(wrong)} is no level; texts, numbers and truth values are`);
      if (levels.length > LEVELS_MAX) refuse(`x.${name}`, `${levels.length} levels; ${LEVELS_MAX} are accepted`);
      return [name, levels.sort(inOrder)];
    }),
  );
}

/** The same table with codes in place of levels; what is none of them has the code after the last. */
export function codeLevels(x: Mixed, levels: Levels): X {
  const codeOf = new Map(
    Object.entries(levels).map(([name, of]) => [name, new Map(of.map((level, code) => [level as unknown, code]))]),
  );
  const code = (name: string, cell: Level | null) => {
    const codes = codeOf.get(name);
    if (codes === undefined) return cell as number;
    return isMissing(cell) ? Number.NaN : (codes.get(cell) ?? codes.size);
  };
  if (Array.isArray(x)) return x.map((row: Cells) => Array.from(row, (cell, j) => code(`x${j + 1}`, cell)));
  return Object.fromEntries(
    Object.entries(x).map(([name, cells]) => {
      return [
        name,
        codeOf.has(name) ? Float64Array.from(cells, (cell) => code(name, cell)) : (cells as ArrayLike<number>),
      ];
    }),
  );
}

function cellsOf(x: Mixed, name: string): (Level | null)[] {
  if (!Array.isArray(x)) {
    const cells = Object.hasOwn(x, name) ? (x as Record<string, Cells>)[name] : undefined;
    return Array.from(cells ?? refuse("levels", `${show(name)} is no column of x`));
  }
  const j = x[0] ? Array.from(x[0], (_, j) => `x${j + 1}`).indexOf(name) : -1;
  if (j < 0) refuse("levels", `${show(name)} is no column of x; columns of rows are x1, x2 …`);
  return x.map((row: Cells) => row[j] ?? null);
}

function isMissing(cell: unknown): boolean {
  return cell === null || cell === undefined || Number.isNaN(cell);
}

function inOrder(a: Level, b: Level): number {
  if (typeof a !== typeof b) return typeof a < typeof b ? -1 : 1;
  return a < b ? -1 : 1;
}
