// Errors of a regression by the size of what was measured. Names and formulas: scikit-learn's.

/** ε of a double: what scikit-learn divides by in place of 0. */
const EPSILON = 2 ** -52;

/** Mean of |y − ŷ|/|y|, a share, of at least one row. A y of 0 counts as ε, so that one row makes it as large as no other figure is. */
export function meanAbsolutePercentageError(actual: Float64Array, predicted: Float64Array): number {
  const sum = actual.reduce(
    (total, y, row) => total + Math.abs(y - (predicted[row] as number)) / Math.max(Math.abs(y), EPSILON),
    0,
  );
  return sum / actual.length;
}

/** 2 · the mean of y log(y/ŷ) − y + ŷ, of at least one row; null where some y is below 0, or some ŷ is not above it. */
export function meanPoissonDeviance(actual: Float64Array, predicted: Float64Array): number | null {
  let sum = 0;
  for (let row = 0; row < actual.length; row++) {
    const [y, expected] = [actual[row] as number, predicted[row] as number];
    if (!(y >= 0 && expected > 0)) return null;
    sum += (y === 0 ? 0 : y * Math.log(y / expected)) - y + expected;
  }
  return (2 * sum) / actual.length;
}
