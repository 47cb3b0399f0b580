// How far models differ from one, with what is known of that: zero is no difference.
import * as Plot from "@observablehq/plot";
import type { Output } from "./output.ts";
import { COLOURS, plot } from "./plot.ts";

export interface Difference {
  name: string;
  mean: number;
  /** The interval is the mean ± this. */
  error: number;
  /** One by one: deals, say. */
  each: readonly number[];
}

/** A line each, in their order. `label`: what differs, with its unit. */
export function plotDifferences(
  rows: readonly Difference[],
  { ariaLabel, label, marginLeft = 190 }: { ariaLabel: string; label: string; marginLeft?: number },
): Output {
  const each = rows.flatMap(({ name, each }) => each.map((value) => ({ name, value })));
  return plot({
    ariaLabel,
    legend: { "mean and its interval": COLOURS.other, "each deal": COLOURS.quiet },
    height: 90 + 26 * rows.length,
    marginLeft,
    x: { grid: true, label, inset: 10, ticks: 4 },
    y: { label: null, domain: rows.map(({ name }) => name), padding: 0.4 },
    marks: [
      Plot.ruleX([0]),
      Plot.dot(each, { x: "value", y: "name", fill: COLOURS.quiet, r: 2.5, symbol: "times", stroke: COLOURS.quiet }),
      Plot.ruleY(rows, {
        y: "name",
        x1: ({ mean, error }: Difference) => mean - error,
        x2: ({ mean, error }: Difference) => mean + error,
        stroke: COLOURS.other,
        strokeWidth: 2,
      }),
      Plot.dot(rows, { x: "mean", y: "name", fill: COLOURS.other, r: 5 }),
    ],
  });
}
