// The residuals of a batch → its sums (scatter.ts), told in units of the scale that they and those before them make.
import { scaleOf } from "./scale.ts";
import {
  addScatter,
  BIN_FROM,
  BIN_WIDTH,
  BINS,
  binsAt,
  emptyScatter,
  groupsIn,
  type Scatter,
  SUMS,
  totalsAt,
} from "./scatter.ts";

/** Residuals of some rows, with what was expected of each and its group. */
export interface Residuals {
  groups: ArrayLike<number>;
  expected: Float64Array;
  residuals: Float64Array;
  /** What each row counts for; 1 unless given. */
  weights?: Float64Array | null;
}

/** The sums of a batch, u by the scale that they and those `before` make. */
export function gatherScatter(before: Scatter, { groups, expected, residuals, weights }: Residuals): Scatter {
  const weightAt = (i: number) => weights?.[i] ?? 1;
  const scatter = emptyScatter(groupsIn(before));
  const totals = totalsAt(scatter);
  for (let i = 0; i < residuals.length; i++) {
    const e = residuals[i] as number;
    const y = expected[i] as number;
    const size = Math.abs(e);
    const at = SUMS * (groups[i] as number);
    const weight = weightAt(i);
    add(scatter, at, weight);
    add(scatter, at + 1, weight * y);
    add(scatter, at + 2, weight * y * y);
    add(scatter, at + 3, weight * size);
    add(scatter, at + 4, weight * y * size);
    add(scatter, totals, weight * e * e);
  }
  const scale = scaleOf(addScatter(before, scatter));
  for (let i = 0; i < residuals.length; i++) {
    const group = groups[i] as number;
    const size = scale.sizeOf(group, expected[i] as number);
    const u = size > 0 ? (residuals[i] as number) / size : 0;
    const weight = weightAt(i);
    add(scatter, binsAt(scatter, group) + binOf(u), weight);
    add(scatter, totals + 1, weight * u * u);
    add(scatter, totals + 2, weight * u ** 4);
  }
  return scatter;
}

function binOf(u: number): number {
  return Math.min(Math.max(Math.floor((u - BIN_FROM) / BIN_WIDTH) + 1, 0), BINS - 1);
}

function add(values: Float64Array, at: number, value: number): void {
  values[at] = (values[at] as number) + value;
}
