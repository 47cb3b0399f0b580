import type { Line } from "./solve.ts";

/** ŷ = intercept + Σ coefficients · x, one per row; NaN for a row with a missing value. `columns`: one per coefficient. */
export function predictRidge(line: Line, columns: readonly Float64Array[], rowCount: number): Float64Array {
  const y = new Float64Array(rowCount).fill(line.intercept);
  for (let j = 0; j < columns.length; j++) {
    const column = columns[j] as Float64Array;
    const coefficient = line.coefficients[j] as number;
    for (let i = 0; i < rowCount; i++) y[i] = (y[i] as number) + coefficient * (column[i] as number);
  }
  return y;
}

/** One number a line, row by row. */
export function respondByLines(
  lines: readonly Line[],
  columns: readonly Float64Array[],
  rowCount: number,
): Float64Array {
  const raw = new Float64Array(rowCount * lines.length);
  for (const [k, line] of lines.entries()) {
    predictRidge(line, columns, rowCount).forEach((value, row) => {
      raw[row * lines.length + k] = value;
    });
  }
  return raw;
}
