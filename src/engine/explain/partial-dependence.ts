// What a model says as one column takes other values, all others staying as they are in some rows: of each row a curve (Goldstein et al. 2015),
// and their mean, the partial dependence (Friedman 2001).
import { spreadRows } from "../math/random.ts";

/** Values of a column that a curve goes through. */
export const CURVE_VALUES_MAX = 20;
// Of which quantiles are taken.
const VALUES_SORTED_MAX = 5000;

/**
 * At most 20 values of a column, ascending: all of a few, else quantiles in the middle of twentieths; of levels the most frequent ones. None
 * of a column that has one value, or none.
 */
export function curveValues(column: Float64Array, levelCount: number): Float64Array {
  const values = levelCount > 0 ? frequentLevels(column, levelCount) : quantiles(column);
  return values.length < 2 ? new Float64Array(0) : values;
}

function quantiles(column: Float64Array): Float64Array {
  const some = Float64Array.from(spreadRows(column.length, VALUES_SORTED_MAX), (row) => column[row] as number);
  const sorted = some.filter((value) => !Number.isNaN(value)).sort();
  const distinct = unique(sorted);
  if (distinct.length <= CURVE_VALUES_MAX) return distinct;
  const middles = Float64Array.from({ length: CURVE_VALUES_MAX }, (_, i) => {
    return sorted[Math.floor(((i + 0.5) * sorted.length) / CURVE_VALUES_MAX)] as number;
  });
  return unique(middles);
}

function unique(sorted: Float64Array): Float64Array {
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

function frequentLevels(column: Float64Array, levelCount: number): Float64Array {
  const counts = new Uint32Array(levelCount);
  for (const level of column) if (level < levelCount) counts[level] = (counts[level] as number) + 1;
  const there = [...counts.keys()].filter((level) => (counts[level] as number) > 0);
  const most = there.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b).slice(0, CURVE_VALUES_MAX);
  return Float64Array.from(most).sort();
}

/** A column, and the values that it takes. */
export interface Curve {
  column: number;
  values: Float64Array;
}

/** The rows of all curves, column by column: curve after curve, value after value, each of the rows. */
export function curvePoints(
  columns: readonly Float64Array[],
  rows: Uint32Array,
  curves: readonly Curve[],
): Float64Array[] {
  const count = rows.length * curves.reduce((sum, { values }) => sum + values.length, 0);
  return columns.map((column, j) => {
    const points = new Float64Array(count);
    let at = 0;
    for (const { column: own, values } of curves)
      for (const value of values) for (const row of rows) points[at++] = own === j ? value : (column[row] as number);
    return points;
  });
}

/** What was answered of such points, `width` numbers each, as means over the rows: curve after curve, value after value, `width` numbers. */
export function curveMeans(answers: Float64Array, rowCount: number, width: number): Float64Array {
  const means = new Float64Array(answers.length / rowCount);
  for (let i = 0; i < answers.length; i++) {
    const [point, k] = [Math.floor(i / width), i % width];
    const at = Math.floor(point / rowCount) * width + k;
    means[at] = (means[at] as number) + (answers[i] as number) / rowCount;
  }
  return means;
}
