// Why a point was expected to be as it is: the parts that add up to it.
import type { Explanation } from "../shapes.ts";

export interface Reason {
  base: number;
  rows: number;
  /** Each with the mean of what its column was, where it is of a column. */
  parts: { name: string; value: number; was?: number | undefined }[];
}

const PARTS_MAX = 12;

/** The mean of each source over some rows: those that weigh most, the largest first. */
export function reasonOf(
  { base, sources }: Explanation,
  rows: readonly number[],
  x: Record<string, (number | null)[]>,
): Reason {
  const meanOf = (values: readonly (number | null | undefined)[]) => {
    const known = rows.flatMap((row) => values[row] ?? []);
    return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const parts = Object.entries(sources)
    .map(([name, values]) => ({
      name,
      value: rows.reduce((sum, row) => sum + (values[row] ?? 0), 0) / rows.length,
      was: meanOf(x[name] ?? []),
    }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return { base, rows: rows.length, parts: parts.slice(0, PARTS_MAX) };
}
