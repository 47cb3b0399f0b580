// Straight lines that bend: a value's share of a stretch between two knots, and degree days.

/**
 * Piecewise-linear in the value: of each value the part between `from` and `to`, so that the parts between all knots add up
 * to it. (Mathieu, Price, Kiliccote & Piette, Quantifying changes in building electricity use, IEEE Trans. Smart Grid 2011.)
 */
export function piece(values: Float64Array, from: number, to: number): Float64Array {
  if (from === -Infinity) return values.map((value) => Math.min(value, to));
  return values.map((value) => Math.min(Math.max(value - from, 0), to - from));
}

/** Degrees below the base (heating) or above it (cooling), 0 on the other side. */
export function degrees(values: Float64Array, side: "heating" | "cooling", base: number): Float64Array {
  return values.map((value) => Math.max(side === "heating" ? base - value : value - base, 0));
}
