/** Of at least one number, the mean and the population standard deviation, as scikit-learn's std_test_score. */
export function meanAndDeviation(values: ArrayLike<number>): { mean: number; std: number } {
  const numbers = Float64Array.from(values);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return { mean, std: Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length) };
}
