// A span of time as what is counted already: years where it has whole ones, else months, else days, and what is left at its ends.
import { DAY_MS, HOUR_MS } from "../../engine/time/duration.ts";
import type { Days, Period } from "../store/category-counts.ts";
import type { Span } from "../store/category-totals.ts";

/** A month or a year, with its days. */
export interface LongPeriod extends Days {
  unit: "month" | "year";
  period: number;
}

// The clocks that are furthest behind and ahead of universal time.
const BEHIND_MS = 12 * HOUR_MS;
const AHEAD_MS = 14 * HOUR_MS;

/**
 * Whole days that are counted once, and spans that are counted each time: parts of days, and days that go on somewhere on earth, in which
 * visits still come, so that no count of them would last.
 */
export function splitSpan({ fromMs, toMs }: Span, nowMs: number): { days: Days[]; spans: Span[] } {
  const [firstDay, endDay] = [Math.ceil(fromMs / DAY_MS), Math.floor(toMs / DAY_MS)];
  if (firstDay >= endDay) return { days: [], spans: fromMs < toMs ? [{ fromMs, toMs }] : [] };
  const within = (day: number) => Math.min(Math.max(day, firstDay), endDay);
  const firstOpen = within(Math.floor((nowMs - BEHIND_MS) / DAY_MS));
  const endOpen = within(Math.floor((nowMs + AHEAD_MS) / DAY_MS) + 1);
  const days = [
    { firstDay, endDay: firstOpen },
    { firstDay: endOpen, endDay },
  ];
  const spans = [
    { fromMs, toMs: firstDay * DAY_MS },
    { fromMs: firstOpen * DAY_MS, toMs: endOpen * DAY_MS },
    { fromMs: endDay * DAY_MS, toMs },
  ];
  return {
    days: days.filter((each) => each.firstDay < each.endDay),
    spans: spans.filter((each) => each.fromMs < each.toMs),
  };
}

/** Days as the longest periods that are counted and lie in them as a whole, and the days of no such period. */
export function coverDays(days: Days, isCounted: (period: Period) => boolean): { covered: LongPeriod[]; gaps: Days[] } {
  const covered: LongPeriod[] = [];
  const gaps: Days[] = [];
  for (let firstDay = days.firstDay; firstDay < days.endDay; ) {
    const [year, month] = longPeriodsOf(firstDay);
    const long = [year, month].find((each) => isWithin(each, days) && isCounted(each));
    const endDay = Math.min((long ?? month).endDay, days.endDay);
    const last = gaps.at(-1);
    if (long !== undefined) covered.push(long);
    else if (last?.endDay === firstDay) last.endDay = endDay;
    else gaps.push({ firstDay, endDay });
    firstDay = endDay;
  }
  return { covered, gaps };
}

/** The months, then the years, in which some days are, that lie in `days` as a whole and are not counted. */
export function missingPeriods(
  days: Days,
  some: readonly number[],
  isCounted: (period: Period) => boolean,
): LongPeriod[] {
  const missing = new Map<string, LongPeriod>();
  for (const each of some.flatMap(longPeriodsOf))
    if (isWithin(each, days) && !isCounted(each)) missing.set(`${each.unit} ${each.period}`, each);
  return [...missing.values()].sort((a, b) => (a.unit === b.unit ? a.period - b.period : a.unit < b.unit ? -1 : 1));
}

/** To the ends of the years in which there is anything: of all others nothing is to be asked. */
export function withinYears({ firstDay, endDay }: Days, { first, last }: { first: number; last: number }): Days {
  const [[begin], [end]] = [longPeriodsOf(first), longPeriodsOf(last)];
  return { firstDay: Math.max(firstDay, begin.firstDay), endDay: Math.min(endDay, end.endDay) };
}

/** The year that a day is in, and the month. */
function longPeriodsOf(day: number): [year: LongPeriod, month: LongPeriod] {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const dayOf = (...date: [year: number, month: number]) => Date.UTC(...date, 1) / DAY_MS;
  return [
    { unit: "year", period: year, firstDay: dayOf(year, 0), endDay: dayOf(year + 1, 0) },
    { unit: "month", period: 12 * year + month, firstDay: dayOf(year, month), endDay: dayOf(year, month + 1) },
  ];
}

function isWithin(inner: Days, outer: Days): boolean {
  return inner.firstDay >= outer.firstDay && inner.endDay <= outer.endDay;
}
