// The rows of batches as they were trained, in parts: where each is stands in D1, and what is short. Longer parts are in KV, under keys of their
// own that are put before D1 names them, and never change.
import { and, asc, eq, gte, lt, sql } from "drizzle-orm";
import type { Context } from "../../platform/context/context.ts";
import { orWithout } from "../../platform/context/or-without.ts";
import type { Database } from "../../platform/store/database.ts";
import type { KeyValueStore } from "../../platform/store/key-value.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import { normEvents, normRows, norms } from "./norm-tables.ts";

/** What keys of rows in KV begin with. */
export const ALL_ROWS = "rows/";

/** A part as D1 knows it. Where it has a key its text is in KV, else it is `data`. */
export type StoredPart = Omit<typeof normRows.$inferSelect, "normId" | "version" | "part">;

/** A key that no other part ever had; it says when it was made, and of which norm. */
export function partKey({ nowMs, newId }: Pick<Context, "nowMs" | "newId">, normId: string): string {
  return `${ALL_ROWS}${normId}/${nowMs()}-${newId()}`;
}

export function keyMadeAtMs(key: string): number {
  return Number(key.split("/")[2]?.split("-")[0]);
}

/** Beside the insertion of a batch, in one commit: its parts, where it is there. */
export function insertParts(
  database: Database,
  normId: string,
  { batch, contentHash }: { batch: string; contentHash: string },
  parts: readonly StoredPart[],
) {
  const of = (name: keyof StoredPart) => sql`json_extract(part.value, ${`$.${name}`})`;
  return database
    .insert(normRows)
    .select(sql`
      select ${valuesOf(normRows, {
        normId: sql`event.norm_id`,
        version: sql`event.version`,
        part: sql`part.key`,
        fromMs: of("fromMs"),
        toMs: of("toMs"),
        rows: of("rows"),
        bytes: of("bytes"),
        key: of("key"),
        data: of("data"),
      })} from ${normEvents} as event cross join json_each(${JSON.stringify(parts)}) as part
      where event.norm_id = ${normId} and event.batch = ${batch} and event.kind = 'train' and event.forgotten_at_version is null
        and event.content_hash = ${contentHash}
        and not exists (select 1 from ${normRows} as own where own.norm_id = event.norm_id and own.version = event.version)`)
    .onConflictDoNothing();
}

/** Beside other statements: all parts of a norm, or of one of its batches, are deleted; answers their keys. */
export function deleteParts(database: Database, normId: string, where = sql`true`) {
  return database
    .delete(normRows)
    .where(and(eq(normRows.normId, normId), where))
    .returning({ key: normRows.key });
}

/** What D1 names no more is deleted. What cannot be goes with the daily cleaning. */
export async function deleteKeys(context: Context, deleted: readonly { key: string | null }[]): Promise<void> {
  const keys = deleted.flatMap(({ key }) => (key === null ? [] : [key]));
  await orWithout(context, Promise.all(keys.map((key) => context.models.delete(key))));
}

export type PartRow = Pick<
  typeof normRows.$inferSelect,
  "version" | "part" | "fromMs" | "toMs" | "rows" | "bytes" | "key"
>;

/** Parts that are read at once: a year of batches, one every quarter of an hour, with room. */
export const PART_COUNT_MAX = 50_000;

/** Which parts have rows from a time on and before another, or are of a version; those of older batches first. One more than are read where they are more. */
export async function findParts(
  database: Database,
  normId: string,
  { fromMs, toMs, version }: { fromMs?: number; toMs?: number; version?: number },
): Promise<PartRow[]> {
  const { version: of, part, fromMs: first, toMs: last, rows, bytes, key } = normRows;
  const within = and(
    eq(normRows.normId, normId),
    fromMs === undefined ? undefined : gte(last, fromMs),
    toMs === undefined ? undefined : lt(first, toMs),
    version === undefined ? undefined : eq(of, version),
  );
  return database
    .select({ version: of, part, fromMs: first, toMs: last, rows, bytes, key })
    .from(normRows)
    .where(within)
    .orderBy(asc(of), asc(part))
    .limit(PART_COUNT_MAX + 1);
}

// Of texts that one statement reads.
const BYTES_PER_READ = 8_000_000;
// Values of KV that are asked for at once; each takes 6 MB at most.
const KEYS_AT_ONCE = 6;

