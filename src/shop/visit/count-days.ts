// Counts what is not counted of some days, a little at a time, and says of which periods their counts are to be taken.
import type { Context } from "../../platform/context/context.ts";
import {
  addUpPeriod,
  type CountsAsked,
  countedPeriods,
  countSomeDays,
  type Days,
  endsOfDays,
  knownDays,
  type Period,
} from "../store/category-counts.ts";
import { coverDays, missingPeriods, withinYears } from "./cover-span.ts";

export interface Cover {
  /** Those whose counts are all counts of the days; none where a day is not counted. */
  periods: Period[];
  /** How many counts they hold. */
  countCount: number;
  /** Days that are not counted. */
  uncounted: number[];
}

/** Statements that may be used to count; what is used is taken off. */
export interface Allowance {
  statements: number;
}

// Another process or thread that waits to write looks every 100 ms whether it may.
const PAUSE_MS = 110;

/** Nothing is counted where all is counted already. */
export async function countDays(
  context: Context,
  asked: Days,
  counts: CountsAsked,
  allowance: Allowance,
): Promise<Cover> {
  const { database } = context;
  const ends = await endsOfDays(database);
  const days = ends === undefined ? { firstDay: 0, endDay: 0 } : withinYears(asked, ends);
  if (days.firstDay >= days.endDay) return { periods: [], countCount: 0, uncounted: [] };
  const counted = new Map<string, number>();
  let isCounting = false;
  const isCounted = (period: Period) => counted.has(nameOf(period));
  const read = async (units: Period["unit"][], of: Days[]) => {
    if (of.length === 0) return;
    for (const { countCount, ...period } of await countedPeriods(database, { units, days: of }, counts))
      counted.set(nameOf(period), countCount);
  };
  await read(["month", "year"], [days]);
  const { covered, gaps } = coverDays(days, isCounted);
  const known = gaps.length === 0 ? [] : await knownDays(database, gaps);
  const uncounted = () => known.filter((period) => !isCounted({ unit: "day", period }));
  await read(["day"], gaps);
  if (uncounted().length > 0) {
    while ((await mayGoOn()) && (await countSomeDays(database, gaps)));
    await read(["day"], gaps);
    if (uncounted().length > 0) return { periods: [], countCount: 0, uncounted: uncounted() };
  }
  const missing = missingPeriods(days, [...known, ...covered.map(({ firstDay }) => firstDay)], isCounted);
  for (const period of missing) {
    if (!(await mayGoOn())) break;
    await addUpPeriod(database, period, period);
  }
  if (missing.length > 0) await read(["month", "year"], [days]);
  return coverOf(days, known, counted);

  async function mayGoOn(): Promise<boolean> {
    if (isCounting) await context.sleep(PAUSE_MS);
    isCounting = true;
    return allowance.statements-- > 0;
  }
}

function coverOf(days: Days, known: readonly number[], counted: ReadonlyMap<string, number>): Cover {
  const { covered, gaps } = coverDays(days, (period) => counted.has(nameOf(period)));
  const single = known.filter((day) => gaps.some(({ firstDay, endDay }) => firstDay <= day && day < endDay));
  const periods = [...covered, ...single.map((period) => ({ unit: "day" as const, period }))];
  const countCount = periods.reduce((sum, period) => sum + (counted.get(nameOf(period)) ?? 0), 0);
  return { periods, countCount, uncounted: [] };
}

function nameOf({ unit, period }: Period): string {
  return `${unit} ${period}`;
}
