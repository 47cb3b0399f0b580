// Columns to mean 0 and population variance 1, as scikit-learn's StandardScaler; a constant column becomes 0, whatever it holds later.
import { isConstant, meanAndDeviation } from "../math/mean-and-deviation.ts";

export interface Scaling {
  means: Float64Array;
  /** Population standard deviations; for a constant column, of which nothing was learned, a number beside which all others are 0. */
  deviations: Float64Array;
}

const DEVIATION_OF_CONSTANT = Number.MAX_VALUE;

/** `weights`: what each row weighs, 1 unless given. */
export function scalingOf(columns: readonly Float64Array[], weights?: Float64Array): Scaling {
  const measured = columns.map((column) => meanAndDeviation(column, weights));
  return {
    means: Float64Array.from(measured, ({ mean }) => mean),
    deviations: Float64Array.from(measured, ({ mean, std }) =>
      isConstant(std, Math.abs(mean)) ? DEVIATION_OF_CONSTANT : std,
    ),
  };
}

export function standardise(columns: readonly Float64Array[], { means, deviations }: Scaling): Float64Array[] {
  return columns.map((column, j) => column.map((value) => (value - (means[j] as number)) / (deviations[j] as number)));
}
