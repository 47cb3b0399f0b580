// scikit-learn's gamma="scale". It goes by the columns that the kernel function sees: standardised ones, constant ones among them.

/**
 * 1/(columns · variance), the variance being that of all entries of the table about their one mean; 1 where they are all equal. `weights`:
 * what each row weighs, 1 unless given.
 */
export function gammaScale(columns: readonly Float64Array[], weights?: Float64Array): number {
  const sumOf = (of: (value: number) => number) =>
    columns.reduce(
      (total, column) => column.reduce((sum, value, row) => sum + (weights?.[row] ?? 1) * of(value), total),
      0,
    );
  const count = sumOf(() => 1);
  const mean = sumOf((value) => value) / count;
  const variance = sumOf((value) => (value - mean) ** 2) / count;
  return variance > 0 ? 1 / (columns.length * variance) : 1;
}
