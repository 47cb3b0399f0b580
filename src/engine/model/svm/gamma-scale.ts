// scikit-learn's gamma="scale". It goes by the columns that the kernel function sees: standardised ones, constant ones among them.

/** 1/(columns · variance), the variance being that of all entries of the table about their one mean; 1 where they are all equal. */
export function gammaScale(columns: readonly Float64Array[]): number {
  const count = columns.reduce((sum, column) => sum + column.length, 0);
  const mean = sumOf(columns, (value) => value) / count;
  const variance = sumOf(columns, (value) => (value - mean) ** 2) / count;
  return variance > 0 ? 1 / (columns.length * variance) : 1;
}

function sumOf(columns: readonly Float64Array[], of: (value: number) => number): number {
  return columns.reduce((total, column) => column.reduce((sum, value) => sum + of(value), total), 0);
}
