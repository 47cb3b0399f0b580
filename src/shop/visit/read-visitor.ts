import { show } from "../../engine/parameter/show.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { VIEW_COUNT_MAX } from "../../platform/schema/limit.ts";
import type { VisitorHeld } from "../schema/session-answer.ts";
import type { VisitorQuery } from "../schema/session-request.ts";
import { countOfVisitor, readSessions } from "../store/sessions.ts";
import { describeSession } from "./read-session.ts";

// With their views, of which a session may have a thousand.
const SESSIONS_TOLD = 100;
// To read a view and to write it.
const VIEW_SECONDS = 1e-6;

/** All that is held of a visitor, page by page; AppError "not_found" where that is nothing. */
export async function readVisitor(
  context: Context,
  visitor: string,
  { after = 0, limit = SESSIONS_TOLD }: VisitorQuery,
): Promise<VisitorHeld> {
  const held = await countOfVisitor(context.database, visitor);
  if (held.sessions === 0) throw noSuchVisitor(visitor);
  const views = Math.min(held.views, limit * VIEW_COUNT_MAX);
  context.cpu.spend(VIEW_SECONDS * views, `to tell ${views} views`);
  const rows = await readSessions(context.database, { after, limit, visitor });
  const last = rows.at(-1)?.sequence ?? after;
  return {
    visitor,
    session_count: held.sessions,
    view_count: held.views,
    sessions: rows.map((row) => ({ ...describeSession(row), views: row.views.map((levels) => levels.join("/")) })),
    next: last < held.lastSequence ? last : null,
  };
}

export function noSuchVisitor(visitor: string): AppError {
  return new AppError("not_found", `Cannot find visitor ${show(visitor)}: no session is of that visitor`);
}
