// What TypeScript would not have let through, and names that stand for nothing: left alone, they would be features that are silently missing.
import { type Feature, type FeatureSpecification, featuresNamed } from "../feature/feature.ts";
import { columnsOf, STATISTICS } from "../feature/term.ts";
import { show, showNames } from "../parameter/show.ts";
import { CALENDARS, PERIODS } from "../time/calendar.ts";
import { parseDuration } from "../time/duration.ts";
import { refuse } from "./refuse.ts";

const KEYS = [
  "timezone",
  "lags",
  "difference",
  "rolling",
  "calendar",
  "piecewise",
  "degree_days",
  "interactions",
] as const satisfies readonly (keyof FeatureSpecification)[];

/** Before features are made of it. */
export function checkSpecification(given: object, specification: FeatureSpecification): void {
  const { calendar = [], rolling = [], lags, difference = {}, piecewise = {} } = specification;
  known("specification", Object.keys(given), KEYS);
  known("specification.lags", Object.keys(lags), specification.columns);
  for (const of of calendar) {
    if (typeof of === "string") known("specification.calendar", [of], Object.keys(CALENDARS));
    else known("specification.calendar", Object.keys(of), PERIODS);
  }
  known(
    "specification.rolling",
    rolling.map(({ statistic }) => statistic),
    STATISTICS,
  );
  const backs = [...Object.values(lags), ...Object.values(difference)].flat();
  const wrong =
    backs.find((back) => !isLookBack(back, 0)) ?? rolling.find(({ window }) => !isLookBack(window, 1))?.window;
  if (wrong !== undefined)
    refuse("specification", `${show(wrong)} is neither a number of rows nor a duration such as "24h"`);
  for (const [column, { knots }] of Object.entries(piecewise)) {
    const isPlaced = Array.isArray(knots) && knots.every((knot, i) => knot > (knots[i - 1] ?? -Infinity));
    if (!isPlaced) refuse(`specification.piecewise.${column}`, `${show(knots)} is no array of ascending knots`);
  }
}

/** Of what was made of it. */
export function checkFeatures({ columns, interactions = [] }: FeatureSpecification, made: readonly Feature[]): void {
  known(
    "specification",
    made.flatMap(({ term }) => columnsOf(term)),
    columns,
  );
  const single = made.filter(({ term }) => term.kind !== "product");
  const nothing = interactions.flat().find((name) => featuresNamed(name, single).length === 0);
  if (nothing !== undefined) refuse("specification.interactions", `${show(nothing)} is the name of no feature`);
}

function known(path: string, names: readonly string[], among: readonly string[]): void {
  const other = names.find((name) => !among.includes(name));
  if (other !== undefined) refuse(path, `${show(other)} is none of ${showNames(among)}`);
}

function isLookBack(back: number | string, least: number): boolean {
  return typeof back === "number" ? Number.isInteger(back) && back >= least : parseDuration(back) !== null;
}
