// What a call costs at some size and at eight times as much, and how much more that may be.

export const GROWTH = 8;

/** Of three doublings, each of which may cost 2.5 times as much. */
export const RATIO_MAX = 2.5 ** 3;

export interface Cost {
  ms: number;
  megabytes: number;
}

export interface Growth {
  name: string;
  status: number[];
  small: Cost;
  large: Cost;
}

// What is cheaper than this is lost in what any request costs.
const FLOOR: Cost = { ms: 10, megabytes: 0.3 };

export function ratio({ small, large }: Growth, of: keyof Cost): number {
  return large[of] / Math.max(small[of], FLOOR[of]);
}

export function isTooMuch(growth: Growth): boolean {
  return ratio(growth, "ms") > RATIO_MAX || ratio(growth, "megabytes") > RATIO_MAX;
}
