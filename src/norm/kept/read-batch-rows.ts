// The rows of a batch as they were sent: what `train` takes again. Reads only.
import { isoTexts } from "../../engine/time/iso-texts.ts";
import { createZone } from "../../engine/time/zone.ts";
import type { Context } from "../../platform/context/context.ts";
import { CELL_COUNT_MAX } from "../../platform/schema/limit.ts";
import { noSuchBatch } from "../answer/list-batches.ts";
import { toAnswers } from "../answer/predict-norm.ts";
import { requireNorm } from "../answer/read-norm.ts";
import { joinRows, sliceRows } from "../rows/archive-rows.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";
import { BATCH_ROWS_USUAL, type BatchRows, type BatchRowsQuery, type SentRows } from "../schema/rows-answer.ts";
import { findParts, type PartRow } from "../store/archive.ts";
import type { ArchivedRows } from "../store/archive-codec.ts";
import { findBatch } from "../store/batches.ts";
import { readParts } from "./load-period.ts";

export async function readBatchRows(
  context: Context,
  name: string,
  batch: string,
  { skip = 0, limit = BATCH_ROWS_USUAL }: BatchRowsQuery,
): Promise<BatchRows> {
  const norm = await requireNorm(context, name);
  const row = await findBatch(context.database, norm.id, batch);
  if (row === undefined) throw noSuchBatch(name, batch);
  const { columns } = norm.specification;
  const asked = { version: row.version };
  const parts = await findParts(context.database, norm.id, asked);
  const kept = parts.reduce((sum, { rows }) => sum + rows, 0);
  const end = Math.min(kept, skip + Math.min(limit, Math.floor(CELL_COUNT_MAX / columns.length)));
  const within = placesOf(parts).filter(({ from, part }) => from < end && from + part.rows > skip);
  const { read, warnings } = await readParts(
    context,
    norm,
    within.map(({ part }) => part),
    asked,
  );
  const some = read.map(({ part, rows }) => {
    const { from = 0 } = within.find((each) => each.part === part) ?? {};
    return sliceRows(rows, Math.max(0, skip - from), Math.min(rows.rowCount, end - from));
  });
  return {
    norm: name,
    batch,
    version: row.version,
    rows: row.rowsReceived,
    kept,
    skip,
    sent: some.length === 0 ? { x: {}, y: [] } : toSent(norm.specification, joinRows(some)),
    next: end < kept ? end : null,
    warnings,
  };
}

/** Where the first row of each part is among the rows of its batch. */
function placesOf(parts: readonly PartRow[]): { part: PartRow; from: number }[] {
  let end = 0;
  return parts.map((part) => {
    end += part.rows;
    return { part, from: end - part.rows };
  });
}

function toSent({ columns, timezone = "UTC" }: NormSpecification, rows: ArchivedRows): SentRows {
  const { times, levels, y, weights, continues } = rows;
  const x = Object.fromEntries(
    columns.map((column, j) => {
      const values = rows.columns[j] as Float64Array;
      const names = levels.get(j);
      return [column, names === undefined ? toAnswers(values) : Array.from(values, (place) => names[place] ?? null)];
    }),
  );
  return {
    ...(times && { t: timesAsSent(times, timezone) }),
    x,
    y: toAnswers(y),
    ...(weights && { sample_weight: [...weights] }),
    ...(continues !== null && { continues }),
  };
}

/** As the clock on the wall shows them where they were sent so; in universal time where they had an offset. */
function timesAsSent(
  { instants, areDates, hasOffset }: NonNullable<ArchivedRows["times"]>,
  timezone: string,
): string[] {
  if (hasOffset) return isoTexts(instants);
  const zone = createZone(timezone);
  return Array.from(instants, (instant, row) => {
    if (areDates[row] === 1) return new Date(zone.toDay(instant)).toISOString().slice(0, 10);
    return new Date(zone.toLocal(instant)).toISOString().slice(0, -1);
  });
}
