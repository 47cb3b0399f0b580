// What a cell shows: a markdown text, a table, a plot (plot.ts). In Jupyter it goes to whoever has the notebook open; elsewhere it is written to
// standard output between two control characters, where run/run-cells.ts finds it.
import { MESSAGE_END, MESSAGE_START, type Output } from "./output.ts";

/** Shows an output under its cell, after what the cell has shown before. */
export async function show(output: Output): Promise<void> {
  const kernel = openedKernel();
  if (kernel === null) console.log(`${MESSAGE_START}${JSON.stringify({ output })}${MESSAGE_END}`);
  else await kernel.broadcast("display_data", { data: output, metadata: {}, transient: {} });
}

/** A text in markdown: `await show(markdown("There are **" + count + "** visits."))`. */
export function markdown(text: string): Output {
  return { "text/markdown": text };
}

type Cell = string | number | null;

/** Rows under the names of their keys; null is a dash. Columns of numbers stand to the right. Format what has decimals yourself. */
export function table(rows: readonly Record<string, Cell>[]): Output {
  const names = Object.keys(rows[0] ?? {});
  const isNumeric = (name: string) => rows.every((row) => /^[+−–\d]/.test(told(row[name] ?? null)));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return markdown(
    [
      line(names),
      line(names.map((name) => (isNumeric(name) ? "--:" : "---"))),
      ...rows.map((row) => line(names.map((name) => escaped(told(row[name] ?? null))))),
    ].join("\n"),
  );
}

/** A name of a log is a name, whatever it would be in markdown and HTML. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("|", "\\|");
}

/** Whole numbers with commas, 12,345; others as they are. */
function told(cell: Cell): string {
  if (cell === null) return "–";
  return typeof cell === "number" ? cell.toLocaleString("en").replace("-", "−") : cell;
}

/** Deno has it in its Jupyter kernel alone, and throws elsewhere. */
function openedKernel(): typeof Deno.jupyter | null {
  try {
    return Deno.jupyter;
  } catch {
    return null;
  }
}
