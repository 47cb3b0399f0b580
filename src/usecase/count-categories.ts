import type { Categories } from "../schema/session-answer.ts";
import type { CategoriesQuery } from "../schema/session-request.ts";
import { countCategories as selectCategories } from "../store/sessions.ts";
import type { Context } from "./context.ts";
import { noSuchSession } from "./read-session.ts";

/** Views of a session by category, as counts or as percentages of all its views: these sum to 100 but for rounding. */
export async function countCategories(
  context: Context,
  id: string,
  { mode, level }: CategoriesQuery,
): Promise<Categories> {
  const counts = await selectCategories(context.database, id, level);
  // Every session has a view.
  if (counts.length === 0) throw noSuchSession(id);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const toValue = (count: number) => (mode === "absolute" ? count : (100 * count) / total);
  return {
    session_id: id,
    mode,
    level,
    total,
    categories: counts.map(({ category, count }) => [category, toValue(count)]),
  };
}
