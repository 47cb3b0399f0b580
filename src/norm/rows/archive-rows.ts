// The rows of a request as they are kept, and several of them as one.
import type { Levels, Table } from "../../engine/feature/table.ts";
import { joinFloats } from "../../engine/math/join-floats.ts";
import type { TrainRequest } from "../schema/norm-request.ts";
import type { ArchivedRows } from "../store/archive-codec.ts";

type Columns = readonly string[];

/** `instants`: of the rows' times; null without. Categories are coded (code-levels.ts). */
export function toArchive(
  columns: Columns,
  { t, x, y, sample_weight, continues }: TrainRequest,
  instants: Float64Array | null,
): ArchivedRows {
  const levels = columns.flatMap((name, j) => {
    const own = x.levels?.get(name);
    return own === undefined ? [] : [[j, own.names] as const];
  });
  return {
    rowCount: x.rowCount,
    times: t && instants ? { instants, areDates: t.areDates, hasOffset: t.hasOffset } : null,
    columns: columns.map((name) => x.values[x.columns.indexOf(name)] as Float64Array),
    levels: new Map(levels),
    y,
    weights: sample_weight ?? null,
    continues: continues ?? null,
  };
}

/** Rows `from` and on, before `to`. */
export function sliceRows(rows: ArchivedRows, from: number, to: number): ArchivedRows {
  const { times } = rows;
  const cut = <Values extends Float64Array | Uint8Array>(values: Values) => values.slice(from, to) as Values;
  return {
    ...rows,
    rowCount: to - from,
    times: times && { ...times, instants: cut(times.instants), areDates: cut(times.areDates) },
    columns: rows.columns.map(cut),
    y: cut(rows.y),
    weights: rows.weights && cut(rows.weights),
  };
}

/** Rows of several, in the order `order` (all of them one after the other, unless given: indexes into those); their levels by one list of names. */
export function joinRows(all: readonly ArchivedRows[], order?: Uint32Array): ArchivedRows {
  const [first] = all as [ArchivedRows];
  if (all.length === 1 && order === undefined) return first;
  const levels = joinLevels(all);
  const column = (j: number) =>
    joined(
      all.map((rows) => recoded(rows, j, levels.get(j))),
      order,
    );
  const isWeighted = all.some(({ weights }) => weights !== null);
  const rowCount = order?.length ?? all.reduce((sum, rows) => sum + rows.rowCount, 0);
  const dates = () =>
    joined(
      all.map(({ times, rowCount }) =>
        times === null ? new Float64Array(rowCount) : Float64Array.from(times.areDates),
      ),
      order,
    );
  return {
    rowCount,
    times: first.times && {
      instants: joined(
        all.map(({ times, rowCount }) => times?.instants ?? new Float64Array(rowCount)),
        order,
      ),
      areDates: Uint8Array.from(dates()),
      hasOffset: all.every(({ times }) => times?.hasOffset),
    },
    columns: first.columns.map((_, j) => column(j)),
    levels,
    y: joined(
      all.map(({ y }) => y),
      order,
    ),
    weights: isWeighted
      ? joined(
          all.map(({ weights, rowCount }) => weights ?? new Float64Array(rowCount).fill(1)),
          order,
        )
      : null,
    continues: first.continues,
  };
}

/** As a table of a request: categories that are `needed` are places among their levels. */
export function toTable(names: Columns, { columns, levels, rowCount }: ArchivedRows, needed: Columns): Table {
  const named = [...levels]
    .map(([j, own]): [string, Levels] => [names[j] as string, { names: own, shares: null }])
    .filter(([name]) => needed.includes(name));
  return {
    columns: [...names],
    values: columns,
    rowCount,
    isNamed: true,
    ...(named.length > 0 && { levels: new Map(named) }),
  };
}

function joinLevels(all: readonly ArchivedRows[]): Map<number, readonly string[]> {
  const places = new Set(all.flatMap(({ levels }) => [...levels.keys()]));
  return new Map(
    [...places].map((j) => [j, [...new Set(all.flatMap(({ levels }) => levels.get(j) ?? []))].sort()] as const),
  );
}

function recoded({ columns, levels }: ArchivedRows, j: number, names: readonly string[] | undefined): Float64Array {
  const column = columns[j] as Float64Array;
  if (names === undefined) return column;
  const places = (levels.get(j) ?? []).map((name) => names.indexOf(name));
  return column.map((place) => places[place] ?? Number.NaN);
}

function joined(parts: readonly Float64Array[], order: Uint32Array | undefined): Float64Array {
  const all = parts.length === 1 ? (parts[0] as Float64Array) : joinFloats(parts);
  return order === undefined ? all : Float64Array.from(order, (i) => all[i] as number);
}
