// What is expected over one column: which column that is, and the line through it.
import type { Said } from "../../../chart/scatter.tsx";
import type { Shown } from "./shown.ts";

// As people write outdoor temperature: T_out, temp, OAT, outdoor_temperature, tempF.
const NAMED = /temp|t_?out|t_?amb|\boat\b|outdoor|outside|aussen|außen|^ta?$/i;
const BINS_MAX = 30;
const BIN_POINTS_MIN = 6;

/** The column named like a temperature, else the one that y goes with most; undefined where there is none. */
export function guessColumn(names: readonly string[], { actual, columns }: Shown): string | undefined {
  const named = names.find((name) => NAMED.test(name));
  if (named !== undefined) return named;
  const strength = (name: string) => Math.abs(correlation(columns[name] ?? [], actual));
  return names.toSorted((a, b) => strength(b) - strength(a))[0];
}

/** Pearson's, of the pairs that are complete; 0 where one of both does not vary. */
export function correlation(a: readonly (number | null)[], b: readonly (number | null)[]): number {
  const pairs = a.flatMap((x, i): [number, number][] => {
    const y = b[i];
    return x === null || y === null || y === undefined ? [] : [[x, y]];
  });
  const mean = (at: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[at], 0) / pairs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

/**
 * What is expected over x. `isOfIt`: it depends on x alone, and each point is on the line; else means over up to 30 bins, each of as
 * many points, which average over all else that the norm looks at.
 */
export function lineOver(x: readonly (number | null)[], { expected, lower, upper }: Shown, isOfIt: boolean): Said[] {
  const points = x.flatMap((value, i): Said[] => {
    const [y, low, high] = [expected[i], lower[i], upper[i]];
    if (value === null || typeof y !== "number") return [];
    return [{ x: value, y, ...(typeof low === "number" && typeof high === "number" && { lower: low, upper: high }) }];
  });
  points.sort((a, b) => a.x - b.x);
  if (isOfIt) return points;
  const bins = Math.max(1, Math.min(BINS_MAX, Math.floor(points.length / BIN_POINTS_MIN)));
  return Array.from({ length: points.length === 0 ? 0 : bins }, (_, bin) =>
    meanOf(points.slice(Math.floor((bin * points.length) / bins), Math.floor(((bin + 1) * points.length) / bins))),
  );
}

function meanOf(points: Said[]): Said {
  const mean = (of: (point: Said) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const banded = points.filter(({ lower }) => lower !== undefined);
  const meanBand = (of: (point: Said) => number | undefined) =>
    banded.reduce((sum, point) => sum + (of(point) ?? 0), 0) / banded.length;
  return {
    x: mean(({ x }) => x),
    y: mean(({ y }) => y),
    ...(banded.length > 0 && { lower: meanBand(({ lower }) => lower), upper: meanBand(({ upper }) => upper) }),
  };
}
