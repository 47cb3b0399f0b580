import { show } from "../../engine/parameter/show.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { pageOf } from "../../platform/context/page.ts";
import { PAGE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import type { SessionList, StoredSession } from "../schema/session-answer.ts";
import type { SessionPageQuery } from "../schema/session-request.ts";
import { pageOfSessions } from "../store/session-list.ts";
import { findSession, type SessionRow } from "../store/sessions.ts";

/** One session with its views; AppError "not_found" where there is none. */
export async function readSession(context: Context, id: string): Promise<StoredSession> {
  const session = await findSession(context.database, id);
  if (session === undefined) throw noSuchSession(id);
  return { ...describeSession(session), views: session.views.map((levels) => levels.join("/")) };
}

/** One page of the sessions that are asked for and whose ids begin so, in the order of their arrival, or against it. */
export async function listSessions(
  context: Context,
  { after, limit = PAGE_LENGTH_MAX, order, from, to, visitor, gender }: SessionPageQuery,
  prefix: string,
): Promise<SessionList> {
  const filter = { fromMs: from?.localMs, toMs: to?.localMs, visitor, gender, prefix };
  const read = await pageOfSessions(context.database, { after, limit: limit + 1, order, ...filter });
  const { rows, next } = pageOf(read, limit, ({ sequence }) => sequence);
  return { sessions: rows.map((row) => ({ ...describeSession(row), view_count: row.viewCount })), next };
}

export function noSuchSession(id: string): AppError {
  return new AppError("not_found", `Cannot find session ${show(id)}: POST /sessions stores sessions`);
}

export function describeSession({ id, sequence, start, end, gender, visitor, arrivedAtMs }: SessionRow) {
  return { session_id: id, sequence, start, end, gender, visitor, arrived_at: new Date(arrivedAtMs).toISOString() };
}
