// What was viewed in all, added up by the database in one statement.
import { type SQL, sql } from "drizzle-orm";
import { DAY_MS } from "../../engine/time/duration.ts";
import type { Database } from "../../platform/store/database.ts";
import type { CountsAsked, Period } from "./category-counts.ts";
import { namedViews, sessionsOfBlocks, whole } from "./visit-sql.ts";

/** Times of starts, by the clock as written; `toMs` itself is not in it. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** How many views sessions have that start in some spans. */
export async function viewsBetween(database: Database, spans: readonly Span[]): Promise<number> {
  const [found] = await database.all<{ views: number }>(sql`
    select coalesce(sum(view_count), 0) as views from ${sessionsBetween(spans)}`);
  return found?.views ?? 0;
}

export interface Total {
  sessions: number;
  views: number;
  categoryCount: number;
  /** The most first. */
  categories: [category: string, views: number][];
}

/**
 * All together of some periods that are counted, and of sessions that are not: those that start in `spans`, of one visitor if that is
 * given. undefined where a period is not counted any more.
 */
export async function readTotal(
  database: Database,
  { periods, spans, visitor }: { periods: readonly Period[]; spans: readonly Span[]; visitor?: string | undefined },
  { level, gender, limit }: CountsAsked & { limit: number },
): Promise<Total | undefined> {
  const found = visitor === undefined ? sessionsBetween(spans) : sessionsOfVisitor(visitor, spans);
  const isAsked = gender === undefined ? sql`true` : sql`coalesce(gender, 'unknown') = ${gender}`;
  const isNamed = gender === undefined ? sql`true` : sql`each.key = ${gender}`;
  const rows = await database.all<{ name: string | null; views: number | string }>(sql`
    with asked as materialized (
      select json_extract(value, '$[0]') as unit, json_extract(value, '$[1]') as period
      from json_each(${JSON.stringify(periods.map(({ unit, period }) => [unit, period]))})
    ),
    visits as materialized (select 0 as day, coalesce(gender, 'unknown') as gender, views from ${found} where ${isAsked}),
    ${namedViews([level])},
    added as materialized (
      select name, sum(views) as views from (
        select each.key as name, each.value as views
        from asked cross join category_counts as stored on stored.unit = asked.unit and stored.period = asked.period
        cross join json_each(counts) as each where level = ${level} and gender = ${gender ?? ""}
        union all select name, views from named
      ) group by name
    ),
    sessions_of as (
      select each.value as count, each.key from asked cross join category_counts as stored
      on stored.unit = asked.unit and stored.period = asked.period and level = 0 cross join json_each(counts) as each where ${isNamed}
    )
    select * from (select name, views from added order by views desc, name limit ${limit})
    union all
    select null, json_array(
      (select count(*) from asked where not exists (
        select 1 from category_counts as stored where stored.unit = asked.unit and stored.period = asked.period and level = 0)),
      (select coalesce(sum(count), 0) from sessions_of) + (select count(*) from visits),
      (select coalesce(sum(views), 0) from added), (select count(*) from added))`);
  const summary = rows.findLast(({ name }) => name === null);
  const [missing, sessions, views, categoryCount] = JSON.parse(String(summary?.views));
  if (missing > 0) return undefined;
  const categories = rows.flatMap(({ name, views }): Total["categories"] =>
    name === null ? [] : [[name, Number(views)]],
  );
  return { sessions, views, categoryCount, categories };
}

/** The sessions that start in some spans, each with its day. */
export function sessionsBetween(spans: readonly Span[]): SQL {
  return sql`(
    select session_blocks.day, gender, views, view_count from (${spansOf(spans)}) as span
    cross join ${sessionsOfBlocks} and session_blocks.day between from_ms / ${whole(DAY_MS)} and (to_ms - 1) / ${whole(DAY_MS)}
    and start_ms >= from_ms and start_ms < to_ms)`;
}

function sessionsOfVisitor(visitor: string, spans: readonly Span[]): SQL {
  return sql`(
    select gender, views from (${spansOf(spans)}) as span
    cross join sessions on visitor = ${visitor} and start_ms >= from_ms and start_ms < to_ms)`;
}

function spansOf(spans: readonly Span[]): SQL {
  const sent = JSON.stringify(spans.map(({ fromMs, toMs }) => [fromMs, toMs]));
  return sql`select json_extract(value, '$[0]') as from_ms, json_extract(value, '$[1]') as to_ms from json_each(${sent})`;
}
