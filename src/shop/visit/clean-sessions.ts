// What of sessions nobody is to keep any longer.

import { DAY_MS } from "../../engine/time/duration.ts";
import type { Context } from "../../platform/context/context.ts";
import { DELIVERY_DAYS } from "../../platform/schema/limit.ts";
import { deleteDeliveries } from "../store/growing-sessions.ts";
import { deleteOldest } from "../store/sessions.ts";

// A hundred thousand of either kind a day: twenty of the fifty statements that a call of the clock may have.
const ROWS_AT_ONCE = 10_000;
const STATEMENTS_MAX = 10;

/** Deletes the sessions that arrived longer ago than SESSIONS_KEEP says, and the names of old deliveries. */
export async function cleanSessions(context: Context, sessionsKeepMs: number | null): Promise<void> {
  const { database } = context;
  const nowMs = context.nowMs();
  const some = async (delete_: () => Promise<number>) => {
    for (let i = 0; i < STATEMENTS_MAX && (await delete_()) === ROWS_AT_ONCE; i++) await context.sleep(0);
  };
  await some(() => deleteDeliveries(database, nowMs - DELIVERY_DAYS * DAY_MS, ROWS_AT_ONCE));
  if (sessionsKeepMs !== null) await some(() => deleteOldest(database, nowMs - sessionsKeepMs, ROWS_AT_ONCE));
}
