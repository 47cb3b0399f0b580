// How far rows scatter around what is expected of them, by group of the clock and by expectation: sums over the residuals of each batch,
// as the model that had just learned from it left them. They add up, fade and are forgotten as factors are.
/**
 * Per group the sums n, Σŷ, Σŷ², Σ|e|, Σŷ|e|; then per group how often u = e/scale fell into each bin; then Σe², Σu², Σu⁴. e is a residual
 * as if the row had not been learned from, on average: (y − ŷ)/(1 − parameters/rows).
 */
export type Scatter = Float64Array;

export const SUMS = 5;

/** Bins of u: a quarter each, open at both ends. */
export const BIN_FROM = -5;
export const BIN_WIDTH = 0.25;
export const BINS = 54;

const TOTALS = 3;
const PER_GROUP = SUMS + BINS;

export function emptyScatter(groups: number): Scatter {
  return new Float64Array(groups * PER_GROUP + TOTALS);
}

/** a + weight · b. */
export function addScatter(a: Scatter, b: Scatter, weight = 1): Scatter {
  return a.map((value, i) => value + weight * (b[i] as number));
}

export function groupsIn(scatter: Scatter): number {
  return (scatter.length - TOTALS) / PER_GROUP;
}

/** Where the bins of a group begin. */
export function binsAt(scatter: Scatter, group: number): number {
  return SUMS * groupsIn(scatter) + BINS * group;
}

/** Where Σe², Σu² and Σu⁴ stand. */
export function totalsAt(scatter: Scatter): number {
  return scatter.length - TOTALS;
}
