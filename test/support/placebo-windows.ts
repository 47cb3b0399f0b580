// Placebos: a baseline and the months after it between which nothing was done. Whatever saving is counted there is chance.
import { DAY_MS } from "../../src/engine/time/duration.ts";
import type { Meter, Row } from "./eemeter.ts";

/** Whole calendar months to learn from, and to compare. */
export const BASELINE_MONTHS = [6, 9, 12];
export const COMPARED_MONTHS = [1, 3, 6];

export interface Placebo {
  meter: string;
  baseline: Row[];
  /** The rows after it, by how many months they are; only such as are there. */
  compared: Map<number, Row[]>;
}

// Below it a month would not stand for its kind.
const SHARE_LEAST = 0.9;

/** Of rows that are so many a day; none crosses the measure. */
export function placebos({ name, startMs, endMs }: Meter, rows: Row[], rowsPerDay: number): Placebo[] {
  const isWhole = (of: Row[], month: number) => of.length >= SHARE_LEAST * rowsPerDay * daysOf(month);
  const byMonth = [...Map.groupBy(rows, ({ localMs }) => monthOf(localMs))];
  const sides = [({ localMs }: Row) => localMs < startMs, ({ localMs }: Row) => localMs >= endMs];
  return sides.flatMap((isOnSide) => {
    const months = new Map(byMonth.filter(([month, of]) => of.every(isOnSide) && isWhole(of, month)));
    return [...months.keys()].flatMap((first) =>
      BASELINE_MONTHS.flatMap((length) => {
        const baseline = run(months, first, length);
        const compared = new Map(
          COMPARED_MONTHS.flatMap((count) => {
            const following = run(months, first + length, count);
            return following === null ? [] : [[count, following] as const];
          }),
        );
        return baseline === null || compared.size === 0 ? [] : [{ meter: name, baseline, compared }];
      }),
    );
  });
}

/** The rows of so many months on end; null where one is not there. */
function run(months: Map<number, Row[]>, first: number, length: number): Row[] | null {
  const rows = Array.from({ length }, (_, i) => months.get(first + i));
  return rows.every((of) => of !== undefined) ? rows.flat() : null;
}

/** Months since 1970. */
function monthOf(localMs: number): number {
  const date = new Date(localMs);
  return 12 * (date.getUTCFullYear() - 1970) + date.getUTCMonth();
}

function daysOf(month: number): number {
  return (Date.UTC(1970, month + 1) - Date.UTC(1970, month)) / DAY_MS;
}
