// Quantiles of numbers that count alike, and of others.

/** The p-quantile of ascending values, interpolated linearly; NaN for none. */
export function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const value = sorted[below] ?? Number.NaN;
  return at === below ? value : value + (at - below) * ((sorted[below + 1] as number) - value);
}

/**
 * The value below which a share of the numbers lies; undefined of none. Of equal weights it is `quantile`'s; of others the first number at which
 * the weights so far reach their share of all.
 */
export function weightedQuantile(values: Float64Array, share: number, weights?: Float64Array): number | undefined {
  if (values.length === 0) return undefined;
  if (weights === undefined) return quantile(values.toSorted(), share);
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  const reached = share * order.reduce((sum, row) => sum + (weights[row] as number), 0);
  let before = 0;
  for (const row of order) {
    before += weights[row] as number;
    if (before >= reached && before > 0) return values[row];
  }
  return values[order.at(-1) as number];
}
