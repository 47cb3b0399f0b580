import { cleanNorms } from "./norm/answer/clean-norms.ts";
import type { Context } from "./platform/context/context.ts";
import { cleanModels } from "./registry/serve/clean-models.ts";
import { cleanSessions } from "./shop/usecase/clean-sessions.ts";

/** Once a day: deletes what each job has left behind, and sessions that arrived longer ago than `sessionsKeepMs`; null keeps them. */
export async function cleanUp(context: Context, sessionsKeepMs: number | null = null): Promise<void> {
  await cleanModels(context);
  await cleanNorms(context);
  await cleanSessions(context, sessionsKeepMs);
}
