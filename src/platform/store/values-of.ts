import { getTableColumns, is, SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

/** A value for each column of a table, or what SQL makes of other rows. */
export type Values<T extends SQLiteTable> = {
  [Column in keyof T["$inferInsert"]]-?: NonUndefined<T["$inferInsert"][Column]> | SQL;
};
type NonUndefined<T> = T extends undefined ? never : T;

/** What stands behind `select` where rows of a table are made: by name, in the order in which the table has its columns. */
export function valuesOf<T extends SQLiteTable>(table: T, values: Values<T>): SQL {
  const columns = Object.entries(getTableColumns(table));
  const each = columns.map(([name, column]) => {
    const value = values[name as keyof Values<T>] as unknown;
    return is(value, SQL) ? value : sql`${sql.param(value, column)}`;
  });
  return sql.join(each, sql`, `);
}
