// One wait for the disk before an answer, in place of one at each commit. All commits stand in one log, in their order, so that what a
// power loss takes are the last of them, and never one that an answer told of.
import type { DatabaseSync } from "node:sqlite";

/** One row that is written for the sake of writing. */
export const SETTLED_TABLE =
  "create table if not exists settled (id integer primary key check (id = 1)) strict, without rowid";

/** Answers a function that waits until all that this connection has committed is on the disk, in the file that is still there; where nothing is new, it costs nothing. */
export function createSettle(database: DatabaseSync, requireFile: () => void = () => undefined): () => void {
  database.exec(SETTLED_TABLE);
  const changes = database.prepare("select total_changes() as count");
  // A commit that changes nothing is none.
  const commit = database.prepare("insert or replace into settled values (1)");
  // SQLite then waits at checkpoints alone.
  database.exec("pragma synchronous = normal");
  const count = () => Number(changes.get()?.count);
  let settledCount = count();
  return () => {
    if (count() === settledCount) return;
    requireFile();
    database.exec("pragma synchronous = full");
    try {
      commit.run();
      settledCount = count();
    } finally {
      database.exec("pragma synchronous = normal");
    }
  };
}
