// Visits that grow: views are added to what is stored, each delivery once, in one step that others at the same time cannot come between.
import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import type { View } from "../feature/session.ts";
import type { Gender } from "../schema/session.ts";
import { sessionDeliveries, sessions } from "./session-tables.ts";
import { encodeViews, type SessionRow, sessionColumns } from "./sessions.ts";

/** Of migration 0008: a view whose trigger does all that an insertion means. It has no rows of its own. */
const sessionGrowth = sqliteTable("session_growth", {
  sessionId: text("session_id").notNull(),
  delivery: text("delivery").notNull(),
  start: text("start"),
  startMs: integer("start_ms"),
  end: text("end"),
  endMs: integer("end_ms"),
  gender: text("gender", { enum: ["female", "male"] }),
  visitor: text("visitor"),
  views: text("views").notNull(),
  viewCount: integer("view_count").notNull(),
  nowMs: integer("now_ms").notNull(),
});

/** Views that are delivered together: they count once under the name of the delivery. */
export interface Delivery {
  name: string;
  views: View[];
}

export interface Growth {
  id: string;
  deliveries: Delivery[];
  /** Of a visit that is not there yet; null where that is not known. */
  start: { text: string; localMs: number } | null;
  /** When the last of the views was; null where that is not known. */
  end: { text: string; localMs: number } | null;
  gender: Gender | null;
  visitor: string | null;
}

export interface Grown {
  wasThere: boolean;
  /** Names of the deliveries that were known before, and that are known now. */
  knownBefore: Set<string>;
  knownNow: Set<string>;
  /** undefined where there is none, for it has no start. */
  session: SessionRow | undefined;
}

/** Adds what was not delivered before; nothing of it where that would be more than `viewCountMax` views, or of a visit without a start. */
export async function growSession(
  database: Database,
  { id, deliveries, start, end, gender, visitor }: Growth,
  { viewCountMax, nowMs }: { viewCountMax: number; nowMs: number },
): Promise<Grown> {
  const sent = JSON.stringify(deliveries.map(({ name, views }) => [name, encodeViews(views), views.length]));
  const names = deliveries.map(({ name }) => name);
  const field = (position: number) => sql`json_extract(sent.value, ${sql.raw(`'$[${position}]'`)})`;
  const known = database
    .select({ name: sessionDeliveries.delivery })
    .from(sessionDeliveries)
    .where(
      and(
        eq(sessionDeliveries.sessionId, id),
        sql`delivery in (select value from json_each(${JSON.stringify(names)}))`,
      ),
    );
  const session = database.select(sessionColumns).from(sessions).where(eq(sessions.id, id));
  const [before, knownBefore, , knownNow, after] = await database.batch([
    session,
    known,
    database.insert(sessionGrowth).select(sql`
      select ${valuesOf(sessionGrowth, {
        ...{ sessionId: id, delivery: field(0), start: start?.text ?? null, startMs: start?.localMs ?? null },
        ...{ end: end?.text ?? null, endMs: end?.localMs ?? null, gender, visitor },
        ...{ views: field(1), viewCount: field(2), nowMs },
      })}
      from json_each(${sent}) as sent
      where (${start === null ? 0 : 1} or exists (select 1 from sessions where session_id = ${id}))
        and coalesce((select view_count from sessions where session_id = ${id}), 0) + (
          select coalesce(sum(json_extract(value, '$[2]')), 0) from json_each(${sent})
          where json_extract(value, '$[0]') not in (select delivery from session_deliveries where session_id = ${id})
        ) <= ${viewCountMax}
      order by sent.key`),
    known,
    session,
  ]);
  return {
    wasThere: before.length > 0,
    knownBefore: new Set(knownBefore.map(({ name }) => name)),
    knownNow: new Set(knownNow.map(({ name }) => name)),
    session: after[0],
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
