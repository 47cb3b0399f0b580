// Visits that grow: views are added to what is stored, each delivery once, in one transaction that others cannot come between.
import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Moment } from "../../platform/schema/time.ts";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import type { View } from "../feature/session.ts";
import type { Gender } from "../schema/session.ts";
import { sessionDeliveries, sessions } from "./session-tables.ts";
import { offsetOf, type SessionRow, sessionColumns } from "./sessions.ts";
import { encodeViews } from "./views-text.ts";

/** Of migration 0008: a view whose trigger does all that an insertion means. It has no rows of its own. */
const sessionGrowth = sqliteTable("session_growth", {
  sessionId: text("session_id").notNull(),
  delivery: text("delivery").notNull(),
  content: text("content"),
  start: text("start"),
  startMs: integer("start_ms"),
  offsetMs: integer("offset_ms"),
  end: text("end"),
  durationMs: integer("duration_ms"),
  gender: text("gender", { enum: ["female", "male"] }),
  visitor: text("visitor"),
  views: text("views").notNull(),
  viewCount: integer("view_count").notNull(),
  nowMs: integer("now_ms").notNull(),
});

/** Views that are delivered together: they count once under the name of the delivery, or each time where that is empty. */
export interface Delivery {
  name: string;
  /** A hash of the views; null where the name says which one it is. */
  content: string | null;
  views: View[];
}

type SentMoment = Moment & { text: string };

export interface Growth {
  id: string;
  deliveries: Delivery[];
  /** The earliest and the latest time that is told; null where none is. */
  start: SentMoment | null;
  end: SentMoment | null;
  gender: Gender | null;
  visitor: string | null;
}

export interface Grown {
  /** undefined where there was none. */
  before: SessionRow | undefined;
  /** Deliveries that were known before. */
  known: { name: string; content: string | null }[];
  /** undefined where there is none, for it has no start. */
  session: SessionRow | undefined;
}

/**
 * Adds what was not delivered before, and what is told of the visit. Nothing is added where that would be more than `viewCountMax` views,
 * of a visit without a start, where a known delivery held something else, or where only one of the visit and the times has an offset.
 */
export async function growSession(
  database: Database,
  { id, deliveries, start, end, gender, visitor }: Growth,
  { viewCountMax, nowMs }: { viewCountMax: number; nowMs: number },
): Promise<Grown> {
  const sent = JSON.stringify(
    deliveries.map(({ name, content, views }) => [name, encodeViews(views), views.length, content]),
  );
  const field = (position: number) => sql`json_extract(sent.value, ${sql.raw(`'$[${position}]'`)})`;
  const names = sql`(select json_extract(value, '$[0]') from json_each(${sent}))`;
  const known = database
    .select({ name: sessionDeliveries.delivery, content: sessionDeliveries.content })
    .from(sessionDeliveries)
    .where(and(eq(sessionDeliveries.sessionId, id), sql`delivery in ${names}`));
  const session = database.select(sessionColumns).from(sessions).where(eq(sessions.id, id));
  const time = start ?? end;
  const hasOffset = time && Number(time.hasOffset);
  // All that is asked before anything is changed, for what is changed must not answer it.
  const isWelcome = sql`
    (${start === null ? 0 : 1} or exists (select 1 from sessions where session_id = ${id}))
    and not exists (select 1 from sessions where session_id = ${id} and ${hasOffset} <> ${HAS_OFFSET})
    and not exists (
      select 1 from json_each(${sent}) as each
      join session_deliveries on session_id = ${id} and delivery = json_extract(each.value, '$[0]')
      where content is not json_extract(each.value, '$[3]')
    )
    and coalesce((select view_count from sessions where session_id = ${id}), 0) + (
      select coalesce(sum(json_extract(value, '$[2]')), 0) from json_each(${sent})
      where json_extract(value, '$[0]') not in (select delivery from session_deliveries where session_id = ${id})
    ) <= ${viewCountMax}`;
  const told = {
    ...(end !== null && withTimes(start, end)),
    ...(gender !== null && { gender }),
    ...(visitor !== null && { visitor }),
  };
  const [[before], knownBefore, , , [after]] = await database.batch([
    session,
    known,
    database
      .update(sessions)
      // An update must set something, though it be of no row.
      .set({ id, ...told })
      .where(and(eq(sessions.id, id), Object.keys(told).length > 0 ? isWelcome : sql`false`)),
    database.insert(sessionGrowth).select(sql`
      select ${valuesOf(sessionGrowth, {
        ...{ sessionId: id, delivery: field(0), content: field(3), views: field(1), viewCount: field(2), nowMs },
        ...{ start: start?.text ?? null, startMs: start?.localMs ?? null, offsetMs: start && offsetOf(start) },
        ...{ end: end?.text ?? null, durationMs: start && end && end.ms - start.ms, gender, visitor },
      })}
      from json_each(${sent}) as sent where ${isWelcome} order by sent.key`),
    session,
  ]);
  return { before, known: knownBefore, session: after };
}

/** Whether the start of a session, as it was sent, has an offset from universal time. */
const HAS_OFFSET = sql`(start glob '*Z' or start glob '*+*' or substr(start, 11) glob '*-*')`;

/** From the earlier of two starts to the later of two ends, by their instants. */
function withTimes(start: SentMoment | null, end: SentMoment) {
  const known = sql`(start_ms - coalesce(offset_ms, 0))`;
  // Of a session that came with an offset before 0.8.0 the instants are not known: its times stay.
  const isKnown = sql`(offset_ms is not null or not ${HAS_OFFSET})`;
  const first = start === null ? known : sql`min(${known}, ${start.ms})`;
  const latest = {
    end: sql`case when ${isKnown} and ${end.ms} > ${known} + duration_ms then ${end.text} else "end" end`,
    durationMs: sql`case when ${isKnown} then max(${known} + duration_ms, ${end.ms}) - ${first} else duration_ms end`,
  };
  if (start === null) return latest;
  const isEarlier = sql`${isKnown} and ${start.ms} < ${known}`;
  return {
    ...latest,
    start: sql`case when ${isEarlier} then ${start.text} else start end`,
    startMs: sql`case when ${isEarlier} then ${start.localMs} else start_ms end`,
    offsetMs: sql`case when ${isEarlier} then ${offsetOf(start)} else offset_ms end`,
  };
}

/** Forgets the names of deliveries of before a time, at most `limit` of them; says how many. */
export async function deleteDeliveries(database: Database, beforeMs: number, limit: number): Promise<number> {
  const old = database
    .select({ rowid: sql`rowid` })
    .from(sessionDeliveries)
    .where(lt(sessionDeliveries.deliveredAtMs, beforeMs))
    .limit(limit);
  const gone = await database
    .delete(sessionDeliveries)
    .where(inArray(sql`rowid`, old))
    .returning({ name: sessionDeliveries.delivery });
  return gone.length;
}
