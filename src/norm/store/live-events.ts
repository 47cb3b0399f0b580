// The events of a norm: which count, being batches that were trained and not forgotten, and those that bring no rows.
import { and, eq, isNull, sql } from "drizzle-orm";
import { type Values, valuesOf } from "../../platform/store/values-of.ts";
import { normEvents } from "./norm-tables.ts";

/** Of batches that count. */
export const isLiveOf = (events: typeof normEvents) => and(eq(events.kind, "train"), isNull(events.forgottenAtVersion));
export const isLive = isLiveOf(normEvents);

/** Whether a norm holds no batches. */
export const holdsNone = (normId: string) =>
  sql`not exists (select 1 from ${normEvents} where norm_id = ${normId} and ${isLive})`;

type EventValues = Values<typeof normEvents>;

/** The values of an event that brings no rows. */
export function eventWithoutRows(
  values: Pick<EventValues, "normId" | "version" | "kind" | "createdAtMs"> & Partial<EventValues>,
) {
  return valuesOf(normEvents, {
    batch: null,
    contentHash: null,
    rowsReceived: 0,
    rowsUsed: 0,
    forgottenAtVersion: null,
    factors: null,
    tail: null,
    endedAtMs: null,
    summary: null,
    lastRow: null,
    ...values,
  });
}
