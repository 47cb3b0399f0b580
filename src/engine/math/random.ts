// Chance that follows from a seed: the same on every runtime. Kernels have their own generator.

/** Uniform numbers in [0, 1): SplitMix64 cut to 32 bits (Steele, Lea & Flood 2014; constants of Prunier's hash). */
export function uniform(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Shuffles in place (Fisher & Yates; Durstenfeld 1964). */
export function shuffle<T extends { length: number; [index: number]: number }>(values: T, random: () => number): T {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const value = values[i] as number;
    values[i] = values[j] as number;
    values[j] = value;
  }
  return values;
}

const SPREAD_SEED = 0;

/**
 * So many rows of a table, ascending: one of each of as many equal parts of it, at random (stratified sampling); all of fewer. No fixed step, for
 * rows often repeat every day or week, and each row of a sample might be of one hour.
 */
export function spreadRows(rowCount: number, most: number): Uint32Array {
  const random = uniform(SPREAD_SEED);
  const count = Math.min(rowCount, most);
  const start = (part: number) => Math.floor((part * rowCount) / count);
  return Uint32Array.from({ length: count }, (_, i) => start(i) + Math.floor(random() * (start(i + 1) - start(i))));
}
