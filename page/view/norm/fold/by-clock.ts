// Differences from the norm by the clock: hours of the day or days of the week down, days, weeks or months across.
import { DAY_MS, dayOf, hourOf, monthOf, wallOf, weekdayOf, weekOf } from "./clock.ts";

/** By what cells are cut across. */
export type Across = "day" | "week" | "month";

export interface ByClock {
  /** What stands down: hours, 0 to 23; weekdays, 0 (Monday) to 6; or years. */
  down: "hour" | "weekday" | "year";
  across: Across | "month-of-year";
  rows: number[];
  /** When each column begins on the wall, in milliseconds as if UTC; or months, 0 to 11. */
  columns: number[];
  /** The mean difference of each; none where there is no row. */
  cells: { row: number; column: number; value: number | null }[];
}

// More columns than these are too thin to be seen.
const DAYS_MAX = 62;
const WEEKS_MAX = 158;

export function foldByClock(
  t: readonly number[],
  residuals: readonly (number | null)[],
  { zone, interval }: { zone: string; interval: "hourly" | "daily" | "monthly" },
): ByClock {
  const wall = wallOf(zone);
  const at = t.map(wall);
  const days = ((at.at(-1) ?? 0) - (at[0] ?? 0)) / DAY_MS;
  if (interval === "monthly")
    return fold(at, residuals, {
      down: "year",
      across: "month-of-year",
      rowOf: (wall) => new Date(wall).getUTCFullYear(),
      columnOf: (wall) => new Date(wall).getUTCMonth(),
    });
  const isHourly = interval === "hourly";
  const across: Across = isHourly && days <= DAYS_MAX ? "day" : days / 7 <= WEEKS_MAX ? "week" : "month";
  const columnOf = { day: dayOf, week: weekOf, month: monthOf }[across];
  return fold(at, residuals, {
    down: isHourly ? "hour" : "weekday",
    across,
    rowOf: isHourly ? hourOf : weekdayOf,
    columnOf,
  });
}

function fold(
  at: readonly number[],
  residuals: readonly (number | null)[],
  {
    down,
    across,
    rowOf,
    columnOf,
  }: Pick<ByClock, "down" | "across"> & { rowOf: (wall: number) => number; columnOf: (wall: number) => number },
): ByClock {
  const sums = new Map<number, Map<number, { sum: number; count: number }>>();
  const found = new Set<number>();
  for (const [i, wall] of at.entries()) {
    const [row, column] = [rowOf(wall), columnOf(wall)];
    found.add(row);
    const inColumn = sums.get(column) ?? new Map<number, { sum: number; count: number }>();
    sums.set(column, inColumn);
    const cell = inColumn.get(row) ?? { sum: 0, count: 0 };
    inColumn.set(row, cell);
    const value = residuals[i];
    if (value === null || value === undefined) continue;
    cell.sum += value;
    cell.count++;
  }
  const size = { hour: 24, weekday: 7, year: 0 }[down];
  const rows = size > 0 ? Array.from({ length: size }, (_, i) => i) : [...found].sort((a, b) => a - b);
  const columns = [...sums.keys()].sort((a, b) => a - b);
  const cells = columns.flatMap((column) =>
    [...(sums.get(column) ?? [])].map(([row, { sum, count }]) => ({
      row,
      column,
      value: count === 0 ? null : sum / count,
    })),
  );
  return { down, across, rows, columns, cells };
}
