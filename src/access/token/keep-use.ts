import type { Context } from "../../platform/context/context.ts";
import { updateLastUse } from "../store/tokens.ts";

/** How exactly it is known when a token was last used: a token in use all day is 144 rows written, of the 100,000 of Cloudflare's free plan. */
export const USE_KNOWN_MS = 10 * 60_000;

/** Keeps that a token was used. */
export async function keepUse({ database, nowMs }: Pick<Context, "database" | "nowMs">, name: string): Promise<void> {
  await updateLastUse(database, name, nowMs(), USE_KNOWN_MS);
}
