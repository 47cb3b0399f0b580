// A file that is deleted, moved away or replaced is written on to by whoever has it open, and nobody will ever find what was written: SQLite
// does not notice in WAL mode.
import { statSync } from "node:fs";

/** Answers a function that throws where the file of that path is no longer the one that it is now. */
export function createFileCheck(path: string): () => void {
  const { dev, ino } = statSync(path);
  return () => {
    const now = statSync(path, { throwIfNoEntry: false });
    if (now?.ino !== ino || now.dev !== dev)
      throw new Error(`the database file is gone: ${path} was deleted, moved or replaced since this process opened it`);
  };
}
