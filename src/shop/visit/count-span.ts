// Sees to it that what lies in a span of time is counted, as far as it lasts, and is read at once with what is not.
import { DAY_MS } from "../../engine/time/duration.ts";
import { AppError, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import type { Database } from "../../platform/store/database.ts";
import {
  COUNTS_ADDED_MAX,
  type CountsAsked,
  type Days,
  type Period,
  VIEWS_COUNTED_MAX,
} from "../store/category-counts.ts";
import { type Span, viewsBetween } from "../store/category-totals.ts";
import { type Cover, countDays } from "./count-days.ts";
import { splitSpan } from "./cover-span.ts";

/** What a span comes to: days that are all counted, as the fewest periods, and spans of which visits are looked at. */
export interface Counted {
  days: Days[];
  periods: Period[];
  /** How many counts the periods hold. */
  countCount: number;
  spans: Span[];
}

// No time that is accepted is later.
const END_MS = Date.UTC(2200, 0);

// With those that read they are forty, of the fifty that D1 lets a request have.
const STATEMENTS_TO_COUNT = 18;

// A visit of a day may change between the time that the day is counted and the time that counts are added up.
const TRIES = 2;

/** From and to as they were asked for, by the clock as written. */
export function spanOf({
  from,
  to,
}: {
  from?: { localMs: number } | undefined;
  to?: { localMs: number } | undefined;
}): Span {
  return { fromMs: from?.localMs ?? 0, toMs: to?.localMs ?? END_MS };
}

/**
 * What `read` makes of it; it answers undefined where a count is gone again. AppError "too_large" where more would have to be read than is read
 * at once; NotYet where days are not counted yet: what was counted stays, and who asks again goes on.
 */
export async function readCounted<Result>(
  context: Context,
  { span, asked }: { span: Span; asked: CountsAsked },
  read: (counted: Counted) => Promise<Result | undefined>,
): Promise<Result> {
  const { database } = context;
  const { days, spans } = splitSpan(span, context.nowMs());
  const views = spans.length === 0 ? 0 : await viewsBetween(database, spans);
  requireFew(views, "of days that go on, or that from and to cut", "of days that have ended any number is told");
  const allowance = { statements: STATEMENTS_TO_COUNT };
  for (let i = 0; i < TRIES && allowance.statements >= 0; i++) {
    const covers: Cover[] = [];
    for (const each of days) covers.push(await countDays(context, each, asked, allowance));
    const [uncounted] = covers.flatMap((cover) => cover.uncounted);
    if (uncounted !== undefined) await requireCountable(database, uncounted);
    else {
      const periods = covers.flatMap((cover) => cover.periods);
      const countCount = covers.reduce((sum, cover) => sum + cover.countCount, 0);
      const result = await read({ days, periods, countCount, spans });
      if (result !== undefined) return result;
    }
  }
  throw new NotYet("Some of the days", "are not counted yet; what was counted stays, and the next request goes on");
}

export function requireFew(views: number, what: string, instead: string): void {
  if (views > VIEWS_COUNTED_MAX)
    throw new AppError(
      "too_large",
      `Cannot count ${views} views ${what} at once: at most ${VIEWS_COUNTED_MAX} are; ${instead}`,
    );
}

export function requireFewCounts(count: number): void {
  if (count > COUNTS_ADDED_MAX)
    throw new AppError(
      "too_large",
      `Cannot add up ${count} counts of categories at once: at most ${COUNTS_ADDED_MAX} are; a wider level or a shorter time has fewer`,
    );
}

/** The first day that was left out: it may have been left for its views, or for want of statements. */
async function requireCountable(database: Database, day: number): Promise<void> {
  const views = await viewsBetween(database, [{ fromMs: day * DAY_MS, toMs: (day + 1) * DAY_MS }]);
  requireFew(views, `of ${new Date(day * DAY_MS).toISOString().slice(0, 10)}`, "ask for the days before and after");
}
