import type { Context } from "../../platform/context/context.ts";
import type { ModelCard } from "../../registry/schema/model-answer.ts";
import { readCard } from "../../registry/serve/read-model.ts";
import { areOfSessions } from "../feature/session.ts";
import type { SessionReport } from "../schema/session-report.ts";
import { findSessionModel } from "../store/session-models.ts";
import { notTrained } from "./predict-session.ts";

/** The quality report of the gender model in use. */
export async function readSessionReport(
  context: Context,
): Promise<SessionReport & { model: { id: number; version: number } }> {
  const found = await requireSessionModel(context, "report");
  return { model: { id: found.id, version: found.version }, ...found.report };
}

/** The card of the gender model in use. */
export async function readSessionModel(context: Context): Promise<ModelCard> {
  return readCard(context, (await requireSessionModel(context, "show the gender model")).id);
}

async function requireSessionModel(context: Context, what: string) {
  const found = await findSessionModel(context.database);
  if (found === undefined || !areOfSessions(found.columns)) throw await notTrained(context, what, found);
  return found;
}
