/** The value below which a share of the numbers lies; undefined of none. Of equal weights it is `numpy.quantile`'s, between two numbers (linear); of
 * others the first number at which the weights so far reach their share of all. */
export function weightedQuantile(values: Float64Array, share: number, weights?: Float64Array): number | undefined {
  if (values.length === 0) return undefined;
  if (weights === undefined) {
    const sorted = values.toSorted();
    const place = share * (sorted.length - 1);
    const before = sorted[Math.floor(place)] as number;
    const part = place - Math.floor(place);
    return part === 0 ? before : before + part * ((sorted[Math.floor(place) + 1] as number) - before);
  }
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  const reached = share * order.reduce((sum, row) => sum + (weights[row] as number), 0);
  let before = 0;
  for (const row of order) {
    before += weights[row] as number;
    if (before >= reached && before > 0) return values[row];
  }
  return values[order.at(-1) as number];
}
