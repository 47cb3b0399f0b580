// The rows of a batch → what is stored of them, and what models are scored on while they are still there.

import { groupsOf } from "../../engine/feature/clock-group.ts";
import type { Inferred } from "../../engine/feature/feature.ts";
import { keptCount, keptFeatures } from "../../engine/feature/kept-feature.ts";
import { cellsOfRows, keepRow, levelsOfRows, neededFeatures, readRow } from "../../engine/feature/kept-row.ts";
import type { Tail } from "../../engine/feature/series.ts";
import type { LastRow } from "../../engine/feature/steps.ts";
import { type Summary, summarise } from "../../engine/feature/summary.ts";
import type { Table } from "../../engine/feature/table.ts";
import type { Kernel } from "../../engine/kernel/kernel.ts";
import { completeRows } from "../../engine/time/fold.ts";
import { AppError } from "../../error.ts";
import { KEPT_CELL_COUNT_MAX } from "../../platform/schema/limit.ts";
import { show, showNames } from "../../platform/schema/table.ts";
import type { Sample } from "../basis/score-rows.ts";
import { requireFewLevels } from "../rows/check-levels.ts";
import { keepRows } from "../rows/keep-rows.ts";
import { type NormParts, withLevels } from "../rows/levels.ts";
import { looksBack, observe } from "../rows/observe.ts";
import type { TrainRequest } from "../schema/norm-request.ts";
import type { Part } from "../store/parts.ts";
import type { Past } from "../store/standing.ts";

export interface PreparedBatch {
  counts: { rowsReceived: number; rowsUsed: number };
  /** What is kept of the rows; more than one part where they fade, and are of several days or months. */
  parts: Part[];
  summary: Summary;
  /** The last row, where it is complete. */
  lastRow: LastRow | null;
  inferred: Inferred;
  tail: Tail;
  /** When the last row was; null without times. */
  endedAtMs: number | null;
  /** The rows themselves, which are not stored. */
  sample: Sample;
}

/** `past`: the rows that these look back on, and the one that the first of them may follow. Categories are coded (rows/code-levels.ts). */
export function prepareBatch(
  kernel: Kernel,
  norm: NormParts,
  request: TrainRequest,
  past: Pick<Past, "tail" | "lastRow" | "endedAtMs">,
): PreparedBatch {
  const { t, x, y, sample_weight: weights } = request;
  const continues = request.continues ?? norm.specification.continues;
  const observed = observe(norm, { t, x }, { tail: past.tail, lastMs: past.endedAtMs, continues });
  const { instants, local, inferred } = observed;
  const parts = { ...norm, inferred };
  const { columns, categories = [] } = norm.specification;
  const used = completeRows([...observed.design(neededFeatures(parts)), y], x.rowCount);
  if (used.length === 0 && !looksBack(parts)) {
    throw new AppError(
      "invalid",
      `Cannot train: each of the ${x.rowCount} rows has a missing value; one complete row is needed`,
      [{ path: "x", message: "no row has a number in every column and in y" }],
    );
  }
  const raw = columns.map((name) => x.values[x.columns.indexOf(name)] as Float64Array);
  const isNext = past.lastRow !== null && observed.follows(past.lastRow.ms)[0] === 1;
  const before = isNext ? past.lastRow : null;
  const cells = cellsOfRows(parts, { raw, used, before });
  const levels = levelsOfRows(norm.specification, { x, used, before });
  requireFewLevels(parts, levels ?? {});
  const levelled = withLevels(parts, levels ?? {});
  refuseTooManyKept(x.rowCount, keptCount(norm.specification, levelled.inferred));
  const kept = keptFeatures(norm.specification, levelled.inferred, cells);
  const all = [...observed.design(kept), y];
  const unlevelled = kept.filter(({ of }) => of === undefined).length;
  const dealt = levels === null ? all : [...all.slice(0, unlevelled), ...hashLevels(x), y];
  const lastRow = past.lastRow && readRow(parts, kept, past.lastRow);
  const last = x.rowCount - 1;
  // Levels have no range.
  const nothing = categories.length === 0 ? y : new Float64Array(x.rowCount).fill(Number.NaN);
  const ranged = raw.map((column, j) => (categories.includes(columns[j] as string) ? nothing : column));
  const groups = groupsOf(inferred.interval, local, x.rowCount);
  return {
    counts: { rowsReceived: x.rowCount, rowsUsed: used.length },
    parts: keepRows(kernel, { ...parts, kept }, { columns: all, dealt, weights, x, used, observed, lastRow }),
    summary: {
      ...summarise(ranged, used, { instants, local, learned: all, grid: inferred }),
      ...(Object.keys(cells).length > 0 && { cells }),
      ...(levels && { levels }),
    },
    lastRow:
      used.at(-1) === last
        ? { ms: instants?.[last] ?? null, ...keepRow(parts, kept, { columns: all, raw, x, row: last }) }
        : null,
    inferred,
    tail: observed.tailAfter(),
    endedAtMs: instants?.at(-1) ?? null,
    sample: {
      norm: parts,
      observed,
      x,
      y,
      weights,
      used,
      groups: Uint8Array.from(used, (row) => groups[row] as number),
    },
  };
}

