// A specification and rows → the design matrix, with no rows before them: what looks back past the first row is missing.
import { designOf } from "../feature/design-matrix.ts";
import { type Feature, type FeatureSpecification, features, lookBackColumns, needsTimes } from "../feature/feature.ts";
import { EMPTY_TAIL, joinSeries } from "../feature/series.ts";
import { columnsOf, STATISTICS } from "../feature/term.ts";
import { formatStep, inferGrid, NO_TIMES, positionsOf, type TimeGrid, wallOf } from "../feature/time-grid.ts";
import { show, showNames } from "../parameter/show.ts";
import { CALENDARS, PERIODS } from "../time/calendar.ts";
import { parseDuration } from "../time/duration.ts";
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
  refuseUnknown(whole);
  const times = t === undefined ? null : readClock(t, { timezone: specification.timezone, rowCount });
  const grid = times === null ? NO_TIMES : inferGrid(times, undefined);
  const all = features(whole, { ...grid, knots: {} });
  const absent = all.flatMap(({ term }) => columnsOf(term)).find((name) => !table.columns.includes(name));
  if (absent !== undefined) refuse("specification", `${show(absent)} is no column of x`);
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

/** Words that TypeScript would not have let through. */
function refuseUnknown({ calendar = [], rolling = [], lags, difference = {} }: FeatureSpecification): void {
  const known = Object.keys(CALENDARS);
  for (const of of calendar) {
    const wrong = typeof of === "string" ? [of].find((name) => !known.includes(name)) : unknownPeriod(of);
    if (wrong !== undefined)
      refuse("specification.calendar", `${show(wrong)} is none of ${showNames([...known, ...PERIODS])}`);
  }
  const statistic = rolling.find((of) => !STATISTICS.includes(of.statistic))?.statistic;
  if (statistic !== undefined)
    refuse("specification.rolling", `${show(statistic)} is none of ${showNames(STATISTICS)}`);
  const backs = [...Object.values(lags), ...Object.values(difference)].flat();
  const wrong = [...backs, ...rolling.map(({ window }) => window)].find((back) => !isLookBack(back));
  if (wrong !== undefined)
    refuse("specification", `${show(wrong)} is neither a number of rows nor a duration such as "24h"`);
}

function unknownPeriod(of: object): string | undefined {
  return Object.keys(of).find((name) => !PERIODS.some((period) => period === name));
}

function isLookBack(back: number | string): boolean {
  return typeof back === "number" ? Number.isInteger(back) && back >= 0 : parseDuration(back) !== null;
}

function stepsOf({ stepMs }: TimeGrid): (back: number | string) => number {
  return (back) => {
    if (typeof back === "number") return back;
    const steps = (parseDuration(back) ?? Number.NaN) / (stepMs ?? Number.NaN);
    return Number.isInteger(steps) ? steps : refuse("specification", `${back} is no whole number of the rows' steps`);
  };
}
