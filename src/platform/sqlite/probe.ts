import type { DatabaseSync } from "node:sqlite";
import { SETTLED_TABLE } from "./settle.ts";

/** Answers a function that throws where nothing can be written: only a write tells of a full disk, a lock or a file that is read-only. */
export function createProbe(database: DatabaseSync, requireFile: () => void): () => Promise<void> {
  database.exec(SETTLED_TABLE);
  const write = database.prepare("insert or replace into settled values (1)");
  return async () => {
    requireFile();
    write.run();
  };
}
