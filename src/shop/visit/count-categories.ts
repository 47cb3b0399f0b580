import type { Context } from "../../platform/context/context.ts";
import { countViews } from "../feature/session.ts";
import type { Categories } from "../schema/session-answer.ts";
import type { CategoriesQuery } from "../schema/session-request.ts";
import { findViews } from "../store/sessions.ts";
import { noSuchSession } from "./read-session.ts";

/** Views of a session by category, as counts or as percentages of all its views: these sum to 100 but for rounding. */
export async function countCategories(
  context: Context,
  id: string,
  { mode, level }: CategoriesQuery,
): Promise<Categories> {
  const session = await findViews(context.database, id);
  if (session === undefined) throw noSuchSession(id);
  const total = session.views.length;
  const toValue = (count: number) => (mode === "absolute" ? count : (100 * count) / total);
  return {
    session_id: id,
    mode,
    level,
    total,
    categories: countViews(session.views, level).map(([category, count]) => [category, toValue(count)]),
  };
}
