// The SQL by which sessions are found by their start and their views counted by category.
import { type SQL, sql } from "drizzle-orm";
import { DAY_MS } from "../../engine/time/duration.ts";
import { BLOCK_LENGTH, sessionBlocks } from "./session-tables.ts";

/** D1 binds every number as a fraction, which would divide as one. */
export function whole(number: number): SQL {
  return sql.raw(String(number));
}

// The blocks first: SQLite does not know how few sessions each finds.
const LAST = BLOCK_LENGTH - 1;
export const sessionsOfBlocks = sql`${sessionBlocks} cross join sessions
  on sequence between block * ${whole(BLOCK_LENGTH)} and block * ${whole(BLOCK_LENGTH)} + ${whole(LAST)}
  and start_ms between session_blocks.day * ${whole(DAY_MS)} and session_blocks.day * ${whole(DAY_MS)} + ${whole(DAY_MS - 1)}`;

/** Of `visits`: how often each category of some levels was viewed. A path that ends before a level counts under its last name. */
export function namedViews(levels: number[]): SQL {
  // What stands in views is A/B;A/C. With commas and quotes it is JSON, whatever quotes and backslashes are in the names.
  const escaped = sql`replace(replace(views, '\\', '\\\\'), '"', '\\"')`;
  const json = sql`'[["' || replace(replace(${escaped}, '/', '","'), ';', '"],["') || '"]]'`;
  return sql`
    viewed as materialized (
      select day, gender, each.value as view, count(*) as views from visits cross join json_each(${json}) as each group by 1, 2, 3
    ),
    named as materialized (
      select day, level.value as level, gender,
        coalesce(json_extract(view, '$[' || (level.value - 1) || ']'), json_extract(view, '$[#-1]')) as name, sum(views) as views
      from viewed cross join json_each(${JSON.stringify(levels)}) as level group by 1, 2, 3, 4
    )`;
}

/** Sessions by gender, of `visits`. */
export const GENDER_COUNTS = sql`json_object(
  'female', count(*) filter (where gender = 'female'), 'male', count(*) filter (where gender = 'male'),
  'unknown', count(*) filter (where gender = 'unknown'))`;
