// A specification and rows → the design matrix, with no rows before them: what looks back past the first row is missing.
import { designOf } from "../feature/design-matrix.ts";
import { type Feature, type FeatureSpecification, features, lookBackColumns, needsTimes } from "../feature/feature.ts";
import { EMPTY_TAIL, joinSeries } from "../feature/series.ts";
import { formatStep, inferGrid, NO_TIMES, positionsOf, type TimeGrid, wallOf } from "../feature/time-grid.ts";
import { parseDuration } from "../time/duration.ts";
import { checkFeatures, checkSpecification } from "./check-design.ts";
import { readClock } from "./read-clock.ts";
import { type Numbers, readTable } from "./read-table.ts";
import { refuse } from "./refuse.ts";

/** What features there are: see FeatureSpecification; every column of x is one. Knots are told where they are. */
export interface DesignSpecification extends Omit<FeatureSpecification, "columns" | "lags" | "piecewise"> {
  lags?: FeatureSpecification["lags"];
  piecewise?: Record<string, { knots: number[] }>;
}

/** One column a feature, by its name. */
export function makeDesign(
  specification: DesignSpecification,
  x: Readonly<Record<string, Numbers>>,
  t: Numbers | undefined,
): Record<string, Float64Array> {
  const table = readTable(x);
  const { rowCount } = table;
  const whole = { lags: {}, ...specification, columns: table.columns };
  checkSpecification(specification, whole);
  const times = t === undefined ? null : readClock(t, { timezone: specification.timezone, rowCount });
  const grid = times === null ? NO_TIMES : inferGrid(times, undefined);
  const all = features(whole, { ...grid, knots: {} });
  checkFeatures(whole, all);
  if (times === null && needsTimes(all))
    refuse("t", "missing; calendar features and durations need the time of each row");
  const positions = times === null ? Float64Array.from({ length: rowCount }, (_, i) => i) : positionsOf(grid, times);
  if (times !== null && formatStep(grid) === null && lookBackColumns(whole, all).length > 0)
    refuse("t", "no regular step, which lags and windows need");
  const { columns } = designOf({
    series: joinSeries([], EMPTY_TAIL, table, positions),
    local: times === null ? new Float64Array() : wallOf(grid, times),
    stepsOf: stepsOf(grid),
  });
  const values = columns(all);
  return Object.fromEntries(all.map(({ name }: Feature, j) => [name, values[j] as Float64Array]));
}

function stepsOf({ stepMs }: TimeGrid): (back: number | string) => number {
  return (back) => {
    if (typeof back === "number") return back;
    const steps = (parseDuration(back) ?? Number.NaN) / (stepMs ?? Number.NaN);
    return Number.isInteger(steps) ? steps : refuse("specification", `${back} is no whole number of the rows' steps`);
  };
}
