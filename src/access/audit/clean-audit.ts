import { DAY_MS } from "../../engine/time/duration.ts";
import type { Context } from "../../platform/context/context.ts";
import { AUDIT_DAYS } from "../../platform/schema/limit.ts";
import { deleteOldChanges } from "../store/changes.ts";

// What a statement deletes is soon done; what is more than all of them goes on the next day.
const CHANGES_AT_ONCE = 5_000;
const STATEMENTS_MAX = 20;

/** Deletes what the audit keeps no longer. */
export async function cleanAudit({ database, nowMs }: Context): Promise<void> {
  const beforeMs = nowMs() - AUDIT_DAYS * DAY_MS;
  for (let statement = 0; statement < STATEMENTS_MAX; statement++)
    if ((await deleteOldChanges(database, beforeMs, CHANGES_AT_ONCE)) < CHANGES_AT_ONCE) return;
}
