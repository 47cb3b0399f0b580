import type { Context } from "../../platform/context/context.ts";
import { areOfSessions } from "../feature/session.ts";
import type { SessionReport } from "../schema/session-report.ts";
import { findSessionModel } from "../store/session-models.ts";
import { notTrained } from "./predict-session.ts";

/** The quality report of the gender model in use. */
export async function readSessionReport(
  context: Context,
): Promise<SessionReport & { model: { id: number; version: number } }> {
  const found = await findSessionModel(context.database);
  if (found === undefined || !areOfSessions(found.columns)) throw await notTrained(context, "report", found);
  return { model: { id: found.id, version: found.version }, ...found.report };
}
