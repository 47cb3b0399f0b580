// What a row is expected to be off by, and where its residuals lie in those units. The mean of |e| is a line in ŷ for each group of the
// clock (Glejser 1969); where a group has few rows, it leans on what all have in common. The ends of an interval are quantiles of
// u = e/size of the group's own rows and some of all: busy hours are not idle ones, and few consumers use less than nothing.
import { BIN_FROM, BIN_WIDTH, BINS, binsAt, emptyScatter, groupsIn, type Scatter, SUMS, totalsAt } from "./scatter.ts";

export interface Scale {
  /** Rows that it is made of, their weights summed. */
  rows: number;
  /** Mean of e², of u² and of u⁴. */
  meanSquare: number;
  unitSquare: number;
  unitFourth: number;
  /** Mean |e| of a row of a group of which so much is expected. */
  sizeOf(group: number, expected: number): number;
  /** The u that a share of 0.05 of a group's rows lie below, and above. */
  low(group: number): number;
  high(group: number): number;
}

// Rows of what all groups have in common that stand in for those which a group has not: in its size, its slope, and its quantiles.
const SIZE_ROWS = 20;
const SLOPE_ROWS = 50;
// And rows that tell of no slope: where little but the clock moves ŷ, groups alone, all within them is chance.
const LEVEL_ROWS = 5;
const QUANTILE_ROWS = { 24: 50, 7: 200, 1: 0 } as Record<number, number>;

// A line of sizes is not followed to nothing, nor to the skies.
const LEAST_SHARE = 0.2;
const MOST_SHARE = 5;

const TAIL = 0.05;

/** `groups`: how many rows have; sums by other groups, of before their interval was known, say nothing. */
export function scaleOfGroups(scatter: Scatter, groups: number): Scale {
  return scaleOf(groupsIn(scatter) === groups ? scatter : emptyScatter(groups));
}

export function scaleOf(scatter: Scatter): Scale {
  const groups = Array.from({ length: groupsIn(scatter) }, (_, group) => {
    const [n = 0, y = 0, yy = 0, size = 0, ySize = 0] = scatter.subarray(SUMS * group, SUMS * (group + 1));
    const rows = Math.max(n, 1);
    return { n, y, yy, size, covariance: ySize - (size * y) / rows, variance: Math.max(0, yy - y ** 2 / rows) };
  });
  const total = (of: (group: (typeof groups)[number]) => number) => groups.reduce((sum, group) => sum + of(group), 0);
  const rows = total(({ n }) => n);
  const meanSize = rows === 0 ? 0 : total(({ size }) => size) / rows;
  const meanY = rows === 0 ? 0 : total(({ y }) => y) / rows;
  const spread = rows === 0 ? 0 : Math.max(0, total(({ yy }) => yy) / rows - meanY ** 2);
  const sizes = groups.map(({ n, size }) => (size + SIZE_ROWS * meanSize) / (n + SIZE_ROWS));
  // The slope relative to a group's own size, by weighted least squares over all groups.
  const slopeOf = (up: number, down: number) => (down > 0 ? up / down : 0);
  const common = slopeOf(
    groups.reduce((sum, { covariance }, g) => sum + covariance * (sizes[g] as number), 0),
    groups.reduce((sum, { variance }, g) => sum + variance * (sizes[g] as number) ** 2, 0) +
      LEVEL_ROWS * spread * meanSize ** 2,
  );
  const lines = groups.map(({ n, y, covariance, variance }, g) => {
    const size = sizes[g] as number;
    const own = size > 0 ? covariance / size : 0;
    const slope = slopeOf(own + SLOPE_ROWS * spread * common, variance + SLOPE_ROWS * spread);
    return { size, slope, center: n > 0 ? y / n : meanY };
  });
  const at = totalsAt(scatter);
  const mean = (i: number) => (rows === 0 ? 0 : (scatter[at + i] as number) / rows);
  let known: ReturnType<typeof quantilesOf> | undefined;
  const quantiles = () => {
    known ??= quantilesOf(scatter);
    return known;
  };
  return {
    rows,
    meanSquare: mean(0),
    unitSquare: mean(1),
    unitFourth: mean(2),
    sizeOf(group, expected) {
      const { size, slope, center } = lines[group] as (typeof lines)[number];
      return size * Math.min(Math.max(1 + slope * (expected - center), LEAST_SHARE), MOST_SHARE);
    },
    low: (group) => quantiles().low[group] as number,
    high: (group) => quantiles().high[group] as number,
  };
}

/** Of each group the u that a share of TAIL lies below, and above. */
function quantilesOf(scatter: Scatter): { low: number[]; high: number[] } {
  const count = groupsIn(scatter);
  const common = new Float64Array(BINS);
  for (let group = 0; group < count; group++) {
    for (let bin = 0; bin < BINS; bin++) {
      common[bin] = (common[bin] as number) + (scatter[binsAt(scatter, group) + bin] as number);
    }
  }
  const all = common.reduce((sum, rows) => sum + rows, 0);
  const added = all === 0 ? 0 : (QUANTILE_ROWS[count] ?? 0) / all;
  const quantile = (group: number, share: number) => {
    const bins = common.map((rows, bin) => rows * added + (scatter[binsAt(scatter, group) + bin] as number));
    const wanted = share * bins.reduce((sum, rows) => sum + rows, 0);
    let before = 0;
    let bin = 0;
    while (bin < BINS - 1 && before + (bins[bin] as number) < wanted) before += bins[bin++] as number;
    // An open bin counts as four wide, and what lies in it as at its middle.
    if (bin === 0) return BIN_FROM - 2 * BIN_WIDTH;
    const from = BIN_FROM + (bin - 1) * BIN_WIDTH;
    if (bin === BINS - 1) return from + 2 * BIN_WIDTH;
    const within = bins[bin] as number;
    return from + (within > 0 ? (BIN_WIDTH * (wanted - before)) / within : 0);
  };
  const groups = Array.from({ length: count }, (_, group) => group);
  return {
    low: groups.map((group) => quantile(group, TAIL)),
    high: groups.map((group) => quantile(group, 1 - TAIL)),
  };
}
