// Values of the past: single ones, and windows of them.
import type { Statistic } from "./term.ts";

/** The value `steps` before each row; NaN where there is no such row. `positions` ascending. */
export function lag(positions: Float64Array, values: Float64Array, steps: number): Float64Array {
  const lagged = new Float64Array(values.length).fill(Number.NaN);
  for (let i = 0, j = 0; i < values.length; i++) {
    const wanted = (positions[i] as number) - steps;
    while ((positions[j] as number) < wanted) j++;
    if (positions[j] === wanted) lagged[i] = values[j] as number;
  }
  return lagged;
}

/**
 * A statistic over each row and the `steps` − 1 before it, of the values that are there; NaN where fewer than `minCoverage` of them are. A sum
 * is that of as many as the window has, at their mean. Van Herk's algorithm: running statistics forwards and backwards within blocks of
 * `steps` places, of which every window joins two. Some operations a row whatever the window, no sum that grows and is subtracted from
 * again, and since blocks stand at multiples of `steps`, the same digits however a series was cut.
 */
export function rolling(
  positions: Float64Array,
  values: Float64Array,
  { steps, statistic, minCoverage = 1 }: { steps: number; statistic: Statistic; minCoverage?: number | undefined },
): { values: Float64Array; counts: Uint32Array } {
  const { length } = values;
  const blocks = positions.map((position) => Math.floor(position / steps));
  const join = (a: number, b: number) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : JOIN[statistic](a, b));
  const known = (i: number) => Number(!Number.isNaN(values[i]));
  const forwards = values.slice();
  const backwards = values.slice();
  // How many values they are of.
  const forwardCounts = Uint32Array.from(values, (_, i) => known(i));
  const backwardCounts = forwardCounts.slice();
  for (let i = 1; i < length; i++) {
    if (blocks[i] !== blocks[i - 1]) continue;
    forwards[i] = join(forwards[i - 1] as number, values[i] as number);
    forwardCounts[i] = (forwardCounts[i - 1] as number) + (forwardCounts[i] as number);
  }
  for (let i = length - 2; i >= 0; i--) {
    if (blocks[i] !== blocks[i + 1]) continue;
    backwards[i] = join(values[i] as number, backwards[i + 1] as number);
    backwardCounts[i] = (backwardCounts[i] as number) + (backwardCounts[i + 1] as number);
  }
  const rolled = new Float64Array(length).fill(Number.NaN);
  const counts = new Uint32Array(length);
  const least = Math.max(1, Math.ceil(minCoverage * steps - COVERAGE_ROUNDING));
  for (let i = 0, first = 0; i < length; i++) {
    while ((positions[first] as number) <= (positions[i] as number) - steps) first++;
    const isOneBlock = blocks[first] === blocks[i];
    const count = (forwardCounts[i] as number) + (isOneBlock ? 0 : (backwardCounts[first] as number));
    counts[i] = count;
    if (count < least) continue;
    const joined = isOneBlock ? forwards[i] : join(backwards[first] as number, forwards[i] as number);
    rolled[i] = (joined as number) / (statistic === "mean" ? count : 1);
    if (statistic === "sum" && count < steps) rolled[i] = ((joined as number) / count) * steps;
  }
  return { values: rolled, counts };
}

// 0.28 · 25 is a little more than 7.
const COVERAGE_ROUNDING = 1e-9;

const sum = (a: number, b: number) => a + b;
const JOIN: Record<Statistic, (a: number, b: number) => number> = { mean: sum, sum, min: Math.min, max: Math.max };
