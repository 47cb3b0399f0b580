// What a norm learns from, as a list of features: one number per row each. The list follows from the specification and from
// what the first batch fixed; how a feature is worked out of rows is in design-matrix.ts.
import { onceFor } from "../math/once-for.ts";
import { CALENDARS, type Calendar, levelCount, PERIODS, type Period } from "../time/calendar.ts";
import type { MonthGrid } from "../time/month-grid.ts";
import { columnsOf, hasClock, type LookBack, lookBackOf, type Rolling, type Term } from "./term.ts";

export type Harmonics = { [period in Period]?: number | undefined };

export interface FeatureSpecification {
  columns: string[];
  /** Per column how far to look back, 0 = now. A column that is named nowhere has [0]. */
  lags: Record<string, LookBack[]>;
  timezone?: string | undefined;
  /** A name stands for all levels but the first, harmonics for sines and cosines. */
  calendar?: (Calendar | Harmonics)[] | undefined;
  rolling?: Rolling[] | undefined;
  difference?: Record<string, LookBack[]> | undefined;
  /** `knots`: how many, at quantiles of the first batch, or where. */
  piecewise?: Record<string, { knots: number | number[] }> | undefined;
  degree_days?: { column: string; heating?: number | undefined; cooling?: number | undefined }[] | undefined;
  /** Columns that hold one of some levels and no number. */
  categories?: string[] | undefined;
  /** Pairs of names of features or groups. */
  interactions?: [string, string][] | undefined;
}

/** What the first batch of a norm fixes for all that follow. */
export interface Inferred {
  /** Whether its rows have times. */
  timed: boolean;
  /** The regular distance of its rows in ms; null without times, or where they have none. */
  stepMs: number | null;
  /** Whether rows stand on a grid of the wall clock (days of 23 and 25 hours) and not of universal time. */
  isLocalGrid: boolean;
  /** Where in a step the rows stand, in ms. */
  phaseMs: number;
  /** Of rows that are whole months apart, which have no regular distance; norms of 0.4.0 do not know them. */
  months?: MonthGrid;
  /** What ASHRAE Guideline 14 would call the rows. */
  interval: Interval | null;
  /** Knots by column, ascending, where `piecewise` has a number of them: fixed by the first batch in 0.4.0, else placed by a model. */
  knots: Record<string, number[]>;
  /** Of columns of categories the levels that features are made of. They are of rows, never stored with what a first batch fixes. */
  levels?: LevelsByColumn;
}

/** By column of categories, ascending. */
export type LevelsByColumn = Record<string, readonly string[]>;

export type Interval = "hourly" | "daily" | "monthly";

export interface Feature {
  name: string;
  /** The group that it belongs to: all lags of a column, all levels of a calendar feature … */
  group: string;
  term: Term;
  /** Of a level the name of the feature that stands for all of them, where none is known. */
  of?: string;
}

/**
 * The features in order. Of knots that no model has placed yet the number is known, not where they are; of a category without levels one feature
 * stands for all of them. What is made of categories stands last, so that all others have their place whatever levels there are.
 */
export const features: (specification: FeatureSpecification, inferred: Inferred | null) => readonly Feature[] =
  onceFor(listFeatures);

