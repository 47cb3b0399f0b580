// Which events of a norm count: batches that were trained and not forgotten.
import { and, eq, isNull, sql } from "drizzle-orm";
import { normEvents } from "./norm-tables.ts";

/** Of batches that count. */
export const isLiveOf = (events: typeof normEvents) => and(eq(events.kind, "train"), isNull(events.forgottenAtVersion));
export const isLive = isLiveOf(normEvents);

/** Whether a norm holds no batches. */
export const holdsNone = (normId: string) =>
  sql`not exists (select 1 from ${normEvents} where norm_id = ${normId} and ${isLive})`;
