// A table parted into what a call takes: times, columns, target, weights. What is not named is found; what is left is columns.
import { cut, show, showNames } from "../../engine/parameter/show.ts";
import { type Warning, warn } from "../../warning.ts";
import type { Times } from "../schema/time.ts";
import { type Cell, type Frame, INDEX_NAME } from "./frame.ts";
import { findTimeColumn, type NamedTime, readTimes, requireColumn } from "./frame-times.ts";
import { type Duplicates, inOrder, orderRows, type RowOrder } from "./order-rows.ts";
import { unusable } from "./records.ts";

export type Column = Float64Array | Cell[];

/** Which column is what, by its name. */
export interface NamedParts extends NamedTime {
  target?: string | undefined;
  weight?: string | undefined;
  /** Those to take; all that are left unless given. */
  columns?: string[] | undefined;
  ignore?: string[] | undefined;
  duplicates?: Duplicates | undefined;
}

export interface TableParts {
  t?: Times;
  x: Record<string, Column>;
  y?: Column;
  weights?: Column;
  /** What to know of the table. */
  warnings: Warning[];
  /** Where a row of these parts stood. */
  placeOf(row: number): string;
  /** Of each row that was sent the row of these parts that it is in; null where they are the same. */
  rowOf: Uint32Array | null;
}

/** What is asked of the parts: whether there has to be a target. */
export function takeParts(frame: Frame, named: NamedParts, { hasTarget }: { hasTarget: boolean }): TableParts {
  const target = hasTarget ? targetOf(frame, named) : undefined;
  const weight = named.weight === undefined ? undefined : requireColumn(frame, named.weight, "weight");
  const time = timeColumnOf(frame, named);
  const times = time === undefined ? undefined : readTimes(frame, time, named);
  const order = times === undefined ? null : orderRows(frame, times, named.duplicates);
  // What was used adds up; the weather does not.
  const merging = named.duplicates === "sum" ? "mean" : named.duplicates;
  const column = (j: number) => ordered(frame, j, order, [target, weight].includes(j) ? named.duplicates : merging);
  const { taken, warnings } = findLeft(frame, named, [target, time, weight]);
  return {
    ...(times && { t: orderedTimes(times, order) }),
    x: Object.fromEntries(taken.map((j) => [frame.columns[j] as string, column(j)])),
    ...(target !== undefined && { y: column(target) }),
    ...(weight !== undefined && { weights: column(weight) }),
    warnings: [...orderWarnings(frame, order), ...warnings],
    placeOf: order === null ? frame.placeOf : (row) => frame.placeOf(order.rows[order.starts[row] as number] as number),
    rowOf: order === null ? null : rowOf(order),
  };
}

/** The number of the column of times, which is none that is named otherwise. */
export function timeColumnOf(frame: Frame, named: NamedParts): number | undefined {
  return findTimeColumn(frame, named, [named.target, named.weight, ...(named.ignore ?? [])]);
}

/** The columns that are neither left out nor anything else; `others`: the numbers of those that are. */
export function leftColumns(
  frame: Frame,
  named: Pick<NamedParts, "columns" | "ignore">,
  others: readonly (number | undefined)[],
): Pick<TableParts, "x" | "warnings"> {
  const { taken, warnings } = findLeft(frame, named, others);
  return { x: Object.fromEntries(taken.map((j) => [frame.columns[j] as string, frame.values[j] as Column])), warnings };
}

function findLeft(
  frame: Frame,
  { columns, ignore }: Pick<NamedParts, "columns" | "ignore">,
  others: readonly (number | undefined)[],
): { taken: number[]; warnings: Warning[] } {
  for (const [parameter, names] of Object.entries({ columns, ignore }))
    for (const name of names ?? []) requireColumn(frame, name, parameter);
  const all = [...frame.columns.keys()];
  const left = all.filter((j) => !others.includes(j) && !ignore?.includes(frame.columns[j] as string));
  const taken =
    columns === undefined
      ? left.filter((j) => !(frame.hasIndex && frame.columns[j] === INDEX_NAME))
      : [...new Set(columns)].map((name) => frame.columns.indexOf(name));
  if (taken.length === 0) throw unusable("columns", "no column is left to learn or predict from");
  const index = frame.hasIndex ? frame.columns.indexOf(INDEX_NAME) : -1;
  const isLeftOut = columns === undefined && left.includes(index) && !countsRows(frame.values[index] as Column);
  return {
    taken,
    warnings: isLeftOut ? [warn("Index left out", "a column without a name; columns= takes it, as index.")] : [],
  };
}

/** What nobody misses. */
function countsRows(column: Column): boolean {
  const [first] = column;
  return (first === 0 || first === 1) && column.every((value, row) => value === first + row);
}

/** The number of the column of y. */
export function targetOf(frame: Frame, { target }: Pick<NamedParts, "target">): number {
  if (target !== undefined) return requireColumn(frame, target, "target");
  const y = frame.columns.indexOf("y");
  if (y >= 0) return y;
  const [only, another] = frame.columns;
  const told =
    only === undefined
      ? "the table has no columns"
      : another === undefined
        ? `the only column is ${show(only)}`
        : `target= names it, of ${showNames(frame.columns)}`;
  throw unusable("target", `which column is y? ${told}`);
}

function ordered(frame: Frame, j: number, order: RowOrder | null, duplicates: Duplicates | undefined): Column {
  const values = frame.values[j] as Column;
  if (order === null) return values;
  return inOrder(values, order, { name: cut(frame.columns[j] as string), duplicates, placeOf: frame.placeOf });
}

function orderedTimes(times: Times, order: RowOrder | null): Times {
  if (order === null) return times;
  const firsts = order.starts.subarray(0, -1).map((start) => order.rows[start] as number);
  return {
    ...times,
    ms: Float64Array.from(firsts, (row) => times.ms[row] as number),
    areDates: Uint8Array.from(firsts, (row) => times.areDates[row] as number),
  };
}

function orderWarnings({ placeOf, rowCount }: Frame, order: RowOrder | null): Warning[] {
  if (order === null) return [];
  const merged = rowCount - (order.starts.length - 1);
  return [
    ...(order.firstLate === null
      ? []
      : [
          warn(
            "Rows sorted",
            `they were not in the order of their times; ${placeOf(order.firstLate)} is the first that comes too late.`,
          ),
        ]),
    ...(merged > 0 ? [warn("Rows made one", `${merged} had the time of another.`)] : []),
  ];
}

function rowOf({ rows, starts }: RowOrder): Uint32Array {
  const of = new Uint32Array(rows.length);
  for (let i = 0; i + 1 < starts.length; i++)
    for (let k = starts[i] as number; k < (starts[i + 1] as number); k++) of[rows[k] as number] = i;
  return of;
}

/** Which columns of a table a call needs to see, before it is read. */
export function wantedBy(named: NamedParts): (column: string) => boolean {
  const { columns, time, target, weight } = named;
  const wanted = new Set<string | null | undefined>([...(columns ?? []), time, target ?? "y", weight]);
  // Where the time is not named, it is looked for among all.
  return columns === undefined || time === undefined ? () => true : (column) => wanted.has(column);
}