/** One number for each level, the same in every batch. */
function hashLevels(x: Table): Float64Array[] {
  return [...(x.levels ?? [])].map(([column, { names }]) => {
    const hashes = names.map(hashText);
    return (x.values[x.columns.indexOf(column)] as Float64Array).map((place) => hashes[place] ?? Number.NaN);
  });
}

/** FNV-1a (Fowler, Noll & Vo, public domain), 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function refuseTooManyKept(rowCount: number, featureCount: number): void {
  if (rowCount * featureCount <= KEPT_CELL_COUNT_MAX) return;
  const told =
    `${rowCount} rows × ${featureCount} features, pieces among which knots are placed counted, are more than the ${KEPT_CELL_COUNT_MAX} ` +
    "values that are accepted; send several batches";
  throw new AppError("invalid", `Cannot train: x: ${told}`, [{ path: "x", message: told }]);
}

/** What to know of the rows of a batch. `before`: of the rows that were trained already. */
export function batchWarnings({ sample, summary }: PreparedBatch, before: Summary): string[] {
  const { observed, used } = sample;
  return [
    ...newLevels(summary, before),
    ...lightWarnings(sample),
    ...lateWarnings(observed.instants, before),
    ...observed.clockWarnings,
    ...observed.warnings,
    ...observed.windowWarnings(used),
    ...(used.length === 0 ? ["No row was learned from: none has all its values and its past."] : []),
  ];
}

function newLevels({ levels = {} }: Summary, before: Summary): string[] {
  return Object.entries(levels).flatMap(([column, own]) => {
    const known = before.levels?.[column] ?? [];
    const names = own.filter((level) => !known.includes(level));
    if (names.length === 0) return [];
    const told = showNames(names.map(show));
    return [
      known.length === 0 ? `${column} is a category, of the levels ${told}.` : `${column} has new levels: ${told}.`,
    ];
  });
}

// Weights of mean 1 are usual; those of sum 1, which others take, would leave a norm without degrees of freedom.
const LIGHT = 0.5;

function lightWarnings({ weights, used }: Sample): string[] {
  if (weights === undefined || used.length === 0) return [];
  const sum = used.reduce((total, row) => total + (weights[row] as number), 0);
  if (sum >= LIGHT * used.length) return [];
  return [
    `The weights of ${used.length} rows add up to ${Number(sum.toPrecision(3))}: they count as so many rows, no more.`,
  ];
}

function lateWarnings(instants: Float64Array | null, { toMs }: Summary): string[] {
  const first = instants?.[0];
  if (first === undefined || toMs === null || first > toMs) return [];
  const told = (ms: number) => new Date(ms).toISOString();
  return [
    `Rows from ${told(first)} on, not later than ${told(toMs)}, the last trained time: taken as a batch of their own. They find ` +
      "no past but their own and the last rows kept; rows that were trained before count twice.",
  ];
}
