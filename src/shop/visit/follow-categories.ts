// What was looked at step by step of time, zeros and all, to be drawn.
import { DAY_MS } from "../../engine/time/duration.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import type { CategoryHistory } from "../schema/session-answer.ts";
import { CATEGORIES_FOLLOWED, type HistoryQuery, STEP_COUNT_MAX } from "../schema/session-request.ts";
import { type CountsAsked, countedPeriods, type Days, knownDays } from "../store/category-counts.ts";
import { type History, readCategoryHistory } from "../store/category-history.ts";
import { type Counted, readCounted, requireFewCounts, spanOf } from "./count-span.ts";
import { stepOf, stepsBetween, textOfDay } from "./steps-of-days.ts";

/** Views by category in each step; refuses as `readCounted` does, and more steps than are told. */
export async function followCategories(context: Context, query: HistoryQuery): Promise<CategoryHistory> {
  const { from, to, gender, step, level, limit = CATEGORIES_FOLLOWED } = query;
  const asked = { level, gender, limit };
  const span = spanOf(query);
  const history = await readCounted(context, { span, asked }, (counted) => read(context, counted, { ...asked, step }));
  const seen = history.sessions.map(([first]) => first);
  const ends = {
    first: from === undefined ? Math.min(...seen) : Math.floor(span.fromMs / DAY_MS),
    last: to === undefined ? Math.max(...seen) : Math.floor((span.toMs - 1) / DAY_MS),
  };
  const steps =
    Number.isFinite(ends.first) && Number.isFinite(ends.last) ? stepsBetween(step, ends, STEP_COUNT_MAX) : [];
  requireFewSteps(steps);
  const places = new Map(steps.map((first, i) => [first, i]));
  const dense = (told: readonly [step: number, value: number][]) => {
    const values = new Array<number>(steps.length).fill(0);
    for (const [first, value] of told) values[places.get(first) as number] = value;
    return values;
  };
  const views = dense(history.views);
  const categories = history.categories.map((each) => ({ ...each, views: dense(each.views) }));
  return {
    ...{ from: from?.text ?? null, to: to?.text ?? null, gender: gender ?? null, level, step },
    t: steps.map(textOfDay),
    sessions: dense(history.sessions),
    views,
    others: views.map((all, i) => categories.reduce((left, { views }) => left - (views[i] as number), all)),
    category_count: history.categoryCount,
    categories,
  };
}

async function read(
  { database }: Context,
  { days, spans }: Counted,
  { step, ...asked }: CountsAsked & { limit: number; step: HistoryQuery["step"] },
): Promise<History | undefined> {
  const counted = days.length === 0 ? [] : await countedPeriods(database, { units: ["day"], days }, asked);
  const known = days.length === 0 ? [] : await knownDays(database, days);
  const isCounted = new Set(counted.map(({ period }) => period));
  if (!known.every((day) => isCounted.has(day))) return undefined;
  requireFewCounts(counted.reduce((sum, { countCount }) => sum + countCount, 0));
  const spanDays = spans.length === 0 ? [] : await knownDays(database, spans.map(daysOf));
  return readCategoryHistory(
    database,
    { days: [...isCounted], spans, spanDays, stepOf: (day) => stepOf(step, day) },
    asked,
  );
}

function daysOf({ fromMs, toMs }: { fromMs: number; toMs: number }): Days {
  return { firstDay: Math.floor(fromMs / DAY_MS), endDay: Math.floor((toMs - 1) / DAY_MS) + 1 };
}

function requireFewSteps(steps: readonly number[]): void {
  if (steps.length <= STEP_COUNT_MAX) return;
  const message = `more than ${STEP_COUNT_MAX} steps; a wider one, or a shorter time, has fewer`;
  throw new AppError("invalid", `Cannot tell the history: step: ${message}`, [{ path: "step", message }]);
}
