// What is wrong with a column that is to be of numbers and is not: where a file made text of all of it, the cells that are none.
import { show } from "../../engine/parameter/show.ts";
import { isMissing } from "./contents.ts";
import { type Cell, isAccepted, notAccepted } from "./read-table.ts";
import { numberForm, readNumbers, tellNoNumber } from "./text-number.ts";

export interface RowFault {
  row: number;
  message: string;
}

/** Each row that is told; none where all are numbers or null. `others`: what is said of the other values. */
export function numberFaults(cells: readonly Cell[], others = ""): RowFault[] {
  const texts = new Set(cells.filter((cell) => typeof cell === "string" && !isMissing(cell)) as string[]);
  const isFile = cells.every((cell) => cell === null || typeof cell === "string");
  const forms = new Map([...texts].map((text) => [text, numberForm(text)]));
  const hasNone = !isFile || [...forms.values()].includes("none");
  const read: ReadonlyMap<string, unknown> = hasNone ? new Map() : readNumbers([...texts]);
  const faults: RowFault[] = [];
  for (const [row, cell] of cells.entries()) {
    if (isAccepted(cell)) continue;
    if (!isFile || typeof cell !== "string") faults.push({ row, message: notAccepted(cell, false) });
    else if (forms.get(cell) === "none") faults.push({ row, message: `${tellNoNumber(cell)}${others}` });
    else if (typeof read.get(cell) === "string") faults.push({ row, message: String(read.get(cell)) });
    else if (read.has(cell)) faults.push({ row, message: `${show(cell)} ${AS_TEXT}` });
  }
  return faults;
}

const AS_TEXT = "is a number as text: send numbers; in a CSV decimal=. or decimal=, says which mark they have";
