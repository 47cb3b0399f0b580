// Views by category, counted and added up by the database: each statement is of one moment, and no visit can come in between.
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import { BLOCK_LENGTH, categoryCounts } from "./session-tables.ts";
import type { SessionFilter } from "./sessions.ts";
import { GENDER_COUNTS, namedViews, sessionsOfBlocks, whole } from "./visit-sql.ts";

/** From the first of some days since 1970 to before `endDay`. */
export interface Days {
  firstDay: number;
  endDay: number;
}

/** A day, month or year, by its number in `category_counts`. */
export interface Period {
  unit: (typeof categoryCounts.$inferSelect)["unit"];
  period: number;
}

/** Which counts are asked for: of all sessions unless a gender is given. */
export interface CountsAsked {
  level: number;
  gender?: SessionFilter["gender"];
}

// A category takes 205 bytes with the longest name: 1.6 MB of the 2 MB of a row.
const PART_LENGTH = 8_000;

// What one statement counts: 0.1 s on one core, in which nobody writes. A day is counted at once though it has more.
const VIEWS_AT_ONCE = 20_000;
// What it looks at to see how many views there are: 19,000 sessions, where they came in the order of time.
const BLOCKS_AT_ONCE = 600;
const DAYS_AT_ONCE = 62;

/** Views that are read at once at most: two seconds. A shop of as many a day would fill the 10 GB of D1 within months. */
export const VIEWS_COUNTED_MAX = 300_000;

/** Counts that are added up at once at most: a second. */
export const COUNTS_ADDED_MAX = 1_000_000;

/** Days on which sessions start, or did. */
export async function knownDays(database: Database, days: readonly Days[]): Promise<number[]> {
  const rows = await database.all<{ day: number }>(sql`
    with recursive ${daysWithin(days)} select day from days where day is not null order by day`);
  return rows.map(({ day }) => day);
}

/** The first and the last day on which sessions start; undefined where there are none. */
export async function endsOfDays(database: Database): Promise<{ first: number; last: number } | undefined> {
  const [ends] = await database.all<{ first: number | null; last: number | null }>(sql`
    select (select min(day) from session_blocks) as first, (select max(day) from session_blocks) as last`);
  return ends?.first == null || ends.last === null ? undefined : { first: ends.first, last: ends.last };
}

/** Counts some days that are not counted, the first of them first; false where there are none left, but such as have too many views. */
export async function countSomeDays(database: Database, days: readonly Days[]): Promise<boolean> {
  const { meta } = await database.insert(categoryCounts).select(sql`
    with recursive ${daysWithin(days)},
    uncounted as materialized (
      select day, (select count(*) from session_blocks where session_blocks.day = days.day) as blocks
      from days where day is not null and not ${isCounted("day", sql`days.day`)} limit ${DAYS_AT_ONCE}
    ),
    near as (select day, sum(blocks) over (order by day) - blocks as before from uncounted),
    sized as materialized (
      select day, (select coalesce(sum(view_count), 0) from ${sessionsOfDay(sql`near.day`)}) as views
      from near where before < ${BLOCKS_AT_ONCE}
    ),
    picked as materialized (
      select day from (select day, sum(views) over (order by day) - views as before from sized where views <= ${VIEWS_COUNTED_MAX})
      where before < ${VIEWS_AT_ONCE}
    ),
    visits as materialized (
      select picked.day, coalesce(gender, 'unknown') as gender, views from picked cross join ${sessionsOfDay(sql`picked.day`)}
    ),
    ${namedViews([1, 2, 3, 4])},
    counted as (select * from named union all select day, level, '', name, sum(views) from named group by day, level, name),
    ${inParts}
    select ${rowOf({ unit: sql`'day'`, period: sql`day` })} from parts group by day, level, gender, part
    union all
    select 'day', day, 0, '', 0, 3, ${GENDER_COUNTS} from picked left join visits using (day) group by day`);
  return meta.changes > 0;
}

