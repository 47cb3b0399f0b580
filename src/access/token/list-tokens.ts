import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { pageOf } from "../../platform/context/page.ts";
import { PAGE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import type { Token, TokenList } from "../schema/token-answer.ts";
import type { TokenPageQuery } from "../schema/token-request.ts";
import { findTokenByName, pageOfTokens, type TokenRow } from "../store/tokens.ts";

/** One page of all tokens, by name; none tells the token itself. */
export async function listTokens(
  { database }: Context,
  { after = "", limit = PAGE_LENGTH_MAX }: TokenPageQuery,
): Promise<TokenList> {
  const read = await pageOfTokens(database, { after, limit: limit + 1 });
  const { rows, next } = pageOf(read, limit, ({ name }) => name);
  return { tokens: rows.map(describeToken), next };
}

/** One token; AppError "not_found" where there is none. */
export async function readToken({ database }: Context, name: string): Promise<Token> {
  const token = await findTokenByName(database, name);
  if (token === undefined) throw noSuchToken(name);
  return describeToken(token);
}

export function describeToken({ name, scope, norms, models, sessions, ...times }: Omit<TokenRow, "hash">): Token {
  const at = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    ...{ name, scope, norms, models, sessions },
    created_at: new Date(times.createdAtMs).toISOString(),
    expires_at: at(times.expiresAtMs),
    last_used_at: at(times.lastUsedAtMs),
  };
}

export function noSuchToken(name: string): AppError {
  return new AppError("not_found", `Cannot find token ${name}: GET /tokens lists those there are`);
}
