// What people call something: one JSON column of its row.
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { AboutRequest } from "../schema/about.ts";

/** The column with what is asked for in it (RFC 7396): what is left out stays, null takes away. */
export function patched(column: SQLWrapper, asked: AboutRequest): SQL {
  return sql`json_patch(coalesce(${column}, '{}'), ${JSON.stringify(asked)})`;
}

/** The column with what is filled in where it says nothing of that yet. */
export function filled(column: SQLWrapper, about: AboutRequest): SQL {
  return sql`json_patch(${JSON.stringify(about)}, coalesce(${column}, '{}'))`;
}

/** The same as `patched`, of a row that is made. */
export function firstAbout(asked: AboutRequest): SQL {
  return sql`json_patch('{}', ${JSON.stringify(asked)})`;
}

export function hasTag(column: SQLWrapper, tag: string | undefined): SQL | undefined {
  return tag === undefined
    ? undefined
    : sql`exists (select 1 from json_each(${column}, '$.tags') tag where tag.value = ${tag})`;
}
