// Runs a notebook's code cells in one Deno process, as one module: scope, imports and `await` are shared. Jupyter does not do it: Deno's
// kernel says that a cell is done before all its outputs are sent, and nbconvert then loses them; and it counts the lines of an error
// without blank ones.
import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { MESSAGE_END, MESSAGE_START, type Output } from "../output.ts";
import { type CellOutput, type CodeCell, splitLines } from "./notebook.ts";

/** Of one run; plots of many points included. */
const OUTPUT_BYTES_MAX = 100_000_000;
// What Deno calls a module that comes from standard input.
const PLACE = /\$deno\$stdin\.[a-z]+:(\d+)/g;

export interface Surroundings {
  /** Relative imports are from there. */
  folder: string;
  env: Record<string, string>;
  /** Takes some seconds, and Jupyter does not. */
  areTypesChecked: boolean;
}

/** The outputs of each cell. An Error names the cell that fails, and its line. */
export function runCells(cells: readonly CodeCell[], { folder, env, areTypesChecked }: Surroundings): CellOutput[][] {
  const { text, firstLines } = joinCells(cells);
  // What Jupyter's kernel may do, a cell may do here.
  const args = ["run", "--quiet", ...(areTypesChecked ? ["--check"] : []), "--allow-all", "--ext=ts", "-"];
  const { status, stdout, stderr, error } = spawnSync("deno", args, {
    cwd: folder,
    input: text,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", ...env },
    maxBuffer: OUTPUT_BYTES_MAX,
  });
  if (error) throw new Error("Cannot run the cells: Deno did not start, or they wrote too much", { cause: error });
  const parts = splitOutput(stdout);
  if (status === 0) return outputsOf(parts, cells.length);
  const running = parts.findLast((part) => "cell" in part)?.cell;
  throw new Error(tellFailure(stderr, { cells, firstLines, running }));
}

/** One module, before each cell a line that tells its number, and the line of the module on which each begins. */
function joinCells(cells: readonly CodeCell[]): { text: string; firstLines: number[] } {
  const firstLines: number[] = [];
  const lines: string[] = [];
  for (const [cell, { source }] of cells.entries()) {
    lines.push(`console.log(${JSON.stringify(MESSAGE_START + JSON.stringify({ cell }) + MESSAGE_END)});`);
    firstLines.push(lines.length + 1);
    lines.push(...source.join("").split("\n"));
  }
  return { text: lines.join("\n"), firstLines };
}

/** `running`: the cell that had begun; undefined where the module was not even read, and the first place that is told counts. */
function tellFailure(
  stderr: string,
  of: { cells: readonly CodeCell[]; firstLines: readonly number[]; running: number | undefined },
): string {
  const [told = ""] = stripVTControlCharacters(stderr)
    .trim()
    .split(/\n+(?:Stack backtrace:|error: Type checking failed)/);
  const places = [...told.matchAll(PLACE)].map(([, line]) => {
    const cell = of.firstLines.findLastIndex((first) => first <= Number(line));
    return { cell, at: Number(line) - (of.firstLines[cell] ?? 0) };
  });
  const place = places.find(({ cell }) => cell === (of.running ?? cell));
  const cell = of.cells[place?.cell ?? -1];
  if (place === undefined || cell === undefined) return `Cannot run the cells: ${told}`;
  const code = cell.source.join("").split("\n")[place.at]?.trim();
  return `Cannot run code cell ${place.cell + 1} (${cell.id}), line ${place.at + 1}: ${code}\n${told}`;
}

type Part = { cell: number } | { output: Output } | { written: string };

/** In the order in which they came: which cell began, what it showed, and between such messages what it wrote. */
function splitOutput(stdout: string): Part[] {
  return stdout
    .split(new RegExp(`${MESSAGE_START}([^]*?)${MESSAGE_END}\n`))
    .map((text, i): Part => (i % 2 === 1 ? JSON.parse(text) : { written: text }));
}

function outputsOf(parts: readonly Part[], cellCount: number): CellOutput[][] {
  const outputs: CellOutput[][] = Array.from({ length: cellCount }, () => []);
  let current: CellOutput[] = [];
  for (const part of parts) {
    if ("cell" in part) current = outputs[part.cell] as CellOutput[];
    else if ("output" in part) {
      const data = Object.entries(part.output).map(([type, text]) => [type, splitLines(text)]);
      current.push({ output_type: "display_data", data: Object.fromEntries(data), metadata: {} });
    } else if (part.written !== "")
      current.push({ output_type: "stream", name: "stdout", text: splitLines(part.written) });
  }
  return outputs;
}
