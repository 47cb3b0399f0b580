// All that is held of a visitor goes at once.
import { show } from "../../engine/parameter/show.ts";
import { NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import type { VisitorForgotten } from "../schema/session-answer.ts";
import { deleteOfVisitor } from "../store/sessions.ts";
import { noSuchVisitor } from "./read-visitor.ts";

// A name that a shop gives to all who have none may stand for any number of sessions.
const SESSIONS_AT_ONCE = 10_000;
const STATEMENTS_MAX = 20;

/**
 * Forgets all sessions of a visitor, with their views and what is known of their deliveries; AppError "not_found" where there are none. The
 * gender model has learned from them until it is trained again.
 */
export async function forgetVisitor(context: Context, visitor: string): Promise<VisitorForgotten> {
  const gone = { sessions: 0, views: 0 };
  for (let statement = 0; statement < STATEMENTS_MAX; statement++) {
    const { sessions, views } = await deleteOfVisitor(context.database, visitor, SESSIONS_AT_ONCE);
    gone.sessions += sessions;
    gone.views += views;
    if (gone.sessions === 0) throw noSuchVisitor(visitor);
    if (sessions < SESSIONS_AT_ONCE) return { visitor, session_count: gone.sessions, view_count: gone.views };
  }
  throw new NotYet(`All sessions of visitor ${show(visitor)}`, "are not gone yet");
}
