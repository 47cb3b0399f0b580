// Sessions and their views. Many come at once, and go to the database as one JSON parameter that json_each unfolds; a session
// that is sent again is replaced as a whole and keeps its place in the order of arrival.

import { and, asc, count, eq, getTableColumns, gt, inArray, isNotNull, lt, sql } from "drizzle-orm";
import type { Moment } from "../../platform/schema/time.ts";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import type { View } from "../feature/session.ts";
import type { Gender } from "../schema/session.ts";
import { sessions } from "./session-tables.ts";
import { decodeViews, encodeViews } from "./views-text.ts";

export interface NewSession {
  id: string;
  start: string;
  end: string;
  startMs: number;
  durationMs: number;
  offsetMs: number | null;
  gender: Gender | null;
  visitor: string | null;
  views: View[];
}

export interface SessionRow extends Omit<NewSession, "views"> {
  sequence: number;
  viewCount: number;
  arrivedAtMs: number;
}

export interface SessionWithViews extends SessionRow {
  views: View[];
}

/** What `encodeSession` makes of a session, in this order. */
const field = (position: number) => sql`json_extract(sent.value, ${sql.raw(`'$[${position}]'`)})`;
const sentValues = {
  id: field(0),
  start: field(1),
  end: field(2),
  startMs: field(3),
  durationMs: field(4),
  gender: field(5),
  visitor: field(6),
  viewCount: field(7),
  views: field(8),
  offsetMs: field(9),
};

/** A session as an element of the JSON array that `insertSessions` takes. */
export function encodeSession(session: NewSession): string {
  const { id, start, end, startMs, durationMs, gender, visitor, views, offsetMs } = session;
  return JSON.stringify([
    ...[id, start, end, startMs, durationMs, gender, visitor, views.length, encodeViews(views)],
    offsetMs,
  ]);
}

/**
 * Stores sessions of different ids, all or none, views and all; answers how many were there before and are replaced. `encoded`:
 * a JSON array of what `encodeSession` makes, below the 2 MB of a parameter.
 */
export async function insertSessions(database: Database, encoded: string, nowMs: number): Promise<number> {
  const [[replaced]] = await database.batch([
    database
      .select({ count: count() })
      .from(sessions)
      .where(sql`session_id in (select ${sentValues.id} from json_each(${encoded}) as sent)`),
    database
      .insert(sessions)
      // Without a where SQLite takes the `on conflict` after a select for a join's `on`.
      .select(sql`
        select ${valuesOf(sessions, { ...sentValues, sequence: sql`null`, arrivedAtMs: nowMs })}
        from json_each(${encoded}) as sent where true order by sent.key`)
      .onConflictDoUpdate({ target: sessions.id, set: replacement }),
  ]);
  return replaced?.count ?? 0;
}

/** Everything that was sent; not `sequence` and `arrived_at_ms`. */
const replacement = {
  start: sql`excluded.start`,
  end: sql`excluded.end`,
  startMs: sql`excluded.start_ms`,
  durationMs: sql`excluded.duration_ms`,
  offsetMs: sql`excluded.offset_ms`,
  gender: sql`excluded.gender`,
  visitor: sql`excluded.visitor`,
  viewCount: sql`excluded.view_count`,
  views: sql`excluded.views`,
};

/** How far the clock of a time is ahead of universal time; null where it has no offset. */
export function offsetOf({ ms, localMs, hasOffset }: Pick<Moment, "ms" | "localMs" | "hasOffset">): number | null {
  return hasOffset ? localMs - ms : null;
}

export async function findSession(database: Database, id: string): Promise<SessionWithViews | undefined> {
  const row = await database.select().from(sessions).where(eq(sessions.id, id)).get();
  return row && { ...row, views: decodeViews(row.views) };
}

/** What a session is counted and told by, which is less to fetch. */
export async function findViews(
  database: Database,
  id: string,
): Promise<{ startMs: number; views: View[] } | undefined> {
  const { startMs, views } = sessions;
  const row = await database.select({ startMs, views }).from(sessions).where(eq(sessions.id, id)).get();
  return row && { ...row, views: decodeViews(row.views) };
}

const { views: _, ...withoutViews } = getTableColumns(sessions);

