// Columns in bins, so that a split is looked for among 256 places and not among all rows (as Ke et al., LightGBM, 2017): exact
// where a column has no more distinct values, at quantiles of the rows where it has.

export interface Bins {
  /** One byte a value, column by column. */
  bins: Uint8Array;
  /** Per column how many bins hold values; the bin of that number is that of the missing ones. */
  binCounts: Int32Array;
  /** Per column the least and the largest value in each bin. */
  lows: Float64Array[];
  highs: Float64Array[];
}

const BINS_MAX = 256;

/** NaN is a missing value. */
export function binColumns(columns: readonly Float64Array[], rowCount: number): Bins {
  const bins = new Uint8Array(rowCount * columns.length);
  const lows: Float64Array[] = [];
  const highs: Float64Array[] = [];
  columns.forEach((column, j) => {
    const present = column.filter((value) => !Number.isNaN(value));
    const most = present.length < rowCount ? BINS_MAX - 1 : BINS_MAX;
    const between = edgesOf(present.sort(), most);
    const of = bins.subarray(j * rowCount, (j + 1) * rowCount);
    const low = new Float64Array(between.length + 1).fill(Infinity);
    const high = new Float64Array(between.length + 1).fill(-Infinity);
    for (let row = 0; row < rowCount; row++) {
      const value = column[row] as number;
      const bin = Number.isNaN(value) ? between.length + 1 : binOf(value, between);
      of[row] = bin;
      if (value < (low[bin] as number)) low[bin] = value;
      if (value > (high[bin] as number)) high[bin] = value;
    }
    lows.push(low);
    highs.push(high);
  });
  return { bins, binCounts: Int32Array.from(lows, ({ length }) => length), lows, highs };
}

/** Midpoints between distinct neighbours; of too many, those nearest to equal shares of the rows. */
function edgesOf(sorted: Float64Array, most: number): Float64Array {
  const ends: number[] = []; // where a run of equal values ends
  for (let i = 0; i + 1 < sorted.length; i++) if (sorted[i] !== sorted[i + 1]) ends.push(i);
  const chosen = ends.length < most ? ends : spreadOut(ends, sorted.length, most - 1);
  return Float64Array.from(chosen, (i) => midpoint(sorted[i] as number, sorted[i + 1] as number));
}

/** `count` of the ends, each the first that leaves its share of rows behind. */
function spreadOut(ends: number[], rowCount: number, count: number): number[] {
  const chosen: number[] = [];
  for (const end of ends) {
    const isDue = end + 1 >= ((chosen.length + 1) * rowCount) / (count + 1);
    if (isDue && chosen.length < count) chosen.push(end);
  }
  return chosen;
}

/** Between two values, never the upper one: left of a split is x ≤ threshold. */
export function midpoint(a: number, b: number): number {
  const middle = a + (b - a) / 2;
  return middle < b ? middle : a;
}

function binOf(value: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (edges[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
