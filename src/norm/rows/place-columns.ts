// The columns that factors are kept of, brought to common cells and levels to be merged, and then to the pieces between the knots that all rows
// together place, and to the levels that are told against the first. Norms without such pieces and categories are left as they are.
import { type Cells, joinCells, stretchesOf } from "../../engine/feature/cells.ts";
import { features, type Inferred, type LevelsByColumn } from "../../engine/feature/feature.ts";
import {
  type CellsByColumn,
  keptCount,
  keptFeatures,
  pieceCounts,
  placedColumns,
} from "../../engine/feature/kept-feature.ts";
import { type MonthSums, recombineMonths } from "../../engine/feature/month-sums.ts";
import { placeKnots } from "../../engine/feature/place-knots.ts";
import { type Combination, combine } from "../../engine/feature/recombine.ts";
import type { Summary } from "../../engine/feature/summary.ts";
import { count, type Factor, noRows, recombine } from "../../engine/kernel/factor.ts";
import type { Kernel } from "../../engine/kernel/kernel.ts";
import type { NormModel } from "../schema/norm-model.ts";
import { commonLevels, modelLevels, type NormParts, toldLevels, withLevels } from "./levels.ts";

export interface Columns {
  folds: Factor[];
  steps: Factor;
  /** Null where nothing is known of them. */
  summary: Summary | null;
}

/** What the columns of factors are of, beside the norm's specification. */
export interface Layout {
  cells: CellsByColumn;
  levels: LevelsByColumn;
}

/** That of the factors that a summary goes with. */
export function layoutOf({ cells = {}, levels = {} }: Pick<Summary, "cells" | "levels">): Layout {
  return { cells, levels };
}

/** What a summary has of it. */
export function inSummary({ cells, levels }: Layout): Pick<Summary, "cells" | "levels"> {
  return { ...(Object.keys(cells).length > 0 && { cells }), ...(Object.keys(levels).length > 0 && { levels }) };
}

/** The cells and levels of all rows. */
export function commonLayout(norm: NormParts, all: readonly Layout[]): Layout {
  return {
    cells: commonCells(
      norm,
      all.map(({ cells }) => cells),
    ),
    levels: commonLevels(
      norm,
      all.map(({ levels }) => levels),
    ),
  };
}

/** How many columns factors have: the constant, what is kept for a norm's features and the target. */
export function factorSize(norm: NormParts, levels: LevelsByColumn): number {
  const { specification, inferred } = withLevels(norm, levels);
  return keptCount(specification, inferred) + 2;
}

function commonCells({ specification, inferred }: NormParts, all: readonly CellsByColumn[]): CellsByColumn {
  const counts = Object.entries(pieceCounts(specification, inferred));
  const joined = counts.map(([column, most]) => {
    const of = all.map((cells) => cells[column]).filter((cells) => cells !== undefined);
    return [column, joinCells(of, most)] as [string, Cells | null];
  });
  return Object.fromEntries(joined.filter((of): of is [string, Cells] => of[1] !== null));
}

/** The columns of one part as those of the layout of all. */
export function inLayout<Part extends Columns>(
  kernel: Kernel,
  norm: NormParts,
  part: Part,
  { from, to }: { from: Layout; to: Layout },
): Part {
  // What has no cells has no rows.
  const hasRows = Object.keys(to.cells).every((column) => from.cells[column] !== undefined);
  if (norm.inferred === null || !hasRows || JSON.stringify(from) === JSON.stringify(to)) return part;
  return recombined(kernel, part, combine(keptIn(norm, to), keptIn(norm, from), from.cells));
}

function keptIn(norm: NormParts, { cells, levels }: Layout) {
  const { specification, inferred } = withLevels(norm, levels);
  return keptFeatures(specification, inferred as Inferred, cells);
}

export interface Placed {
  folds: Factor[];
  steps: Factor;
  months: MonthSums;
  /** Of the columns whose knots the rows place. */
  knots: Record<string, number[]>;
  /** Of columns of categories. */
  levels: NormModel["levels"];
}

