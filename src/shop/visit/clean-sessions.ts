// What of sessions nobody is to keep any longer; and days that have ended are counted, so that nobody waits for it.

import { DAY_MS } from "../../engine/time/duration.ts";
import type { Context } from "../../platform/context/context.ts";
import { DELIVERY_DAYS } from "../../platform/schema/limit.ts";
import { deleteBlocks } from "../store/category-counts.ts";
import { deleteDeliveries } from "../store/growing-sessions.ts";
import { deleteOldest } from "../store/sessions.ts";
import { countDays } from "./count-days.ts";
import { splitSpan } from "./cover-span.ts";

// A hundred thousand of either kind a day: twenty of the fifty statements that a call of the clock may have.
const ROWS_AT_ONCE = 10_000;
const STATEMENTS_MAX = 10;

// 160,000 views, beside the few statements that read. Who asks for more counts the rest.
const STATEMENTS_TO_COUNT = 8;

/** Deletes the sessions that arrived longer ago than SESSIONS_KEEP says, and the names of old deliveries; counts days. */
export async function cleanSessions(context: Context, sessionsKeepMs: number | null): Promise<void> {
  const { database } = context;
  const nowMs = context.nowMs();
  const some = async (delete_: () => Promise<number>) => {
    for (let i = 0; i < STATEMENTS_MAX && (await delete_()) === ROWS_AT_ONCE; i++) await context.sleep(0);
  };
  await some(() => deleteDeliveries(database, nowMs - DELIVERY_DAYS * DAY_MS, ROWS_AT_ONCE));
  if (sessionsKeepMs !== null) await some(() => deleteOldest(database, nowMs - sessionsKeepMs, ROWS_AT_ONCE));
  await deleteBlocks(database, ROWS_AT_ONCE);
  const [ended] = splitSpan({ fromMs: 0, toMs: nowMs }, nowMs).days;
  const allowance = { statements: STATEMENTS_TO_COUNT };
  for (let days = ended; days !== undefined && allowance.statements > 0; ) {
    const { uncounted } = await countDays(context, days, { level: 1 }, allowance);
    // A day of too many views is left out, and those after it are counted.
    const [left] = uncounted;
    days = left === undefined ? undefined : { firstDay: left + 1, endDay: days.endDay };
  }
}
