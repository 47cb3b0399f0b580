import type { IRequest } from "itty-router";
import { faultOfName } from "../../platform/http/door.ts";
import type { SentSession } from "../schema/session-request.ts";

/** Sessions as they were sent; one that is outside of the caller's prefix cannot be used, and is told as such. */
export function* withinPrefix(request: IRequest, sessions: Iterable<SentSession>): Generator<SentSession> {
  for (const sent of sessions) {
    const fault = "session" in sent ? faultOfName(request, "sessions", sent.session.session_id) : undefined;
    yield fault === undefined ? sent : { line: sent.line, message: `session_id: ${fault}` };
  }
}
