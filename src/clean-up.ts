// What the clock has done once a day, of all jobs.
import { cleanAudit } from "./access/audit/clean-audit.ts";
import { cleanNorms } from "./norm/answer/clean-norms.ts";
import type { Context } from "./platform/context/context.ts";
import { cleanComparisons } from "./registry/compare/end-comparison.ts";
import { cleanModels } from "./registry/serve/clean-models.ts";
import { cleanSessions } from "./shop/visit/clean-sessions.ts";

/**
 * Once a day: deletes sessions that arrived longer ago than `sessionsKeepMs` (null keeps them), and what each job has left behind. Sessions
 * and the audit first: they need the database alone, whatever the key-value store does.
 */
export async function cleanUp(context: Context, sessionsKeepMs: number | null = null): Promise<void> {
  await cleanSessions(context, sessionsKeepMs);
  await cleanAudit(context);
  await cleanModels(context);
  await cleanComparisons(context);
  await cleanNorms(context);
}
