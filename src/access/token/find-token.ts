import { AppError } from "../../error.ts";
import { type Caller, KINDS } from "../../platform/context/caller.ts";
import type { Context } from "../../platform/context/context.ts";
import { recent } from "../../platform/store/cache.ts";
import { findTokenByHash, KNOWN_TOKENS, type TokenRow } from "../store/tokens.ts";
import { USE_KNOWN_MS } from "./keep-use.ts";

/** Who holds the token of a hash, as the database had it at most a second ago; AppError "unauthorized" where nobody does, or no longer. */
export async function findToken(context: Context, hash: string): Promise<Caller> {
  const nowMs = context.nowMs();
  const token = await recent(context.cache, KNOWN_TOKENS, hash, { nowMs, read: () => readToken(context, hash) });
  requireCurrent(token, nowMs);
  return callerOf(token);
}

/** Once a second at most: there the use is noted too. */
async function readToken(context: Context, hash: string): Promise<TokenRow> {
  const token = await findTokenByHash(context.database, hash);
  if (token === undefined)
    throw new AppError("unauthorized", "Cannot serve: the bearer token is not known here, or was revoked");
  const nowMs = context.nowMs();
  requireCurrent(token, nowMs);
  if ((token.lastUsedAtMs ?? 0) < nowMs - USE_KNOWN_MS) context.noteUse(token.name);
  return token;
}

function requireCurrent({ name, expiresAtMs }: TokenRow, nowMs: number): void {
  if (expiresAtMs === null || nowMs < expiresAtMs) return;
  const at = new Date(expiresAtMs).toISOString();
  throw new AppError("unauthorized", `Cannot serve: token ${name} expired at ${at}`);
}

function callerOf(token: TokenRow): Caller {
  const named = KINDS.flatMap((kind) => (token[kind] === null ? [] : [[kind, token[kind]] as const]));
  return { name: token.name, scope: token.scope, prefixes: named.length === 0 ? null : Object.fromEntries(named) };
}
