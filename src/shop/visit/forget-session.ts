import type { Context } from "../../platform/context/context.ts";
import { deleteSessionRow } from "../store/sessions.ts";
import { noSuchSession } from "./read-session.ts";

/** Forgets a session and its views; AppError "not_found" where there is none. */
export async function forgetSession(context: Context, id: string): Promise<void> {
  if (!(await deleteSessionRow(context.database, id))) throw noSuchSession(id);
}