function listFeatures(specification: FeatureSpecification, inferred: Inferred | null): Feature[] {
  const single = [
    ...lagFeatures(specification),
    ...Object.entries(specification.difference ?? {}).flatMap(([column, of]) =>
      of.map((back) =>
        feature(`difference(${column}, ${back})`, `difference(${column})`, "difference", { column, back }),
      ),
    ),
    ...(specification.rolling ?? []).map((rolling) =>
      feature(
        `${rolling.statistic}(${rolling.column}, ${rolling.window})`,
        `rolling(${rolling.column})`,
        "rolling",
        rolling,
      ),
    ),
    ...(specification.calendar ?? []).flatMap((of) => (typeof of === "string" ? levelFeatures(of) : harmonics(of))),
    ...Object.keys(specification.piecewise ?? {}).flatMap((column) => pieces(column, specification, inferred)),
    ...(specification.degree_days ?? []).flatMap(degreeDays),
  ];
  const { interactions = [], categories = [] } = specification;
  if (categories.length === 0) return [...single, ...interactions.flatMap((pair) => products(pair, single))];
  const levels = categories.flatMap((column) => categoryFeatures(column, inferred?.levels?.[column]));
  const all = [...single, ...levels];
  const isOfLevels = (pair: [string, string]) => pair.some((name) => categories.includes(name));
  return [
    ...single,
    ...interactions.filter((pair) => !isOfLevels(pair)).flatMap((pair) => products(pair, all)),
    ...levels,
    ...interactions.filter(isOfLevels).flatMap((pair) => products(pair, all)),
  ];
}

/** How many features there are, a category as one, without making a list of them that may be long; a product of what there is not counts as one. */
export function countFeatures(specification: FeatureSpecification): number {
  const { difference = {}, rolling = [], calendar = [] } = specification;
  const { piecewise = {}, degree_days = [], interactions = [], categories = [] } = specification;
  const sizes = [
    ...lagsOf(specification).map(([, backs]) => backs.length),
    ...Object.values(difference).map((backs) => backs.length),
    rolling.length,
    ...calendar.map((of) => (typeof of === "string" ? levelCount(of) : 2 * sum(Object.values(of).map((n) => n ?? 0)))),
    ...Object.values(piecewise).map(({ knots }) => 1 + (typeof knots === "number" ? knots : knots.length)),
    ...degree_days.map((bases) => SIDES.filter((side) => bases[side] !== undefined).length),
    categories.length,
  ];
  const count = sum(sizes);
  if (interactions.length === 0 || count > COUNTED_MAX) return count;
  const among = features({ ...specification, interactions: [] }, null);
  const sizeOf = (name: string) => featuresNamed(name, among).length;
  return count + sum(interactions.slice(0, COUNTED_MAX).map(([a, b]) => Math.max(1, sizeOf(a) * sizeOf(b))));
}

// So many features or interactions are more than any norm may have: no need to count on.
const COUNTED_MAX = 1_000;

/** Indexes of the features that a name stands for: those of a group, or one by its own name ("T_out[t-0]" is T_out now). */
export function featuresNamed(name: string, among: readonly Feature[]): number[] {
  const places = [...among.keys()];
  const ofGroup = places.filter((i) => among[i]?.group === name);
  if (ofGroup.length > 0) return ofGroup;
  return places.filter((i) => among[i]?.name === name || (isNow(among[i]) && `${among[i]?.name}[t-0]` === name));
}

/** What a feature comes of: the column that was sent, a group of the calendar, or, of a product, the interaction. */
export function sourceOf({ term, group }: Feature): string {
  return term.kind !== "product" && "column" in term ? term.column : group;
}

/** What stands at the chosen places of a list of features, or of something of each; null chooses all. */
export function chosenAmong<T>(all: readonly T[], chosen: readonly number[] | null): readonly T[] {
  return chosen === null ? all : chosen.map((i) => all[i] as T);
}

/** The columns whose past is looked back on, in the order of the tail. `of`: the features, of whatever batches. */
export function lookBackColumns(specification: FeatureSpecification, of: readonly Feature[]): string[] {
  const looking = of.filter(({ term }) => lookBackOf(term).some((back) => back !== 0));
  if (looking.length === 0) return [];
  const columns = new Set(looking.flatMap(({ term }) => columnsOf(term)));
  const { categories = [] } = specification;
  return specification.columns.filter((column) => columns.has(column) && !categories.includes(column));
}

/** Whether features cannot do without times. */
export function needsTimes(of: readonly Feature[]): boolean {
  return of.some(({ term }) => hasClock(term) || lookBackOf(term).some((back) => typeof back === "string"));
}

