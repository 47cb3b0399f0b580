// `npm run notebook [-- <folder>]`: formats the notebook's cells, runs them on the log in the folder, puts their outputs into the notebook, and
// writes reports/gender.html. Without a folder the report is made of the outputs that the notebook has.
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { formatCell } from "./format-cell.ts";
import { hashSources } from "./hash-sources.ts";
import { codeCells, readNotebook, writeNotebook } from "./notebook.ts";
import { runCells } from "./run-cells.ts";
import { toHtml } from "./to-html.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const path = `${root}/notebooks/1.0-gender-of-a-visitor.ipynb`;
const notebook = readNotebook(path);
const [folder] = process.argv.slice(2);
try {
  if (folder !== undefined) runOn(folder);
  mkdirSync(`${root}/reports`, { recursive: true });
  writeFileSync(`${root}/reports/gender.html`, toHtml(notebook));
  console.log("wrote reports/gender.html");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** The notebook's file changes only once every cell has run. */
function runOn(folder: string): void {
  const cells = codeCells(notebook);
  for (const cell of cells) cell.source = formatCell(cell.source);
  const startMs = performance.now();
  const env = { LOG_FOLDER: resolve(folder) };
  const outputs = runCells(cells, { folder: `${root}/notebooks`, env, areTypesChecked: true });
  for (const [i, cell] of cells.entries()) Object.assign(cell, { outputs: outputs[i], execution_count: i + 1 });
  notebook.metadata.edgefit = { sources: hashSources(notebook, root) };
  writeNotebook(path, notebook);
  console.log(`ran ${cells.length} cells in ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
}
