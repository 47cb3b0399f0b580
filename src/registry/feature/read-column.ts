// A column as numbers or as times, whatever it was sent as. Training and prediction read it by the same rules.

import { contentsOf, isMissing } from "../../platform/schema/contents.ts";
import type { Cell, SentColumn } from "../../platform/schema/table.ts";
import { show } from "../../platform/schema/table.ts";
import { readNumbers } from "../../platform/schema/text-number.ts";
import { parseTime, TIMES_ACCEPTED } from "../../platform/schema/time.ts";

/** Takes what is wrong with a row; says whether another would still be told. */
export type RowFault = (message: string, row: number) => boolean;

/** NaN for a missing value; true and false are 1 and 0. */
export function numbersOf(column: SentColumn, fault: RowFault): Float64Array {
  if (column instanceof Float64Array) return column;
  const read = readNumbers([...contentsOf(column).texts.keys()]);
  const values = new Float64Array(column.length).fill(Number.NaN);
  for (const [row, cell] of column.entries()) {
    if (isMissing(cell)) continue;
    const value = typeof cell === "string" ? read.get(cell) : Number(cell);
    if (typeof value === "number") values[row] = value;
    else if (value !== undefined && !fault(value, row)) break;
  }
  return values;
}

/** Milliseconds since 1970 on the clock on the wall, NaN for a missing value; and how many rows tell their offset from universal time. */
export function timesOf(column: SentColumn, fault: RowFault): { localMs: Float64Array; offsetCount: number } {
  const localMs = new Float64Array(column.length).fill(Number.NaN);
  const known = new Map<string, ReturnType<typeof parseTime>>();
  let offsetCount = 0;
  for (let row = 0; row < column.length; row++) {
    const cell = column[row] as Cell;
    if (isMissing(cell) || Number.isNaN(cell)) continue;
    const time = typeof cell === "string" ? parsed(cell) : `${show(cell)} is not a time: ${TIMES_ACCEPTED}`;
    if (typeof time !== "string") {
      localMs[row] = time.localMs;
      offsetCount += Number(time.hasOffset);
    } else if (!fault(time, row)) break;
  }
  return { localMs, offsetCount };

  function parsed(text: string) {
    const time = known.get(text) ?? parseTime(text.trim());
    known.set(text, time);
    return time;
  }
}
