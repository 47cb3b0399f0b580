// What the outputs of a notebook were made of, as one hash: its code cells, and the files that say what a row of the table is, how it is read and
// judged, and what the model is trained with. The engine is left out: its own tests hold its numbers, and it changes far more often than
// they do.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codeCells, type Notebook } from "./notebook.ts";

const FOLDERS = ["notebooks", "src/shop/feature"];
const FILES = ["after-views", "average-tried", "beginnings", "describe-report", "session-params", "try-variant"].map(
  (name) => `src/shop/gender/${name}.ts`,
);

/** SHA-256, in hexadecimal. `root`: the folder of the repository. */
export function hashSources(notebook: Notebook, root: string): string {
  const inFolders = FOLDERS.flatMap((folder) => {
    const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".ts"));
    return names.sort().map((name) => `${folder}/${name}`);
  });
  const hash = createHash("sha256");
  for (const { source } of codeCells(notebook)) hash.update(`cell\n${source.join("")}\n`);
  for (const file of [...inFolders, ...FILES]) hash.update(`${file}\n${readFileSync(join(root, file), "utf8")}`);
  return hash.digest("hex");
}
