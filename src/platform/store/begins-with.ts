import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** Whether a text begins so, letter by letter; no condition for "". */
export function beginsWith(text: SQLWrapper, prefix: string): SQL | undefined {
  return prefix === "" ? undefined : sql`substr(${text}, 1, length(${prefix})) = ${prefix}`;
}
