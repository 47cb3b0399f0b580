// One SQLite file holds everything. It is opened so that what was acknowledged survives a killed process and a power loss.
import { DatabaseSync } from "node:sqlite";

export interface Migration {
  name: string;
  sql: string;
}

/** Opens, or makes, the database and applies the migrations that it has not seen. */
export function openSqlite(path: string, migrations: Migration[]): DatabaseSync {
  const database = openFile(path);
  database.exec("pragma journal_mode = wal");
  // FULL waits for the disk at every commit; NORMAL would lose the last commits with the power, though never the database: it is for those
  // who settle before they answer.
  database.exec("pragma synchronous = full");
  database.exec("pragma foreign_keys = on");
  database.exec("pragma busy_timeout = 5000");
  migrate(database, migrations);
  return database;
}

function openFile(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path);
  } catch (error) {
    throw new Error(`Cannot open the database ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** Each migration once, in the order of their names, recorded in the table that wrangler uses for D1. */
function migrate(database: DatabaseSync, migrations: Migration[]): void {
  database.exec(`create table if not exists d1_migrations (
    id integer primary key autoincrement, name text unique, applied_at timestamp default current_timestamp not null)`);
  const applied = new Set(
    database
      .prepare("select name from d1_migrations")
      .all()
      .map(({ name }) => name),
  );
  for (const { name, sql } of migrations.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (applied.has(name)) continue;
    database.exec("begin immediate");
    try {
      database.exec(sql);
      database.prepare("insert into d1_migrations (name) values (?)").run(name);
      database.exec("commit");
    } catch (error) {
      database.exec("rollback");
      throw new Error(`Cannot apply migration ${name}: ${(error as Error).message}`, { cause: error });
    }
  }
}
