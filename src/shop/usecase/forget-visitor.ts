// All that is held of a visitor goes at once.
import type { Context } from "../../platform/context/context.ts";
import type { VisitorForgotten } from "../schema/session-answer.ts";
import { deleteOfVisitor } from "../store/sessions.ts";
import { noSuchVisitor } from "./read-visitor.ts";

/**
 * Forgets all sessions of a visitor, with their views and what is known of their deliveries; AppError "not_found" where there are none. The
 * gender model has learned from them until it is trained again.
 */
export async function forgetVisitor(context: Context, visitor: string): Promise<VisitorForgotten> {
  const { sessions, views } = await deleteOfVisitor(context.database, visitor);
  if (sessions === 0) throw noSuchVisitor(visitor);
  return { visitor, session_count: sessions, view_count: views };
}
