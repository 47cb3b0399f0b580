/** Prints lines of cells under their head, in columns as wide as they need. */
export function printTable(head: string[], lines: string[][]): void {
  const table = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  for (const line of table) printLine(line, widths);
}

/** One line of a table whose lines come one by one. */
export function printLine(cells: string[], widths: number[]): void {
  console.log(cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
}
