// Where a line bends: at quantiles of the column, as far as the cells of its values tell them.
import type { Stretch } from "./cells.ts";

// Means come from merges in any order; what differs by less must not choose.
const ROUNDING = 1e-7;

/**
 * `count` knots at most, ascending: of the ends between stretches those nearest to the quantiles i/(count + 1), each once. `means`: of each
 * stretch's piece; over its width, that is the share of values above, averaged over the stretch.
 */
export function placeKnots(stretches: readonly Stretch[], means: ArrayLike<number>, count: number): number[] {
  const [{ from: lowest } = { from: 0 }] = stretches;
  const below = stretches.map(({ from, to }, i) => 1 - ((means[i] as number) - (i === 0 ? lowest : 0)) / (to - from));
  const ends = stretches.slice(1).map(({ from, isGap }, i) => {
    const [left, right] = [below[i] as number, below[i + 1] as number];
    // No value lies in a gap, so the share below its ends is known; elsewhere it is between those of the cells on both sides.
    const share = isGap ? right : stretches[i]?.isGap ? left : (left + right) / 2;
    return { knot: from, share: Math.round(share / ROUNDING) };
  });
  const knots = Array.from({ length: ends.length === 0 ? 0 : count }, (_, i) => {
    const wanted = Math.round((i + 1) / (count + 1) / ROUNDING);
    const distance = ({ share }: { share: number }) => Math.abs(share - wanted);
    return ends.reduce((best, end) => (distance(end) <= distance(best) ? end : best)).knot;
  });
  return [...new Set(knots)];
}
