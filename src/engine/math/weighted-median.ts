/**
 * The value in the middle of numbers, each counted by its weight; midway between two where the middle lies between them. A number that
 * weighs k counts as k of them, so that of equal weights it is the median. Undefined of none.
 */
export function weightedMedian(values: Float64Array, weights?: Float64Array): number | undefined {
  if (values.length === 0) return undefined;
  if (weights === undefined) {
    const sorted = values.toSorted();
    const last = sorted.length - 1;
    return midway(sorted[Math.floor(last / 2)] as number, sorted[Math.ceil(last / 2)] as number);
  }
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2;
  let before = 0;
  for (const [i, at] of order.entries()) {
    before += weights[at] as number;
    if (before < half) continue;
    const value = values[at] as number;
    return before === half && i + 1 < order.length ? midway(value, values[order[i + 1] as number] as number) : value;
  }
  return values[order.at(-1) as number];
}

/** Halves first: the sum of two large numbers need not be one. */
function midway(a: number, b: number): number {
  return a === b ? a : a / 2 + b / 2;
}
