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

export const BINS_MAX = 256;

/** NaN is a missing value. */
export function binColumns(columns: readonly Float64Array[], rowCount: number): Bins {
  const bins = new Uint8Array(rowCount * columns.length);
  const lows: Float64Array[] = [];
  const highs: Float64Array[] = [];
  const scratch = new Float64Array(rowCount); // one for all columns: a table is large, and so is what it leaves behind
  columns.forEach((column, j) => {
    const sorted = sortPresent(column, scratch);
    const edges = edgesOf(sorted, sorted.length < rowCount ? BINS_MAX - 1 : BINS_MAX);
    const of = bins.subarray(j * rowCount, (j + 1) * rowCount);
    const low = new Float64Array(edges.length + 1).fill(Infinity);
    const high = new Float64Array(edges.length + 1).fill(-Infinity);
    for (let row = 0; row < rowCount; row++) {
      const value = column[row] as number;
      const bin = Number.isNaN(value) ? edges.length + 1 : binOf(value, edges);
      of[row] = bin;
      if (value < (low[bin] as number)) low[bin] = value;
      if (value > (high[bin] as number)) high[bin] = value;
    }
    lows.push(low);
    highs.push(high);
  });
  return { bins, binCounts: Int32Array.from(lows, ({ length }) => length), lows, highs };
}

function sortPresent(column: Float64Array, scratch: Float64Array): Float64Array {
  let count = 0;
  for (const value of column) if (!Number.isNaN(value)) scratch[count++] = value;
  return scratch.subarray(0, count).sort();
}

/** Midpoints between distinct neighbours; of too many, `most` − 1, each the first that leaves its share of the rows behind. */
function edgesOf(sorted: Float64Array, most: number): Float64Array {
  let ends = 0; // of runs of equal values
  for (let i = 0; i + 1 < sorted.length; i++) if (sorted[i] !== sorted[i + 1]) ends++;
  const edges = new Float64Array(Math.min(ends, most - 1));
  let chosen = 0;
  for (let i = 0; chosen < edges.length; i++) {
    if (i + 1 >= sorted.length) return edges.slice(0, chosen); // equal values took the room of several shares
    if (sorted[i] === sorted[i + 1]) continue;
    const isDue = ends < most || i + 1 >= ((chosen + 1) * sorted.length) / most;
    if (isDue) edges[chosen++] = midpoint(sorted[i] as number, sorted[i + 1] as number);
  }
  return edges;
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
