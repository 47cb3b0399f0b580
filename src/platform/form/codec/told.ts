// What a binary file tells of a cell, on its way to a table: numbers that stay exact, times as texts.
import { cut } from "../../../engine/parameter/show.ts";
import type { AppError } from "../../../error.ts";
import { type Cell, INDEX_NAME } from "../frame.ts";
import { pathOf, unusable } from "../records.ts";

/** A cell; a bigint where no number is it exactly, null for a time that no year of four digits has. */
export type Told = number | string | boolean | bigint | null;

export type ColumnOf = "numbers" | "booleans" | "texts";

export const LEAVE_OUT = "columns= leaves it out";

/** What is missing is missing until something is put there. */
export function emptyColumn(of: ColumnOf, rowCount: number): Float64Array | Cell[] {
  return of === "numbers" ? new Float64Array(rowCount).fill(Number.NaN) : new Array<Cell>(rowCount).fill(null);
}

// What pandas calls an index without a name; a CSV file has it without one.
const UNNAMED_INDEX = "__index_level_0__";

export function columnName(name: string): string {
  return isIndex(name) ? INDEX_NAME : name;
}

export function isIndex(name: string): boolean {
  return name === UNNAMED_INDEX;
}

export function placeOf(row: number): string {
  return `row ${row + 1}`;
}

/** AppError of what is no cell. */
export function requireCell(told: Told, row: number, column: string): string | number | boolean {
  if (told !== null && typeof told !== "bigint") return told;
  const why =
    told === null
      ? "a time outside of the years 0 to 9999"
      : `${told} is no number that can be held exactly: whole ones are, up to 2^53; ${LEAVE_OUT}`;
  throw unusable(pathOf(placeOf(row), column), why);
}

export function refusedColumn(name: string, what: string): AppError {
  return unusable(cut(name), `the column ${what}; ${LEAVE_OUT}`);
}

export function whole(raw: bigint): number | bigint {
  const number = Number(raw);
  return Number.isSafeInteger(number) ? number : raw;
}

/** Rounded once, where there are digits behind the point; whole ones are kept. */
export function decimal(raw: number | bigint, scale: number): number | bigint {
  return scale === 0 ? whole(BigInt(raw)) : Number(`${raw}e-${scale}`);
}

export function dateText(ms: number): string | null {
  return iso(ms)?.slice(0, 10) ?? null;
}

/** A fraction of a second is told where there is one, to the millisecond. */
export function timeText(ms: number, hasOffset: boolean): string | null {
  const told = iso(ms);
  return told && told.slice(0, ms % 1_000 === 0 ? 19 : 23) + (hasOffset ? "Z" : "");
}

/** The next whole number of milliseconds below. */
export function flooredMs(count: bigint, unitsPerMs: bigint): number {
  const ms = count / unitsPerMs;
  return Number(ms * unitsPerMs > count ? ms - 1n : ms);
}

const LAST_MS = 8.64e15;
const ISO_LENGTH = "2026-01-31T13:00:00.000Z".length;

/** null where a year has more than four digits, or is before Christ. */
function iso(ms: number): string | null {
  const told = Math.abs(ms) <= LAST_MS ? new Date(ms).toISOString() : "";
  return told.length === ISO_LENGTH ? told : null;
}