/** The columns of a norm's features, its knots placed and its levels told by the rows. */
export function placeColumns(
  kernel: Kernel,
  norm: NormParts,
  { folds, steps, summary }: Columns & { summary: Summary },
): Placed {
  const { specification, inferred } = norm;
  const months = summary.months ?? {};
  const columns = placedColumns(specification, inferred);
  const { categories = [] } = specification;
  if (inferred === null || (columns.length === 0 && categories.length === 0))
    return { folds, steps, months, knots: {}, levels: {} };
  const cells = summary.cells ?? {};
  const kept = keptIn(norm, { cells, levels: commonLevels(norm, [summary.levels ?? {}]) });
  const means = meansOf(folds);
  if (means === null) {
    const levels = Object.fromEntries(categories.map((column) => [column, { names: [], shares: [] }]));
    const none = noRows(features(specification, withLevels(norm, toldLevels(levels)).inferred).length + 2);
    return { folds: folds.map(() => none), steps: none, months: {}, knots: {}, levels };
  }
  const levels = modelLevels(kept, means);
  const knots = Object.fromEntries(
    columns.map((column) => {
      const first = kept.findIndex(({ term }) => term.kind === "piece" && term.column === column);
      const wanted = specification.piecewise?.[column]?.knots as number;
      return [column, placeKnots(stretchesOf(cells[column] as Cells), means.subarray(first), wanted)];
    }),
  );
  const placed = inModel(kernel, norm, { folds, steps, summary }, { knots, levels });
  return { folds: placed.folds, steps: placed.steps, months: placed.summary.months ?? {}, knots, levels };
}

/** The columns of one of a norm's models, of rows that it was made of among others; `summary`: of all of them. */
export function inModel<Part extends Columns & { summary: Summary }>(
  kernel: Kernel,
  norm: NormParts,
  part: Part,
  model: Pick<NormModel, "knots" | "levels">,
): Part {
  const { specification, inferred } = norm;
  const { categories = [] } = specification;
  const { cells = {}, levels = {} } = part.summary;
  if (inferred === null || (placedColumns(specification, inferred).length === 0 && categories.length === 0))
    return part;
  const kept = keptIn(norm, { cells, levels: commonLevels(norm, [levels]) });
  const targets = features(specification, asModelled(norm, model).inferred);
  return recombined(kernel, part, combine(targets, kept, cells));
}

/** A norm with the knots and levels of one of its models. */
export function asModelled<Norm extends NormParts>(
  norm: Norm,
  { knots, levels }: Pick<NormModel, "knots" | "levels">,
): Norm {
  return withLevels(withKnots(norm, knots), toldLevels(levels));
}

const known = new WeakMap<Record<string, number[]>, { before: Inferred; inferred: Inferred }>();

/** Where fewer were found than asked for, the last stand for those that are missing. */
function withKnots<Norm extends NormParts>(norm: Norm, knots: Record<string, number[]>): Norm {
  const { specification, inferred: before } = norm;
  if (before === null || Object.keys(knots).length === 0) return norm;
  const remembered = known.get(knots);
  if (remembered?.before === before) return { ...norm, inferred: remembered.inferred };
  const padded = Object.entries(knots).map(([column, of]) => {
    const count = specification.piecewise?.[column]?.knots as number;
    return [column, [...of, ...Array(count).fill(of.at(-1) ?? 0)].slice(0, count)];
  });
  const inferred = { ...before, knots: { ...before.knots, ...Object.fromEntries(padded) } };
  known.set(knots, { before, inferred });
  return { ...norm, inferred };
}

function meansOf(folds: readonly Factor[]): Float64Array | null {
  const rows = folds.reduce((sum, fold) => sum + count(fold), 0);
  if (rows === 0) return null;
  const size = (folds[0] as Factor).size;
  return Float64Array.from({ length: size - 2 }, (_, j) => {
    const sums = folds.map(({ r }) => (r[0] as number) * (r[j + 1] as number));
    return sums.reduce((total, sum) => total + sum, 0) / rows;
  });
}

function recombined<Part extends Columns>(kernel: Kernel, part: Part, columns: readonly Combination[]): Part {
  const sums = columns.map((column) =>
    column.map(({ source, share }) => ({ column: source === null ? 0 : source + 1, share })),
  );
  // From row to row the constant does not change.
  const changes = sums.map((sum) => sum.filter(({ column }) => column > 0));
  const months = part.summary?.months;
  return {
    ...part,
    folds: part.folds.map((fold) => recombine(kernel, fold, sums)),
    steps: recombine(kernel, part.steps, changes),
    summary: part.summary && { ...part.summary, ...(months && { months: recombineMonths(months, columns) }) },
  };
}
