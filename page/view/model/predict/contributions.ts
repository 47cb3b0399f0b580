// What each column adds to what is said of a row: the strongest, and all others together.

interface Explanation {
  base: number | number[];
  contributions: (number[] | number[][])[];
  std_error: (number[] | number[][])[] | null;
}

export interface Part {
  /** Undefined of all others together. */
  column: string | undefined;
  others: number;
  value: number;
  error?: number;
}

/** Of the first row; where classes have their own, of the one at `place`. */
export function contributionsOf(
  { base, contributions, std_error }: Explanation,
  columns: string[],
  place: number,
  most: number,
): { base: number; sum: number; parts: Part[]; isOfClass: boolean } {
  const isOfClass = Array.isArray(base);
  const from = isOfClass ? (base[place] ?? 0) : base;
  const values = listOf(contributions[0], place);
  const errors = std_error === null ? undefined : listOf(std_error[0], place);
  const parts = values
    .map(
      (value, at): Part => ({
        column: columns[at],
        others: 0,
        value,
        ...(errors !== undefined && { error: errors[at] ?? 0 }),
      }),
    )
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const rest = parts.slice(most);
  const restSum = rest.reduce((sum, { value }) => sum + value, 0);
  return {
    base: from,
    sum: values.reduce((sum, value) => sum + value, from),
    parts: [
      ...parts.slice(0, most),
      ...(rest.length > 0 ? [{ column: undefined, others: rest.length, value: restSum }] : []),
    ],
    isOfClass,
  };
}

function listOf(row: number[] | number[][] | undefined, place: number): number[] {
  if (row === undefined) return [];
  const [first] = row;
  return Array.isArray(first) ? ((row as number[][])[place] ?? []) : (row as number[]);
}
