// The grid of a search, folded to what can be drawn: the two hyperparameters that matter most, the others as in the cell that was chosen.

export interface GridCell {
  params: Record<string, unknown>;
  mean: number | null;
}

export interface FoldedGrid<Cell> {
  /** Those that were varied, the one that matters most first. */
  names: string[];
  /** Of the first two of them, in the order in which they were tried. */
  values: string[][];
  /** With the others as they were chosen. */
  cells: { at: string[]; cell: Cell; isChosen: boolean }[];
  chosen: Cell | undefined;
}

/** How a value of a hyperparameter is written. */
export const written = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** `params`: what was chosen. How much one matters is how far the means of its values are apart. */
export function foldGrid<Cell extends GridCell>(
  cells: Cell[],
  params: Record<string, unknown> | null,
): FoldedGrid<Cell> {
  const chosen = cells.find((cell) =>
    Object.entries(cell.params).every(([name, value]) => written(value) === written(params?.[name])),
  );
  const tried = Map.groupBy(
    cells.flatMap((cell) =>
      Object.entries(cell.params).map(([name, value]) => ({ name, value: written(value), cell })),
    ),
    ({ name }) => name,
  );
  const ways = [...tried].map(([name, entries]) => {
    const byValue = Map.groupBy(entries, ({ value }) => value);
    const means = [...byValue.values()].map((group) => meanOf(group.map(({ cell }) => cell.mean)));
    const known = means.filter((mean) => mean !== null);
    return {
      name,
      values: [...byValue.keys()],
      matters: known.length === 0 ? 0 : Math.max(...known) - Math.min(...known),
    };
  });
  const varied = ways.filter(({ values }) => values.length > 1).toSorted((a, b) => b.matters - a.matters);
  const axes = varied.slice(0, 2);
  const others = varied.slice(2);
  return {
    names: varied.map(({ name }) => name),
    values: axes.map(({ values }) => values),
    cells: cells
      .filter((cell) =>
        others.every(({ name }) => chosen === undefined || written(cell.params[name]) === written(chosen.params[name])),
      )
      .map((cell) => ({ at: axes.map(({ name }) => written(cell.params[name])), cell, isChosen: cell === chosen })),
    chosen,
  };
}

function meanOf(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