function isNow(of: Feature | undefined): boolean {
  return of?.term.kind === "lag" && of.term.back === 0;
}

function feature<Kind extends Term["kind"]>(
  name: string,
  group: string,
  kind: Kind,
  rest: Omit<Extract<Term, { kind: Kind }>, "kind">,
): Feature {
  return { name, group, term: { kind, ...rest } as unknown as Term };
}

/** Of each column of numbers its lags: those named, or now, unless it is bent. */
function lagsOf(specification: FeatureSpecification): [string, LookBack[]][] {
  const { columns, lags, piecewise = {}, degree_days = [], categories = [] } = specification;
  const bent = new Set([...Object.keys(piecewise), ...degree_days.map(({ column }) => column), ...categories]);
  return columns.map((column) => [column, lags[column] ?? (bent.has(column) ? [] : [0])]);
}

/** `T_out` is now, `T_out[t-6]` six rows ago, `T_out[t-24h]` a day ago. */
function lagFeatures(specification: FeatureSpecification): Feature[] {
  return lagsOf(specification).flatMap(([column, backs]) =>
    backs.map((back) => feature(back === 0 ? column : `${column}[t-${back}]`, column, "lag", { column, back })),
  );
}

function levelFeatures(calendar: Calendar): Feature[] {
  return Array.from({ length: levelCount(calendar) }, (_, i) => {
    const level = CALENDARS[calendar].first + 1 + i;
    const name = calendar === "weekend" ? calendar : `${calendar}=${level}`;
    return feature(name, calendar, "level", { calendar, level });
  });
}

function harmonics(of: Harmonics): Feature[] {
  return PERIODS.flatMap((period) =>
    Array.from({ length: of[period] ?? 0 }, (_, i) =>
      (["sin", "cos"] as const).map((wave) =>
        feature(`${wave}(${period}, ${i + 1})`, period, "harmonic", { period, order: i + 1, wave }),
      ),
    ).flat(),
  );
}

/** One feature for each stretch between knots, and one on either side of them: the value's share of that stretch. */
function pieces(column: string, { piecewise }: FeatureSpecification, inferred: Inferred | null): Feature[] {
  const given = piecewise?.[column]?.knots ?? 0;
  const knots = typeof given === "number" ? (inferred?.knots[column] ?? Array(given).fill(Number.NaN)) : given;
  const ends = [-Infinity, ...knots, Infinity];
  return ends.slice(1).map((to, i) => {
    const piece = { column, from: ends[i] as number, to };
    return feature(`piecewise(${column}, ${i + 1})`, `piecewise(${column})`, "piece", piece);
  });
}

const SIDES = ["heating", "cooling"] as const;

function degreeDays({ column, ...bases }: NonNullable<FeatureSpecification["degree_days"]>[number]): Feature[] {
  return SIDES.flatMap((side) => {
    const base = bases[side];
    if (base === undefined) return [];
    return [feature(`${side}(${column}, ${base})`, `degree_days(${column})`, "degrees", { column, side, base })];
  });
}

/** `tariff=night`, one for each level. */
function categoryFeatures(column: string, levels: readonly string[] | undefined): Feature[] {
  if (levels === undefined) return [feature(column, column, "category", { column, level: null })];
  return levels.map((level) => ({
    ...feature(`${column}=${level}`, column, "category", { column, level }),
    of: column,
  }));
}

function products([a, b]: [string, string], among: readonly Feature[]): Feature[] {
  return featuresNamed(a, among).flatMap((i) =>
    featuresNamed(b, among).map((j) => {
      const [left, right] = [among[i] as Feature, among[j] as Feature];
      const made = feature(`${left.name}:${right.name}`, `${a}:${b}`, "product", {
        left: left.term,
        right: right.term,
      });
      if (left.of === undefined && right.of === undefined) return made;
      return { ...made, of: `${left.of ?? left.name}:${right.of ?? right.name}` };
    }),
  );
}

function sum(counts: number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
