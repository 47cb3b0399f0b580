// Rows → features, on the way that every request takes; and the rows of test/golden/features.json.
import { readFileSync } from "node:fs";
import {
  type Feature,
  type FeatureSpecification,
  features,
  type Inferred,
} from "../../../src/engine/feature/feature.ts";
import { EMPTY_TAIL, type Tail } from "../../../src/engine/feature/series.ts";
import { observe } from "../../../src/norm/rows/observe.ts";

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
  { inferred: known = null, tail = EMPTY_TAIL }: { inferred?: Inferred | null; tail?: Tail } = {},
): WorkedOut {
  const norm = { specification: { ...specification, lambda: "auto" as const, continues: true }, inferred: known };
  const table = { columns: Object.keys(x), values: Object.values(x), rowCount: instants.length };
  const observed = observe(
    norm,
    { t: { ms: instants, hasOffset: true, isShifted: false, areDates: new Uint8Array(instants.length) }, x: table },
    { tail },
  );
  const { inferred, design, local } = observed;
  const list = features(specification, inferred);
  return { inferred, features: list, columns: design(list), local, tail: observed.tailAfter() };
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

export const golden: Golden = JSON.parse(readFileSync(new URL("../../golden/features.json", import.meta.url), "utf8"));

export const floats = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN);

export function goldenRows(): TimedRows {
  return {
    instants: Float64Array.from(golden.hours, (hour) => hour * 3_600_000),
    x: Object.fromEntries(Object.entries(golden.x).map(([name, values]) => [name, floats(values)])),
  };
}
