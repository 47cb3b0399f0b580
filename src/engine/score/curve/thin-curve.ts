// Curves of very many points, to be drawn.

/**
 * Which points of a curve are kept, both ends among them: all of up to `most`, else those nearest to even distances along it, each step measured
 * as |Δx| + |Δy|. Those kept are the curve's own; what lies between two of them is a box of some 2/`most` of its length.
 */
export function thinCurve(x: ArrayLike<number>, y: ArrayLike<number>, most: number): number[] {
  const length = x.length;
  if (length <= most) return Array.from({ length }, (_, i) => i);
  const along = new Float64Array(length);
  for (let i = 1; i < length; i++) {
    const step = Math.abs((x[i] as number) - (x[i - 1] as number)) + Math.abs((y[i] as number) - (y[i - 1] as number));
    along[i] = (along[i - 1] as number) + step;
  }
  const step = (along[length - 1] as number) / (most - 1);
  const kept = [0];
  let at = 0;
  for (let k = 1; k < most - 1; k++) {
    const distance = (i: number) => Math.abs((along[i] as number) - k * step);
    while (at < length - 1 && distance(at + 1) <= distance(at)) at++;
    if (at > (kept.at(-1) as number) && at < length - 1) kept.push(at);
  }
  return [...kept, length - 1];
}