/** What is read of a session whose views are not asked for. */
export const sessionColumns = withoutViews;

/** Which sessions of all are asked for. */
export interface SessionFilter {
  /** Of the start, by the clock as written: ms since 1970 on Greenwich's wall. `toMs` itself is not in it. */
  fromMs: number | undefined;
  toMs: number | undefined;
  visitor: string | undefined;
  gender: Gender | "unknown" | undefined;
  /** What their ids begin with. */
  prefix: string;
}

/** Views of one read: with the longest names they take 13 MB. */
export const VIEWS_READ_MAX = 50_000;

/**
 * The next sessions after a sequence number, in the order of their arrival: at most `limit`, fewer where they have very many
 * views, none only where there are no more. `labelled`: only those whose gender is known; `visitor`: only those of one.
 */
export async function readSessions(
  database: Database,
  { after, limit, labelled, visitor }: { after: number; limit: number; labelled?: boolean; visitor?: string },
): Promise<SessionWithViews[]> {
  const page = database
    .select({
      ...getTableColumns(sessions),
      viewsBefore: sql<number>`sum(view_count) over (order by sequence) - view_count`.as("views_before"),
    })
    .from(sessions)
    .where(
      and(
        gt(sessions.sequence, after),
        labelled ? isNotNull(sessions.gender) : undefined,
        visitor === undefined ? undefined : eq(sessions.visitor, visitor),
      ),
    )
    .orderBy(asc(sessions.sequence))
    .limit(limit)
    .as("sessions");
  const { viewsBefore, ...columns } = page._.selectedFields;
  const rows = await database.select(columns).from(page).where(sql`${viewsBefore} < ${VIEWS_READ_MAX}`);
  return rows.map((row) => ({ ...row, views: decodeViews(row.views) }));
}

/** How many sessions have a gender, and how many views those have. */
export async function countLabelled(database: Database): Promise<{ sessions: number; males: number; views: number }> {
  const [counted] = await database
    .select({
      sessions: count(),
      males: sql<number>`count(*) filter (where gender = 'male')`,
      views: sql<number>`coalesce(sum(view_count), 0)`,
    })
    .from(sessions)
    .where(isNotNull(sessions.gender));
  return counted as NonNullable<typeof counted>;
}

/** Forgets a session and its views; says whether there was one. */
export async function deleteSessionRow(database: Database, id: string): Promise<boolean> {
  const deleted = await database.delete(sessions).where(eq(sessions.id, id)).returning({ id: sessions.id });
  return deleted.length > 0;
}

/** How many sessions and views are of a visitor, and the number of the newest. */
export async function countOfVisitor(
  database: Database,
  visitor: string,
): Promise<{ sessions: number; views: number; lastSequence: number }> {
  const [held] = await database
    .select({
      sessions: count(),
      views: sql<number>`coalesce(sum(view_count), 0)`,
      lastSequence: sql<number>`coalesce(max(sequence), 0)`,
    })
    .from(sessions)
    .where(eq(sessions.visitor, visitor));
  return held as NonNullable<typeof held>;
}

/** Forgets sessions of a visitor, `limit` of them at most; says how many they and their views were. */
export async function deleteOfVisitor(
  database: Database,
  visitor: string,
  limit: number,
): Promise<{ sessions: number; views: number }> {
  const some = database
    .select({ sequence: sessions.sequence })
    .from(sessions)
    .where(eq(sessions.visitor, visitor))
    .limit(limit);
  const gone = await database
    .delete(sessions)
    .where(inArray(sessions.sequence, some))
    .returning({ viewCount: sessions.viewCount });
  return { sessions: gone.length, views: gone.reduce((sum, { viewCount }) => sum + viewCount, 0) };
}

/** Forgets those that arrived before a time, the oldest first, `limit` of them at most; says how many. */
export async function deleteOldest(database: Database, beforeMs: number, limit: number): Promise<number> {
  const old = database
    .select({ sequence: sessions.sequence })
    .from(sessions)
    .where(lt(sessions.arrivedAtMs, beforeMs))
    .orderBy(asc(sessions.sequence))
    .limit(limit);
  const gone = await database.delete(sessions).where(inArray(sessions.sequence, old)).returning({ id: sessions.id });
  return gone.length;
}
