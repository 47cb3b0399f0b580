// Numbers to test with, and how close they are.

/** Uniform numbers in [0, 1), the same for the same seed (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normal numbers of mean 0 and variance 1 (Box & Muller 1958). */
export function normal(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Columns of uniform numbers in [−1, 1). */
export function randomColumns(count: number, rowCount: number, seed = 1): Float64Array[] {
  const random = uniform(seed);
  return Array.from({ length: count }, () => Float64Array.from({ length: rowCount }, () => 2 * random() - 1));
}

export function rowsUpTo(rowCount: number): Uint32Array {
  return Uint32Array.from({ length: rowCount }, (_, row) => row);
}

/** The largest |a − b| / max|b|: the error relative to the size of the whole. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const size = Math.max(...Array.from(b, Math.abs), Number.MIN_VALUE);
  return Math.max(0, ...Array.from(b, (value, i) => Math.abs((a[i] ?? Number.NaN) - value) / size));
}

/** The largest |a − b| / |b| over all values: the error of each number for itself. */
export function worstRelativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(b, (value, i) => Math.abs((a[i] ?? Number.NaN) - value) / Math.abs(value)));
}
