// One SQLite file holds everything. It is opened so that what was acknowledged survives a killed process and a power loss.
import { DatabaseSync } from "node:sqlite";

export interface Migration {
  name: string;
  sql: string;
}

/** Opens, or makes, the database and applies the migrations that it has not seen. A file that is not ours is left as it is. */
export function openSqlite(path: string, migrations: Migration[]): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec("pragma busy_timeout = 5000");
    requireOurs(database, migrations);
    database.exec("pragma journal_mode = wal");
    // FULL waits for the disk at every commit; NORMAL would lose the last commits with the power, though never the database: it is for those
    // who settle before they answer.
    database.exec("pragma synchronous = full");
    database.exec("pragma foreign_keys = on");
    migrate(database, migrations);
    return database;
  } catch (error) {
    database?.close();
    const { message } = error as Error;
    if (message.startsWith("Cannot ")) throw error;
    throw new Error(`Cannot open the database ${path}: ${inWords(message)}`, { cause: error });
  }
}

const REASONS: [RegExp, string][] = [
  [/unable to open/, "its folder is not there, or it is a folder itself, or this user may not write there"],
  [/file is not a database/, "it is not a file of SQLite"],
  [/readonly/, "the file or its folder is read-only"],
  [/locked/, "another process is at work on it"],
];

function inWords(message: string): string {
  return REASONS.find(([pattern]) => pattern.test(message))?.[1] ?? message;
}

/** Refuses another program's database, and one that a newer version of this service has made. */
function requireOurs(database: DatabaseSync, migrations: Migration[]): void {
  const names = database.prepare("select name from sqlite_master where type = 'table'").all();
  if (names.length === 0) return;
  if (!names.some(({ name }) => name === "d1_migrations"))
    throw new Error("it is another program's database; EDGEFIT_DB=… takes another file");
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = appliedTo(database).find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new Error(`it has the migration ${unknown}, which this version does not know: a newer one has made it`);
}

function appliedTo(database: DatabaseSync): string[] {
  return database
    .prepare("select name from d1_migrations")
    .all()
    .map(({ name }) => String(name));
}

/** Each migration once, in the order of their names, recorded in the table that wrangler uses for D1. */
function migrate(database: DatabaseSync, migrations: Migration[]): void {
  database.exec(`create table if not exists d1_migrations (
    id integer primary key autoincrement, name text unique, applied_at timestamp default current_timestamp not null)`);
  const applied = new Set(appliedTo(database));
  for (const { name, sql } of migrations.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (applied.has(name)) continue;
    database.exec("begin immediate");
    try {
      database.exec(sql);
      database.prepare("insert into d1_migrations (name) values (?)").run(name);
      database.exec("commit");
    } catch (error) {
      if (database.isTransaction) database.exec("rollback");
      throw new Error(`Cannot apply migration ${name}: ${(error as Error).message}`, { cause: error });
    }
  }
}
