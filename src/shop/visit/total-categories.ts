// What was looked at in all: from counts of whole days that were made before, and from the visits themselves where there are none.
import { show } from "../../engine/parameter/show.ts";
import type { Context } from "../../platform/context/context.ts";
import { PAGE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import type { Totals } from "../schema/session-answer.ts";
import type { TotalsQuery } from "../schema/session-request.ts";
import type { CountsAsked } from "../store/category-counts.ts";
import { readTotal, type Span, type Total } from "../store/category-totals.ts";
import { countOfVisitor } from "../store/sessions.ts";
import { readCounted, requireFew, requireFewCounts, spanOf } from "./count-span.ts";

/** Views of all sessions that are asked for, by category; refuses as `readCounted` does. */
export async function totalCategories(context: Context, query: TotalsQuery): Promise<Totals> {
  const { from, to, visitor = null, gender = null, mode, level, limit = PAGE_LENGTH_MAX } = query;
  const span = spanOf(query);
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

type Asked = CountsAsked & { limit: number };

function totalOfAll(context: Context, span: Span, asked: Asked): Promise<Total> {
  return readCounted(context, { span, asked }, ({ periods, countCount, spans }) => {
    requireFewCounts(countCount);
    return readTotal(context.database, { periods, spans }, asked);
  });
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
