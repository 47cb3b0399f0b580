// Rows in the order of their times. Two of one time are refused, or made one.
import { DAY_MS, HOUR_MS } from "../../engine/time/duration.ts";
import { AppError, FAULT_COUNT_MAX } from "../../error.ts";
import type { Times } from "../schema/time.ts";
import type { Cell, Frame } from "./frame.ts";
import { unusable } from "./records.ts";

export const DUPLICATES = ["mean", "first", "last", "sum"] as const;
/** What two rows of one time become. */
export type Duplicates = (typeof DUPLICATES)[number];

export interface RowOrder {
  /** Which rows, as they were sent, each row is made of: from `starts[i]` to `starts[i + 1]` of `rows`. */
  rows: Uint32Array;
  starts: Uint32Array;
  /** The first row that stood before an earlier one; null where none did. */
  firstLate: number | null;
}

// The most that a clock is put back, and the hours in which that is done.
const PUT_BACK_MS = 3 * HOUR_MS;
const NIGHT_MS = 4 * HOUR_MS;

/** null where the rows stand in their order: then nothing is to be done. */
export function orderRows(frame: Frame, times: Times, duplicates: Duplicates | undefined): RowOrder | null {
  const { ms, hasOffset } = times;
  const firstLate = ms.findIndex((time, row) => row > 0 && time <= (ms[row - 1] as number));
  if (firstLate < 0) return null;
  // A clock on a wall that is put back shows an hour twice: whoever knows its zone tells which is which.
  if (!hasOffset && isPutBack(times)) return null;
  const rows = Uint32Array.from(ms.keys()).sort((a, b) => (ms[a] as number) - (ms[b] as number) || a - b);
  const starts = [...rows.keys()].filter((i) => i === 0 || ms[rows[i] as number] !== ms[rows[i - 1] as number]);
  if (starts.length < rows.length && duplicates === undefined) throw twice(frame, times, rows, starts);
  const isLate = (row: number) => row > 0 && (ms[row] as number) < (ms[row - 1] as number);
  const late = [...ms.keys()].find(isLate) ?? null;
  return { rows, starts: Uint32Array.from([...starts, rows.length]), firstLate: late };
}

/** Whether rows step back, or stand still, a few times in a year as they do where a clock is put back: by some hours at most, by night. */
export function isPutBack({ ms, areDates }: Times): boolean {
  const backs = [...ms.keys()].filter((row) => row > 0 && (ms[row] as number) <= (ms[row - 1] as number));
  const isSo = (row: number) => {
    const shown = ms[row] as number;
    return areDates[row] === 0 && shown % DAY_MS < NIGHT_MS && (ms[row - 1] as number) - shown < PUT_BACK_MS;
  };
  const years = ((ms.at(-1) as number) - (ms[0] as number)) / (365 * DAY_MS);
  return backs.length <= 2 + 2 * years && backs.every(isSo);
}

function twice(frame: Frame, { ms, hasOffset }: Times, rows: Uint32Array, starts: readonly number[]): AppError {
  const isStart = new Set(starts);
  const faults = [...rows.keys()]
    .filter((i) => !isStart.has(i))
    .slice(0, FAULT_COUNT_MAX)
    .map((i) => {
      const [first, second] = [rows[i - 1] as number, rows[i] as number].map((row) => frame.placeOf(row));
      const time = new Date(ms[rows[i] as number] as number).toISOString().slice(0, 19) + (hasOffset ? "Z" : "");
      return { path: second as string, message: `the time ${time} is that of ${first} too` };
    });
  const [fault] = faults;
  const instead = `one row for each time is needed, or duplicates=${DUPLICATES.join("|")} to make one of them`;
  return new AppError("invalid", `Cannot use the table: ${fault?.path}: ${fault?.message}; ${instead}`, faults);
}

/** A column in this order, of rows with one time made one. */
export function inOrder<Column extends Float64Array | Cell[]>(
  column: Column,
  { rows, starts }: RowOrder,
  { name, duplicates, placeOf }: { name: string; duplicates: Duplicates | undefined; placeOf: Frame["placeOf"] },
): Column {
  const count = starts.length - 1;
  if (column instanceof Float64Array) {
    const made = new Float64Array(count);
    for (let i = 0; i < count; i++) made[i] = together(column, rows.subarray(starts[i], starts[i + 1]), duplicates);
    return made as Column;
  }
  return Array.from({ length: count }, (_, i) => {
    const of = rows.subarray(starts[i], starts[i + 1]);
    const [first, last] = [of[0] as number, of[of.length - 1] as number];
    const taken = duplicates === "last" ? last : first;
    if ((duplicates === "mean" || duplicates === "sum") && of.some((row) => column[row] !== column[first]))
      throw unusable(
        `${placeOf(last)}, column ${name}`,
        `text of which there is no ${duplicates}, and another than in ${placeOf(first)}`,
      );
    return column[taken] ?? null;
  }) as Column;
}

/** Missing values are passed over, unless all are missing. */
function together(column: Float64Array, rows: Uint32Array, duplicates: Duplicates | undefined): number {
  const [first = 0] = rows;
  if (rows.length === 1) return column[first] as number;
  if (duplicates === "first") return column[first] as number;
  if (duplicates === "last") return column[rows[rows.length - 1] as number] as number;
  const known = Array.from(rows, (row) => column[row] as number).filter((value) => !Number.isNaN(value));
  const sum = known.reduce((total, value) => total + value, known.length === 0 ? Number.NaN : 0);
  return duplicates === "sum" ? sum : sum / known.length;
}
