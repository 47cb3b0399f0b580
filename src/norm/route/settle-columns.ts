// Which columns of a file that comes in chunks are numbers: as its first rows have it, for nothing is read anew. Text in a frame that has one cell of
// text is taken for the numbers that it is; the cell that is none is told.
import type { FrameChunk } from "../../platform/form/chunk-frames.ts";
import type { Cell, Frame } from "../../platform/form/frame.ts";
import { pathOf, unusable } from "../../platform/form/records.ts";
import { isCsvNumber, tellNoNumber } from "../../platform/schema/text-number.ts";

export interface ColumnKinds {
  /** Columns that may be text, where that is known; null before the first chunk of a norm that is new. */
  categories: readonly string[] | null;
  /** Columns of which nothing is asked here: times, and what is left out. */
  isOther(name: string): boolean;
  /** y and weights. */
  isNumber(name: string): boolean;
  decimal: "." | "," | undefined;
}

/** AppError "invalid" where text stands among numbers. */
export function settleColumns({ frame, mixed }: FrameChunk, kinds: ColumnKinds): Frame {
  const values = frame.values.map((column, j) => {
    const name = frame.columns[j] as string;
    if (column instanceof Float64Array || kinds.isOther(name)) return column;
    const wasNumbers = mixed.includes(name);
    if (kinds.categories?.includes(name) && !wasNumbers) return column;
    const other = column.findIndex((cell) => cell !== null && !isNumber(cell, kinds.decimal));
    if (other < 0) return Float64Array.from(column, (cell) => (cell === null ? Number.NaN : toNumber(cell)));
    if (kinds.categories === null && !kinds.isNumber(name) && !wasNumbers) return column;
    const instead = kinds.isNumber(name)
      ? ""
      : "; in a file with more rows than are held at once a column is text from its first rows on, or numbers";
    throw unusable(pathOf(frame.placeOf(other), name), `${tellNoNumber(String(column[other]))}${instead}`);
  });
  return { ...frame, values };
}

function isNumber(cell: Cell, decimal: "." | "," = "."): boolean {
  const text = String(cell);
  return isCsvNumber(text) && !text.includes(decimal === "." ? "," : ".");
}

function toNumber(cell: Cell): number {
  return Number(String(cell).trim().replace(",", "."));
}
