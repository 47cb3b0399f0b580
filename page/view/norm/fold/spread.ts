// How values scatter, and how far that is from a normal curve.

export interface Spread {
  count: number;
  mean: number;
  deviation: number;
  /** 0 of a normal curve; positive where the long tail is to the right. */
  skewness: number;
  /** Kurtosis less that of a normal curve: positive where tails are heavier. */
  excess: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, count);
  const moment = (power: number) =>
    values.reduce((sum, value) => sum + (value - mean) ** power, 0) / Math.max(1, count);
  const variance = moment(2);
  const deviation = Math.sqrt(variance);
  const isFlat = deviation === 0;
  return {
    count,
    mean,
    deviation,
    skewness: isFlat ? 0 : moment(3) / deviation ** 3,
    excess: isFlat ? 0 : moment(4) / variance ** 2 - 3,
  };
}

export type Shape = "normal" | "heavy" | "light" | "right" | "left";

// Bulmer (1979): skewness beyond a half is moderate, and an excess of one is what a logistic curve has about.
const SKEWED = 0.5;
const HEAVY = 1;

/** In one word; what chance alone makes of so few values counts as normal: two standard errors, √(6/n) and √(24/n). */
export function shapeOf({ count, skewness, excess }: Spread): Shape {
  const isBeyond = (value: number, least: number, of: number) =>
    Math.abs(value) > Math.max(least, 2 * Math.sqrt(of / count));
  if (isBeyond(skewness, SKEWED, 6)) return skewness > 0 ? "right" : "left";
  if (isBeyond(excess, HEAVY, 24)) return excess > 0 ? "heavy" : "light";
  return "normal";
}
