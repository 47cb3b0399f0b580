// Rows of what factors are made of (kept-feature.ts): which are complete, in which cells they lie, and the last one, for the next batch to
// follow.
import { piece } from "./bend.ts";
import { cellsOf } from "./cells.ts";
import { type Feature, type FeatureSpecification, features, type Inferred, type LevelsByColumn } from "./feature.ts";
import { type CellsByColumn, isPlaced, keptFeatures, pieceCounts, placedColumns } from "./kept-feature.ts";
import type { LastRow } from "./steps.ts";
import type { Table } from "./table.ts";
import { isOfClock, type Term } from "./term.ts";

interface Parts {
  specification: FeatureSpecification;
  inferred: Inferred;
}

/** Features of which a complete row has a value each: products have one where both sides do, and what is of the clock always has. */
export function neededFeatures({ specification, inferred }: Parts): Feature[] {
  const placed = placedColumns(specification, inferred);
  const single = features(specification, inferred).filter(({ term }) => term.kind !== "product" && !isOfClock(term));
  return [
    ...single.filter(({ term }) => !isPlaced(term, placed)),
    ...placed.map((column) => ({ name: column, group: column, term: { kind: "lag", column, back: 0 } as const })),
  ];
}

/** Of the columns whose knots the rows place. `raw`: the columns of the table; `before`: the row that the first one follows. */
export function cellsOfRows(
  { specification, inferred }: Parts,
  { raw, used, before }: { raw: readonly Float64Array[]; used: Uint32Array; before: LastRow | null },
): CellsByColumn {
  const kept = keptFeatures(specification, inferred, {});
  const found = Object.entries(pieceCounts(specification, inferred)).flatMap(([column, most]) => {
    const values = raw[specification.columns.indexOf(column)] as Float64Array;
    const of = new Float64Array(used.length + 1);
    used.forEach((row, i) => {
      of[i] = values[row] as number;
    });
    of[used.length] = before === null ? Number.NaN : pieceValue(before, kept, column);
    const cells = cellsOf(of, most);
    return cells === null ? [] : [[column, cells] as const];
  });
  return Object.fromEntries(found);
}

/** The levels that the rows have, by column of categories; null without such columns. `before`: as for the cells. */
export function levelsOfRows(
  { categories = [] }: FeatureSpecification,
  { x, used, before }: { x: Table; used: Uint32Array; before: LastRow | null },
): LevelsByColumn | null {
  if (categories.length === 0) return null;
  const found = categories.map((column) => {
    const places = new Set<number>();
    const values = x.values[x.columns.indexOf(column)] as Float64Array;
    for (const row of used) places.add(values[row] as number);
    const names = new Set([...places].map((place) => x.levels?.get(column)?.names[place] as string));
    const last = before?.levels?.[column];
    if (last !== undefined) names.add(last);
    return [column, [...names].sort()] as const;
  });
  return Object.fromEntries(found);
}

/**
 * A row as it is kept for the next batch, whose cells and levels are others: instead of its first piece a column's value itself, and nothing
 * in what else is made of pieces; of categories the level. `columns`: of the features kept, y last.
 */
export function keepRow(
  { specification, inferred }: Parts,
  kept: readonly Feature[],
  { columns, raw, x, row }: { columns: readonly Float64Array[]; raw: readonly Float64Array[]; x: Table; row: number },
): Pick<LastRow, "values" | "levels"> {
  const placed = placedColumns(specification, inferred);
  const values = [...kept, null].flatMap((feature, j) => {
    if (feature?.of !== undefined) return [];
    const value = (columns[j] as Float64Array)[row] as number;
    if (feature === null || !isPlaced(feature.term, placed)) return [value];
    const { term } = feature;
    if (term.kind !== "piece" || term.from !== -Infinity) return [0];
    return [(raw[specification.columns.indexOf(term.column)] as Float64Array)[row] as number];
  });
  if (x.levels === undefined) return { values: Float64Array.from(values) };
  const levels = [...x.levels].map(([column, { names }]) => {
    const place = (x.values[x.columns.indexOf(column)] as Float64Array)[row] as number;
    return [column, names[place] as string];
  });
  return { values: Float64Array.from(values), levels: Object.fromEntries(levels) };
}

/** Such a row in the columns of a batch. */
export function readRow({ specification, inferred }: Parts, kept: readonly Feature[], last: LastRow): LastRow {
  const placed = placedColumns(specification, inferred);
  if (placed.length === 0 && last.levels === undefined) return last;
  const places = new Map(kept.map(({ term }, j) => [term, j]));
  const of = (term: Term): number => {
    if (term.kind === "product") return of(term.left) * of(term.right);
    if (term.kind === "category") return Number(last.levels?.[term.column] === term.level);
    if (term.kind !== "piece" || !placed.includes(term.column))
      return last.values[places.get(term) as number] as number;
    return piece(Float64Array.of(pieceValue(last, kept, term.column)), term.from, term.to)[0] as number;
  };
  return { ...last, values: Float64Array.of(...kept.map(({ term }) => of(term)), last.values.at(-1) as number) };
}

/** The value of a column in a row that was kept. */
function pieceValue({ values }: LastRow, kept: readonly Feature[], column: string): number {
  return values[kept.findIndex(({ term }) => term.kind === "piece" && term.column === column)] as number;
}
