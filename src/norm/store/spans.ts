// Which factors a version is merged from: merges of eight, 64, 512 … versions where they are kept and all of them is asked for, and batches.
// So there are a few for each power of eight, however many batches there are. They are read in pages of so many bytes.

import { and, eq, gt, lte, type SQL, sql } from "drizzle-orm";
import type { Summary } from "../../engine/feature/summary.ts";
import type { Scatter } from "../../engine/score/scatter.ts";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import { encodeSparse } from "./codec.ts";
import { isLive } from "./live-events.ts";
import { normEvents, normSpans, norms, normVersions } from "./norm-tables.ts";
import type { NormRow } from "./norms.ts";
import { encodeParts, type Part } from "./parts.ts";

const WIDTHS = [8, 64, 512, 4_096, 32_768];

/** Of factors that one statement reads: an isolate holds them, and twice as much while they are taken in. */
const BYTES_PER_READ = 8_000_000;

export interface PieceRange {
  /** Batches with `after` < version ≤ `upTo`. */
  after: number | SQL<number>;
  upTo: number;
  /** Batches that ended before, or after, are left out; null for none. */
  endedSinceMs: number | null;
  endedUntilMs: number | null;
  /** Merges of which a part ended before are of no use; null for none. */
  wholeSinceMs: number | null;
  /** Names of batches; null for all. */
  only: readonly string[] | null;
  /** Whether merges may stand for their batches. */
  hasSpans: boolean;
}

/** As it is stored: a batch, or a merge of several. */
export type PieceRow = Awaited<ReturnType<typeof selectPieces>>[number];

/** The next pieces, oldest first, one at least where there is one. */
export function selectPieces(database: Database, normId: string, range: PieceRange) {
  const { after, upTo, endedSinceMs, endedUntilMs, wholeSinceMs, only, hasSpans } = range;
  const isUsable = sql`since >= ${after} and version <= ${upTo} and (${wholeSinceMs} is null or from_ms >= ${wholeSinceMs})
    and (${endedUntilMs} is null or as_of_ms <= ${endedUntilMs})`;
  const widths = JSON.stringify(hasSpans && only === null ? WIDTHS : []);
  // A cross join, so that SQLite looks five places up in the index for each batch, and does not go through all merges.
  const isHeld = (width: SQL) => sql`exists (
    select 1 from json_each(${widths}) as wide cross join ${normSpans} as held on held.norm_id = ${normId}
      and held.version = (own.version + wide.value - 1) / wide.value * wide.value and held.since = held.version - wide.value
    where wide.value > ${width} and ${isUsable})`;
  const isAsked = sql`(${endedSinceMs} is null or coalesce(ended_at_ms, created_at_ms) >= ${endedSinceMs})
    and (${endedUntilMs} is null or coalesce(ended_at_ms, created_at_ms) <= ${endedUntilMs})
    and (${only === null} or batch in (select value from json_each(${JSON.stringify(only ?? [])})))`;
  const pieces = sql`(
      select version, since, bytes, count(*) over () as count, sum(bytes) over () as total, sum(bytes) over (order by version) as until from (
        select version, since, octet_length(factors) as bytes from ${normSpans} as own
          where norm_id = ${normId} and ${isUsable} and ${widths} <> '[]' and not ${isHeld(sql`own.version - own.since`)}
        union all
        select version, null, octet_length(factors) from ${normEvents} as own
          where norm_id = ${normId} and kind = 'train' and forgotten_at_version is null and version > ${after} and version <= ${upTo}
            and ${isAsked} and not ${isHeld(sql`1`)})
    ) as piece
      left join ${normSpans} as span
        on span.norm_id = ${normId} and span.version = piece.version and span.since = piece.since
      left join ${normEvents} as event
        on piece.since is null and event.norm_id = ${normId} and event.version = piece.version
      left join ${normVersions} as learned
        on piece.since is null and learned.norm_id = ${normId} and learned.version = piece.version`;
  return database
    .select({
      version: sql<number>`piece.version`,
      /** How many pieces there are from this page on, and of how many bytes. */
      count: sql<number>`piece.count`,
      totalBytes: sql<number>`piece.total`,
      factors: sql<string>`coalesce(span.factors, event.factors)`,
      /** When the first of the parts of a merge ended. */
      fromMs: sql<number | null>`span.from_ms`,
      asOfMs: sql<number>`coalesce(span.as_of_ms, event.ended_at_ms, event.created_at_ms)`,
      summary: sql<string | null>`coalesce(span.summary, event.summary)`,
      scatter: sql<string | null>`coalesce(span.scatter, learned.scatter)`,
      learned: sql<number | null>`coalesce(span.version, learned.version)`,
    })
    .from(pieces)
    .where(sql`piece.until <= ${BYTES_PER_READ} or piece.until = piece.bytes`)
    .orderBy(sql`piece.version`);
}

