// What was looked at in all: from counts of whole days that were made before, and from the visits themselves where there are none.
import { show } from "../../engine/parameter/show.ts";
import { DAY_MS } from "../../engine/time/duration.ts";
import { AppError, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { PAGE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import type { Database } from "../../platform/store/database.ts";
import type { Totals } from "../schema/session-answer.ts";
import type { TotalsQuery } from "../schema/session-request.ts";
import { COUNTS_ADDED_MAX, type CountsAsked, VIEWS_COUNTED_MAX } from "../store/category-counts.ts";
import { readTotal, type Span, type Total, viewsBetween } from "../store/category-totals.ts";
import { countOfVisitor } from "../store/sessions.ts";
import { type Cover, countDays } from "./count-days.ts";
import { splitSpan } from "./cover-span.ts";

/**
 * Views of all sessions that are asked for, by category. AppError "too_large" where more would have to be read than is read at once; NotYet
 * where days are not counted yet: what was counted stays, and who asks again goes on.
 */
export async function totalCategories(context: Context, query: TotalsQuery): Promise<Totals> {
  const { from, to, visitor = null, gender = null, mode, level, limit = PAGE_LENGTH_MAX } = query;
  const span = { fromMs: from?.localMs ?? 0, toMs: to?.localMs ?? END_MS };
  const asked = { level, gender: query.gender, limit };
  const total = await (visitor === null
    ? totalOfAll(context, span, asked)
    : totalOfVisitor(context, { ...span, visitor }, asked));
  const toValue = (views: number) => (mode === "absolute" ? views : (100 * views) / total.views);
  const others = total.categories.reduce((left, [, views]) => left - views, total.views);
  return {
    ...{ from: from?.text ?? null, to: to?.text ?? null, visitor, gender, mode, level },
    sessions: total.sessions,
    total: total.views,
    category_count: total.categoryCount,
    others: others === 0 ? 0 : toValue(others),
    categories: total.categories.map(([category, views]) => [category, toValue(views)]),
  };
}

// No time that is accepted is later.
const END_MS = Date.UTC(2200, 0);

// With those that read they are forty, of the fifty that D1 lets a request have.
const STATEMENTS_TO_COUNT = 18;

// A visit of a day may change between the time that the day is counted and the time that counts are added up.
const TRIES = 2;

type Asked = CountsAsked & { limit: number };

async function totalOfAll(context: Context, span: Span, asked: Asked): Promise<Total> {
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
      requireFewCounts(covers.reduce((sum, { countCount }) => sum + countCount, 0));
      const total = await readTotal(database, { periods, spans }, asked);
      if (total !== undefined) return total;
    }
  }
  throw new NotYet("Some of the days", "are not counted yet; what was counted stays, and the next request goes on");
}

/** All visits of a visitor are looked at, by an index. */
async function totalOfVisitor(
  context: Context,
  { visitor, ...span }: Span & { visitor: string },
  asked: Asked,
): Promise<Total> {
  const { views } = await countOfVisitor(context.database, visitor);
  requireFew(views, `of visitor ${show(visitor)}`, "without visitor any number is told");
  const spans = span.fromMs < span.toMs ? [span] : [];
  const total = await readTotal(context.database, { periods: [], spans, visitor }, asked);
  return total as Total;
}

function requireFew(views: number, what: string, instead: string): void {
  if (views > VIEWS_COUNTED_MAX)
    throw new AppError(
      "too_large",
      `Cannot count ${views} views ${what} at once: at most ${VIEWS_COUNTED_MAX} are; ${instead}`,
    );
}

function requireFewCounts(count: number): void {
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
