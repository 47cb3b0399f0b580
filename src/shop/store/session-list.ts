// The sessions of a list, page by page.
import { and, asc, desc, eq, gt, gte, isNull, lt } from "drizzle-orm";
import type { PageOrder } from "../../platform/schema/page.ts";
import { beginsWith } from "../../platform/store/begins-with.ts";
import type { Database } from "../../platform/store/database.ts";
import { sessions } from "./session-tables.ts";
import { type SessionFilter, type SessionRow, sessionColumns } from "./sessions.ts";

/** One page of sessions in the order of their arrival, or against it, without their views. */
export async function pageOfSessions(
  database: Database,
  { after, limit, order, ...filter }: SessionFilter & { after: number | undefined; limit: number; order: PageOrder },
): Promise<SessionRow[]> {
  const { fromMs, toMs, visitor, gender, prefix } = filter;
  const isNewest = order === "newest";
  const isBehind = after === undefined ? undefined : (isNewest ? lt : gt)(sessions.sequence, after);
  const isOfGender = gender === "unknown" ? isNull(sessions.gender) : gender && eq(sessions.gender, gender);
  return database
    .select(sessionColumns)
    .from(sessions)
    .where(
      and(
        isBehind,
        fromMs === undefined ? undefined : gte(sessions.startMs, fromMs),
        toMs === undefined ? undefined : lt(sessions.startMs, toMs),
        visitor === undefined ? undefined : eq(sessions.visitor, visitor),
        isOfGender,
        beginsWith(sessions.id, prefix),
      ),
    )
    .orderBy((isNewest ? desc : asc)(sessions.sequence))
    .limit(limit);
}
