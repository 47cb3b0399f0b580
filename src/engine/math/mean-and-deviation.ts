// A table's columns and targets are measured here, so that all families agree on what is constant.

// A column that varies by less than this share of its size is constant but for rounding (1e-15): it has no digits to learn from.
const CONSTANT_TOLERANCE = 1e-12;

/** Whether what is left of numbers without their mean is rounding: `spread` and `size` in one measure, deviation and |mean|, say. */
export function isConstant(spread: number, size: number): boolean {
  return spread <= CONSTANT_TOLERANCE * size;
}

/**
 * Of at least one number, the mean and the population standard deviation; equal numbers are their mean, and deviate by 0, exactly.
 * `weights`: what each number weighs, 1 unless given.
 */
export function meanAndDeviation(values: ArrayLike<number>, weights?: Float64Array): { mean: number; std: number } {
  const first = values[0] as number;
  const total = weights === undefined ? values.length : weights.reduce((sum, weight) => sum + weight, 0);
  // Twice, for the first sum may be of numbers far from the mean, and its rounding with it.
  const near = first + sumFrom(values, first, weights) / total;
  const mean = near + sumFrom(values, near, weights) / total;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (weights?.[i] ?? 1) * ((values[i] as number) - mean) ** 2;
  return { mean, std: Math.sqrt(squares / total) };
}

function sumFrom(values: ArrayLike<number>, origin: number, weights?: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (weights?.[i] ?? 1) * ((values[i] as number) - origin);
  return sum;
}