/** One batch; nothing where it is forgotten. */
export function selectBatch(database: Database, normId: string, version: number) {
  const all = { endedSinceMs: null, endedUntilMs: null, wholeSinceMs: null, only: null, hasSpans: false };
  return selectPieces(database, normId, { ...all, after: version - 1, upTo: version });
}

/** A merge of versions: of those after `since` up to `version`. */
export interface SpanPlace {
  since: number;
  version: number;
}

/** Of each width the newest places before a version, `most` at most; narrow ones first, which wider ones are made of. */
export function placesUpTo(version: number, most: number): SpanPlace[] {
  return WIDTHS.flatMap((width) => {
    const whole = Math.floor(version / width);
    return Array.from({ length: Math.min(most, whole) }, (_, i) => {
      const end = (whole - i) * width;
      return { since: end - width, version: end };
    });
  });
}

// What a version taught that was never learned, its process having stopped, is not waited for any longer.
const WAIT_VERSIONS = 64;

/** Of some places those, `limit` at most, that have batches, all of them learned from, and no merge yet. */
export async function findDue(
  database: Database,
  normId: string,
  { places, newest, limit }: { places: readonly SpanPlace[]; newest: number; limit: number },
): Promise<SpanPlace[]> {
  const inPlace = sql`${normEvents.normId} = ${normId} and ${isLive} and ${normEvents.version} > json_extract(place.value, '$.since')
    and ${normEvents.version} <= json_extract(place.value, '$.version')`;
  const isWaiting = sql`${normEvents.version} > ${newest - WAIT_VERSIONS} and not exists (
    select 1 from ${normVersions} as learned where learned.norm_id = ${normId} and learned.version = ${normEvents.version})`;
  return database.all<SpanPlace>(sql`
    select json_extract(place.value, '$.since') as since, json_extract(place.value, '$.version') as version
    from json_each(${JSON.stringify(places)}) as place
    where not exists (select 1 from ${normSpans} where norm_id = ${normId}
        and version = json_extract(place.value, '$.version') and since = json_extract(place.value, '$.since'))
      and exists (select 1 from ${normEvents} where ${inPlace})
      and not exists (select 1 from ${normEvents} where ${inPlace} and ${isWaiting})
    order by place.key limit ${limit}`);
}

export interface Span extends SpanPlace, Omit<Part, "endedMs"> {
  fromMs: number;
  asOfMs: number;
  summary: Summary;
  scatter: Scatter;
}

/** Keeps a merge, unless a batch was forgotten or the specification changed since the norm was read. */
export async function insertSpan(database: Database, norm: NormRow, span: Span): Promise<void> {
  const { since, version, fromMs, asOfMs, summary, scatter, ...factors } = span;
  await database
    .insert(normSpans)
    .select(sql`
      select ${valuesOf(normSpans, {
        normId: sql`id`,
        version,
        since,
        fromMs,
        asOfMs,
        factors: encodeParts([{ ...factors, endedMs: asOfMs }], asOfMs),
        summary,
        scatter: encodeSparse(scatter),
      })} from ${norms} where id = ${norm.id} and forget_count = ${norm.forgetCount} and specification = ${JSON.stringify(norm.specification)}`)
    .onConflictDoNothing();
}

/** When the newest row of all batches up to a version was; null without batches. */
export async function newestEnd(database: Database, normId: string, upTo: number): Promise<number | null> {
  const newest = await database
    .select({ ms: sql<number | null>`max(coalesce(${normEvents.endedAtMs}, ${normEvents.createdAtMs}))` })
    .from(normEvents)
    .where(and(eq(normEvents.normId, normId), gt(normEvents.version, 0), lte(normEvents.version, upTo), isLive))
    .get();
  return newest?.ms ?? null;
}
