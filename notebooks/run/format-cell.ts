import { spawnSync } from "node:child_process";
import { type Lines, splitLines } from "./notebook.ts";

/** As wide as a line of code on the page. */
const LINE_WIDTH = 88;

/** A cell's code as Biome formats every other file; as it is where it cannot be read, for running it says why. */
export function formatCell(source: Lines): Lines {
  const args = ["format", `--line-width=${LINE_WIDTH}`, "--stdin-file-path=cell.ts"];
  const { status, stdout } = spawnSync("biome", args, { input: source.join(""), encoding: "utf8" });
  return status === 0 ? splitLines(stdout.trimEnd()) : source;
}
