// What columns add to what a line says: coefficient × (value − mean), the sum of those of the columns that stand for one. It is their Shapley
// value, whatever is known of the others, for a line where a value that is not known is the mean.
import type { Contributions } from "./contributions.ts";

/** ŷ = intercept + Σ coefficients · x, of columns whose means are told. */
export interface MeanLine {
  intercept: number;
  coefficients: Float64Array;
  means: Float64Array;
}

/**
 * Adds it to output `at` of `onto`, in place. `encoded`: a column for each coefficient, of the rows from `from` on; `starts`: where the columns
 * begin that stand for each of the table's, and where the last ones end.
 */
export function explainLine(
  { intercept, coefficients, means }: MeanLine,
  { encoded, starts, from }: { encoded: readonly Float64Array[]; starts: Uint32Array; from: number },
  { onto, at }: { onto: Contributions; at: number },
): void {
  const { base, values } = onto;
  const outputs = base.length;
  const columnCount = starts.length - 1;
  base[at] = coefficients.reduce((sum, coefficient, e) => sum + coefficient * (means[e] as number), intercept);
  for (let j = 0; j < columnCount; j++) {
    for (let e = starts[j] as number; e < (starts[j + 1] as number); e++) {
      const column = encoded[e] as Float64Array;
      const [coefficient, mean] = [coefficients[e] as number, means[e] as number];
      // A column without a coefficient adds nothing, whatever it holds.
      if (coefficient === 0) continue;
      for (let row = 0; row < column.length; row++) {
        const cell = ((from + row) * columnCount + j) * outputs + at;
        values[cell] = (values[cell] as number) + coefficient * ((column[row] as number) - mean);
      }
    }
  }
}

/** Of columns that stand for themselves. */
export function startsOfNumbers(columnCount: number): Uint32Array {
  return Uint32Array.from({ length: columnCount + 1 }, (_, j) => j);
}
