// What a model expects of rows that are kept: some at a time, for of all of them the features would be too many to be held.
import { features } from "../../engine/feature/feature.ts";
import { EMPTY_TAIL, type Tail } from "../../engine/feature/series.ts";
import type { Context } from "../../platform/context/context.ts";
import type { Times } from "../../platform/schema/time.ts";
import { type Expected, expectRows } from "../answer/expect-rows.ts";
import { sliceRows, toTable } from "../rows/archive-rows.ts";
import { neededColumns } from "../rows/check-columns.ts";
import { observe } from "../rows/observe.ts";
import { asModelled } from "../rows/place-columns.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { ArchivedRows } from "../store/archive-codec.ts";
import type { NormRow } from "../store/norms.ts";
import type { KeptPeriod } from "./load-period.ts";

/** Rows `from` and on, before `to`, of those of a period. */
export interface ExpectedBlock {
  from: number;
  to: number;
  expected: Expected;
}

// Rows × features: 8 MB.
const BLOCK_CELLS_MAX = 1_000_000;

type Period = KeptPeriod & { rows: ArchivedRows };

/** All rows of a period, block by block. */
export async function* expectKept(
  context: Context,
  norm: NormRow,
  model: NormModel,
  period: Period,
): AsyncGenerator<ExpectedBlock> {
  const { rows, first, anew } = period;
  const size = Math.max(1, Math.floor(BLOCK_CELLS_MAX / (1 + featureCount(norm, model))));
  let waited = first;
  for (let from = first, next = 0, to = 0; from < rows.rowCount; from = to) {
    if (from - waited >= size) {
      await context.sleep(0);
      waited = from;
    }
    while ((anew[next] as number) <= from) next++;
    to = Math.min(anew[next] ?? rows.rowCount, from + size);
    yield { from, to, expected: expectSome(norm, model, period, { from, to, since: anew[next - 1] ?? 0 }) };
  }
}

/** Of all features, whichever of them are chosen: so many are told of each row. */
function featureCount(norm: NormRow, model: NormModel): number {
  const { specification, inferred } = asModelled(norm, model);
  return features(specification, inferred).length;
}

/** Some of them, which find their past in the rows before, from `since` on. */
function expectSome(
  norm: NormRow,
  model: NormModel,
  period: Period,
  { from, to, since }: { from: number; to: number; since: number },
): Expected {
  const past = { tail: tailBefore(norm, model, period, { row: from, since }), lastMs: null };
  return expectRows(norm, model, toRequest(norm, model, sliceRows(period.rows, from, to)), past);
}

/** The last rows before one, as far as features look back. */
function tailBefore(
  norm: NormRow,
  model: NormModel,
  { rows, memory, tail }: Period,
  { row, since }: { row: number; since: number },
): Tail {
  if (memory === 0) return EMPTY_TAIL;
  let begin = row;
  const sinceMs = rows.times && (rows.times.instants[row] as number) - memory;
  const isLookedAt = (before: number) =>
    rows.times === null || sinceMs === null
      ? before >= row - memory
      : (rows.times.instants[before] as number) >= sinceMs;
  while (begin > since && isLookedAt(begin - 1)) begin--;
  // What came before the first of all rows is what their batch remembers.
  const older = begin === 0 ? tail : EMPTY_TAIL;
  if (begin === row) return older;
  const before = toRequest(norm, model, sliceRows(rows, begin, row));
  return observe(asModelled(norm, model), before, { tail: older }).tailWithin();
}

function toRequest({ specification, inferred }: NormRow, { chosen }: NormModel, rows: ArchivedRows) {
  const needed = neededColumns({ specification, inferred }, chosen);
  const t = timesOf(rows);
  return { ...(t && { t }), x: toTable(specification.columns, rows, needed) };
}

/** Their times, as of a request. */
export function timesOf({ times, rowCount }: ArchivedRows): Times | undefined {
  if (times === null) return undefined;
  return { ms: times.instants, hasOffset: true, isShifted: false, areDates: new Uint8Array(rowCount) };
}
