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
import type { Met } from "../basis/score-chunks.ts";
import type { Sample } from "../basis/score-rows.ts";
import { requireFewLevels } from "../rows/check-levels.ts";
import { keepRows } from "../rows/keep-rows.ts";
import { type NormParts, withLevels } from "../rows/levels.ts";
import { looksBack, observe } from "../rows/observe.ts";
import type { TrainRequest } from "../schema/norm-request.ts";
import type { Part } from "../store/parts.ts";
import type { Past } from "../store/standing.ts";
import { type Noted, noteRows } from "./batch-warnings.ts";

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
  /** The rows themselves, which are not stored; of a batch that came in chunks those of the last one. */
  sample: Sample;
  /** What was noticed of them. */
  noted: Noted;
  /** Of a batch that came in chunks: how the model before met them. */
  met?: Met | null;
  /** Whether the rows as they came should have been kept, and could not be. */
  isLost?: boolean;
}

/** The rows that a batch looks back on, and the one that the first of it may follow. */
export interface Behind extends Pick<Past, "tail" | "lastRow" | "endedAtMs"> {
  /** The tail that the rows do not take away from others, where they look back on more of their own. */
  kept?: Tail;
}

/** Categories are coded (rows/code-levels.ts). */
export function prepareBatch(kernel: Kernel, norm: NormParts, request: TrainRequest, past: Behind): PreparedBatch {
  const prepared = prepareRows(kernel, norm, request, past);
  requireComplete(norm, prepared);
  return prepared;
}

/** Refuses a batch of which nothing can be learned. */
export function requireComplete(norm: NormParts, { counts, inferred }: PreparedBatch): void {
  if (counts.rowsUsed > 0 || looksBack({ ...norm, inferred })) return;
  throw new AppError(
    "invalid",
    `Cannot train: each of the ${counts.rowsReceived} rows has a missing value; one complete row is needed`,
    [{ path: "x", message: "no row has a number in every column and in y" }],
  );
}

/** The same of rows that may all be incomplete. */
export function prepareRows(kernel: Kernel, norm: NormParts, request: TrainRequest, past: Behind): PreparedBatch {
  const { t, x, y, sample_weight: weights } = request;
  const continues = request.continues ?? norm.specification.continues;
  const observed = observe(norm, { t, x }, { tail: past.tail, lastMs: past.endedAtMs, continues });
  const { instants, local, inferred } = observed;
  const parts = { ...norm, inferred };
  const { columns, categories = [] } = norm.specification;
  const used = completeRows([...observed.design(neededFeatures(parts)), y], x.rowCount);
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
  const sample: Sample = {
    norm: parts,
    observed,
    x,
    y,
    weights,
    used,
    groups: Uint8Array.from(used, (row) => groups[row] as number),
  };
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
    tail: observed.tailAfter(past.kept),
    endedAtMs: instants?.at(-1) ?? null,
    sample,
    noted: noteRows(sample),
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
