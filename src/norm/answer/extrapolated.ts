// Rows that leave what was trained: values outside of a column's range, and levels that no row had.
import type { Table } from "../../engine/feature/table.ts";
import { show, showNames } from "../../platform/schema/table.ts";
import { type Warning, warn } from "../../warning.ts";
import type { Unseen } from "../rows/code-levels.ts";
import type { RowsByName } from "../rows/unknown-rows.ts";
import type { NormModel } from "../schema/norm-model.ts";

/** By column the rows that are outside of the range of those trained on; of numbers, for levels have none. */
export function outsideRange(columns: string[], needed: string[], { minima, maxima }: NormModel, x: Table): RowsByName {
  const outside: RowsByName = {};
  for (const column of needed) {
    const i = columns.indexOf(column);
    const [least, most] = [minima[i] ?? -Infinity, maxima[i] ?? Infinity];
    const rows: number[] = [];
    const values = x.values[x.columns[i] === column ? i : x.columns.indexOf(column)] as Float64Array;
    for (let row = 0; row < values.length; row++) {
      if ((values[row] as number) < least || (values[row] as number) > most) rows.push(row);
    }
    if (rows.length > 0) outside[column] = rows;
  }
  return outside;
}

export function outsideWarnings(
  outside: RowsByName,
  columns: string[],
  { minima, maxima, rowCount }: Pick<NormModel, "minima" | "maxima"> & { rowCount: number },
): Warning[] {
  return Object.entries(outside).map(([column, rows]) => {
    const i = columns.indexOf(column);
    return warn(
      "Out of range",
      `${column} is outside the trained range of ${minima[i]} to ${maxima[i]} in ${rows.length} of ${rowCount} rows.`,
    );
  });
}

export function rowsOf(unseen: Unseen): RowsByName {
  return Object.fromEntries([...unseen].map(([column, { rows }]) => [column, rows]));
}

export function unseenWarnings(unseen: Unseen, rowCount: number, hasMean: boolean): Warning[] {
  const answered = hasMean ? "the mean of all levels, without an interval" : "null";
  return [...unseen].map(([column, { rows, names }]) => {
    const told = `${rows.length} of ${rowCount} rows have a level that no trained row had`;
    return warn(
      "Unseen levels",
      `of ${column} ${told} (${showNames(names.map(show))}); they are answered ${answered}.`,
    );
  });
}

/** The rows of all by name: what a constant column has not had may be of its past alone, as well as outside of its range. */
export function rowsByName(...all: readonly RowsByName[]): RowsByName {
  const names = [...new Set(all.flatMap((of) => Object.keys(of)))];
  const rowsOf = (name: string) => [...new Set(all.flatMap((of) => of[name] ?? []))].sort((i, j) => i - j);
  return Object.fromEntries(names.map((name) => [name, rowsOf(name)]));
}