/** The text of each of some parts that is there, in any order: some are held at a time. */
export async function* readTexts(
  { database, models }: { database: Database; models: KeyValueStore },
  normId: string,
  parts: readonly PartRow[],
): AsyncGenerator<[PartRow, string]> {
  const short = parts.filter(({ key }) => key === null);
  for (let from = 0, to = 0; from < short.length; from = to) {
    for (let bytes = 0; to < short.length && bytes < BYTES_PER_READ; to++) bytes += (short[to] as PartRow).bytes;
    const page = short.slice(from, to);
    const places = JSON.stringify(page.map(({ version, part }) => [version, part]));
    const read = await database
      .select({ version: normRows.version, part: normRows.part, data: normRows.data })
      .from(normRows)
      .where(
        sql`${normRows.normId} = ${normId} and (${normRows.version}, ${normRows.part}) in
          (select json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(${places}))`,
      );
    const found = new Map(read.map(({ version, part, data }) => [`${version}/${part}`, data]));
    for (const part of page) {
      const text = found.get(`${part.version}/${part.part}`);
      if (text != null) yield [part, text];
    }
  }
  const long = parts.filter(({ key }) => key !== null);
  for (let from = 0; from < long.length; from += KEYS_AT_ONCE) {
    const page = long.slice(from, from + KEYS_AT_ONCE);
    const read = await Promise.all(page.map(({ key }) => models.get(key as string)));
    for (const [i, text] of read.entries()) if (text !== null) yield [page[i] as PartRow, text];
  }
}

/** The first and the last time of which rows are kept; null where there are none. */
export async function findKeptSpan(
  database: Database,
  normId: string,
): Promise<{ fromMs: number | null; toMs: number | null }> {
  const found = await database
    .select({
      fromMs: sql<number | null>`(select min(from_ms) from ${normRows} where norm_id = ${normId})`,
      toMs: sql<number | null>`(select max(to_ms) from ${normRows} where norm_id = ${normId})`,
    })
    .from(sql`(select 1)`);
  return found[0] ?? { fromMs: null, toMs: null };
}

/** Of some of a norm's batches, by their versions, how many rows are kept, of which time, and what they take. */
export async function sumParts(
  database: Database,
  normId: string,
  versions: readonly number[],
): Promise<Map<number, { rows: number; bytes: number; fromMs: number; toMs: number }>> {
  const isAsked = sql`${normRows.version} in (select value from json_each(${JSON.stringify(versions)}))`;
  const sums = await database
    .select({
      version: normRows.version,
      rows: sql<number>`sum(${normRows.rows})`,
      bytes: sql<number>`sum(${normRows.bytes})`,
      fromMs: sql<number>`min(${normRows.fromMs})`,
      toMs: sql<number>`max(${normRows.toMs})`,
    })
    .from(normRows)
    .where(and(eq(normRows.normId, normId), isAsked))
    .groupBy(normRows.version);
  return new Map(sums.map(({ version, ...sum }) => [version, sum]));
}

/** The norms that keep rows: how long, and when the last of each oldest part was and the newest row. */
export async function findKeepers(database: Database) {
  return database
    .select({
      normId: normRows.normId,
      keepRows: sql<string | null>`json_extract(${norms.specification}, '$.keep_rows')`,
      oldestMs: sql<number>`min(${normRows.toMs})`,
      newestMs: sql<number>`max(${normRows.toMs})`,
    })
    .from(normRows)
    .innerJoin(norms, eq(norms.id, normRows.normId))
    .groupBy(normRows.normId);
}

/** Deletes parts that ended before a time, of each norm its own; answers their keys. */
export async function deletePartsBefore(
  database: Database,
  ends: readonly { normId: string; beforeMs: number }[],
): Promise<{ key: string | null }[]> {
  // The norms first: by the index on ends each finds its own.
  const over = sql`select own.norm_id, own.version, own.part from json_each(${JSON.stringify(ends)}) as ended
    cross join ${normRows} as own on own.norm_id = json_extract(ended.value, '$.normId') and own.to_ms < json_extract(ended.value, '$.beforeMs')`;
  return database
    .delete(normRows)
    .where(sql`(${normRows.normId}, ${normRows.version}, ${normRows.part}) in (${over})`)
    .returning({ key: normRows.key });
}

/** Which of some keys D1 names. */
export async function findNamed(database: Database, keys: readonly string[]): Promise<Set<string>> {
  const normIds = JSON.stringify([...new Set(keys.map((key) => key.split("/")[1]))]);
  const named = await database
    .select({ key: normRows.key })
    .from(normRows)
    .where(sql`${normRows.normId} in (select value from json_each(${normIds})) and ${normRows.key} is not null`);
  return new Set(named.map(({ key }) => key as string));
}
