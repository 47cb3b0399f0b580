import { DAY_MS } from "../../engine/time/duration.ts";
import type { Context } from "../../platform/context/context.ts";
import { AUDIT_DAYS } from "../../platform/schema/limit.ts";
import { deleteOldChanges } from "../store/changes.ts";

// Fifty thousand a day, by five of the fifty statements that a call of the clock may have: more than the free plan can write.
const CHANGES_AT_ONCE = 10_000;
const STATEMENTS_MAX = 5;

/** Deletes what the audit keeps no longer. */
export async function cleanAudit({ database, nowMs }: Context): Promise<void> {
  const beforeMs = nowMs() - AUDIT_DAYS * DAY_MS;
  for (let statement = 0; statement < STATEMENTS_MAX; statement++)
    if ((await deleteOldChanges(database, beforeMs, CHANGES_AT_ONCE)) < CHANGES_AT_ONCE) return;
}
