// What each feature adds to the prediction of a line, beside a row whose features are all at their mean: coefficient · (value − mean). The parts
// add up to the prediction. Of features that do not depend on each other they are its Shapley values (Štrumbelj & Kononenko 2014).
import type { Line } from "./solve.ts";

export interface LineParts {
  /** What the line expects where all features are at their mean: the mean of y, where the means are of the rows it was fitted to. */
  base: number;
  /** One column per feature, as long as the columns; NaN where a value is missing. */
  contributions: Float64Array[];
}

/** ŷ = base + Σ contributions. `means`, `columns`: one per coefficient. */
export function explainLine(
  { intercept, coefficients }: Line,
  means: ArrayLike<number>,
  columns: readonly Float64Array[],
): LineParts {
  const base = columns.reduce((sum, _, j) => sum + (coefficients[j] as number) * (means[j] as number), intercept);
  const contributions = columns.map((column, j) => {
    const [coefficient, mean] = [coefficients[j] as number, means[j] as number];
    return column.map((value) => coefficient * (value - mean));
  });
  return { base, contributions };
}
