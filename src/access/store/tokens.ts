// Tokens by name, and by their hash.
import { and, asc, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import { TOKEN_COUNT_MAX } from "../../platform/schema/limit.ts";
import { type Kind, type Recent, recentOf } from "../../platform/store/cache.ts";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import { tokens } from "./access-tables.ts";

export type TokenRow = typeof tokens.$inferSelect;

/** By hash, those that were sent lately; what nobody holds is not kept, so that no guess drives them out. */
export const KNOWN_TOKENS: Kind<string, Recent<TokenRow>> = {
  ...recentOf<string, TokenRow>(),
  sizeMax: TOKEN_COUNT_MAX,
};

/** Makes a token; says whether it did: not where the name is taken, or there are as many as there may be. */
export async function insertToken(database: Database, row: Omit<TokenRow, "lastUsedAtMs">): Promise<boolean> {
  const isRoom = sql`(select count(*) from ${tokens}) < ${TOKEN_COUNT_MAX}`;
  const inserted = await database
    .insert(tokens)
    .select(sql`select ${valuesOf(tokens, { ...row, lastUsedAtMs: null })} where ${isRoom}`)
    .onConflictDoNothing()
    .returning({ name: tokens.name });
  return inserted.length > 0;
}

export async function findTokenByHash(database: Database, hash: string): Promise<TokenRow | undefined> {
  return database.select().from(tokens).where(eq(tokens.hash, hash)).get();
}

export async function findTokenByName(database: Database, name: string): Promise<TokenRow | undefined> {
  return database.select().from(tokens).where(eq(tokens.name, name)).get();
}

/** One page of tokens by name. */
export async function pageOfTokens(
  database: Database,
  { after, limit }: { after: string; limit: number },
): Promise<TokenRow[]> {
  return database.select().from(tokens).where(gt(tokens.name, after)).orderBy(asc(tokens.name)).limit(limit);
}

/** Deletes a token; says whether there was one. */
export async function deleteToken(database: Database, name: string): Promise<boolean> {
  return (await database.delete(tokens).where(eq(tokens.name, name)).returning({ name: tokens.name })).length > 0;
}

/** Keeps when a token was used, unless that is known to `everyMs`. */
export async function updateLastUse(database: Database, name: string, nowMs: number, everyMs: number): Promise<void> {
  const isOld = or(isNull(tokens.lastUsedAtMs), lt(tokens.lastUsedAtMs, nowMs - everyMs));
  await database
    .update(tokens)
    .set({ lastUsedAtMs: nowMs })
    .where(and(eq(tokens.name, name), isOld));
}
