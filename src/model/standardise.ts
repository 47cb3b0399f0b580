// Columns to mean 0 and population variance 1, as scikit-learn's StandardScaler; a constant column becomes 0.

export interface Scaling {
  means: Float64Array;
  /** Population standard deviations; 1 for a constant column. */
  deviations: Float64Array;
}

// A column that varies by less than this share of its size is constant but for rounding.
const CONSTANT_TOLERANCE = 1e-12;

export function scalingOf(columns: readonly Float64Array[]): Scaling {
  const means = Float64Array.from(columns, (column) => sum(column) / column.length);
  const deviations = Float64Array.from(columns, (column, j) => {
    const mean = means[j] as number;
    const deviation = Math.sqrt(sum(column.map((value) => (value - mean) ** 2)) / column.length);
    return deviation <= CONSTANT_TOLERANCE * Math.abs(mean) ? 1 : deviation || 1;
  });
  return { means, deviations };
}

export function standardise(columns: readonly Float64Array[], { means, deviations }: Scaling): Float64Array[] {
  return columns.map((column, j) => column.map((value) => (value - (means[j] as number)) / (deviations[j] as number)));
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
