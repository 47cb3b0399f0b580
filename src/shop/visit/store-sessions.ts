// Sessions in, in pieces that the database takes at once: however long the body, one piece of it stands in memory beside it.

import { show } from "../../engine/parameter/show.ts";
import { AppError, StoppedPartway } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { FAULT_COUNT_MAX } from "../../platform/schema/limit.ts";
import type { Session } from "../schema/session.ts";
import type { StoreAnswer } from "../schema/session-answer.ts";
import type { SentSession } from "../schema/session-request.ts";
import { encodeSession, insertSessions, type NewSession, offsetOf } from "../store/sessions.ts";

// A parameter of a statement has at most 2 MB. Each piece is two statements, and a request has few of them.
const PIECE_BYTES_MAX = 1_990_000;

const STOPPED =
  "not known to be stored, nor is what comes after; send the body again: what is stored is replaced by itself";

/**
 * Stores what can be used, and tells of each of the others why not; of two with one id in a body the first counts. A piece is
 * stored as a whole or not at all, and what is sent again changes nothing: a caller who got no answer sends the body again. Where
 * none can be used, AppError "invalid"; where the database fails, StoppedPartway tells how far it went. `place`: the path of a line.
 */
export async function storeSessions(
  context: Context,
  sent: Iterable<SentSession>,
  place: (line: number) => string,
): Promise<StoreAnswer> {
  const rejected: StoreAnswer["rejected"] = [];
  const lines = new Map<string, number>();
  let piece: string[] = [];
  let firstLine = 0;
  let bytes = 0;
  let [stored, replaced] = [0, 0];

  async function flush(): Promise<void> {
    if (piece.length === 0) return;
    try {
      replaced += await insertSessions(context.database, `[${piece.join(",")}]`, context.nowMs());
    } catch (cause) {
      throw new StoppedPartway({ stored, replaced, stopped_at: { line: firstLine, message: STOPPED } }, { cause });
    }
    stored += piece.length;
    piece = [];
    bytes = 0;
  }

  for (const each of sent) {
    const { line } = each;
    if ("message" in each) {
      rejected.push({ line, message: each.message });
      continue;
    }
    const { session_id: id } = each.session;
    const first = lines.get(id);
    if (first !== undefined) {
      rejected.push({ line, message: `session_id: ${show(id)} is in line ${first} already` });
      continue;
    }
    lines.set(id, line);
    const encoded = encodeSession(toNewSession(each.session));
    const length = byteLength(encoded) + 1;
    if (bytes + length > PIECE_BYTES_MAX) await flush();
    if (piece.length === 0) firstLine = line;
    piece.push(encoded);
    bytes += length;
  }
  await flush();
  if (lines.size === 0) throw noneUsable(rejected, place);
  return { received: lines.size + rejected.length, stored, replaced, rejected };
}

function noneUsable(rejected: StoreAnswer["rejected"], place: (line: number) => string): AppError {
  const faults = rejected.slice(0, FAULT_COUNT_MAX).map(({ line, message }) => ({ path: place(line), message }));
  const [first] = faults;
  const told = `none of the ${rejected.length} sessions can be used; ${first?.path}: ${first?.message}`;
  return new AppError("invalid", `Cannot store: ${told}`, faults);
}

function toNewSession({ session_id: id, start, end, gender, visitor, views }: Session): NewSession {
  return {
    id,
    start: start.text,
    end: end.text,
    startMs: start.localMs,
    durationMs: end.ms - start.ms,
    offsetMs: offsetOf(start),
    gender,
    visitor,
    views,
  };
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
