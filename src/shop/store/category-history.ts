// What was viewed in each step of time, added up by the database in one statement from days that are counted and from visits of others.
import { sql } from "drizzle-orm";
import type { Database } from "../../platform/store/database.ts";
import type { CountsAsked } from "./category-counts.ts";
import { type Span, sessionsBetween } from "./category-totals.ts";
import { namedViews } from "./visit-sql.ts";

/** A number by the step that it is of. */
type BySteps = [step: number, value: number][];

export interface History {
  sessions: BySteps;
  views: BySteps;
  categoryCount: number;
  /** The most viewed first. */
  categories: { category: string; total: number; views: BySteps }[];
}

interface HistoryAsked {
  /** Counted days. */
  days: readonly number[];
  /** Of sessions that are counted now. */
  spans: readonly Span[];
  /** Of each day of those, which step it is in. */
  stepOf(day: number): number;
  /** Days of `spans` on which there may be sessions. */
  spanDays: readonly number[];
}

/** Steps without a session are left out. undefined where a day is not counted any more. */
export async function readCategoryHistory(
  database: Database,
  { days, spans, stepOf, spanDays }: HistoryAsked,
  { level, gender, limit }: CountsAsked & { limit: number },
): Promise<History | undefined> {
  const pairs = (of: readonly number[]) => JSON.stringify(of.map((day) => [day, stepOf(day)]));
  const table = (of: readonly number[]) =>
    sql`(select json_extract(value, '$[0]') as day, json_extract(value, '$[1]') as step from json_each(${pairs(of)}))`;
  const isAsked = gender === undefined ? sql`true` : sql`coalesce(gender, 'unknown') = ${gender}`;
  const isNamed = gender === undefined ? sql`true` : sql`each.key = ${gender}`;
  const rows = await database.all<{ name: string | null; total: number; told: string }>(sql`
    with asked as materialized (select * from ${table(days)}),
    span_steps as materialized (select * from ${table(spanDays)}),
    visits as materialized (
      select day, coalesce(gender, 'unknown') as gender, views from ${sessionsBetween(spans)} where ${isAsked}
    ),
    ${namedViews([level])},
    added as materialized (
      select step, name, sum(views) as views from (
        select step, each.key as name, each.value as views
        from asked cross join category_counts as stored on stored.unit = 'day' and stored.period = asked.day
        cross join json_each(counts) as each where level = ${level} and gender = ${gender ?? ""}
        union all select step, name, views from named join span_steps using (day)
      ) group by step, name
    ),
    ranked as materialized (select name, sum(views) as total from added group by name order by total desc, name limit ${limit}),
    sessions_of as (
      select step, sum(count) as count from (
        select step, each.value as count from asked cross join category_counts as stored
        on stored.unit = 'day' and stored.period = asked.day and level = 0 cross join json_each(counts) as each where ${isNamed}
        union all select step, count(*) from visits join span_steps using (day) group by step
      ) group by step having sum(count) > 0
    )
    select * from (
      select ranked.name, total, json_group_array(json_array(step, views)) as told
      from ranked join added using (name) group by ranked.name order by total desc, ranked.name)
    union all
    select null, (select count(distinct name) from added), json_array(
      (select count(*) from asked where not exists (
        select 1 from category_counts as stored where stored.unit = 'day' and stored.period = asked.day and level = 0)),
      json((select json_group_array(json_array(step, count)) from sessions_of)),
      json((select json_group_array(json_array(step, views)) from (select step, sum(views) as views from added group by step))))`);
  const summary = rows.findLast(({ name }) => name === null);
  const [missing, sessions, views] = JSON.parse(String(summary?.told));
  if (missing > 0) return undefined;
  const categories = rows.flatMap(({ name, total, told }) =>
    name === null ? [] : [{ category: name, total: Number(total), views: JSON.parse(told) }],
  );
  return { sessions, views, categoryCount: Number(summary?.total), categories };
}