/** Adds up a month of what was counted of its days, or a year of its months; nothing where one of them was not, or that is too much. */
export async function addUpPeriod(
  database: Database,
  { unit, period }: { unit: "month" | "year"; period: number },
  days: Days,
): Promise<void> {
  const child = unit === "month" ? "day" : "month";
  const [first, last] = [days.firstDay, days.endDay - 1].map((day) => numberOf(child, whole(day))) as [SQL, SQL];
  const children = sql`unit = ${child} and period between ${first} and ${last}`;
  await database
    .insert(categoryCounts)
    .select(sql`
    with recursive ${daysWithin([days])},
    counted as (
      select 0 as day, level, gender, each.key as name, sum(each.value) as views
      from category_counts cross join json_each(counts) as each
      where ${children} and not exists (select 1 from days where day is not null and not ${isCounted(child, numberOf(child, sql`day`))})
      and (select sum(category_count) from category_counts where ${children}) <= ${COUNTS_ADDED_MAX}
      group by 2, 3, 4
    ),
    ${inParts}
    select ${rowOf({ unit: sql`${unit}`, period: sql`${period}` })} from parts where true group by level, gender, part`)
    .onConflictDoNothing();
}

/** What is counted of the months and years that begin in some days, or of the days themselves, with the number of counts of each. */
export async function countedPeriods(
  database: Database,
  { units, days }: { units: readonly Period["unit"][]; days: readonly Days[] },
  { level, gender }: CountsAsked,
): Promise<(Period & { countCount: number })[]> {
  const asked = units.map((unit) => {
    const number = (day: string) => numberOf(unit, sql.raw(`(${day})`));
    return sql`select ${unit} as unit, ${number("first_day")} as first, ${number("end_day - 1")} as last from (${rangesOf(days)})`;
  });
  return database.all(sql`
    select stored.unit, stored.period, sum(category_count) as countCount
    from (${sql.join(asked, sql` union all `)}) as asked
    cross join category_counts as stored on stored.unit = asked.unit and stored.period between asked.first and asked.last
    where level = 0 or level = ${level} and gender = ${gender ?? ""}
    group by 1, 2 having min(level) = 0`);
}

/** Forgets where sessions were before the oldest that there is; at most `limit` rows. */
export async function deleteBlocks(database: Database, limit: number): Promise<void> {
  await database.run(sql`
    delete from session_blocks where (day, block) in (
      select day, block from session_blocks
      where block < (select coalesce(min(sequence) / ${whole(BLOCK_LENGTH)}, 1e15) from sessions) limit ${limit})`);
}

/** By jumps from one day to the next, for a day has many rows. */
function daysWithin(days: readonly Days[]): SQL {
  return sql`days(day, end_day) as (
    select (select min(day) from session_blocks where day >= first_day and day < range.end_day), range.end_day
    from (${rangesOf(days)}) as range
    union all
    select (select min(day) from session_blocks where session_blocks.day > days.day and session_blocks.day < days.end_day), end_day
    from days where days.day is not null
  )`;
}

function rangesOf(days: readonly Days[]): SQL {
  const sent = JSON.stringify(days.map(({ firstDay, endDay }) => [firstDay, endDay]));
  return sql`select json_extract(value, '$[0]') as first_day, json_extract(value, '$[1]') as end_day from json_each(${sent})`;
}

function isCounted(unit: Period["unit"], period: SQL): SQL {
  return sql`exists (select 1 from category_counts where unit = ${unit} and category_counts.period = ${period} and level = 0)`;
}

/** The number of the day, month or year that a day is in, as the triggers of migration 0009 have it. */
function numberOf(unit: Period["unit"], day: SQL): SQL {
  if (unit === "day") return day;
  const part = (format: string) => sql`strftime(${sql.raw(`'${format}'`)}, ${day} * 86400, 'unixepoch')`;
  return unit === "month" ? sql`(${part("%Y")} * 12 + ${part("%m")} - 1)` : sql`cast(${part("%Y")} as integer)`;
}

function sessionsOfDay(day: SQL): SQL {
  return sql`${sessionsOfBlocks} and session_blocks.day = ${day}`;
}

const inParts = sql`parts as (
  select *, (row_number() over (partition by day, level, gender order by name) - 1) / ${whole(PART_LENGTH)} as part from counted)`;

function rowOf({ unit, period }: { unit: SQL; period: SQL }): SQL {
  const [level, gender, part] = [sql`level`, sql`gender`, sql`part`];
  const [categoryCount, counts] = [sql`count(*)`, sql`json_group_object(name, views)`];
  return valuesOf(categoryCounts, { unit, period, level, gender, part, categoryCount, counts });
}
