import type { Context } from "../../platform/context/context.ts";
import { forgetRecent } from "../../platform/store/cache.ts";
import { deleteToken } from "../store/tokens.ts";
import { noSuchToken } from "./list-tokens.ts";

/** Ends a token: here at once, in other isolates within a second. AppError "not_found" where there is none. */
export async function revokeToken(context: Context, name: string): Promise<void> {
  if (!(await deleteToken(context.database, name))) throw noSuchToken(name);
  forgetRecent(context.cache);
}
