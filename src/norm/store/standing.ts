// Where a norm stands: what its next batch continues from, read at once, since a training that others overtake reads it again.
import { and, eq, getTableColumns, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { EMPTY_TAIL, type Tail } from "../../engine/feature/series.ts";
import type { LastRow } from "../../engine/feature/steps.ts";
import type { Database } from "../../platform/store/database.ts";
import { type BatchRow, batchColumnsOf } from "./batches.ts";
import { decodeLastRow, decodeTail } from "./codec.ts";
import { isLiveOf } from "./live-events.ts";
import { normEvents, norms } from "./norm-tables.ts";
import { type NormRow, newestRows, newestVersion } from "./norms.ts";

/** What a batch continues from. */
export interface Past {
  /** The last rows, as far as the norm looks back, and the last one as it was learned from. */
  tail: Tail;
  lastRow: LastRow | null;
  /** When the last one was; null without times. */
  endedAtMs: number | null;
  /** Of the newest event. */
  version: number;
}

export const NO_PAST: Past = { tail: EMPTY_TAIL, lastRow: null, endedAtMs: null, version: 0 };

const last = alias(normEvents, "last");
const named = alias(normEvents, "named") as unknown as typeof normEvents;

const newestEvent = sql<number>`coalesce((select max(version) from ${normEvents} where norm_id = norms.id), 0)`;
const pastColumns = { tail: last.tail, lastRow: last.lastRow, endedAtMs: last.endedAtMs };

/** The newest batch that counts, of those before a version. */
const isLast = (before: number) =>
  and(
    eq(last.normId, norms.id),
    sql`${last.version} = (select max(version) from ${normEvents} where norm_id = norms.id and kind = 'train'
      and forgotten_at_version is null and version < ${before})`,
  );

export interface Standing {
  norm: NormRow;
  past: Past;
  /** The batch of a name, where the norm rests on one. */
  known: BatchRow | null;
}

/** The norm of a name with all that training a batch of it asks for; undefined where there is none. */
export async function readStanding(database: Database, name: string, batch: string): Promise<Standing | undefined> {
  const row = await database
    .select({
      norm: { ...getTableColumns(norms), version: newestVersion, rows: newestRows },
      past: pastColumns,
      newest: newestEvent,
      known: batchColumnsOf(named),
    })
    .from(norms)
    .leftJoin(last, isLast(Number.MAX_SAFE_INTEGER))
    .leftJoin(named, and(eq(named.normId, norms.id), eq(named.batch, batch), isLiveOf(named)))
    .where(eq(norms.name, name))
    .get();
  if (row === undefined) return undefined;
  const { norm, past, newest, known } = row;
  return { norm, past: decodePast(past, newest), known };
}

/** What came before a version (the newest if null). */
export async function readPast(database: Database, normId: string, before: number | null): Promise<Past> {
  const row = await database
    .select({ past: pastColumns, newest: newestEvent })
    .from(norms)
    .leftJoin(last, isLast(before ?? Number.MAX_SAFE_INTEGER))
    .where(eq(norms.id, normId))
    .get();
  return row === undefined ? NO_PAST : decodePast(row.past, row.newest);
}

type StoredPast = { [Column in keyof typeof pastColumns]: (typeof pastColumns)[Column]["_"]["data"] | null };

function decodePast(stored: StoredPast | null, version: number): Past {
  if (stored === null) return { ...NO_PAST, version };
  const { tail, lastRow, endedAtMs } = stored;
  return {
    tail: tail === null ? EMPTY_TAIL : decodeTail(tail),
    lastRow: lastRow === null ? null : decodeLastRow(lastRow),
    endedAtMs,
    version,
  };
}
