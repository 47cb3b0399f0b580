// Rows → features as a norm works them out, pure functions only; and the rows of test/golden/features.json.
import { readFileSync } from "node:fs";
import { quantileKnots } from "../../src/feature/bend.ts";
import { designMatrix } from "../../src/feature/design-matrix.ts";
import { parseDuration } from "../../src/feature/duration.ts";
import {
  type Feature,
  type FeatureSpecification,
  features,
  type Inferred,
  lookBackColumns,
  lookBackOf,
} from "../../src/feature/feature.ts";
import { EMPTY_TAIL, joinSeries, nextTail, type Tail } from "../../src/feature/series.ts";
import { inferGrid, positionsOf } from "../../src/feature/time-grid.ts";
import { createZone } from "../../src/feature/zone.ts";

export interface TimedRows {
  instants: Float64Array;
  x: Record<string, Float64Array>;
}

export interface WorkedOut {
  inferred: Inferred;
  features: readonly Feature[];
  columns: Float64Array[];
  local: Float64Array;
  tail: Tail;
}

/** The features of timed rows; `inferred` of the first rows, and `tail` of the ones before. */
export function workOut(
  specification: FeatureSpecification,
  { instants, x }: TimedRows,
  { inferred: known, tail = EMPTY_TAIL }: { inferred?: Inferred; tail?: Tail } = {},
): WorkedOut {
  const local = instants.map(createZone(specification.timezone ?? "UTC").toLocal);
  const inferred = known ?? {
    ...inferGrid({ instants, local }, undefined),
    knots: Object.fromEntries(
      Object.entries(specification.piecewise ?? {})
        .filter(([, { knots }]) => typeof knots === "number")
        .map(([column, { knots }]) => [column, quantileKnots(x[column] as Float64Array, knots as number)]),
    ),
  };
  const all = features(specification, inferred);
  const stepsOf = (back: number | string) =>
    typeof back === "number" ? back : (parseDuration(back) ?? Number.NaN) / (inferred.stepMs ?? Number.NaN);
  const looking = lookBackColumns(specification, all);
  const table = { columns: Object.keys(x), values: Object.values(x), rowCount: instants.length };
  const series = joinSeries(looking, tail, table, positionsOf(inferred, { instants, local }));
  const longest = Math.max(0, ...all.flatMap(({ term }) => lookBackOf(term)).map(stepsOf));
  return {
    inferred,
    features: all,
    columns: designMatrix(all, { series, local, stepsOf }),
    local,
    tail: nextTail(looking, series, longest),
  };
}

export interface GoldenFit {
  lambda: number;
  complete: number;
  intercept: number;
  coefficients: number[];
  predictions: (number | null)[];
  squares: number[];
}

interface Golden {
  timezone: string;
  hours: number[];
  x: Record<string, (number | null)[]>;
  y: number[];
  rows: number[];
  knots: number[];
  weeks: number[];
  levels: Record<string, number[]>;
  features: Record<string, (number | null)[]>;
  fits: { name: string; specification: FeatureSpecification; names: string[]; fits: GoldenFit[] }[];
}

export const golden: Golden = JSON.parse(readFileSync(new URL("../golden/features.json", import.meta.url), "utf8"));

export const floats = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN);

export function goldenRows(): TimedRows {
  return {
    instants: Float64Array.from(golden.hours, (hour) => hour * 3_600_000),
    x: Object.fromEntries(Object.entries(golden.x).map(([name, values]) => [name, floats(values)])),
  };
}
