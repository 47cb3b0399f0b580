// Sessions and their views. Many come at once, and go to the database as one JSON parameter that json_each unfolds; a session
// that is sent again is replaced as a whole and keeps its place in the order of arrival.

import { and, asc, count, eq, getTableColumns, gt, isNotNull, sql } from "drizzle-orm";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import type { View } from "../feature/session.ts";
import type { Gender } from "../schema/session.ts";
import { sessions } from "./session-tables.ts";

export interface NewSession {
  id: string;
  start: string;
  end: string;
  startMs: number;
  durationMs: number;
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
};

/** A session as an element of the JSON array that `insertSessions` takes. */
export function encodeSession({ id, start, end, startMs, durationMs, gender, visitor, views }: NewSession): string {
  return JSON.stringify([id, start, end, startMs, durationMs, gender, visitor, views.length, encodeViews(views)]);
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
  gender: sql`excluded.gender`,
  visitor: sql`excluded.visitor`,
  viewCount: sql`excluded.view_count`,
  views: sql`excluded.views`,
};

/** As the shop's log has them: no name has a slash or a semicolon. */
function encodeViews(views: readonly View[]): string {
  return views.map((view) => view.join("/")).join(";");
}

function decodeViews(views: string): View[] {
  return views.split(";").map((view) => view.split("/"));
}

export async function findSession(database: Database, id: string): Promise<SessionWithViews | undefined> {
  const row = await database.select().from(sessions).where(eq(sessions.id, id)).get();
  return row && { ...row, views: decodeViews(row.views) };
}

/** One page of sessions in the order of their arrival, without their views. */
export async function pageOfSessions(database: Database, after: number, limit: number): Promise<SessionRow[]> {
  const { views: _, ...columns } = getTableColumns(sessions);
  return database
    .select(columns)
    .from(sessions)
    .where(gt(sessions.sequence, after))
    .orderBy(asc(sessions.sequence))
    .limit(limit);
}

/** Views of one read: with the longest names they take 13 MB. */
export const VIEWS_READ_MAX = 50_000;

/**
 * The next sessions after a sequence number, in the order of their arrival: at most `limit`, fewer where they have very many
 * views, none only where there are no more. `labelled`: only those whose gender is known.
 */
export async function readSessions(
  database: Database,
  { after, limit, labelled }: { after: number; limit: number; labelled: boolean },
): Promise<SessionWithViews[]> {
  const page = database
    .select({
      ...getTableColumns(sessions),
      viewsBefore: sql<number>`sum(view_count) over (order by sequence) - view_count`.as("views_before"),
    })
    .from(sessions)
    .where(and(gt(sessions.sequence, after), labelled ? isNotNull(sessions.gender) : undefined))
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
