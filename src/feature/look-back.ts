// Values of the past: single ones, and windows of them.
import type { Statistic } from "./feature.ts";

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
 * A statistic over each row and the `steps` − 1 before it; NaN where one of them is not there. Van Herk's algorithm: running
 * statistics forwards and backwards within blocks of `steps` rows, of which every window joins two. Three operations a row
 * whatever the window, no sum that grows and is subtracted from again, and since blocks stand at multiples of `steps`, the same
 * digits however a series was cut.
 */
export function rolling(
  positions: Float64Array,
  values: Float64Array,
  { steps, statistic }: { steps: number; statistic: Statistic },
): Float64Array {
  const join = JOIN[statistic];
  const { length } = values;
  const forwards = values.slice();
  for (let i = 1; i < length; i++) {
    if (follows(positions, i) && !isBlockStart(positions, i, steps)) {
      forwards[i] = join(forwards[i - 1] as number, values[i] as number);
    }
  }
  const backwards = values.slice();
  for (let i = length - 2; i >= 0; i--) {
    if (follows(positions, i + 1) && !isBlockStart(positions, i + 1, steps)) {
      backwards[i] = join(values[i] as number, backwards[i + 1] as number);
    }
  }
  const rolled = new Float64Array(length).fill(Number.NaN);
  let run = 0;
  for (let i = 0; i < length; i++) {
    run = i > 0 && follows(positions, i) ? run + 1 : 1;
    if (run < steps) continue;
    const first = i - steps + 1;
    const isOneBlock = isBlockStart(positions, first, steps);
    const joined = isOneBlock ? forwards[i] : join(backwards[first] as number, forwards[i] as number);
    rolled[i] = statistic === "mean" ? (joined as number) / steps : (joined as number);
  }
  return rolled;
}

const sum = (a: number, b: number) => a + b;
const JOIN: Record<Statistic, (a: number, b: number) => number> = { mean: sum, sum, min: Math.min, max: Math.max };

function follows(positions: Float64Array, i: number): boolean {
  return positions[i] === (positions[i - 1] as number) + 1;
}

function isBlockStart(positions: Float64Array, i: number, steps: number): boolean {
  return (positions[i] as number) % steps === 0;
}
