// What a chart over time shows, whoever draws it.

export interface SeriesLine {
  name: string;
  /** One for each time; null where there is none, and the line has a gap. */
  values: (number | null)[];
  /** A colour of the theme: --norm. */
  colour: string;
  kind: "line" | "dots";
}

export interface SeriesBand {
  name: string;
  lower: (number | null)[];
  upper: (number | null)[];
  colour: string;
}

export interface Stretch {
  from: number;
  to: number;
  label: string;
}

export interface SeriesData {
  /** Milliseconds since 1970, rising. */
  t: number[];
  lines: SeriesLine[];
  band?: SeriesBand | undefined;
  /** Of y. */
  unit: string;
  /** The clock that times are told by. */
  zone: string;
  /** What is named in the chart: learned from, compared. */
  stretches?: Stretch[];
}

/** From the first to the last time. */
export function spanOf(t: number[]): [number, number] {
  return [t[0] ?? 0, t.at(-1) ?? 1];
}

/** The place of the last time that is not after `at`; 0 before the first. */
export function placeOf(t: number[], at: number): number {
  let [low, high] = [0, t.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((t[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
