// A share over many meters, and whether it is what it should be.

/** In %. */
export interface Aim {
  target: number;
  tolerance: number;
}

export interface Figure {
  /** Mean share over the meters and its standard error, in %: meters are independent of each other, the rows of one are not. */
  share: number;
  standardError: number;
  isMissed: boolean;
}

// A share of 300 meters scatters by 1.7 around 90 %: of a hundred right ones the tolerance alone would fail fifteen. A figure has
// to be outside it by two standard errors.
const CHANCE = 2;

/** `shares`: one per meter. */
export function figureOf(shares: number[], { target, tolerance }: Aim): Figure {
  const n = shares.length;
  const mean = shares.reduce((sum, share) => sum + share, 0) / n;
  const squares = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
  const standardError = 100 * Math.sqrt(squares / Math.max(1, n - 1) / n);
  const isMissed = Math.abs(100 * mean - target) > tolerance + CHANCE * standardError;
  return { share: 100 * mean, standardError, isMissed };
}

/** "87.3±1.9", and a "!" where it is missed. */
export function show({ share, standardError, isMissed }: Figure): string {
  return `${share.toFixed(1)}±${standardError.toFixed(1)}${isMissed ? " !" : ""}`;
}
